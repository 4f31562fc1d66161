"""A year with every case, kept as a position of Waterhoek, and the position before it.

In "Nieuwbouw" one action will not be achieved, one is at risk and late, one is seen differently by the tenants, and one is asked about
again; in "Betaalbaarheid" one is done, one is not due yet, one was not reported, one was dropped, and nobody leads the last.
Behind two green lights a figure stays behind. Since March one became worse, one recovered, one has another date and one is new.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from monitoring.exports.report import collect_report
from monitoring.models import Position
from monitoring.models.position import hash_of
from monitoring.state import Code, StateFigure, StateTarget, StateView
from tests.monitoring.states import (
    MUNICIPALITY,
    TENANTS,
    a_dropped_action,
    a_goal,
    a_report,
    a_round,
    a_state,
    a_theme,
    an_action,
    an_indicator,
    light,
)

TODAY = date(2024, 7, 20)


def a_target(value: str, phrase: str) -> StateTarget:
    return StateTarget(None, Decimal(value), None, "", is_approximate=False, is_provisional=False, phrase=phrase)


def a_figure(day: date, value: str) -> StateFigure:
    return StateFigure(
        measured_on=day,
        covers_from=None,
        value=Decimal(value),
        price_level=None,
        is_provisional=False,
        unknown_reason="",
        source="Eigen telling",
        note="",
        party="De Sleutel",
        recorded_by="Abel Bouwer",
        recorded_at=datetime(2024, 7, 3, 9, tzinfo=UTC),
        correction_reason="",
        phrase=f"{value} woningen",
    )


def measured(standing: str, sentence: str, **fields):
    code = Code(standing, "blijft achter bij de lijn" if standing == "behind" else "haalt de lijn")
    figures = (a_figure(date(2023, 12, 31), "10"), a_figure(date(2024, 6, 30), "14"))
    targets = (a_target("75", "ten minste 75 woningen"),)
    return replace(an_indicator(standing, sentence=sentence, figures=figures, targets=targets, **fields), standing=code)


def told(judgement: str, name: str, **fields):
    """A report of which every text says of what it is."""
    texts = {
        key: f"{name} heeft {words}." for key, words in (("cause", "oorzaak"), ("effect", "gevolg"), ("correction", "herstel"))
    }
    return a_report(judgement, **{**texts, "ask": f"{name} vraagt geld.", **fields})


@pytest.fixture
def states():
    """The state in June and the one in March, in Dutch."""
    with translation.override("nl"):
        return _june(), _march()


def _june():
    split = an_action("on_track", id=13, text="Charlie overlegt met de buurt.", other_light=light("at_risk"))
    view = StateView(3, "Huurdersraad", light("at_risk"), "De buurt weet van niets.", "Tess", datetime(2024, 7, 4, 9, tzinfo=UTC))
    building = a_goal(
        an_action("at_risk", id=11, text="Alfa is opgeleverd.", due_on=date(2024, 6, 29), period="juni 2024", report=told("at_risk", "Alfa")),
        an_action("off_track", id=12, project="Kade", text="Bravo is verkocht.", leads=(MUNICIPALITY,), lead_line="Gemeente",
                  report=told("off_track", "Bravo", proposal=Code("date", "een andere datum"), proposal_date=date(2025, 3, 1))),
        replace(split, report=replace(split.report, views=(view,))),
        number="1", text="Er komen woningen bij.",
        indicators=(measured("on_line", "14 woningen op 30 juni 2024; dat is genoeg."),),
    )  # fmt: skip
    hidden = a_goal(
        an_action("on_track", id=14, text="Delta loopt."),
        an_action("on_track", id=15, text="Echo loopt.", leads=()),
        number="2", text="Woningen worden zuiniger.",
        indicators=(measured("behind", "14 woningen op 30 juni 2024; op een rechte lijn zouden het er 28 zijn."),),
    )  # fmt: skip
    affordable = a_goal(
        an_action("done", id=21, text="Foxtrot is gereed."),
        an_action("not_due", id=22, text="Golf komt later."),
        an_action("not_reported", id=23, text="Hotel is onbekend.", leads=(TENANTS,), lead_line="Huurdersraad"),
        a_dropped_action(id=24, text="India vervalt."),
        number="3", text="Huren blijven betaalbaar.",
    )  # fmt: skip
    return a_state(a_theme(building, hidden, heading="Nieuwbouw"), a_theme(affordable, heading="Betaalbaarheid"))


def _march():
    theme = a_theme(
        a_goal(
            an_action("off_track", id=11, text="Alfa is opgeleverd.", due_on=date(2024, 3, 31), period="maart 2024"),
            an_action("on_track", id=12, project="Kade", text="Bravo is verkocht."),
            an_action("at_risk", id=14, text="Delta loopt."),
            an_action("on_track", id=24, text="India vervalt."),
            *(an_action("on_track", id=number, text=text) for number, text in ((13, "Charlie overlegt met de buurt."), (15, "Echo loopt."))),
            *(an_action("not_due", id=number, text=text) for number, text in ((21, "Foxtrot is gereed."), (22, "Golf komt later."))),
        )
    )  # fmt: skip
    return a_state(theme, reference_date=date(2024, 3, 31), round=a_round(date(2024, 3, 31)))


@pytest.fixture
def kept(cast, states):
    """`kept(state)`: this state as a position that was kept."""

    def kept(state) -> Position:
        position = Position(agenda=cast.agenda, reference_date=state.reference_date, made_by=cast.officer)
        position.content = state.to_json()
        position.sha256 = hash_of(position.content)
        position.save()
        return position

    return kept


@pytest.fixture
def position(kept, states):
    """The position in June; the one in March is there as well."""
    june, march = states
    kept(march)
    return kept(june)


@pytest.fixture
def report(cast, position):
    return collect_report(position.agenda, QueryDict(f"stand={position.pk}"), today=TODAY)
