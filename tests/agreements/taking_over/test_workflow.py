"""A goal in another agreement of one's party: the same words and a link, for who may read the one and write the other."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Action, Agenda, Goal, GoalLink
from agreements.taking_over.listing import drafts_for, goals_elsewhere
from agreements.taking_over.workflow import take_over
from agreements.writing import undoing
from parties.refusals import NotAllowedNowError
from tests.factories import ActionFactory, GoalLinkFactory, LeadFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast):
    """The association takes part in the other agreement as well, and signs there."""
    ParticipationFactory(agreement=cast.other_agreement, party=cast.association)
    return cast


def place(cast) -> dict:
    return {"agenda": cast.other_agenda, "theme": cast.other_theme.pk, "by": cast.association_officer}


def test_it_has_the_same_words_and_a_link_and_the_history_says_so(both):
    both.goal.references = "Woondeal | 2023"
    both.goal.save()
    new = take_over(goal=both.goal, with_actions=False, **place(both))
    assert (new.theme, new.text, new.references, new.number) == (both.other_theme, both.goal.text, "Woondeal | 2023", "")
    assert (GoalLink.objects.get().origin, GoalLink.objects.get().copy) == (both.goal, new)
    last = new.history.first()
    assert (last.history_user, both.agreement.title in last.history_change_reason) == (both.association_officer, True)
    assert not new.actions.exists()


def test_with_what_is_done_for_it_and_the_leads_that_take_part(both):
    LeadFactory(action=both.action, party=both.municipality)
    dropped = {"dropped_on": date(2024, 6, 6), "drop_reason": "Nee."}
    ActionFactory(agenda=both.agenda, goal=both.goal, text="Vervallen.", position=4, **dropped)
    both.action.budget, both.action.due_on, both.action.due_precision = 5, date(2024, 5, 1), "day"
    both.action.save()
    new = take_over(goal=both.goal, with_actions=True, **place(both))
    (action,) = new.actions.all()
    assert (action.text, action.agenda, action.budget, action.due_on) == (both.action.text, both.other_agenda, None, None)
    assert [lead.party for lead in action.leads.all()] == [both.association]


def test_one_step_that_is_undone_as_one(both):
    take_over(goal=both.goal, with_actions=True, **place(both))
    undoing.undo(agenda=both.other_agenda, by=both.association_officer)
    assert not GoalLink.objects.exists()
    assert list(Goal.objects.filter(theme=both.other_theme)) == [both.other_goal]
    assert list(Action.objects.filter(agenda=both.other_agenda)) == [both.other_action]


# -- Who may, and when


def test_nobody_takes_over_what_they_cannot_read_nor_into_what_they_do_not_write(both):
    into = {"agenda": both.other_agenda, "theme": both.other_theme.pk, "with_actions": False}
    with pytest.raises(PermissionDenied):  # writes over there, reads nothing here
        take_over(goal=both.goal, by=both.outsider, **into)
    with pytest.raises(PermissionDenied):  # reads here, takes no part over there
        take_over(goal=both.goal, by=both.officer, **into)
    assert [list(drafts_for(both.goal, person)) for person in (both.officer, both.tenant, both.admin)] == [[], [], []]
    assert list(drafts_for(both.goal, both.association_officer)) == [both.other_agenda]


@pytest.mark.parametrize("state", ["proposed", "adopted"])
def test_a_text_that_stands_still_takes_nothing_in(both, state):
    Agenda.objects.filter(pk=both.other_agenda.pk).update(state=state, adopted_on=date(2024, 1, 1))
    with pytest.raises(NotAllowedNowError):
        take_over(goal=both.goal, with_actions=False, **place(both))
    assert not GoalLink.objects.exists()
    assert not drafts_for(both.goal, both.association_officer).exists()


def test_a_theme_of_another_agreement_is_no_place(both):
    with pytest.raises(ValidationError, match="niet meer"):
        take_over(goal=both.goal, with_actions=False, **{**place(both), "theme": both.theme.pk})


def test_a_goal_is_not_linked_with_one_of_its_own_agreement(both):
    with pytest.raises(ValidationError, match="andere prestatieafspraken"):
        GoalLink(origin=both.goal, copy=Goal.objects.create(theme=both.theme, text="Nog een.", number="99")).save()


# -- Shown


def test_each_shows_the_other_to_who_reads_both(both, django_assert_max_num_queries):
    GoalLinkFactory(origin=both.goal, copy=both.other_goal)
    (there,) = goals_elsewhere(both.goal, both.association_officer)
    (here,) = goals_elsewhere(both.other_goal, both.association_officer)
    assert (there.goal, there.is_origin, here.goal, here.is_origin) == (both.other_goal, False, both.goal, True)
    assert there.changes == here.changes
    (change,) = [change for change in here.changes if change.is_text]
    assert (change.was, change.becomes) == (both.goal.text, both.other_goal.text)
    assert goals_elsewhere(both.goal, both.officer) == goals_elsewhere(both.other_goal, both.outsider) == ()
    with django_assert_max_num_queries(1):
        goals_elsewhere(both.goal, both.officer)
