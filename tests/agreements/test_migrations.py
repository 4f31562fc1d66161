"""What a migration makes of rows that were there before."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from agreements.models import Comment, Lead
from tests.factories import ActionFactory, AgendaFactory, CommentFactory, GoalFactory, LeadFactory

pytestmark = pytest.mark.django_db


def test_a_note_stands_in_the_year_of_its_action_or_of_the_day_within_the_agreement(cast):
    """With its history, also where the action or the goal was deleted with it."""
    said = {"party": cast.tenants, "by": cast.tenant, "is_own": True}
    gone_action = ActionFactory(goal=cast.goal, agenda=cast.agenda)
    gone_goal = GoalFactory(theme=cast.theme, number="18")
    rows = {
        "action": CommentFactory(action=cast.action, written_at=datetime(2025, 6, 1, tzinfo=UTC), **said),
        "goal": CommentFactory(goal=cast.goal, written_at=datetime(2025, 6, 1, tzinfo=UTC), **said),
        "before the agreement": CommentFactory(goal=cast.goal, written_at=datetime(2022, 6, 1, tzinfo=UTC), **said),
        "in the new year, here": CommentFactory(goal=cast.goal, written_at=datetime(2023, 12, 31, 23, 30, tzinfo=UTC), **said),
        "gone with its action": CommentFactory(action=gone_action, written_at=datetime(2025, 6, 1, tzinfo=UTC), **said),
        "gone with its goal": CommentFactory(goal=gone_goal, written_at=datetime(2026, 6, 1, tzinfo=UTC), **said),
    }
    keys = {name: row.pk for name, row in rows.items()}
    gone_action.delete()
    gone_goal.delete()
    for table in (Comment.objects, Comment.history):
        table.update(agreement=cast.other_agreement, year=2000)
    import_module("agreements.migrations.0012_where_notes_stand").fill(apps, None)
    expected = {
        "action": 2024,
        "goal": 2025,
        "before the agreement": 2023,
        "in the new year, here": 2024,
        "gone with its action": 2024,
        "gone with its goal": 2026,
    }
    for name, year in expected.items():
        found = Comment.history.filter(id=keys[name])
        assert set(found.values_list("agreement", "year")) == {(cast.agreement.pk, year)}, name
    assert {(row.pk, row.year) for row in Comment.objects.all()} == {
        (keys[name], year) for name, year in expected.items() if "gone" not in name
    }


def test_each_lead_gets_the_agenda_of_its_action(cast):
    later = ActionFactory(goal=cast.goal, agenda=AgendaFactory(agreement=cast.agreement, year=2025))
    rows = [cast.lead, LeadFactory(action=later)]
    Lead.objects.update(agenda=cast.other_agenda)
    import_module("agreements.migrations.0042_fill_agenda_of_leads").fill(apps, None)
    assert {lead.pk: lead.agenda_id for lead in Lead.objects.filter(pk__in=[row.pk for row in rows])} == {
        row.pk: row.action.agenda_id for row in rows
    }
