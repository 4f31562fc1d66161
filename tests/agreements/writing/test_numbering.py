"""A goal or theme that is added gets the next number, as those beside it are numbered."""

import pytest

from agreements.models import Goal, Theme
from agreements.writing.act_forms import AddGoal
from agreements.writing.numbering import next_number
from agreements.writing.places import place_at
from tests.factories import AgendaFactory, GoalFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda():
    return AgendaFactory()


@pytest.fixture
def numbered(agenda):
    """`numbered({"1": ["1.1", …], …})`: themes with these numbers, and in each goals with those."""

    def numbered(goals: dict[str, list[str]]) -> list[Theme]:
        themes = []
        for place, (number, own) in enumerate(goals.items(), start=1):
            themes.append(ThemeFactory(agreement=agenda.agreement, number=number.strip(), position=place))
            for position, each in enumerate(own, start=1):
                GoalFactory(theme=themes[-1], number=each, position=position)
        return themes

    return numbered


@pytest.mark.parametrize(
    ("goals", "number"),
    [
        ({"1": []}, "1.1"),
        ({"2.": []}, "2.1"),
        ({"": []}, ""),
        ({"1": ["1.1", "1.2"], "2": ["2.1"]}, "1.3"),
        ({"1": ["1.9"]}, "1.10"),
        ({"1": [], "2": ["2.1"]}, "1.1"),
        ({"1": ["1", "2"], "2": ["3", "4"]}, "5"),
        ({"1": [], "2": ["3", "4"]}, "5"),
        ({"A": ["A3"]}, "A4"),
        ({"1": ["1a"]}, ""),
        ({"1": [""]}, ""),
    ],
)
def test_a_goal_gets_the_next_number_of_its_theme(agenda, numbered, goals, number):
    theme = numbered(goals)[0]
    assert next_number(place_at(agenda, "thema", theme.pk, "doel-erbij"), Goal) == number


def test_behind_another_goal_it_is_the_next_that_is_free(agenda, numbered):
    numbered({"1": ["1.1", "1.2", "1.4"]})
    first = Goal.objects.get(number="1.1")
    assert next_number(place_at(agenda, "doel", first.pk, "doel-erbij"), Goal) == "1.3"


def test_a_theme_and_a_paragraph_get_the_next_number(agenda, numbered):
    assert next_number(place_at(agenda, "tekst", agenda.pk, "thema-erbij"), Theme) == "1"
    first, last = numbered({"1": [], "2": ["2.1"]})
    assert next_number(place_at(agenda, "tekst", agenda.pk, "thema-erbij"), Theme) == "3"
    assert next_number(place_at(agenda, "thema", first.pk, "thema-erbij"), Theme) == "3"
    assert next_number(place_at(agenda, "thema", first.pk, "paragraaf-erbij"), Theme) == "1.1"
    assert next_number(place_at(agenda, "thema", last.pk, "paragraaf-erbij"), Theme) == "2.2", "a goal has 2.1"


def test_the_form_has_it_filled_in_and_one_may_write_another_or_none(agenda, numbered):
    (theme,) = numbered({"1": ["1.1"]})
    place, user = place_at(agenda, "thema", theme.pk, "doel-erbij"), UserFactory()
    assert AddGoal(place=place, user=user)["number"].value() == "1.2"
    for typed in ("9.9", ""):
        form = AddGoal({"number": typed, "text": "Nieuw."}, place=place, user=user)
        assert form.is_valid(), form.errors
        assert form.values()["number"] == typed
