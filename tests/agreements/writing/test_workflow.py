"""What one does with a row on the writing page."""

import pytest

from agreements.models import Action, Agenda, Goal
from agreements.writing import workflow
from agreements.writing.places import place_at
from agreements.writing.undoing import undo
from parties.refusals import NotAllowedNowError
from tests.factories import ActionFactory, AgendaFactory

from .test_sequences import snapshot

pytestmark = pytest.mark.django_db


def deleted(agenda: Agenda, desk) -> int:
    """The key of an action of this agenda that somebody deleted."""
    action = ActionFactory(agenda=agenda, goal=desk.goals.first(), text="Van later.")
    workflow.delete(place=place_at(agenda, "actie", action.pk, "weg"), by=desk.people[0])
    return action.pk


def test_what_was_deleted_comes_back_with_person_and_reason(desk):
    pk = deleted(desk.agenda, desk)
    row = workflow.bring_back(place=place_at(desk.agenda, "actie", pk, "terug"), by=desk.people[1])
    assert (row.pk, row.text) == (pk, "Van later.")
    last = row.history.first()
    assert (last.history_user, last.history_change_reason.startswith("Put back")) == (desk.people[1], True)
    with pytest.raises(NotAllowedNowError, match="there again already"):
        workflow.bring_back(place=place_at(desk.agenda, "actie", pk, "terug"), by=desk.people[1])


def test_putting_back_is_a_step_that_is_undone(desk):
    """With what stood below it."""
    goal = Goal(theme=desk.goals.first().theme, text="Alleen in het concept.", position=80)
    goal.written_for = 2025
    goal.save()
    action = ActionFactory(agenda=desk.agenda, goal=goal, text="Erbij.")
    workflow.delete(place=place_at(desk.agenda, "doel", goal.pk, "weg"), by=desk.people[0])
    without = snapshot()
    workflow.bring_back(place=place_at(desk.agenda, "doel", goal.pk, "terug"), by=desk.people[1])
    back = snapshot()
    assert {("Goal", goal.pk)} == back.keys() - without.keys() - {("Action", action.pk)}
    undo(agenda=desk.agenda, by=desk.people[1])
    assert snapshot() == without
    undo(agenda=desk.agenda, by=desk.people[0])
    assert Action.objects.filter(pk=action.pk, goal=goal).exists()


def test_a_row_of_a_text_that_stands_still_does_not_come_back_by_the_page_of_another_year(desk):
    later = AgendaFactory(agreement=desk.agenda.agreement, year=2026)
    pk = deleted(later, desk)
    Agenda.objects.filter(pk=later.pk).update(state="proposed")
    with pytest.raises(NotAllowedNowError, match="2026"):
        workflow.bring_back(place=place_at(desk.agenda, "actie", pk, "terug"), by=desk.people[0])
    assert not Action.objects.filter(pk=pk).exists()
