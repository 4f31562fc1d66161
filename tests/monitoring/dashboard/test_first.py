"""What the first screen says in one sentence about an action that goes wrong."""

import pytest

from monitoring.dashboard.counts import dashboard
from monitoring.dashboard.first import effect_of
from monitoring.position.state import Code, StateView
from tests.monitoring.states import a_goal, a_report, a_state, a_theme, an_action, light

WHY = "Van de twintig huurders wisten er zeventien niet dat zij hun huurprijs mogen meenemen."
WHY_IN_SHORT = "Huurdersraad: Van de twintig huurders wisten er zeventien niet dat zij hun huurprijs…"


def a_view(reason: str) -> StateView:
    at = a_report("on_track").submitted_at
    return StateView(3, "Huurdersraad", Code("at_risk", "risico"), reason, "Tess", at)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ({"judgement": "off_track", "cause": "Het net is vol.", "effect": "Er komt niets."}, "Er komt niets."),
        ({"judgement": "at_risk", "cause": "Het net is vol."}, "Het net is vol."),
        ({"judgement": "on_track"}, WHY_IN_SHORT),
    ],
)
def test_it_is_the_effect_else_the_cause_else_why_a_party_sees_it_differently(report, said):
    report = a_report(report.pop("judgement"), **report, views=(a_view(WHY),))
    action = an_action("on_track", report=report, other_light=light("at_risk"))
    (row,) = dashboard(a_state(a_theme(a_goal(action))), today=report.reference_date).rows
    assert effect_of(row) == said
