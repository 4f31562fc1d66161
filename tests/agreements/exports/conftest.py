"""The two real documents, and small agendas of our own, as PDF."""

import pytest

from agreements.demo import FIXTURES, load_document
from agreements.exports.pdf.agenda import agenda_pdf
from agreements.models import Agenda, Goal
from parties.models import Party
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    GoalFactory,
    LeadFactory,
    ParticipationFactory,
    PartyFactory,
    ThemeFactory,
)


def _agenda_of(document: str) -> Agenda:
    return Agenda.objects.select_related("agreement").get(agreement=load_document(FIXTURES / document), year=2024)


@pytest.fixture(scope="module")
def heumen(module_rows):
    """Loaded once for the module, whose tests only read it; rolled back after the last."""
    return _agenda_of("heumen.json")


@pytest.fixture(scope="module")
def heeze_leende(module_rows):
    return _agenda_of("heeze_leende.json")


@pytest.fixture(scope="session")
def pdf_of():
    """`pdf_of(request, "heumen")`: the PDF of that document, loaded and made by the first module that asks for it."""
    made: dict[str, bytes] = {}

    def pdf_of(request, document: str) -> bytes:
        if document not in made:
            made[document] = agenda_pdf(request.getfixturevalue(document))
        return made[document]

    return pdf_of


@pytest.fixture(scope="module")
def heumen_pdf(pdf_of, request):
    return pdf_of(request, "heumen")


@pytest.fixture(scope="module")
def heeze_leende_pdf(pdf_of, request):
    return pdf_of(request, "heeze_leende")


@pytest.fixture(scope="module", params=["heumen_pdf", "heeze_leende_pdf"])
def either_pdf(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def agenda(db):
    """An agenda of Duinstad for 2025 without any theme yet, with two parties that sign."""
    agreement = AgreementFactory(title="Afspraken Duinstad", slug="duinstad")
    for position, name in enumerate(("Gemeente Duinstad", "Stichting Zee")):
        party = PartyFactory(name=name, short_name=name.split()[-1])
        ParticipationFactory(agreement=agreement, party=party, position=position)
    return AgendaFactory(agreement=agreement, year=2025, title="Jaarplan 2025")


@pytest.fixture
def add_goal(agenda):
    """Add a goal with its actions of the year; each action is a text, or (text, short name of the lead)."""

    def add(text, *actions, theme="Wonen", number="1", start_year=None, **fields):
        chapter = agenda.agreement.themes.filter(title=theme).first() or ThemeFactory(agreement=agenda.agreement, title=theme)
        goal = GoalFactory(theme=chapter, number=number, text=text, position=Goal.objects.count(), start_year=start_year)
        for position, action in enumerate(actions):
            words, lead = action if isinstance(action, tuple) else (action, None)
            row = ActionFactory(agenda=agenda, goal=goal, text=words, position=position, **fields)
            if lead:
                LeadFactory(action=row, party=Party.objects.get(short_name=lead))
        return goal

    return add
