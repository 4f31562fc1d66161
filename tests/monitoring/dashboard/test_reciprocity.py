"""Who contributes to which goal."""

from dataclasses import replace

from monitoring.dashboard.reciprocity import matrix_of
from monitoring.position.state import Code
from tests.monitoring.states import ASSOCIATION, MUNICIPALITY, TENANTS, a_dropped_action, a_goal, a_state, a_theme, an_action

together = a_goal(an_action(leads=(MUNICIPALITY, ASSOCIATION)), an_action(leads=(MUNICIPALITY, TENANTS)))
alone = a_goal(an_action(leads=(ASSOCIATION,)), an_action(leads=()), a_dropped_action(leads=(MUNICIPALITY, TENANTS)))
of_municipality = a_goal(an_action(leads=(MUNICIPALITY, TENANTS)))
empty = a_goal()
matrix = matrix_of(a_state(a_theme(together, alone), a_theme(empty)))


def test_each_cell_has_the_actions_that_the_party_leads_for_the_goal():
    assert [party.short_name for party in matrix.parties] == ["Gemeente", "De Sleutel", "Huurdersraad"]
    assert [[len(cell) for cell in line.cells] for line in matrix.lines] == [[2, 1, 1], [0, 1, 0], [0, 0, 0]]
    assert [number for _party, number in matrix.per_party] == [1, 2, 1]


def test_a_goal_is_odd_where_the_municipality_or_no_association_at_all_contributes():
    found = matrix_of(a_state(a_theme(together, alone, of_municipality), a_theme(empty)))
    assert [line.goal for line in found.without_municipality] == [alone]
    assert [line.goal for line in found.without_association] == [of_municipality]
    assert [line.is_idle for line in found.lines] == [False, False, False, True]


def test_a_tenants_organisation_need_not_lead_and_what_is_not_done_this_year_is_not_odd():
    found = matrix_of(a_state(a_theme(a_goal(an_action(leads=(MUNICIPALITY, ASSOCIATION))), empty)))
    assert [line.missing for line in found.lines] == [(), ()]


def test_actions_without_a_lead_are_counted():
    assert [line.nobody_leads for line in matrix.lines] == [0, 1, 0]


def test_a_kind_of_party_that_takes_no_part_is_not_missed():
    found = matrix_of(a_state(a_theme(alone), parties=(MUNICIPALITY, ASSOCIATION)))
    assert [line.missing for line in found.lines] == [("municipality",)]


def test_an_involved_party_stands_there_only_when_it_leads():
    involved = replace(TENANTS, role=Code("involved", "betrokken"))
    parties = (MUNICIPALITY, ASSOCIATION, involved)
    assert matrix_of(a_state(a_theme(alone), parties=parties)).parties == (MUNICIPALITY, ASSOCIATION)
    assert matrix_of(a_state(a_theme(together), parties=parties)).parties == parties
