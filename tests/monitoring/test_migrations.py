"""What the migrations of progress make of rows that were there before."""

from importlib import import_module

import pytest
from django.apps import apps

from monitoring.apps import make_lines_of_before
from monitoring.models import HistoryLine
from monitoring.rounds.workflow import close_round
from tests.factories import ActionFactory, GoalFactory, MeetingFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_a_closed_round_is_told_from_its_position_who_was_asked_what(cast, round):
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1")
    nobody = ActionFactory(goal=GoalFactory(theme=paragraph), agenda=cast.agenda)
    ActionFactory(goal=cast.goal, agenda=cast.agenda, dropped_on="2024-06-06", drop_reason="Verkocht.")
    asked = close_round(round=round, by=cast.officer).asked
    type(round).objects.filter(pk=round.pk).update(asked=None)
    import_module("monitoring.migrations.0007_who_was_asked").fill(apps, None)
    round.refresh_from_db()
    assert round.asked == asked == {str(cast.action.pk): [cast.association.pk], str(nobody.pk): []}


def test_a_bilateral_meeting_that_all_could_read_stays_so(cast):
    earlier, officers = (MeetingFactory(agreement=cast.agreement, kind=kind) for kind in ("bilateral", "ambtelijk"))
    import_module("monitoring.migrations.0011_meetings_of_a_year").share(apps, None)
    earlier.refresh_from_db()
    officers.refresh_from_db()
    assert (earlier.shared_on, officers.shared_on) == (earlier.held_on, None)
    told = earlier.history.first()
    assert (told.history_type, told.shared_on, told.history_user) == ("~", earlier.held_on, None)
    assert "te lezen" in told.history_change_reason


@pytest.mark.parametrize(("plan", "comes_back"), [([], False), ([("0019", True)], False), ([("0019", False)], True)])
def test_lines_of_before_are_made_after_going_forward_only(cast, plan, comes_back):
    """On the way back the tables of which history is told may be gone."""
    cast.action.text = "De woningen staan er."
    cast.action.save()
    HistoryLine.objects.all().delete()
    make_lines_of_before(plan=plan)
    assert HistoryLine.objects.exists() is comes_back
