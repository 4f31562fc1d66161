"""The meetings of an agreement: what comes first, what was by year, and how that compares with what was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from agreements.models import Agreement, MeetingRule
from monitoring.models import Meeting
from parties.models import User

LAST = 5  # that were, where not all are listed


@dataclass(frozen=True)
class RuleKept:
    """A rule on meetings with how many of the year take place."""

    rule: MeetingRule
    count: int


@dataclass(frozen=True)
class Listing:
    coming: tuple[Meeting, ...]
    past: tuple[tuple[int, tuple[Meeting, ...]], ...]
    rules: tuple[RuleKept, ...]
    year: int


def meetings_of(agreement: Agreement, user: User, *, today: date) -> Listing:
    """Of what the person reads; what was cancelled too. Three queries."""
    rows = Meeting.objects.visible_to(user).filter(agreement=agreement).prefetch_related("own_parties__party")
    in_order = list(rows.order_by("held_on", "starts_at", "pk"))
    coming = tuple(row for row in in_order if row.held_on >= today)
    past = sorted((row for row in in_order if row.held_on < today), key=lambda row: (row.held_on, row.pk), reverse=True)
    by_year = tuple((year, tuple(found)) for year, found in groupby(past, key=lambda row: row.held_on.year))
    rules = agreement.meeting_rules.select_related("planned_by", "prepared_by", "minuted_by")
    return Listing(coming, by_year, tuple(_kept(rule, in_order, today.year) for rule in rules), today.year)


def newest_meetings(agreement: Agreement, user: User, *, today: date) -> list[Meeting]:
    """Those that come, and the last few that were, the latest first. One query."""
    rows = Meeting.objects.visible_to(user).filter(agreement=agreement).order_by("-held_on", "-pk")
    last = rows.filter(held_on__lt=today).values("pk")[:LAST]
    return list(rows.filter(Q(held_on__gte=today) | Q(pk__in=last)))


def _kept(rule: MeetingRule, rows: Iterable[Meeting], year: int) -> RuleKept:
    found = [row for row in rows if row.kind == rule.kind and row.held_on.year == year and not row.is_cancelled]
    return RuleKept(rule, len([row for row in found if not rule.subject or row.title == rule.subject]))
