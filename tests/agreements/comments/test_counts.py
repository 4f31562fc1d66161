"""How many comments are open, per chapter, goal and action, of those that one may read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.agenda.collect import collect_agenda
from agreements.comments.counts import open_comments
from tests.factories import AgendaFactory, CommentFactory, GoalFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_open_threads_are_counted_where_they_stand_and_in_their_chapter(cast):
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1")
    inside = GoalFactory(theme=paragraph, number="18")
    said = {"party": cast.tenants, "by": cast.tenant}
    AgendaFactory(agreement=cast.agreement, year=2025)
    for about in ({"agenda": cast.agenda}, {"theme": cast.theme}, {"goal": cast.goal}, {"action": cast.action}, {"goal": inside}):
        CommentFactory(**about, **said)
    CommentFactory(goal=cast.goal, year=2025, **said)
    CommentFactory(goal=cast.goal, resolved_at="2024-03-01T12:00Z", resolved_by=cast.tenant, **said)
    CommentFactory(answers_to=CommentFactory(theme=paragraph, **said), **said)
    CommentFactory(action=cast.action, is_own=True, **said)
    content = collect_agenda(cast.agenda)
    with CaptureQueriesContext(connection) as taken:
        found = open_comments(content, cast.agenda, seen_by=cast.officer)
    assert len(taken) == 1
    assert (found.all, found.chapters) == (6, {cast.theme.pk: 5, paragraph.pk: 2})
    assert (found.themes, found.goals, found.actions) == (
        {cast.theme.pk: 1, paragraph.pk: 1},
        {cast.goal.pk: 1, inside.pk: 1},
        {cast.action.pk: 1},
    )
    assert open_comments(content, cast.agenda, seen_by=cast.tenant).all == 7, "with that of the own party"
    assert open_comments(content, cast.agenda, seen_by=cast.outsider).all == 0
