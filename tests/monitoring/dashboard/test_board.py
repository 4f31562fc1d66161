"""What someone wants to see of a dashboard, as the address says it."""

from datetime import date

import pytest
from django.http import QueryDict

from monitoring.dashboard.board import Selection
from monitoring.dashboard.counts import Trouble, dashboard
from tests.monitoring.states import ASSOCIATION, MUNICIPALITY, a_dropped_action, a_goal, a_state, a_theme, an_action

late = an_action("on_track", due_on=date(2024, 1, 31))
red = an_action("off_track", leads=(MUNICIPALITY, ASSOCIATION))
green = an_action("on_track")
dropped = a_dropped_action()
first, second = a_theme(a_goal(green, red)), a_theme(a_goal(late, dropped))
board = dashboard(a_state(first, second), today=date(2024, 7, 1))


def asked(query: str) -> Selection:
    return Selection.asked(QueryDict(query), board.state)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [red, late]),  # the exceptions, the worst first
        ("alles", [green, red, late, dropped]),  # everything, in the order of the document
        ("licht=off_track", [red]),
        ("licht=on_track", [green, late]),
        ("licht=dropped", [dropped]),
        (f"partij={MUNICIPALITY.id}", [red]),
        (f"thema={second.id}", [late, dropped]),
        (f"thema={first.id}&licht=on_track", [green]),
        ("reden=overdue", [late]),
    ],
)
def test_the_address_narrows_what_is_shown(query, shown):
    assert [row.action for row in asked(query).rows_of(board)] == shown


@pytest.mark.parametrize("query", ["licht=paars", "partij=999", "partij=x", "thema=", "reden=zomaar", "licht=&partij="])
def test_an_unknown_choice_counts_as_none(query):
    assert asked(query) == Selection()
    assert asked(query).is_exceptions


def test_a_narrow_choice_is_no_list_of_exceptions():
    assert [asked(query).is_exceptions for query in ("", "alles", "licht=done")] == [True, False, False]
    assert asked("reden=overdue").trouble == Trouble.OVERDUE
