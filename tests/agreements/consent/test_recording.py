"""An adoption on paper, recorded by the administrator: state, version and date follow from it, and from nothing else."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.consent.recording import record_adoption
from agreements.models import Agenda
from parties.history.records import change_set
from tests.pages import words_of

pytestmark = pytest.mark.django_db

DAY = date(2023, 12, 14)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def signed_copy() -> SimpleUploadedFile:
    return SimpleUploadedFile("getekend.pdf", PDF, content_type="application/pdf")


def record(agenda, *, by, **changes) -> Agenda:
    return record_adoption(**{"agenda": agenda, "adopted_on": DAY, "signed_file": signed_copy(), "by": by, **changes})


def test_the_administrator_records_an_adoption_with_its_day_and_signed_copy(cast):
    agenda = record(cast.agenda, by=cast.admin)
    assert (agenda.state, agenda.adopted_on) == (Agenda.State.ADOPTED, DAY)
    assert [(row.agenda, row.document_date, row.file_name) for row in agenda.agreement.appendices.all()] == [
        (agenda, DAY, "getekend.pdf")
    ]


def test_everyone_who_coordinates_or_signs_is_told(cast):
    record(cast.agenda, by=cast.admin)
    receivers = {address for message in mail.outbox for address in message.to}
    assert any(cast.officer.email in address for address in receivers)
    assert not any(cast.outsider.email in address for address in receivers)


@pytest.mark.parametrize("person", ["officer", "association_officer", "executive", "tenant", "outsider"])
def test_nobody_else_records_an_adoption(cast, person):
    with pytest.raises(PermissionDenied):
        record(cast.agenda, by=getattr(cast, person))


def test_an_adoption_is_recorded_once_and_not_ahead_of_its_day(cast):
    with pytest.raises(ValidationError):
        record(cast.agenda, by=cast.admin, adopted_on=timezone.localdate() + timedelta(days=1))
    record(cast.agenda, by=cast.admin)
    with pytest.raises(ValidationError):
        record(cast.agenda, by=cast.admin)


@pytest.mark.parametrize("person", ["officer", "admin"])
@pytest.mark.parametrize("values", [{"state": "adopted", "adopted_on": DAY}, {"version": 7}, {"adopted_on": DAY}])
def test_nobody_fills_in_state_version_or_date_by_hand(cast, person, values):
    agenda = Agenda.objects.get(pk=cast.agenda.pk)
    for name, value in values.items():
        setattr(agenda, name, value)
    with change_set(user=getattr(cast, person)), pytest.raises(ValidationError) as refused:
        agenda.save()
    assert set(refused.value.message_dict) == set(values)


def test_the_page_in_the_admin_says_what_happens_and_does_it(cast, client):
    client.force_login(cast.admin)
    address = f"/beheer/agreements/agenda/{cast.agenda.pk}/vaststelling/"
    assert "staat daarna voor iedereen stil" in words_of(client.get(address))
    answer = client.post(address, {"adopted_on": "14 december 2023", "signed_file": signed_copy()})
    cast.agenda.refresh_from_db()
    assert (answer.status_code, cast.agenda.state) == (302, Agenda.State.ADOPTED)
