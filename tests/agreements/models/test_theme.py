"""Themes with their headings, and goals with the numbers of the document."""

from datetime import date

import pytest

from agreements.models import Goal
from tests.factories import AgreementFactory, GoalFactory, ThemeFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


# -- Themes


@pytest.mark.parametrize(
    ("label", "separator", "number", "heading"),
    [
        ("Thema", ".", "1", "Thema 1. Betaalbaar wonen"),
        ("Hoofdstuk", ":", "2", "Hoofdstuk 2: Betaalbaar wonen"),
        ("Pijler", "", "3", "Pijler 3 Betaalbaar wonen"),
        ("Thema", ".", "", "Betaalbaar wonen"),
    ],
)
def test_a_theme_is_headed_as_the_document_prints_it(label, separator, number, heading):
    agreement = AgreementFactory.build(theme_label=label, theme_separator=separator)
    theme = ThemeFactory.build(agreement=agreement, number=number, title="Betaalbaar wonen")
    assert (theme.heading, str(theme)) == (heading, heading)


@pytest.mark.parametrize(("number", "heading"), [("1.1", "1.1 Huur en inkomen"), ("", "Huur en inkomen")])
def test_a_paragraph_is_headed_by_its_number_alone(cast, number, heading):
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number=number, title="Huur en inkomen")
    assert paragraph.heading == heading


@pytest.mark.parametrize("number", ["1", " 1.", "1 "])
def test_a_number_stands_once_however_it_is_written(cast, number):
    twice = ThemeFactory.build(agreement=cast.agreement, number=number, title="Duurzaam wonen")
    assert refusal(twice) == {ROW: ["There is already a theme with this number."]}


def test_a_theme_without_a_number_stands_once_by_its_title(cast):
    ThemeFactory(agreement=cast.agreement, number="", title="Aanvullende afspraak")
    ThemeFactory(agreement=cast.agreement, number="", title="Nog een aanvullende afspraak")
    twice = ThemeFactory.build(agreement=cast.agreement, number="", title="Aanvullende afspraak")
    assert refusal(twice) == {ROW: ["There is already a theme without a number with this title."]}


@pytest.mark.parametrize(
    ("years", "stands_in"),
    [
        ({}, [2023, 2024, 2025, 2026]),
        ({"start_year": 2025}, [2025, 2026]),
        ({"end_year": 2024}, [2023, 2024]),
        ({"added_on": date(2025, 3, 1)}, [2025, 2026]),
    ],
)
def test_a_goal_stands_in_the_agendas_of_its_own_years(cast, years, stands_in):
    goal = GoalFactory.build(theme=cast.theme, **years)
    assert [year for year in cast.agreement.years if goal.runs_in(year)] == stands_in


def test_a_theme_is_not_part_of_itself(cast):
    assert refusal(cast.theme, parent=cast.theme) == {"parent": ["A theme cannot be part of itself."]}


def test_a_paragraph_stands_in_a_theme_of_its_own_agreement(cast):
    paragraph = ThemeFactory.build(agreement=cast.agreement, parent=cast.other_theme)
    assert refusal(paragraph) == {"parent": ["This theme belongs to another agreement."]}


def test_a_paragraph_has_no_paragraphs(cast):
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme)
    deeper = ThemeFactory.build(agreement=cast.agreement, parent=paragraph)
    assert refusal(deeper) == {"parent": ["Themes go two levels deep: a theme and its paragraphs."]}


def test_a_theme_with_paragraphs_does_not_become_one(cast):
    ThemeFactory(agreement=cast.agreement, parent=cast.theme)
    above = ThemeFactory(agreement=cast.agreement)
    assert refusal(cast.theme, parent=above) == {"parent": ["Themes go two levels deep: a theme and its paragraphs."]}


# -- Goals


def test_a_number_twice_in_one_theme(cast):
    twice = GoalFactory.build(theme=cast.theme, number="17")
    assert refusal(twice) == {ROW: ["This number is already in use in this theme."]}


def test_a_goal_does_not_move_to_a_theme_that_has_its_number(cast):
    other = ThemeFactory(agreement=cast.agreement)
    goal = GoalFactory(theme=other, number="17")
    assert refusal(goal, theme=cast.theme) == {ROW: ["This number is already in use in this theme."]}


def test_goals_without_a_number_may_stand_together(cast):
    for _ in range(2):
        GoalFactory(theme=cast.theme, number="")
    assert cast.theme.goals.filter(number="").count() == 2


def test_a_number_may_return_in_another_theme_and_is_noticed(cast):
    again = GoalFactory(theme=ThemeFactory(agreement=cast.agreement), number="17")
    assert [again.has_number_elsewhere(), cast.goal.has_number_elsewhere()] == [True, True]


def test_no_number_and_a_number_in_another_agreement_are_not_noticed(cast):
    unnumbered = [GoalFactory(theme=cast.theme, number="") for _ in range(2)]
    GoalFactory(theme=cast.other_theme, number="17")
    assert [goal.has_number_elsewhere() for goal in [*unnumbered, cast.goal]] == [False, False, False]


@pytest.mark.parametrize("year", [2022, 2027])
def test_a_goal_begins_within_the_agreement(cast, year):
    sentence = f"{year} lies outside the agreement, which runs from 2023 through 2026."
    assert refusal(cast.goal, start_year=year) == {"start_year": [sentence]}


@pytest.mark.parametrize(("start", "end"), [(2025, 2024), (None, 2022)])
def test_a_goal_does_not_end_before_it_begins(cast, start, end):
    """Without a first year it begins with the agreement."""
    refused = refusal(cast.goal, start_year=start, end_year=end)
    assert refused == {"end_year": ["The last year lies before the first year."]}


def test_a_goal_may_reach_further_than_its_agreement(cast):
    cast.goal.end_year = 2030
    cast.goal.save()
    assert Goal.objects.get(end_year=2030) == cast.goal


def test_a_goal_without_words(cast):
    assert refusal(cast.goal, text="") == {"text": ["This field cannot be blank."]}


def test_a_goal_is_known_by_number_and_words(cast):
    assert str(cast.goal) == "17 De sociale voorraad groeit met 75 woningen."
    assert str(GoalFactory.build(theme=None, number="", text="**Samen** bouwen.")) == "Samen bouwen."
    assert cast.goal.get_absolute_url() == f"/doelen/{cast.goal.pk}/"
