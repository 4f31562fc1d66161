"""The weight of the page where an agenda is written, with a whole document in it: bytes, and questions to the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.agenda.collect import collect_agenda
from agreements.demo import FIXTURES, load_document
from agreements.models import Agenda
from tests.factories import UserFactory

MOST_BYTES, MOST_QUERIES = 200_000, 14


@pytest.fixture(scope="module")
def heumen(module_rows) -> Agenda:
    """Heumen 2024 as a draft, in which everything can be done."""
    agenda = load_document(FIXTURES / "heumen.json").agendas.get(year=2024)
    Agenda.objects.filter(pk=agenda.pk).update(state=Agenda.State.DRAFT, adopted_on=None)
    return Agenda.objects.get(pk=agenda.pk)


@pytest.mark.django_db
def test_the_page_of_heumen_stays_light(client, heumen):
    client.force_login(UserFactory(is_superuser=True))
    client.get(heumen.address("writing"))
    with CaptureQueriesContext(connection) as asked:
        shown = client.get(heumen.address("writing"))
    assert shown.context["page"].is_draft
    content = collect_agenda(heumen)
    page = shown.content.decode()
    assert all(f'id="actie-{action.id}"' in page for action in content.actions), "the whole document is in it"
    assert len(content.actions) == 35
    assert len(shown.content) <= MOST_BYTES
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:150] for query in asked)
