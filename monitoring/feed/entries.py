"""What stands in the calendar of one person: meetings, days of rounds, terms of advice, figures to deliver, and what else of the
calendar of the year concerns the own parties (FOR_PERSON in year_calendar/sources.py).

Everything is asked from the person at the moment itself, so a calendar never has more than its person reads now.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Advice, Participation
from monitoring.meetings.entries import entry_of
from monitoring.models import DataDelivery, Meeting, MeetingParty, Round
from monitoring.year_calendar.entries import LONG_AGO, changes_of_rows, entries_of
from monitoring.year_calendar.events import YearQuery, agreements_of
from monitoring.year_calendar.sources import FOR_PERSON, events_for
from parties.calendar_file import Entry
from parties.models import User
from parties.models.party import PARTIES_OF

BACK = timedelta(days=365)  # so that what was cancelled has gone out of every calendar before it goes out of the file


def entries_for(user: User) -> list[Entry]:
    """In the language that is active. Twenty queries at most."""
    since = timezone.localdate() - BACK
    own, taken_part = PARTIES_OF.keys(user.pk), _TakenPart(user)
    rounds = Round.objects.visible_to(user).filter(closes_on__gte=since).select_related("agenda__agreement")
    return [
        *(entry_of(row) for row in _meetings(user, own, since) if taken_part.has(row.agreement_id, row.held_on.year)),
        *_days_of_rounds(row for row in rounds if taken_part.has(row.agenda.agreement_id, row.agenda.year)),
        *_terms(Advice.objects.visible_to(user).running().filter(party__in=own, due_on__gte=since)),
        *_deliveries(DataDelivery.objects.visible_to(user).outstanding().filter(party__in=own, due_on__gte=since)),
        *_of_the_year(user, taken_part, since),
    ]


class _TakenPart:
    """In which years the person's parties take part in which agreements. Who left is not invited any more."""

    def __init__(self, user: User):
        rows = Participation.objects.accepted().going_on().filter(party__in=PARTIES_OF.keys(user.pk))
        self._years: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for agreement, first, last in rows.values_list("agreement", "from_year", "to_year"):
            self._years[agreement].append((first or date.min.year, last or date.max.year))

    def has(self, agreement: int, year: int) -> bool:
        return any(first <= year <= last for first, last in self._years[agreement])


def _meetings(user: User, own, since: date):
    """Of the own agreements; of a meeting with parties of its own, when one of those is the person's."""
    rows = Meeting.objects.visible_to(user).filter(held_on__gte=since)
    theirs = MeetingParty.objects.filter(party__in=own).values("meeting")
    return rows.filter(Q(own_parties=None) | Q(pk__in=theirs)).select_related("agreement", "prepared_by")


def _days_of_rounds(rows) -> Iterator[Entry]:
    for row, told in _with_changes(Round, rows):
        yield Entry(
            uid=f"ronde-{row.pk}",
            title=_("Last day to report: %(round)s") % {"round": row},
            begins=row.closes_on,
            note=str(row.agenda.agreement.title),
            address=row.get_absolute_url(),
            **told,
        )


def _terms(rows) -> Iterator[Entry]:
    for row, told in _with_changes(Advice, rows.select_related("agreement")):
        yield Entry(
            uid=f"advies-{row.pk}",
            title=_("Last day for advice: %(subject)s") % {"subject": row.subject},
            begins=row.due_on,
            note=str(row.agreement.title),
            address=row.get_absolute_url(),
            **told,
        )


def _deliveries(rows) -> Iterator[Entry]:
    for row, told in _with_changes(DataDelivery, rows.select_related("indicator__goal__theme__agreement")):
        yield Entry(
            uid=f"levering-{row.pk}",
            title=_("Last day for the figure: %(figure)s") % {"figure": row},
            begins=row.due_on,
            note=str(row.indicator.goal.theme.agreement.title),
            address=reverse("indicator", args=[row.indicator_id]),
            **told,
        )


def _with_changes(model: type[Model], rows) -> Iterable[tuple[Model, dict[str, Any]]]:
    """Each row with how often it was changed and when, of its own history. One query beside that of the rows."""
    found = list(rows)
    told = changes_of_rows(model, found)
    for row in found:
        yield row, told.get(row.pk, {"sequence": 0, "changed": LONG_AGO})


def _of_the_year(user: User, taken_part: _TakenPart, since: date) -> Iterable[Entry]:
    """Of the agreements in which the person's parties take part this year or next year."""
    today = timezone.localdate()
    years = (today.year, today.year + 1)
    rows = agreements_of(user).order_by("pk")
    agreements = tuple(row for row in rows if any(taken_part.has(row.pk, year) for year in years))
    asked = YearQuery(user, agreements, first=since, last=date(today.year + 1, 12, 31), today=today, own=True)
    return entries_of(events_for(asked, FOR_PERSON)) if agreements else ()
