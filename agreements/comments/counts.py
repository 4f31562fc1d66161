"""How many comments are open in an agenda, of those that a person may read."""

from collections import Counter

from django.db.models import QuerySet

from agreements.agenda.content import AgendaContent, PrintedTheme
from agreements.agenda.selection import Commented
from agreements.models import Agenda, Comment
from parties.models import User
from parties.prepared import Prepared, Year


def open_comments(content: AgendaContent, agenda: Agenda, *, seen_by: User) -> Commented:
    """Per theme with all that is in it, per goal and per action; all is the number of the whole year. One query."""
    said = _said.rows(seen_by.pk, agenda.agreement_id, Year(agenda.year), is_superuser=seen_by.is_superuser)
    themes, goals, actions = (Counter(row[place] for row in said if row[place]) for place in range(3))
    chapters: dict[int, int] = {}

    def add_up(theme: PrintedTheme) -> int:
        own = themes[theme.id] + sum(goals[goal.id] + sum(actions[row.id] for row in goal.actions) for goal in theme.goals)
        chapters[theme.id] = own + sum(add_up(section) for section in theme.sections)
        return chapters[theme.id]

    for theme in content.themes:
        add_up(theme)
    return Commented(len(said), themes=dict(themes), chapters=chapters, goals=dict(goals), actions=dict(actions))


@Prepared
def _said(user: int, agreement: int, year: int, *, is_superuser: bool) -> QuerySet:
    said = Comment.objects.visible_to(User(pk=user, is_superuser=is_superuser)).said_in(Agenda(agreement_id=agreement, year=year))
    return said.threads().open().values_list("theme", "goal", "action")
