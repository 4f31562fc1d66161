"""A year with every case, kept as a position of Waterhoek, and the position before it.

In "Nieuwbouw" one action will not be achieved, one is at risk and late, and one is seen differently by the tenants; behind two
green lights, of which one without a lead, a figure stays behind. In "Betaalbaarheid" one is done, one is not due yet, one was not
reported and one was dropped. Since March one became worse and one better, one recovered, one was finished, one has another date,
one was dropped and one is new.
"""

import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from agreements.models import Agenda
from monitoring.dashboard.counts import dashboard
from monitoring.exports.formats import FORMATS
from monitoring.exports.report import collect_report
from monitoring.figures.agreed import Aim, Reading
from monitoring.models import Position
from monitoring.position.state import Code, StateView
from parties.canonical import hash_of
from parties.models import User
from tests.agreements.changes.conftest import scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import Cast, make_cast
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


def a_figure(day: date, value: str) -> Reading:
    told = {"source": "Eigen telling", "party": "De Sleutel", "recorded_by": "Abel Bouwer"}
    recorded_at = datetime(2024, 7, 3, 9, tzinfo=UTC)
    return Reading(day, Decimal(value), recorded_at=recorded_at, phrase=f"{value} woningen", **told)


def measured(standing: str, sentence: str, **fields):
    code = Code(standing, "loopt achter" if standing == "behind" else "ligt op koers")
    figures = (a_figure(date(2023, 12, 31), "10"), a_figure(date(2024, 6, 30), "14"))
    indicator = an_indicator(standing, sentence=sentence, figures=figures, **fields)
    agreed = replace(indicator.agreed, targets=(Aim(None, Decimal("75"), phrase="ten minste 75 woningen"),))
    return replace(indicator, agreed=agreed, standing=code)


def told(judgement: str, name: str, **fields):
    """A report of which every text says of what it is."""
    texts = {
        key: f"{name} heeft {words}." for key, words in (("cause", "oorzaak"), ("effect", "gevolg"), ("correction", "herstel"))
    }
    return a_report(judgement, **{**texts, "ask": f"{name} vraagt geld.", **fields})


def _june():
    split = an_action("on_track", id=13, text="Charlie overlegt met de buurt.", other_light=light("at_risk"))
    view = StateView(3, "Huurdersraad", light("at_risk"), "De buurt weet van niets.", "Tess", datetime(2024, 7, 4, 9, tzinfo=UTC))
    late = {"due_on": date(2024, 6, 29), "period": "juni 2024"}
    proposal = {"proposal": Code("date", "een andere datum"), "proposal_date": date(2025, 3, 1)}
    building = a_goal(
        an_action("at_risk", id=11, text="Alfa is opgeleverd.", report=told("at_risk", "Alfa"), **late),
        an_action("off_track", id=12, project="Kade", text="Bravo is verkocht.", leads=(MUNICIPALITY,),
                  lead_line="Gemeente", report=told("off_track", "Bravo", **proposal)),
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
            an_action("on_track", id=13, text="Charlie overlegt met de buurt."),
            an_action("on_track", id=15, text="Echo loopt."),
            an_action("not_due", id=21, text="Foxtrot is gereed."),
            an_action("not_due", id=22, text="Golf komt later."),
        )
    )
    return a_state(theme, reference_date=date(2024, 3, 31), round=a_round(date(2024, 3, 31)))


def keep(state, *, agenda: Agenda, by: User) -> Position:
    """This state as a position of the agenda, as a round would have kept it."""
    position = Position(agenda=agenda, reference_date=state.reference_date, made_by=by, content=state.to_json())
    position.sha256 = hash_of(position.content)
    position.save()
    return position


@dataclass(frozen=True)
class Waterhoek:
    cast: Cast
    position: Position


@pytest.fixture(scope="module")
def waterhoek(module_rows):
    """The positions of June and March, once for the tests that only read them; rolled back after the last."""
    with translation.override("nl"):
        cast = make_cast()
        _before, position = (keep(state, agenda=cast.agenda, by=cast.officer) for state in (_march(), _june()))
        yield Waterhoek(cast, position)


@pytest.fixture(scope="module")
def report(waterhoek):
    return collect_report(waterhoek.cast.agenda, QueryDict(f"stand={waterhoek.position.pk}"), today=TODAY)


@pytest.fixture(scope="module")
def pdf(report):
    return FORMATS["pdf"].write(report)


@pytest.fixture(scope="module")
def word(report):
    from docx import Document

    return Document(io.BytesIO(FORMATS["docx"].write(report)))


@pytest.fixture
def with_themes(report):
    """`with_themes(theme, …)`: the report on an agenda of these themes."""

    def with_themes(*themes):
        return replace(report, board=dashboard(a_state(*themes), today=TODAY))

    return with_themes
