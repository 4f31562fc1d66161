"""Splitting and merging goals: what goes where, what stays in adopted years, and undoing it."""

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Action, ActionLink, Goal, Indicator
from agreements.writing import goals, workflow
from agreements.writing.undoing import undo
from tests.factories import ActionFactory

from .conftest import now
from .test_sequences import snapshot

pytestmark = pytest.mark.django_db


def split(desk, goal, parts, **places):
    return goals.split_goal(place=desk.place(goal, "splitsen"), by=desk.people[0], parts=parts, places=places.get("places", {}))


def merge(desk, goal, *others, text="Samen."):
    place = desk.place(goal, "samenvoegen")
    return goals.merge_goals(place=place, by=desk.people[1], others=[each.pk for each in others], text=text)


def new_goal(desk) -> Goal:
    """A goal that is only in the draft."""
    number = str(9 + desk.goals.filter(text="Alleen in het concept.").count())
    goal = Goal(theme=desk.goals.first().theme, number=number, text="Alleen in het concept.", position=80 + int(number))
    goal.written_for = 2025
    goal.save()
    return goal


def test_the_parts_stand_after_the_goal_and_take_the_actions_that_were_chosen(desk):
    goal = desk.action.goal
    earlier = Action.objects.filter(agenda__year=2024).first()
    other = ActionFactory(agenda=desk.agenda, goal=goal, text="De bouw is begonnen.", position=2)
    ActionLink(earlier=earlier, later=other).save()
    split(desk, goal, ["Slopen.", "Bouwen."], places={other.pk: 1})
    rows = [(row.in_force(2025).text, row.number) for row in Goal.objects.filter(theme=goal.theme) if row.exists_in(2025)]
    assert rows[:2] == [("Slopen.", goal.number), ("Bouwen.", "")]
    new = Goal.objects.get(text="Bouwen.")
    assert (desk.action.goal, now(other).goal) == (goal, new)
    assert now(other).earlier_links.get().earlier == earlier
    assert now(goal).in_force(2024).text != "Slopen."
    assert not new.exists_in(2024)
    desk.scene.all_is_well()


def test_a_part_without_text_takes_no_action(desk):
    with pytest.raises(ValidationError, match="This part has no text"):
        split(desk, desk.action.goal, ["Slopen.", "Bouwen."], places={desk.action.pk: 2})


def test_a_goal_of_the_draft_alone_goes_into_another_with_its_figures(desk):
    goal, other = new_goal(desk), new_goal(desk)
    action = ActionFactory(agenda=desk.agenda, goal=other, text="Erbij.")
    figure = Indicator(goal=other, name="Woningen", unit="woningen", kind="minimum", per="year")
    figure.save()
    merge(desk, goal, other)
    assert not Goal.objects.filter(pk=other.pk).exists()
    assert (now(action).goal, now(figure).goal, now(goal).in_force(2025).text) == (goal, goal, "Samen.")
    desk.scene.all_is_well()


def test_a_figure_does_not_come_into_a_goal_of_an_adopted_text(desk):
    other = new_goal(desk)
    Indicator(goal=other, name="Woningen", unit="woningen", kind="minimum", per="year").save()
    with pytest.raises(ValidationError, match="stands in an adopted text"):
        merge(desk, desk.action.goal, other)
    assert Goal.objects.filter(pk=other.pk).exists()


def test_a_goal_that_stood_in_an_adopted_text_is_dropped_and_says_why(desk):
    goal, other = desk.action.goal, new_goal(desk)
    merge(desk, other, goal)
    assert (now(goal).dropped_from, now(goal).drop_reason) == (2025, "Merged with doel 9.")
    assert desk.action.goal == other
    assert Action.objects.filter(goal=goal, agenda__year=2024).exists()
    desk.scene.all_is_well()


def test_undoing_the_dropping_of_a_goal_brings_its_actions_back(desk):
    workflow.drop(place=desk.place(desk.action.goal, "vervallen"), by=desk.people[0], reason="Geen geld.")
    assert desk.action.is_dropped
    undo(agenda=desk.agenda, by=desk.people[0])
    assert (desk.action.is_dropped, desk.action.goal.dropped_from) == (False, None)


@pytest.mark.parametrize("does", ["split", "merge", "merge_into_new"])
def test_it_is_undone(desk, does):
    goal, other = desk.action.goal, new_goal(desk)
    ActionFactory(agenda=desk.agenda, goal=other, text="Erbij.")
    before = snapshot()
    if does == "split":
        person = 0
        split(desk, goal, ["Slopen.", "Bouwen."], places={desk.action.pk: 1})
    else:
        person = 1
        merge(desk, *((goal, other) if does == "merge" else (other, goal)))
    assert snapshot() != before
    undo(agenda=desk.agenda, by=desk.people[person])
    assert snapshot() == before
    desk.scene.all_is_well()
