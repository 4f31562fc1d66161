"""What is proposed for an action, from what was decided and reported."""

from dataclasses import replace
from datetime import date

import pytest

from monitoring.position.state import Code, StateDecision
from monitoring.rollover.proposing import propose
from tests.monitoring.states import a_goal, a_report, an_action


def proposed(action, **goal) -> tuple[str, str]:
    found = propose(action, a_goal(action, **goal), 2025)
    return found.choice, str(found.why)


def decided(kind: str, on: date = date(2024, 11, 6)) -> StateDecision:
    return StateDecision(1, 1, "Bestuurlijk overleg", on, Code(kind, kind), "De grond is verkocht.")


def reported(light: str, **fields):
    return an_action(light, report=a_report(light, **fields))


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (reported("on_track"), "goes_on"),
        (reported("not_due"), "goes_on"),
        (reported("done"), "finished"),
        (reported("on_track", phase=Code("finished", "afgerond")), "finished"),
        (reported("at_risk"), ""),
        (reported("off_track"), ""),
        (an_action("none_yet"), "goes_on"),
        (an_action("not_reported"), "goes_on"),
        (reported("on_track", proposal=Code("ready", "gereed")), "finished"),
        (reported("on_track", proposal=Code("drop", "laten vervallen")), ""),
        (reported("on_track", proposal=Code("other_text", "andere tekst"), proposal_text="Anders."), "changed"),
        (replace(reported("done"), kind="ongoing"), "goes_on"),
        (replace(reported("at_risk"), kind="ongoing"), ""),
        (replace(reported("on_track"), dropped_on=date(2024, 5, 1), drop_reason="Vervalt."), "ends"),
        (replace(reported("off_track"), decisions=(decided("carry_over"),)), "goes_on"),
        (replace(reported("on_track"), decisions=(decided("drop"),)), "ends"),
        (replace(reported("off_track"), decisions=(decided("adjust"),)), ""),
    ],
)
def test_what_is_proposed(action, expected):
    assert proposed(action)[0] == expected


def test_what_a_meeting_decided_last_is_filled_in_with_its_name():
    action = replace(reported("off_track"), decisions=(decided("drop"), decided("carry_over", date(2024, 12, 4))))
    found = propose(action, a_goal(action), 2025)
    assert (found.choice, found.decided_in) == ("goes_on", "Bestuurlijk overleg van 4 december 2024")
    action = replace(action, decisions=(decided("drop"),))
    assert propose(action, a_goal(action), 2025).reason == "De grond is verkocht."


def test_another_date_of_the_lead_is_filled_in():
    action = reported("on_track", proposal=Code("other_date", "andere datum"), proposal_date=date(2025, 3, 31))
    found = propose(replace(action, due_precision="month"), a_goal(action), 2025)
    assert (found.choice, found.due_on, found.due_precision) == ("changed", date(2025, 3, 31), "month")


def test_of_a_goal_that_ends_nothing_is_proposed():
    assert proposed(reported("on_track"), end_year=2024) == ("", "het doel eindigt")
    assert proposed(reported("on_track"), end_year=2025)[0] == "goes_on"
    assert proposed(reported("on_track"), dropped_from=2024, drop_reason="Klaar.") == ("", "het doel eindigt")


def test_the_last_answer_counts_where_this_round_has_none_yet():
    action = replace(an_action("none_yet"), previous=a_report("at_risk"))
    assert proposed(action)[0] == ""
