"""What the page of a notice shows: to whom it was given, how it reached them, and how long the four weeks still run."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from monitoring.disputes.people import spoken_for
from monitoring.disputes.subjects import Subjects
from monitoring.models import DisputeNotice, NoticeReceipt
from parties.models import User

Kind = NoticeReceipt.Kind


@dataclass(frozen=True, slots=True)
class AddressedParty:
    """confirmed comes first: it says most. got_at is when the party counts as having it; None where nothing says so yet."""

    name: str
    mailed: tuple[NoticeReceipt, ...]
    opened: tuple[NoticeReceipt, ...]
    confirmed: NoticeReceipt | None

    @property
    def got_at(self) -> datetime | None:
        moments = [row.at for row in (*self.opened, *filter(None, [self.confirmed]))]
        return min(moments, default=None)


@dataclass(frozen=True, slots=True)
class NoticePage:
    notice: DisputeNotice
    subjects: tuple[str, ...]
    addressed: tuple[AddressedParty, ...]
    may_confirm: bool
    may_end: bool
    days_left: int


def with_all(rows):
    """With everything that a line about a notice shows."""
    return rows.select_related("agreement", "party", "by", "end__by")


def page_of(notice: DisputeNotice, user: User, *, today: date) -> NoticePage:
    """Nine queries."""
    receipts = list(notice.receipts.select_related("party", "person").order_by("at", "pk"))
    addressed = tuple(addressed_in(receipts))
    own = set(spoken_for(user).values_list("pk", flat=True))
    confirmed = {row.party_id for row in receipts if row.kind == Kind.CONFIRMED}
    mailed = {row.party_id for row in receipts if row.kind == Kind.MAILED}
    return NoticePage(
        notice=notice,
        subjects=tuple(subjects_of(notice)),
        addressed=addressed,
        may_confirm=bool((own & mailed) - confirmed),
        may_end=notice.party_id in own and not notice.is_ended,
        days_left=(notice.ends_on - today).days,
    )


def addressed_in(receipts: list[NoticeReceipt]) -> list[AddressedParty]:
    """The parties to which it was given, in the order in which they were mailed."""
    found: dict[int, dict[str, list[NoticeReceipt]]] = defaultdict(lambda: defaultdict(list))
    for row in receipts:
        found[row.party_id][row.kind].append(row)
    return [
        AddressedParty(
            name=next(iter(rows.values()))[0].party.name,
            mailed=tuple(rows[Kind.MAILED]),
            opened=tuple(rows[Kind.OPENED]),
            confirmed=next(iter(rows[Kind.CONFIRMED]), None),
        )
        for rows in found.values()
    ]


def subjects_of(notice: DisputeNotice) -> list[str]:
    rows = list(notice.subjects.values_list("goal", "action"))
    goals, actions = (list(filter(None, keys)) for keys in zip(*rows, strict=True)) if rows else ([], [])
    return Subjects(notice.agreement).names_of(goals, actions)


def about(goals: list[int], actions: list[int]) -> Q:
    """The notices on any of these goals and actions."""
    return Q(subjects__goal__in=goals) | Q(subjects__action__in=actions)
