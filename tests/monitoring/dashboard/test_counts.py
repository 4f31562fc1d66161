"""A year counted by hand.

The agenda of Waterhoek on 30 June 2024, in two themes. In "Betaalbaarheid" stands one goal with five actions: one is done, one is
on schedule, one was not reported, one is not due yet (it was carried over from 2023, where it was at risk), one was dropped. In
"Nieuwbouw" one goal has an action at risk that is also late, one that will not be achieved, and one on schedule which the tenants
see as at risk; another goal has two actions on schedule while its figure stays behind, and one of those nobody leads. So nine
actions count and one was dropped.
"""

from dataclasses import replace
from datetime import date

import pytest

from monitoring.dashboard.changes import ChangeKind, changes_between
from monitoring.dashboard.counts import Trouble, count, dashboard, troubles_of
from monitoring.dashboard.deciding import questions_for
from monitoring.position.state import Code, StateLight
from tests.monitoring.states import (
    ASSOCIATION,
    MUNICIPALITY,
    TENANTS,
    a_dropped_action,
    a_goal,
    a_report,
    a_round,
    a_split_action,
    a_state,
    a_theme,
    an_action,
    an_indicator,
    light,
)

TODAY = date(2024, 7, 20)


@pytest.fixture
def year():
    done = an_action("done", due_on=date(2024, 3, 31))
    on_track = an_action("on_track", leads=(MUNICIPALITY, ASSOCIATION), due_on=date(2024, 9, 1))
    missing = an_action("not_reported", leads=(TENANTS,))
    in_2023 = StateLight(1, "Eindstand 2023", date(2023, 12, 31), light("at_risk"), Code())
    later = an_action("not_due", id=78, lineage=(78, 77), earlier=(in_2023,))
    dropped = a_dropped_action()
    late = an_action("at_risk", due_on=date(2024, 6, 29), report=a_report("at_risk", ask="Geef uitstel."))
    failed = an_action("off_track", leads=(MUNICIPALITY,), report=a_report("off_track", ask="Wijs een andere plek aan."))
    split = an_action("on_track", other_light=light("at_risk"))
    green = (an_action("on_track"), an_action("on_track", leads=()))
    houses = a_goal(*green, indicators=(an_indicator("behind"),))
    rent = a_goal(done, on_track, missing, later, dropped, indicators=(an_indicator("on_line"),))
    themes = a_theme(rent, title="Betaalbaarheid"), a_theme(a_goal(late, failed, split), houses, title="Nieuwbouw")
    return dashboard(a_state(*themes), today=TODAY)


def numbers(counts) -> dict[str, int]:
    return {row.light: row.number for row in (*counts.lights, counts.dropped) if row.number}


def test_the_lights_are_counted_and_what_was_dropped_is_counted_apart(year):
    assert numbers(year.totals) == {
        "off_track": 1, "at_risk": 1, "on_track": 4, "done": 1, "not_due": 1, "not_reported": 1, "dropped": 1,
    }  # fmt: skip
    assert year.totals.total == 9


def test_what_was_carried_over_counts_once_and_keeps_its_earlier_lights(year):
    (later,) = [row.action for row in year.rows if len(row.action.lineage) > 1]
    assert [(step.round, step.light.key) for step in later.earlier] == [("Eindstand 2023", "at_risk")]
    assert (later.light.key, year.totals.number_of("not_due")) == ("not_due", 1)


def test_each_theme_has_its_own_counts(year):
    assert [numbers(row.counts) for row in year.themes] == [
        {"on_track": 1, "done": 1, "not_due": 1, "not_reported": 1, "dropped": 1},
        {"off_track": 1, "at_risk": 1, "on_track": 3},
    ]


def test_an_action_counts_for_each_of_its_leads(year):
    assert {view.party.short_name: numbers(view.counts) for view in year.parties} == {
        "Gemeente": {"off_track": 1, "on_track": 1},
        "De Sleutel": {"at_risk": 1, "on_track": 3, "done": 1, "not_due": 1, "dropped": 1},
        "Huurdersraad": {"not_reported": 1},
    }


def test_a_signatory_that_leads_nothing_stands_there_with_nothing_asked():
    found = dashboard(a_state(a_theme(a_goal(an_action("on_track")))), today=TODAY)
    (tenants,) = [view for view in found.parties if view.party == TENANTS]
    assert (tenants.counts.total, tenants.asks_nothing) == (0, True)


def test_the_exceptions_come_worst_first_each_once_with_all_its_reasons(year):
    assert [row.troubles for row in year.exceptions] == [
        (Trouble.OFF_TRACK,),
        (Trouble.SPLIT, Trouble.AT_RISK),
        (Trouble.AT_RISK, Trouble.OVERDUE),
        (Trouble.NOT_REPORTED,),
        (Trouble.NO_LEAD,),
    ]


def test_green_ticks_do_not_hide_a_figure_that_stays_behind(year):
    assert [(figure.is_behind, figure.is_hidden) for figure in year.figures] == [(False, False), (True, True)]
    assert year.hidden_misses == (year.figures[1],)


def test_a_figure_that_stays_behind_is_not_hidden_when_an_action_says_so_too():
    goal = a_goal(an_action("on_track"), an_action("at_risk"), indicators=(an_indicator("missed"),))
    found = dashboard(a_state(a_theme(goal)), today=TODAY)
    assert [(figure.is_behind, figure.is_hidden) for figure in found.figures] == [(True, False)]


def test_the_municipality_is_asked_for_its_exception_and_for_what_is_due_within_three_months(year):
    municipality = year.parties[0]
    assert [row.worst for row in municipality.exceptions] == [Trouble.OFF_TRACK]
    assert [row.action.due_on for row in municipality.due_soon] == [date(2024, 9, 1)]


@pytest.mark.parametrize(
    ("key", "due_on", "is_late"),
    [
        ("on_track", date(2024, 6, 30), False),  # the last day itself is in time
        ("on_track", date(2024, 6, 29), True),
        ("done", date(2024, 6, 29), False),
        ("none_yet", date(2024, 6, 29), True),
        ("on_track", None, False),
    ],
)
def test_overdue_is_after_the_last_day_unless_it_is_done(key, due_on, is_late):
    found = troubles_of(an_action(key, due_on=due_on), on=date(2024, 6, 30))
    assert (Trouble.OVERDUE in found) is is_late


def test_what_was_dropped_is_never_an_exception():
    assert troubles_of(a_dropped_action(leads=(), due_on=date(2024, 1, 1)), on=date(2024, 6, 30)) == ()


def test_nothing_yet_in_a_running_round_is_no_exception():
    assert troubles_of(an_action("none_yet"), on=date(2024, 6, 30)) == ()


def test_old_news_says_that_it_is_old_and_never_within_a_month_after_its_round():
    def is_stale(reference_date, *days):
        return [dashboard(a_state(round=a_round(reference_date)), today=day).is_stale for day in days]

    assert is_stale(date(2024, 6, 30), date(2024, 10, 28), date(2024, 10, 29)) == [False, True], "a quarter and a month"
    assert is_stale(date(2024, 3, 22), date(2024, 8, 16), date(2024, 8, 17)) == [False, True], "it was closed on 16 July"
    assert not dashboard(a_state(round=None), today=TODAY).is_stale, "what never came is not old"


def test_the_report_that_explains_a_light_is_the_one_that_counts():
    before = a_report("at_risk", cause="Toen.")
    returned = a_report("on_track", state=replace(a_report("on_track").state, key="returned"))
    found = dashboard(a_state(a_theme(a_goal(an_action("not_reported", report=returned, previous=before)))), today=TODAY)
    assert found.rows[0].report == before


# -- What changed


def turned(was: str, becomes: str) -> list[ChangeKind]:
    action = an_action(was)
    before, now = (a_state(a_theme(a_goal(replace(action, light=light(key))))) for key in (was, becomes))
    return [change.kind for change in changes_between(before, now)]


@pytest.mark.parametrize(
    ("was", "becomes", "kinds"),
    [
        ("on_track", "off_track", [ChangeKind.NEWLY_OFF_TRACK]),
        ("at_risk", "off_track", [ChangeKind.NEWLY_OFF_TRACK]),
        ("not_reported", "at_risk", [ChangeKind.NEWLY_AT_RISK]),
        ("off_track", "at_risk", [ChangeKind.EASED]),
        ("at_risk", "on_track", [ChangeKind.RECOVERED]),
        ("off_track", "done", [ChangeKind.FINISHED]),
        ("on_track", "not_reported", [ChangeKind.NOT_REPORTED]),
        ("none_yet", "not_reported", []),
        ("on_track", "none_yet", []),
        ("on_track", "on_track", []),
        ("not_reported", "on_track", []),
    ],
)
def test_what_a_turn_of_a_light_means(was, becomes, kinds):
    assert turned(was, becomes) == kinds


def test_moved_reworded_dropped_added_and_carried_over():
    kept, moved, reworded, carried = an_action("on_track"), an_action("on_track"), an_action("on_track"), an_action("at_risk")
    going = an_action("on_track")
    before = a_state(a_theme(a_goal(kept, moved, reworded, going, carried)))
    after = a_state(
        a_theme(
            a_goal(
                kept,
                replace(moved, due_on=date(2024, 12, 31), period="december 2024"),
                replace(reworded, text="Er komen 20 woningen."),
                a_dropped_action(id=going.id),
                an_action("off_track", id=79, lineage=(79, carried.id), text="Volgend jaar dan."),
                an_action("on_track"),
            )
        )
    )
    assert [(change.kind, change.was, change.becomes) for change in changes_between(before, after)] == [
        (ChangeKind.NEWLY_OFF_TRACK, str(light("at_risk")), str(light("off_track"))),
        (ChangeKind.MOVED, "", "december 2024"),
        (ChangeKind.REWORDED, "De woningen zijn opgeleverd.", "Er komen 20 woningen."),
        (ChangeKind.DROPPED, str(light("on_track")), "De grond is verkocht."),
        (ChangeKind.ADDED, "", ""),
    ]


def test_without_a_previous_position_nothing_is_said_about_changes(year):
    assert (year.compared_with, year.changes) == (None, ())


def test_the_counts_of_nothing_are_nothing():
    assert (count([]).total, count([]).dropped.number) == (0, 0)


# -- Several leads


def test_an_action_that_its_leads_see_differently_counts_as_the_worst_and_is_told_as_split():
    board = dashboard(a_state(a_theme(a_goal(a_split_action()))), today=date(2024, 7, 20))
    assert (board.totals.number_of("at_risk"), board.totals.number_of("on_track")) == (1, 0)
    (row,) = board.exceptions
    assert row.troubles == (Trouble.SPLIT, Trouble.AT_RISK)
    assert [(question.asked_by, question.sentence) for question in questions_for(board.rows)] == [
        ("Gemeente", "Bel de netbeheerder."),
        ("De Sleutel", "Meer tijd."),
    ]


def test_a_party_left_nothing_unreported_that_was_asked_before_it_led_the_action():
    action = an_action("not_reported", leads=(ASSOCIATION, MUNICIPALITY), parties_asked=(ASSOCIATION.id,))
    board = dashboard(a_state(a_theme(a_goal(action))), today=date(2024, 7, 20))
    found = {view.name: (view.counts.number_of("not_reported"), len(view.exceptions)) for view in board.parties}
    assert found == {"Gemeente": (0, 0), "De Sleutel": (1, 1), "Huurdersraad": (0, 0)}
    assert board.totals.number_of("not_reported") == 1
