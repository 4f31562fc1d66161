"""The actions of a goal through the years, with their lights."""

import pytest

from monitoring.progress.line import lines_of_goal
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    LeadFactory,
    ProgressUpdateFactory,
    RoundFactory,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db


def of_year(cast, year: int, **fields):
    agenda = cast.agreement.agendas.filter(year=year).first() or AgendaFactory(agreement=cast.agreement, year=year)
    return ActionFactory(goal=cast.goal, agenda=agenda, **fields)


def told(cast) -> list[list[tuple[int, str]]]:
    return [[(step.year, step.light.key) for step in line.steps] for line in lines_of_goal(cast.goal, seen_by=cast.tenant)]


def test_a_line_has_the_light_with_which_each_year_ended(cast):
    first = of_year(cast, 2023)
    LeadFactory(action=first, party=cast.association)
    ActionLinkFactory(earlier=first, later=cast.action)
    again = of_year(cast, 2025, carried_from=cast.action)
    for action in (first, cast.action):
        year = action.agenda.year
        early = RoundFactory(agenda=action.agenda, reference_date=f"{year}-06-30", name="Ronde 1", closed=True)
        last = RoundFactory(agenda=action.agenda, reference_date=f"{year}-12-31", name="Ronde 2", closed=True)
        ProgressUpdateFactory(action=action, round=early, red=True)
        if action == first:
            ProgressUpdateFactory(action=action, round=last, amber=True)
    assert told(cast) == [[(2023, "at_risk"), (2024, "not_reported"), (2025, "none_yet")]]
    assert again.lineage == (again.pk, cast.action.pk, first.pk)


def test_a_round_that_closed_before_an_action_was_there_gives_it_no_light(cast):
    RoundFactory(agenda=cast.agenda, closed=True, asked={str(cast.action.pk): [cast.association.pk]})
    of_year(cast, 2024, text="Later toegevoegd.")
    assert sorted(told(cast)) == [[(2024, "none_yet")], [(2024, "not_reported")]]


def test_both_parts_of_a_split_action_tell_what_went_before(cast):
    for _part in range(2):
        ActionLinkFactory(earlier=cast.action, later=of_year(cast, 2025), kind="split")
    assert told(cast) == [[(2024, "none_yet"), (2025, "none_yet")]] * 2


def test_the_page_tells_it_in_words_and_takes_as_many_queries_for_three_lines(visit, queries, cast):
    round = RoundFactory(agenda=cast.agenda, closed=True)
    ProgressUpdateFactory(action=cast.action, round=round, amber=True)
    of_year(cast, 2025, carried_from=cast.action)
    address = f"{cast.goal.get_absolute_url()}lijn/"
    assert "2024 At risk, correction needed" in words_of(visit(cast.tenant, address))
    before = queries(cast.tenant, address)
    for _line in range(2):
        of_year(cast, 2025, carried_from=of_year(cast, 2024))
    assert queries(cast.tenant, address) == before


def test_the_page_of_the_goal_leads_there(visit, cast):
    assert f"{cast.goal.get_absolute_url()}lijn/" in visit(cast.tenant, cast.goal.get_absolute_url()).content.decode()
