"""Figures and rows of counts, which are rendered once for what they tell."""

from dataclasses import replace
from datetime import date

import pytest

from monitoring.dashboard.counts import dashboard
from monitoring.dashboard.drawn import drawn_figures
from parties.templatetags.kept import kept
from tests.monitoring.states import a_goal, a_state, a_theme, an_action, an_indicator

TODAY = date(2024, 7, 20)
BEHIND = an_indicator("behind")


def board(*lights: str, indicator=BEHIND):
    goal = a_goal(*map(an_action, lights), indicators=(indicator,))
    return dashboard(a_state(a_theme(replace(goal, number="1.1"), heading="Nieuwbouw")), today=TODAY)


def figure(*lights: str, **fields):
    (drawn,) = drawn_figures(board(*lights, **fields))
    return drawn


def row(found) -> str:
    (theme,) = found.themes
    return kept("monitoring/dashboard/counted.html", id=1, of=theme.name, counts=theme.counts, shown="on_track", here="?")


def test_a_figure_tells_the_same_whatever_else_its_actions_are():
    assert figure("on_track", "done").content == figure("on_track").content


@pytest.mark.parametrize("other", [figure("at_risk"), figure("on_track", indicator=replace(BEHIND, sentence="Anders."))])
def test_a_figure_tells_something_else_when_it_hides_nothing_or_stands_otherwise(other):
    assert figure("on_track").content != other.content


def test_on_another_day_it_is_drawn_anew():
    drawn = figure("on_track")
    assert drawn.content != replace(drawn, on=date(2024, 9, 30)).content


def test_a_row_of_counts_says_how_many_there_are_now():
    one, two = row(board("on_track")), row(board("on_track", "on_track"))
    assert (one.count(">1<"), two.count(">2<")) == (1, 1)
    assert row(board("on_track")) is one
