"""Who reads along, and who is named in a text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.comments.readers import named_in, readers_of, why_not_named
from tests.factories import MembershipFactory, ParticipationFactory, PartyFactory, PartyMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def names(text: str, readers) -> set[str]:
    return {reader.called for reader in named_in(text, readers)[0]}


def test_everyone_of_the_parties_that_take_part_and_of_the_members_of_an_umbrella_reads_along(cast):
    work = PartyFactory(name="Werkgroep", kind="umbrella")
    member = PartyFactory(name="Lid")
    PartyMemberFactory(umbrella=work, member=member)
    ParticipationFactory(agreement=cast.agreement, party=work, role="involved")
    MembershipFactory(party=member, user__name="Lena Lid")
    MembershipFactory(party=cast.tenants, user__name="Weg Gegaan", user__is_active=False)
    with CaptureQueriesContext(connection) as taken:
        readers = readers_of(cast.agreement)
    assert [reader.called for reader in readers] == ["Abel Bouwer", "Lena Lid", "Olga Officier", "Tess Huurder", "Wies Wethouder"]
    assert len(taken) == 1


def test_two_people_of_one_name_are_called_with_their_party(cast):
    MembershipFactory(party=cast.association, user__name="Tess Huurder")
    readers = readers_of(cast.agreement)
    called = ["Tess Huurder (Huurdersraad Waterhoek)", "Tess Huurder (De Sleutel)"]
    assert sorted(reader.called for reader in readers if "Tess" in reader.called) == sorted(called)
    assert names("Dag @Tess Huurder (De Sleutel), klopt dit?", readers) == {"Tess Huurder (De Sleutel)"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Tess Huurder, klopt dit?", {"Tess Huurder"}),
        ("Vraag het @tess huurder en @Abel Bouwer.", {"Tess Huurder", "Abel Bouwer"}),
        ("(@Tess Huurder)", set()),
        ("mail naar info@Tess Huurder", set()),
        ("@Tess Huurders", set()),
        ("Tess Huurder", set()),
    ],
)
def test_someone_is_named_with_the_whole_name_behind_an_at(cast, text, named):
    assert names(text, readers_of(cast.agreement)) == named


def test_the_longest_name_counts(cast):
    MembershipFactory(party=cast.tenants, user__name="Jan")
    MembershipFactory(party=cast.tenants, user__name="Jan de Vries")
    readers = readers_of(cast.agreement)
    assert names("@Jan de Vries", readers) == {"Jan de Vries"}
    assert names("@Jan en @Jan de Vries", readers) == {"Jan", "Jan de Vries"}


def test_a_name_of_nobody_and_of_someone_who_does_not_read_it_is_refused(cast):
    readers = readers_of(cast.agreement)

    def why(text: str, *, own_only: bool = False) -> str:
        return why_not_named(text, readers, own_only=own_only, party=cast.municipality)

    assert why("@Wies Wethouder en info@wonen.nl, om 10 uur @18.00") == ""
    assert why("Dag @Tess") == "«@Tess» is nobody who reads this. Write the whole name, as in the list, or leave out the @."
    assert why("@Wies Wethouder", own_only=True) == ""
    assert why("@Tess Huurder", own_only=True).startswith("Tess Huurder does not read what is for Gemeente Waterhoek only.")
    assert why("@Bas Buiten").startswith("«@Bas» is nobody"), "of another agreement"
