"""The draft of a year beside the text in force: what was, and what it becomes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.agenda.becoming import draft_changes
from agreements.agenda.collect import collect_agenda
from agreements.models import Agenda
from tests.factories import AgendaFactory, GoalFactory, ThemeFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    """That of 2025, beside 2024 that was adopted."""
    GoalFactory(theme=cast.theme, number="18", text="Dit blijft zoals het was.")
    cast.agenda.state, cast.agenda.adopted_on = "adopted", date(2023, 12, 14)
    cast.agenda.save()
    return AgendaFactory(agreement=cast.agreement, year=2025)


def changes(agenda: Agenda):
    with translation.override("en"):
        return draft_changes(collect_agenda(agenda), agenda.agreement, Agenda.years_of(agenda.agreement_id))


def told(found) -> dict[int, list[tuple[str, str, str]]]:
    return {pk: [(row.label, row.was, row.becomes) for row in change.changes] for pk, change in found.items()}


def test_what_reads_as_it_did_is_not_named(draft):
    found = changes(draft)
    assert (found.goals, found.themes) == ({}, {})


def test_words_number_and_place_of_a_goal_and_the_words_of_a_theme(cast, draft):
    other = ThemeFactory(agreement=cast.agreement, number="2", title="Groen")
    was = cast.goal.text
    cast.goal.text, cast.goal.number, cast.goal.theme = "De voorraad groeit met 90 woningen.", "20", other
    cast.goal.save()
    cast.theme.title = "Betaalbaar en goed"
    cast.theme.save()
    found = changes(draft)
    assert told(found.goals) == {
        cast.goal.pk: [
            ("Number", "17", "20"),
            ("Text", was, "De voorraad groeit met 90 woningen."),
            ("Place", "Thema 1. Betaalbaar wonen", "Thema 2. Groen"),
        ]
    }
    assert told(found.themes) == {
        cast.theme.pk: [("Heading", "Thema 1. Betaalbaar wonen", "Thema 1. Betaalbaar en goed")],
        other.pk: [],
    }


def test_there_is_nothing_beside_a_text_in_force_or_a_first_draft(cast):
    assert changes(cast.agenda) is None
    cast.agenda.state = "proposed"
    cast.agenda.save()
    assert changes(cast.agenda) is None


def test_a_page_asks_the_same_for_one_change_and_for_many(cast, draft):
    def queries() -> int:
        content, years = collect_agenda(draft), Agenda.years_of(draft.agreement_id)
        with CaptureQueriesContext(connection) as taken:
            draft_changes(content, draft.agreement, years)
        return len(taken)

    assert queries() == 1
    goals = [GoalFactory(theme=cast.theme, number=str(number)) for number in range(30, 33)]
    cast.goal.text = "Anders."
    cast.goal.save()
    assert queries() == 2
    assert {goal.words_from for goal in goals} == {2025}
    second = cast.theme.goals.get(number="18")
    second.text = "Ook anders."
    second.save()
    assert queries() == 2


def test_the_page_of_the_draft_names_what_was_added_and_removed(cast, draft, client):
    cast.goal.text = "De sociale voorraad groeit met 90 woningen, en dat in elke kern van de gemeente."
    cast.goal.save()
    GoalFactory(theme=cast.theme, number="19", text="Iets nieuws.")
    client.force_login(cast.officer)
    words = words_of(client.get("/afspraken/waterhoek-2023-2026/2025/"))
    assert "Anders dan in 2024" in words
    assert "vervallen: 75 (einde) toegevoegd: 90 (einde)" in words
    assert "Let op: 75 wordt 90" in words
    assert "Nieuw: staat niet in de tekst van 2024" in words
    assert "Anders dan in" not in words_of(client.get("/afspraken/waterhoek-2023-2026/2024/"))
