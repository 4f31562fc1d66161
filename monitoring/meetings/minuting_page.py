"""The screen on which a meeting is minuted: its items, the one that stands open, and what others wrote about it since."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Max, QuerySet, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements.models import MeetingRule
from monitoring.meetings.page import attendance_by_party, attendances_in_order, writing_for
from monitoring.meetings.proposing import changeable
from monitoring.models import ActionPoint, Attendance, Decision, Item, Meeting, MinutesAddition
from parties.history.changes import FieldChange
from parties.models import User

SUBJECT = (
    "action__agenda",
    "action__goal",
    "action__project",
    "goal__theme",
    "proposal__agreement",
    "proposal__agenda__agreement",
)
OPEN = "open"


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """How the time goes, in minutes: planned for the whole meeting, planned through the open item, and gone by on the day."""

    planned: int
    planned_until: int
    used: int | None

    @property
    def late(self) -> int:
        return max(0, (self.used or 0) - self.planned_until)


@dataclass(frozen=True, slots=True)
class DecisionOnItem:
    decision: Decision
    may_propose: bool
    is_readable: bool  # the proposal: a draft is read by its own party alone


@dataclass(frozen=True, slots=True)
class Others:
    """What somebody else wrote about the open item since this person read it; marked shows it against what was typed."""

    text: str
    by: User | None
    at: datetime
    seen: int
    typed: str | None = None

    @property
    def marked(self) -> FieldChange | None:
        if not self.typed or not self.text:
            return None
        return FieldChange(str(_("What was said")), self.text, self.typed, is_text=True)


class MinutingPage:
    """Each part is asked when it is shown, once; at most fifteen queries for all of it, however long the agenda is."""

    def __init__(self, meeting: Meeting, user: User, *, may_write: bool, item: int | None = None):
        self.meeting, self.user, self.may_write, self.asked = meeting, user, may_write, item

    @cached_property
    def items(self) -> list[Item]:
        rows = list(self.meeting.items.on_agenda().select_related(*SUBJECT).order_by("position", "pk"))
        for row in rows:
            row.meeting = self.meeting
        return rows

    @cached_property
    def item(self) -> Item | None:
        """The one that was asked for; else the first about which nothing was written or decided."""
        asked = [row for row in self.items if row.pk == self.asked]
        to_do = [row for row in self.items if not (row.is_settled or row.discussed)]
        return next(iter([*asked, *to_do, *self.items]), None)

    @cached_property
    def place(self) -> int:
        return self.items.index(self.item) if self.item else 0

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def previous(self) -> Item | None:
        return self.items[self.place - 1] if self.place else None

    @property
    def next(self) -> Item | None:
        return self.items[self.place + 1] if self.place + 1 < len(self.items) else None

    @property
    def is_open(self) -> bool:
        """Whether the words of the open item may still change."""
        meeting, item = self.meeting, self.item
        return item is not None and not (item.is_settled or meeting.is_settled or meeting.is_cancelled)

    @property
    def is_written(self) -> bool:
        """Whether this person writes them."""
        return self.may_write and self.is_open

    @cached_property
    def decisions(self) -> list[DecisionOnItem]:
        names = (
            "item",
            "action__agenda",
            "action__goal",
            "action__project",
            "goal",
            "proposal__party",
            "corrects",
            "withdrawn_by",
        )
        rows = list(Decision.objects.filter(item=self.item).select_related(*names).order_by("pk"))
        writes = writing_for(self.meeting.agreement, self.user) if any(row.changes_text for row in rows) else frozenset()
        changes = changeable(rows, self.meeting.agreement) if writes else set()
        return [
            DecisionOnItem(
                row,
                may_propose=row.changes_text and not row.is_withdrawn and row.proposal_id is None and row.pk in changes,
                is_readable=row.proposal is not None and (not row.proposal.is_draft or row.proposal.party_id in writes),
            )
            for row in rows
        ]

    @cached_property
    def standing(self) -> list[Decision]:
        return [row.decision for row in self.decisions if not row.decision.is_withdrawn]

    @cached_property
    def points(self) -> list[ActionPoint]:
        rows = ActionPoint.objects.filter(item=self.item).select_related("party", "person")
        return list(rows.order_by("due_on", "pk"))

    @cached_property
    def additions(self) -> list[MinutesAddition]:
        return list(MinutesAddition.objects.filter(item=self.item).select_related("by")) if not self.is_open else []

    @cached_property
    def rule(self) -> MeetingRule | None:
        return self.meeting.rule()

    @cached_property
    def present(self) -> list[tuple[str, str]]:
        return attendance_by_party(attendances_in_order().filter(meeting=self.meeting))

    @cached_property
    def time(self) -> TimeSpent:
        until = sum(row.minutes_needed for row in self.items[: self.place + 1])
        return TimeSpent(sum(row.minutes_needed for row in self.items), until, minutes_gone_by(self.meeting))

    @cached_property
    def _newest(self) -> dict[str, int]:
        return newest_changes(self.meeting, self.item)

    @property
    def seen(self) -> int:
        """The last change of the open item, up to which the person reads its words."""
        return self._newest.get(OPEN, 0)

    @property
    def mark(self) -> str:
        """Another one whenever the screen would show something else, and each minute while the meeting is held."""
        newest = sorted(f"{name[:3]}{last}" for name, last in self._newest.items())
        return ".".join([*newest, str(minutes_gone_by(self.meeting) or "")])


def minutes_gone_by(meeting: Meeting) -> int | None:
    """Since the meeting began; None on another day, before it begins, or where nobody said when."""
    now = timezone.localtime()
    if meeting.starts_at is None or meeting.held_on != now.date() or meeting.is_settled:
        return None
    gone = (now.hour - meeting.starts_at.hour) * 60 + now.minute - meeting.starts_at.minute
    return gone if gone >= 0 else None


def newest_changes(meeting: Meeting, item: Item | None) -> dict[str, int]:
    """The key of the last change of each kind of row of the meeting, and under OPEN that of this item. One query."""
    models = (Item, Decision, ActionPoint, Attendance, MinutesAddition)
    rows = [_last(model._meta.model_name, model.history.filter(meeting_id=meeting.pk), "meeting_id") for model in models]
    own = _last(OPEN, Item.history.filter(id=item.pk if item else None), "id")
    return dict(own.union(*rows, all=True))


def _last(name: str, records: QuerySet, by: str) -> QuerySet:
    found = records.order_by().values(by).annotate(name=Value(name, CharField()), last=Max("history_id"))
    return found.values_list("name", "last")


def others_since(item: Item, seen: int, user: User, *, typed: str | None = None) -> Others | None:
    """What somebody wrote about the item after the change that this person saw; own words only count against what is typed."""
    later = Item.history.filter(id=item.pk, history_id__gte=seen).select_related("history_user").order_by("history_id")
    records = list(later) if seen else list(Item.history.filter(id=item.pk).select_related("history_user").order_by("history_id"))
    shown = records[0].discussed if records and records[0].history_id == seen else ""
    if not records or records[-1].discussed == shown:
        return None
    changed = [
        after for before, after in zip([None, *records], records, strict=False) if _words(before, shown) != after.discussed
    ]
    last = changed[-1]
    if typed is None and last.history_user_id == user.pk:
        return None
    return Others(records[-1].discussed, last.history_user, last.history_date, records[-1].history_id, typed)


def _words(record, shown: str) -> str:
    return record.discussed if record is not None else shown


def joined(shown: str, theirs: str, mine: str) -> str:
    """Both texts in one: where each only added at the end, what both added; else the one under the other."""
    if theirs.startswith(shown) and mine.startswith(shown):
        both = [shown, theirs[len(shown) :], mine[len(shown) :]]
    else:
        both = [theirs, mine]
    return "\n\n".join(dict.fromkeys(part.strip() for part in both if part.strip()))
