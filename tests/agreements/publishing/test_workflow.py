"""Publishing a text in force: by one party for itself, from a day on, until it takes that back; and what all agree to show."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.exports.versions import document_of
from agreements.models import Agenda, Publication, PublicConsent, Version, VersionFile
from agreements.publishing.telling import is_shown
from agreements.publishing.workflow import agree, disagree, publish, withdraw
from parties.history.records import change_set
from parties.refusals import NotAllowedNowError

pytestmark = pytest.mark.django_db

PROGRESS, SIGNERS = PublicConsent.Kind.PROGRESS, PublicConsent.Kind.SIGNERS
DAY = timedelta(days=1)


def by_association(in_force, **more) -> Publication:
    party = in_force.cast.association
    return publish(text=in_force.text, party=party, by=in_force.coordinators[party], **more)


def test_any_party_that_signs_publishes_and_the_others_are_told(in_force):
    row = by_association(in_force)
    assert row.is_published
    assert list(Version.objects.published()) == [in_force.version]
    assert row.history.get().history_user == in_force.coordinators[in_force.cast.association]
    receivers = {address for message in mail.outbox for address in message.to}
    assert any("olga@" in address for address in receivers)
    assert not any("Carla" in address for address in receivers)
    words = " ".join(mail.outbox[0].body.split())
    assert "Carla Corporatie heeft Uitvoeringsagenda 2024 (Prestatieafspraken Waterhoek) openbaar gemaakt voor" in words


def test_who_does_not_coordinate_the_party_does_not_publish_for_it(in_force):
    cast = in_force.cast
    for person in (cast.officer, cast.association_officer, cast.admin, cast.outsider):
        with pytest.raises(PermissionDenied):
            publish(text=in_force.text, party=cast.association, by=person)


def test_only_a_text_in_force_is_published(in_force):
    draft = Agenda.objects.create(agreement=in_force.text.agreement, year=2025, title="Uitvoeringsagenda 2025")
    with pytest.raises(NotAllowedNowError, match="nog niet vastgesteld"):
        publish(text=draft, party=in_force.cast.municipality, by=in_force.cast.officer)
    assert not Publication.objects.exists()


def test_an_embargo_passes_at_its_day_in_amsterdam(in_force, time_machine):
    day = timezone.localdate() + 3 * DAY
    row = by_association(in_force, embargo_until=day)
    assert not row.is_published
    assert not Version.objects.published()
    midnight = timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
    time_machine.move_to(midnight - timedelta(seconds=1), tick=False)
    assert not Version.objects.published()
    time_machine.move_to(midnight, tick=False)
    assert list(Version.objects.published()) == [in_force.version]
    assert row.is_published


def test_an_embargo_lies_ahead(in_force):
    with pytest.raises(ValidationError):
        by_association(in_force, embargo_until=timezone.localdate())


def test_taken_back_it_is_gone_at_once_and_the_reason_stays(in_force):
    row = by_association(in_force)
    mail.outbox.clear()
    by = in_force.coordinators[in_force.cast.association]
    withdraw(publication=row, by=by, reason="Er staat een fout in doel 17.")
    assert not Version.objects.published()
    assert [ended.withdraw_reason for ended in Publication.objects.ended()] == ["Er staat een fout in doel 17."]
    assert "Er staat een fout in doel 17." in mail.outbox[0].body
    with pytest.raises(NotAllowedNowError):
        withdraw(publication=row, by=by, reason="Nog eens.")


def test_nobody_takes_back_what_another_party_published(in_force):
    row = by_association(in_force)
    with pytest.raises(PermissionDenied):
        withdraw(publication=row, by=in_force.cast.officer, reason="Liever niet.")
    assert list(Version.objects.published()) == [in_force.version]


def test_it_stays_public_while_one_party_publishes_it(in_force):
    row = by_association(in_force)
    publish(text=in_force.text, party=in_force.cast.municipality, by=in_force.cast.officer)
    withdraw(publication=row, by=in_force.coordinators[in_force.cast.association], reason="Dubbel.")
    assert list(Version.objects.published()) == [in_force.version]


def test_a_party_publishes_once_and_again_after_it_took_that_back(in_force):
    row = by_association(in_force)
    with pytest.raises(NotAllowedNowError, match="al openbaar"):
        by_association(in_force)
    withdraw(publication=row, by=in_force.coordinators[in_force.cast.association], reason="Even niet.")
    assert by_association(in_force).is_published


def test_what_was_taken_back_before_its_day_was_never_public(in_force):
    row = by_association(in_force, embargo_until=timezone.localdate() + DAY)
    withdraw(publication=row, by=in_force.coordinators[in_force.cast.association], reason="Te vroeg.")
    assert not Publication.objects.ended()


def test_what_was_published_is_never_changed_or_deleted(in_force):
    row = by_association(in_force)
    row.embargo_until = timezone.localdate() + DAY
    with pytest.raises(ValidationError), change_set(reason="Toch later", user=None):
        row.save()
    with pytest.raises(ValidationError):
        Publication.objects.all().delete()


def test_nobody_writes_a_publication_on_another_path(in_force):
    row = Publication(agreement=in_force.text.agreement, agenda=in_force.text, version=in_force.version)
    row.party, row.by = in_force.cast.municipality, in_force.cast.officer
    with pytest.raises(ValidationError), change_set(reason="Zo maar", user=in_force.cast.officer):
        row.save()


# -- What all agree to show


def test_progress_is_shown_when_all_parties_that_sign_agree_and_hidden_when_one_no_longer_does(in_force):
    for party, person in in_force.coordinators.items():
        assert not is_shown(in_force.text, PROGRESS)
        agree(text=in_force.text, party=party, kind=PROGRESS, by=person)
    assert is_shown(in_force.text, PROGRESS)
    assert not is_shown(in_force.text, SIGNERS)
    tenants = in_force.cast.tenants
    disagree(text=in_force.text, party=tenants, kind=PROGRESS, by=in_force.coordinators[tenants])
    assert not is_shown(in_force.text, PROGRESS)
    assert "niet langer" in " ".join(mail.outbox[-1].body.split())
    agree(text=in_force.text, party=tenants, kind=PROGRESS, by=in_force.coordinators[tenants])
    assert is_shown(in_force.text, PROGRESS)


def test_a_party_agrees_for_itself_alone(in_force):
    with pytest.raises(PermissionDenied):
        agree(text=in_force.text, party=in_force.cast.association, kind=PROGRESS, by=in_force.cast.officer)


def test_agreeing_twice_is_agreeing_once(in_force):
    fields = {"text": in_force.text, "party": in_force.cast.municipality, "kind": PROGRESS, "by": in_force.cast.officer}
    assert agree(**fields) == agree(**fields)
    disagree(**fields)
    with pytest.raises(NotAllowedNowError):
        disagree(**fields)


def test_the_agreement_as_a_whole_has_no_progress(in_force):
    with pytest.raises(NotAllowedNowError):
        agree(text=in_force.text.agreement, party=in_force.cast.municipality, kind=PROGRESS, by=in_force.cast.officer)


def test_documents_that_name_who_signed_are_published_when_all_agree(in_force):
    by_association(in_force)
    file = document_of(in_force.version)
    assert not VersionFile.objects.published()
    for party, person in in_force.coordinators.items():
        agree(text=in_force.text, party=party, kind=SIGNERS, by=person)
    assert VersionFile.objects.published().get() == file
