"""Words that say little by themselves («Doel is ook afspraak», «Doorlopend») carry their goal in mail, report and Word."""

import io

import pytest
from django.core import mail
from django.test import Client

from agreements.models import Action
from tests.factories import ActionFactory, GoalFactory, LeadFactory, ProgressUpdateFactory
from tests.monitoring.reminders.conftest import words_of
from tests.pdf_text import text_of

pytestmark = pytest.mark.django_db
GOALS = {
    "Doel is ook afspraak": (Action.Kind.GOAL_IS_ACTION, "Geen huurder wordt uitgezet zonder gesprek."),
    "Doorlopend": (Action.Kind.ONGOING, "De wijkbeheerder is iedere dag te vinden."),
}


@pytest.fixture
def reported(cast, asked):
    """Both rows, led by De Sleutel; each is at risk, so that the report shows it."""
    for place, (text, (kind, goal_text)) in enumerate(GOALS.items(), start=10):
        goal = GoalFactory(theme=cast.theme, number=str(place), text=goal_text, position=place)
        action = ActionFactory(goal=goal, agenda=cast.agenda, text=text, kind=kind, position=1)
        LeadFactory(action=action, party=cast.association)
        ProgressUpdateFactory(action=action, round=asked, party=cast.association, amber=True)
    return asked


def _word(content: bytes) -> str:
    from docx import Document

    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize(("kind", "read"), [("pdf", text_of), ("docx", _word)])
def test_the_report_names_the_goal(kind, read, cast, reported):
    client = Client()
    client.force_login(cast.officer)
    words = " ".join(read(client.get(f"{cast.agenda.get_absolute_url()}voortgang.{kind}").content).split())
    for text, (_kind, goal) in GOALS.items():
        assert f"{text}: {goal}" in words


def test_the_mail_names_the_goal(cast, asked, run):
    for place, (text, (kind, goal_text)) in enumerate(GOALS.items(), start=10):
        goal = GoalFactory(theme=cast.theme, number=str(place), text=goal_text, position=place)
        LeadFactory(action=ActionFactory(goal=goal, agenda=cast.agenda, text=text, kind=kind), party=cast.association)
    run("2024-10-01")
    words = words_of(mail.outbox[0])
    for text, (_kind, goal) in GOALS.items():
        assert f"{text}: {goal}" in words
