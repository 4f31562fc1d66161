"""The party that somebody means by a name is found, so that none is made twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.beginning.forms import PartiesForm
from agreements.beginning.naming import KnownParties, kind_in
from tests.factories import PartyAliasFactory, PartyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def dam(cast):
    """A party that nobody of the cast may see."""
    return PartyFactory(name="Woonstichting Dam en Wonen", short_name="D&W", kind="housing_association")


def names(user, name: str) -> list[str]:
    return [found.name for found in KnownParties(user).meant_by(name)]


@pytest.mark.parametrize("written", ["Woonstichting Dam & Wonen", "woonstichting  dam en wonen", "Woonstichting Dam en Wonen"])
def test_a_party_is_found_by_its_exact_name_however_it_is_written(cast, dam, written):
    assert names(cast.officer, written) == [dam.name]


def test_of_a_party_that_one_does_not_see_no_other_name_counts(cast, dam):
    PartyAliasFactory(party=dam, alias="Damwoning")
    for written in ("D&W", "Dam en Wonen", "Damwoning"):
        assert names(cast.officer, written) == []
        assert names(cast.admin, written) == [dam.name]


def test_a_party_that_one_sees_is_found_by_short_name_alias_and_without_its_title(cast):
    PartyAliasFactory(party=cast.association, alias="DS")
    for written in ("De Sleutel", "ds", "woonstichting de sleutel"):
        assert names(cast.officer, written) == ["Woonstichting De Sleutel"]
    assert names(cast.officer, "Waterhoek") == ["Gemeente Waterhoek", "Huurdersraad Waterhoek"], "two without their title"


def test_a_name_with_another_title_is_another_party(cast):
    assert names(cast.officer, "Woonstichting Waterhoek") == []
    assert [found.name for found in KnownParties(cast.officer).meant_by("Waterhoek", "municipality")] == ["Gemeente Waterhoek"]
    assert KnownParties(cast.officer).meant_by("Waterhoek", "province") == []


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("municipality", ["Gemeente Nieuwedam", "gemeente nieuwedam"]),
        ("province", ["Provincie Utrecht"]),
        ("housing_association", ["Woonstichting De Sleutel", "Dam & Wonen", "Stichting Mooiland", "Woningbouwvereniging Oost"]),
        (
            "tenants_organisation",
            ["Huurdersraad Wonen", "HBV Dam", "HV De Sleutel", "Bewonersraad Oost", "Stichting Huurders Dam"],
        ),
        ("care_provider", ["Zorggroep Oever", "Stichting Welzijn Dam", "Dam Maatschappelijke Opvang"]),
        ("", ["Waterhoek", "Het Nieuwe Dak", "Gemeentelijk", "Platform Dam"]),
    ],
)
def test_the_kind_is_read_in_the_name(kind, written):
    assert {kind_in(name) for name in written} == {kind}


def test_a_new_party_gets_the_kind_of_its_name_unless_another_is_chosen(cast):
    form = parties(cast, cast.officer, **OWN, name_1="Stichting Mooiland", name_2="Stichting MEE", kind_2="care_provider")
    assert [each.kind for each in form.parties[1:]] == ["housing_association", "care_provider"]


def test_beside_each_name_stands_what_was_understood(cast):
    form = parties(cast, cast.officer, **OWN, name_1="De Sleutel", name_2="HBV Dam", name_3="Het Nieuwe Dak", name_4="Waterhoek")
    assert [row["says"] for row in form.rows()] == [
        "Gemeente Waterhoek is in Driehoek already, as municipality.",
        "Woonstichting De Sleutel is in Driehoek already, as housing association.",
        "New in Driehoek, as tenants' organisation. Not right? Then choose another kind.",
        "",
        "",
        "",
        "",
        "",
    ][: form.count], "what is wrong says so itself"


def parties(cast, user, own=None, **typed) -> PartiesForm:
    form = PartiesForm(typed, known=KnownParties(user), own=own or {cast.municipality.pk: "Gemeente Waterhoek"}, rows=5)
    form.is_valid()
    return form


OWN = {"name_0": "Gemeente Waterhoek"}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name_0": "De Sleutel"}, "name_0", "Write at least one municipality"),
        ({"name_0": "Gemeente Anders", "kind_0": "municipality"}, "name_0", "Your own party takes part as well"),
        (OWN | {"role_0": "advisory"}, "role_0", "Who begins the agreements signs them."),
        (OWN | {"name_1": "Het Nieuwe Dak"}, "kind_1", "«Het Nieuwe Dak» is not in Driehoek yet: say what kind"),
        (OWN | {"name_1": "de sleutel", "name_2": "Woonstichting De Sleutel"}, "name_2", "stands in the list already"),
        (
            OWN | {"name_1": "Dam & Co", "kind_1": "other", "name_2": "Dam en Co", "kind_2": "other"},
            "name_2",
            "stands in the list already",
        ),
        (
            OWN | {"name_1": "De Sleutel", "kind_1": "care_provider"},
            "name_1",
            "stands in Driehoek already, as housing association",
        ),
        (OWN | {"name_1": "Waterhoek"}, "name_1", "More parties are called so"),
        (OWN | {"name_1": "http://elders.example"}, "name_1", "link to another site"),
    ],
)
def test_what_is_wrong_stands_at_its_place(cast, typed, field, sentence):
    form = parties(cast, cast.officer, **typed)
    assert list(form.errors) == [field]
    assert sentence in form.errors[field][0]


def test_a_party_that_ended_takes_part_in_nothing_new(cast):
    PartyFactory(name="Oud Wonen", active_until="2024-12-31")
    form = parties(cast, cast.officer, **OWN, name_1="oud wonen")
    assert form.errors["name_1"] == ["Oud Wonen no longer exists: it merged or ended."]


def test_finding_takes_as_many_queries_among_3_parties_as_among_340(cast):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            parties(cast, cast.officer, **OWN, name_1="De Sleutel", name_2="Nergens", kind_2="other")
        return len(captured)

    before = count()
    for number in range(340):
        PartyFactory(name=f"Gemeente {number}")
    assert count() == before <= 5
