"""A person's name and address out of account and history; what was done, said and agreed stays."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from agreements.agenda.ground import Ground
from agreements.models import Version
from agreements.versions.checking import faults
from agreements.versions.recording import record_version
from monitoring.history.tables import tables_that_only_grow
from parties.history.append_only import open_to_change
from parties.history.records import change_set
from parties.models import Invitation, User
from parties.people.pseudonymising import pseudonymise
from tests.factories import InvitationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.for_postgresql]


@pytest.fixture
def gone(cast) -> User:
    """Somebody who wrote, had another address before, was invited, and left."""
    person = cast.association_officer
    with change_set(reason="Bijgesteld", user=person):
        cast.action.text = "Abel Bouwer zorgt dat het er staat."
        cast.action.save()
    accepted = {"accepted_at": timezone.now(), "accepted_by": person}
    InvitationFactory(party=cast.tenants, email=person.email, name=person.name, **accepted)
    person.email = "abel.nieuw@desleutel.example"
    person.save()
    person.is_active = False
    person.save()
    return person


def told_of(person: User) -> set[tuple[str, str]]:
    rows = [*User.history.filter(id=person.pk), User.objects.get(pk=person.pk)]
    found = {(row.name, row.email) for row in rows}
    for model in (Invitation.objects, Invitation.history):
        found |= set(model.filter(accepted_by=person.pk).values_list("name", "email"))
    return found


def test_name_and_addresses_go_from_account_invitations_and_history(gone):
    assert len(told_of(gone)) == 2
    done = pseudonymise(person=gone, name="oud-medewerker 7")
    assert told_of(gone) == {("oud-medewerker 7", f"weg-{gone.pk}@pseudoniem.invalid")}
    assert done.records >= 4
    assert not gone.emailaddress_set.exclude(email__endswith="@pseudoniem.invalid").exists()


def test_what_was_done_and_agreed_stays_word_for_word(cast, gone):
    ground = Ground("earlier")
    version = record_version(cast.agenda, kind=Version.Kind.ADOPTION, in_force_from="2024-01-01", ground=ground)
    before = Version.objects.values("content", "ground", "sha256").get(pk=version.pk)
    pseudonymise(person=gone)
    assert Version.objects.values("content", "ground", "sha256").get(pk=version.pk) == before
    record = cast.action.history.first()
    assert (record.text, record.history_user_id) == ("Abel Bouwer zorgt dat het er staat.", gone.pk)
    assert list(faults(cast.agreement)) == []


def test_who_still_signs_in_keeps_the_own_name(cast):
    with pytest.raises(ValidationError, match="Maak het account eerst"):
        pseudonymise(person=cast.association_officer)
    with pytest.raises(CommandError, match="niemand"):
        call_command("pseudonymise_person", "onbekend@test.example")


def test_the_owner_of_closed_tables_can_and_they_are_closed_after(gone):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    call_command("close_history")
    call_command("pseudonymise_person", gone.email, name="oud-medewerker 7")
    assert {name for name, _address in told_of(gone)} == {"oud-medewerker 7"}
    if connection.vendor == "postgresql":
        assert open_to_change(connection, tables_that_only_grow()) == []
