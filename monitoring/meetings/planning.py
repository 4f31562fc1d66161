"""A year of meetings in one go: proposed from what the agreement says, changed by who plans, and kept at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format

from agreements.models import Agreement, MeetingRule
from monitoring.meetings.invitations import invite_to_year
from monitoring.meetings.workflow import plan_meeting
from monitoring.models import Meeting
from parties.history.records import change_set
from parties.models import Party, User
from parties.working_days import is_working_day

# In which nobody meets: (month, day) of the first and the last day.
BREAKS = (((1, 1), (1, 7)), ((7, 10), (8, 31)), ((12, 20), (12, 31)))
A_DAY = timedelta(days=1)
DECEMBER = 12
MOST = 26  # meetings of one kind in a year


@dataclass(frozen=True)
class RulePlan:
    """A rule on meetings with what is planned of it already in the year, and the days that are proposed for the rest.

    usual is the last meeting of this kind: its hours, place and parties are proposed again. parties are the keys of those to be
    chosen beforehand.
    """

    rule: MeetingRule
    planned: tuple[Meeting, ...]
    days: tuple[date, ...]
    usual: Meeting | None
    parties: tuple[int, ...] = ()

    @property
    def has_own_parties(self) -> bool:
        return Meeting(kind=self.rule.kind).may_have_own_parties

    @property
    def is_countable(self) -> bool:
        return bool(self.rule.per_year or self.rule.every_weeks)


def plans_for(agreement: Agreement, year: int, user: User, *, today: date) -> list[RulePlan]:
    """For each rule of the agreement, in order; each day for one kind of meeting. Four queries, and one for a meeting of two."""
    rules = agreement.meeting_rules.select_related("planned_by", "prepared_by", "minuted_by")
    rows = Meeting.objects.visible_to(user).taking_place().filter(agreement=agreement)
    known = list(rows.prefetch_related("own_parties__party").order_by("held_on", "pk"))
    plans: list[RulePlan] = []
    used = {row.held_on for row in known}
    for rule in rules:
        of_rule = [row for row in known if row.kind == rule.kind and (not rule.subject or row.title == rule.subject)]
        planned = tuple(row for row in of_rule if row.held_on.year == year)
        days = days_of(rule, year, taken=[row.held_on for row in planned])
        ahead = tuple(sorted(_elsewhere(day, used) for day in days if day >= today))
        usual = of_rule[-1] if of_rule else None
        plans.append(RulePlan(rule, planned, ahead, usual, _usual_parties(rule, usual, user)))
    return plans


def _elsewhere(day: date, used: set[date]) -> date:
    """The day, or where something else was planned on it the same day a week later or earlier; it is used from now on."""
    weeks = (day + A_DAY * 7 * step for step in (0, 1, -1, 2, -2))
    free = (other for other in weeks if other.year == day.year and other not in used and _free_from(other) == other)
    found = next(free, day)
    used.add(found)
    return found


def _usual_parties(rule: MeetingRule, usual: Meeting | None, user: User) -> tuple[int, ...]:
    if usual and (chosen := tuple(row.party_id for row in usual.own_parties.all())):
        return chosen
    if rule.kind != Meeting.Kind.BILATERAL:
        return ()
    return tuple(Party.objects.coordinated_by(user).values_list("pk", flat=True))


def days_of(rule: MeetingRule, year: int, *, taken: Iterable[date] = ()) -> list[date]:
    """Working days spread over the year, outside the holidays, without those of what is planned already.

    So many times a year: in the middle of each part of the year. Every so many weeks: from the second week of January on.
    """
    days = _in_weeks(rule.every_weeks, year) if rule.every_weeks else _in_parts(rule.per_year or 0, year)
    for planned in taken:
        if days:
            days.remove(min(days, key=lambda day: abs(day - planned)))
    return days


def _in_parts(count: int, year: int) -> list[date]:
    first, length = date(year, 1, 1), 365 / min(count, MOST) if count else 0
    wanted = [first + timedelta(days=round((place + 0.5) * length)) for place in range(min(count, MOST))]
    return sorted({_free_from(_thursday_of(day)) for day in wanted})


def _in_weeks(weeks: int, year: int) -> list[date]:
    day, days = _thursday_of(date(year, 1, 11)), []
    while day.year == year:
        if not _is_break(day):
            days.append(_free_from(day))
        day += timedelta(weeks=weeks)
    return days[:MOST]


def _thursday_of(day: date) -> date:
    return day + (3 - day.weekday()) * A_DAY


def _free_from(day: date) -> date:
    """The day itself, or the nearest working day after the holidays in which it falls; before those of Christmas."""
    step = -A_DAY if day.month == DECEMBER else A_DAY
    while _is_break(day) or not is_working_day(day):
        day += step
    return day


def _is_break(day: date) -> bool:
    return any(first <= (day.month, day.day) <= last for first, last in BREAKS)


@dataclass(frozen=True)
class MeetingWanted:
    """A meeting that who plans wants: of which rule, when and where, and with which parties of its own."""

    rule: MeetingRule
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    parties: tuple[Party, ...] = ()


@transaction.atomic
def plan_year(*, agreement: Agreement, wanted: Iterable[MeetingWanted], by: User, invite: bool = False) -> list[Meeting]:
    """All of them, or none: the ValidationError says of which day what is wrong. With invite each person gets one mail."""
    with change_set(user=by):
        planned = [_plan(agreement, row, by) for row in wanted]
        if invite:
            invite_to_year(planned, by=by)
    return planned


def _plan(agreement: Agreement, row: MeetingWanted, by: User) -> Meeting:
    try:
        return plan_meeting(
            by=by,
            agreement=agreement,
            kind=row.rule.kind,
            title=row.rule.subject,
            held_on=row.held_on,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            parties=row.parties,
        )
    except ValidationError as refused:
        day = date_format(row.held_on, "j F Y")
        raise ValidationError([f"{row.rule}, {day}: {sentence}" for sentence in refused.messages]) from refused
