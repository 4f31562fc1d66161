"""The agenda of a meeting as one reads it: each item with its number, its time, where it comes from and its papers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from agreements.agenda.words import words_of
from agreements.models import Agreement
from agreements.models.action_link import LinesBack
from monitoring.meetings.joining import ON_SCHEDULE
from monitoring.meetings.origins import ItemOrigin, origins_of
from monitoring.models import AgendaMailing, Item, Meeting, Paper
from parties.canonical import canonical, hash_of
from parties.models import User

SUBJECTS = (
    "action__agenda__agreement",
    "action__goal__theme",
    "action__project",
    "goal__theme__agreement",
    "proposal__agreement",
    "proposal__agenda__agreement",
    "advice",
    "carried_from__meeting",
)


@dataclass(frozen=True)
class ItemRow:
    """number is its place among what is on the agenda; begins_at is None for a meeting of which the time is not known."""

    item: Item
    number: int
    begins_at: time | None
    origin: ItemOrigin
    papers: tuple[Paper, ...]
    title: str
    may_go_up: bool = False  # past the item before it, which stands where it is once it was decided about
    may_go_down: bool = False

    @property
    def unfolds(self) -> bool:
        """Whether it is one line for many actions, which fold out under it."""
        return self.item.origin == ON_SCHEDULE


@dataclass(frozen=True)
class MeetingAgenda:
    """What one reader sees of it. The meeting takes these minutes and ends at that time."""

    meeting: Meeting
    rows: tuple[ItemRow, ...]
    left_out: tuple[ItemRow, ...]
    minutes: int
    ends_at: time | None

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(paper for row in self.rows for paper in row.papers)


@dataclass(frozen=True)
class Mailed:
    """That an agenda was mailed, and whether it says something else than when it was mailed last."""

    mailings: tuple[AgendaMailing, ...]
    has_changed: bool

    @property
    def last(self) -> AgendaMailing | None:
        return self.mailings[-1] if self.mailings else None


def mailed(agenda: MeetingAgenda) -> Mailed:
    """One query, or none where with_page_known() says that it was never mailed."""
    was_mailed = getattr(agenda.meeting, "was_mailed", True)
    rows = tuple(agenda.meeting.agenda_mailings.select_related("by").order_by("at", "pk")) if was_mailed else ()
    digest = agenda_hash([row.item for row in agenda.rows], agenda.meeting)
    return Mailed(rows, bool(rows) and rows[-1].sha256 != digest)


def with_page_known(meetings: QuerySet[Meeting], user: User) -> QuerySet[Meeting]:
    """Each with is_coordinated, whether the person coordinates its agreement, and was_mailed. No query more."""
    coordinated = Agreement.objects.coordinated_by(user).filter(pk=OuterRef("agreement"))
    mailings = AgendaMailing.objects.filter(meeting=OuterRef("pk"))
    return meetings.annotate(is_coordinated=Exists(coordinated), was_mailed=Exists(mailings))


def agenda_for(meeting: Meeting, user: User) -> MeetingAgenda:
    """The agenda with what this person may see of it. At most seven queries; the meeting comes with its agreement."""
    items = list(meeting.items.select_related(*SUBJECTS).annotate(line=LinesBack("action_id")))
    papers: dict[int, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.visible_to(user).filter(item__in=items).select_related("party", "by") if items else ():
        papers[paper.item_id].append(paper)
    origins = origins_of(items, meeting)
    rows, left_out, clock, minutes = [], [], _begins(meeting), 0
    for item in items:
        found = (origins[item.pk], tuple(papers[item.pk]), title_of(item))
        if item.is_left_out:
            left_out.append(ItemRow(item, 0, None, *found))
            continue
        rows.append(ItemRow(item, len(rows) + 1, _after(clock, minutes), *found))
        minutes += item.minutes_needed
    return MeetingAgenda(meeting, tuple(_with_moves(rows)), tuple(left_out), minutes, _after(clock, minutes))


def _with_moves(rows: list[ItemRow]) -> Iterator[ItemRow]:
    movable = [False, *(not row.item.is_settled for row in rows), False]
    for place, row in enumerate(rows, start=1):
        here = movable[place]
        yield replace(row, may_go_up=here and movable[place - 1], may_go_down=here and movable[place + 1])


def title_of(item: Item) -> str:
    """The title as it was put on the agenda; without what the administrator withholds by now of the agreed words in it."""
    if item.action and (item.action.has_withheld or item.action.goal.has_withheld):
        return str(words_of(item.action))
    if item.goal and item.goal.has_withheld:
        return str(words_of(item.goal, item.meeting.held_on.year))
    return item.title


def agenda_hash(items: Iterable[Item], meeting: Meeting) -> str:
    """Of what a mailed agenda says: the moment and place of the meeting, and its items in their order."""
    said = tuple((item.title, item.note, item.minutes_needed) for item in items if not item.is_left_out)
    return hash_of(canonical((str(meeting.held_on), str(meeting.starts_at), meeting.place, said)))


def _begins(meeting: Meeting) -> datetime | None:
    return datetime.combine(date.min, meeting.starts_at) if meeting.starts_at else None


def _after(clock: datetime | None, minutes: int) -> time | None:
    return (clock + timedelta(minutes=minutes)).time() if clock else None
