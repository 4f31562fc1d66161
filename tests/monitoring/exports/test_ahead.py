"""The reports on a closed round are made before somebody asks for them: who asks gets what the worker made."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from monitoring.exports import pdf
from monitoring.exports.ahead import make_reports_soon
from monitoring.exports.report import Length
from tests.factories import RoundFactory, make_cast

pytestmark = pytest.mark.django_db
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def closed(client):
    """A round that was closed on its page."""
    cast = make_cast()
    found = RoundFactory(agenda=cast.agenda, opened=True)
    client.force_login(cast.officer)
    client.post(reverse("round_close", args=[found.pk]))
    found.refresh_from_db()
    assert found.is_closed
    return found


def test_without_a_worker_nothing_is_made_ahead(closed):
    assert not DBTaskResult.objects.exists()


def test_closing_puts_its_reports_in_the_queue(settings, client):
    settings.TASKS = DATABASE
    cast = make_cast()
    found = RoundFactory(agenda=cast.agenda, opened=True)
    client.force_login(cast.officer)
    client.post(reverse("round_close", args=[found.pk]))
    assert DBTaskResult.objects.count() == 1


def test_who_asks_gets_what_the_worker_made(closed, settings, client, monkeypatch):
    caches["documents"].clear()
    settings.TASKS = DATABASE
    make_reports_soon(closed)
    call_command("work", until_empty=True)
    assert list(DBTaskResult.objects.values_list("status", flat=True)) == ["SUCCESSFUL"]

    made = []
    original = pdf.pdf_of

    def watch(html):
        before = dict(caches["documents"]._cache)
        key, document = original(html)
        made.append(any(name.endswith(key) for name in before))
        return key, document

    monkeypatch.setattr(pdf, "pdf_of", watch)
    position = closed.positions.get()
    agenda = closed.agenda
    where = reverse("progress_pdf", args=[agenda.agreement.slug, agenda.year])
    for length in Length:
        response = client.get(where, {"stand": position.pk, "lengte": length.value})
        assert response["Content-Type"] == "application/pdf"
    assert made == [True] * len(Length)
