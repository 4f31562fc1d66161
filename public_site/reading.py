"""What stands beside the words of a published text: how it stands, and what comes when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.agenda.content import PrintedAction, PrintedGoal
from public_site.progress import progress_of
from public_site.texts import PublicText

MOST_AHEAD = 6


@dataclass(frozen=True, slots=True)
class DueAhead:
    """What is to be done by a day that lies ahead, as it was agreed."""

    day: date
    goal: PrintedGoal
    action: PrintedAction


def reading_of(found: PublicText, **more) -> dict:
    """What the page of a text shows beside its content."""
    return {
        "here": "text",
        "version": found.newest,
        "progress": progress_of(found),
        "ahead": ahead_in(found),
        "what_follows": what_follows(found),
        "number_of_goals": sum(not goal.is_dropped for goal in found.content.goals),
        "number_of_actions": sum(not action.is_dropped for action in found.content.actions),
        **more,
    }


def ahead_in(found: PublicText) -> list[DueAhead]:
    """The actions with the nearest days ahead, the first first."""
    today = timezone.localdate()
    rows = [
        DueAhead(row.due_on, goal, row)
        for goal in found.content.goals
        for row in goal.actions
        if row.due_on and row.due_on >= today and not row.is_dropped
    ]
    return sorted(rows, key=lambda row: row.day)[:MOST_AHEAD]


def what_follows(found: PublicText) -> list[str]:
    """What readers can expect and when, as the law and the text itself have it."""
    return list(_follows(found))


def _follows(found: PublicText) -> Iterator[str]:
    year, agreement = found.text.year, found.content.agreement
    if found.text.is_revoked:
        yield _("All parties revoked this text. It binds no more and stays to be read.")
        return
    if year is None:
        words = {"first": agreement.start_year, "last": agreement.end_year}
        yield _("This holds from %(first)s through %(last)s. Each year has agreements of its own, which stand on it.") % words
        return
    yield _("These agreements hold through 31 December %(year)s.") % {"year": year}
    today, years = timezone.localdate(), {"year": year, "next": year + 1}
    if today < date(year, 7, 1):
        yield _("Before 1 July %(year)s each housing association offers what it will do in %(next)s.") % years
    if today <= date(year, 12, 15):
        yield _("The parties mean to agree on %(next)s by 15 December %(year)s. Then it can be read here.") % years
