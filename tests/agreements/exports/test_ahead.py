"""With a worker the page of the last answer is back before the document is made; the worker makes it and tells everyone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from agreements.consent import adoption, answering
from agreements.exports.ahead import make_documents_soon
from agreements.exports.versions import document_of
from agreements.models import Agenda, VersionFile
from parties.models import Membership
from tests.factories import MembershipFactory, UserFactory, make_cast

pytestmark = pytest.mark.django_db
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def last_answer(client):
    """The year waits for one more answer; `last_answer()` gives it, on the page."""
    cast = make_cast()
    signer = UserFactory()
    MembershipFactory(user=signer, party=cast.association, role=Membership.Role.READER, may_sign=True)
    proposal = adoption.propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=9))
    for party, person in {cast.municipality: cast.executive, cast.association: signer}.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    mail.outbox.clear()

    def answer():
        client.force_login(cast.tenant)
        where = reverse("adoption_answer", args=[cast.agreement.slug, cast.agenda.year])
        fields = {"answer": "agreed", "party": cast.tenants.pk, "capacity": "voorzitter", "seen": proposal.content_sha256}
        response = client.post(where, fields)
        assert response.status_code == 302
        return Agenda.objects.get(pk=cast.agenda.pk)

    return answer


def told() -> list:
    return [message for message in mail.outbox if message.subject.startswith("Vastgesteld")]


def test_without_a_worker_the_document_is_there_with_the_answer(last_answer):
    last_answer()
    assert VersionFile.objects.count() == 1
    assert told()


def test_with_a_worker_it_is_made_behind_the_page_and_everyone_is_told_then(last_answer, settings):
    settings.TASKS = DATABASE
    text = last_answer()
    assert text.state == Agenda.State.ADOPTED
    assert (VersionFile.objects.count(), told()) == (0, [])
    call_command("work", until_empty=True)
    assert VersionFile.objects.count() == 1
    first = len(told())
    assert first
    make_documents_soon()
    make_documents_soon(text)
    call_command("work", until_empty=True)
    assert (VersionFile.objects.count(), len(told())) == (1, first)


def test_who_asks_for_the_document_does_not_wait_for_the_worker(last_answer, settings):
    settings.TASKS = DATABASE
    text = last_answer()
    document_of(text.versions.get())
    call_command("work", until_empty=True)
    assert VersionFile.objects.count() == 1
    assert told()
