"""The minutes of a meeting as frozen values: what page, PDF and Word print, and what is hashed once they are adopted.

A field that is added later has metadata=ADDED_LATER, so that what was adopted before keeps its hash.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.agenda.withheld import passages_in
from agreements.agenda.words import goal_words_of, words_of
from agreements.models.withholding import Passage
from monitoring.models import ActionPoint, Attendance, Decision, Item, Meeting, MinutesReaction
from parties.canonical import ADDED_LATER, canonical, restore

SCHEMA = 1
ABOUT = ("action__agenda", "action__project", "action__goal", "goal__theme")


@dataclass(frozen=True, slots=True)
class MinutesSubject:
    """What a decision is about: the kind and key of the row, and its words in the year of the meeting."""

    kind: str
    row_id: int
    words: str


@dataclass(frozen=True, slots=True)
class MinutesDecision:
    kind: str
    subject: MinutesSubject
    text: str
    corrects: str
    withdrawn: str = field(default="", metadata=ADDED_LATER)  # on which day, by whom and why


@dataclass(frozen=True, slots=True)
class MinutesPoint:
    """An action point: who does what by when."""

    text: str
    party: str
    person: str
    due_on: date


@dataclass(frozen=True, slots=True)
class MinutesNote:
    """What was added to minutes that were sent, or to an item about which was decided."""

    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class MinutesItem:
    number: int
    title: str
    about: MinutesSubject | None
    discussed: str
    decisions: tuple[MinutesDecision, ...]
    points: tuple[MinutesPoint, ...]
    left_out: str  # why, for what was left out
    carried_from: str
    notes: tuple[MinutesNote, ...] = field(default=(), metadata=ADDED_LATER)

    @property
    def subject_words(self) -> str:
        """What it is about, where its title does not say that already."""
        return self.about.words if self.about and self.about.words not in self.title else ""


@dataclass(frozen=True, slots=True)
class MinutesParty:
    """Who of a party was there, absent, or represented and by whom."""

    party: str
    present: tuple[str, ...]
    represented: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesRemark:
    """A reaction with its answer, which is empty as long as there is none."""

    party: str
    by: str
    on: date
    about: str
    text: str
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """adopted_in and adopted_on are empty for a concept."""

    schema: int
    agreement: str
    name: str
    kind: str
    held_on: date
    hours: str
    place: str
    prepared_by: str
    minuted_by: str
    parties: tuple[MinutesParty, ...]
    quorum: str
    quorum_missed: bool
    text: str
    items: tuple[MinutesItem, ...]
    decisions: tuple[MinutesDecision, ...]  # about no item of the agenda
    points: tuple[MinutesPoint, ...]
    notes: tuple[MinutesNote, ...]  # added to the minutes as a whole
    remarks: tuple[MinutesRemark, ...]
    sent_at: datetime | None
    react_until: date | None
    adopted_in: str
    adopted_on: date | None

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None

    @property
    def changes(self) -> tuple[MinutesRemark, ...]:
        """The reactions that were taken over: with them the minutes read as they were adopted."""
        return tuple(row for row in self.remarks if row.outcome == "taken_over")

    @classmethod
    def from_json(cls, text: str) -> "MinutesContent":
        return restore(cls, text)


def content_of(minutes: MinutesContent) -> str:
    """What is hashed."""
    return canonical(minutes)


def minutes_of(meeting: Meeting, **read: Any) -> MinutesContent:
    """What was adopted, or the concept as it stands; without the words that the administrator withholds.

    MinutesTamperedError when what is stored is not what was adopted. The meeting comes with its agreement; read is as for
    collect_minutes().
    """
    kept = getattr(meeting, "adopted", None)
    found = MinutesContent.from_json(kept.verified_content()) if kept else collect_minutes(meeting, **read)
    passages = passages_in(meeting.agreement)
    return _without(found, passages) if passages else found


@translation.override("nl")
def collect_minutes(
    meeting: Meeting,
    *,
    adopted_in: Meeting | None = None,
    items: Iterable[Item] | None = None,
    reactions: Iterable[MinutesReaction] | None = None,
) -> MinutesContent:
    """The minutes as the rows have them now, in Dutch whoever asks. A fixed number of queries.

    Items and reactions are given by who read them already, with items_of() and reactions_to().
    """
    by_item: dict[int | None, list[MinutesDecision]] = defaultdict(list)
    for row in _decisions(meeting):
        by_item[row.item_id].append(_decision(row, meeting.held_on.year))
    points: dict[int | None, list[MinutesPoint]] = defaultdict(list)
    for row in meeting.action_points.select_related("party", "person"):
        points[row.item_id].append(_point(row))
    notes: dict[int | None, list[MinutesNote]] = defaultdict(list)
    for row in meeting.additions.select_related("by"):
        notes[row.item_id].append(MinutesNote(row.text, str(row.by), _day(row.at)))
    minuted, number = [], 0
    for row in items_of(meeting) if items is None else items:
        number += not row.is_left_out
        said = by_item.pop(row.pk, ()), points.pop(row.pk, ()), notes.pop(row.pk, ())
        minuted.append(_item(row, 0 if row.is_left_out else number, *map(tuple, said)))
    rule = meeting.rule()
    return MinutesContent(
        schema=SCHEMA,
        agreement=meeting.agreement.title,
        name=meeting.name,
        kind=capfirst(str(meeting.get_kind_display())),
        held_on=meeting.held_on,
        hours=hours_of(meeting.starts_at, meeting.ends_at),
        place=meeting.place,
        prepared_by=str(meeting.prepared_by or ""),
        minuted_by=str(meeting.minuted_by or ""),
        parties=_parties(meeting),
        quorum=rule.quorum_phrase if rule else "",
        quorum_missed=meeting.quorum_missed,
        text=meeting.minutes,
        items=tuple(minuted),
        decisions=tuple(by_item[None]),
        points=tuple(points[None]),
        notes=tuple(notes[None]),
        remarks=tuple(_remark(row) for row in (reactions_to(meeting) if reactions is None else reactions)),
        sent_at=meeting.minutes_sent_at,
        react_until=meeting.react_until,
        adopted_in=str(adopted_in or ""),
        adopted_on=adopted_in.held_on if adopted_in else None,
    )


def _decisions(meeting: Meeting) -> QuerySet[Decision]:
    return meeting.decisions.select_related(
        *ABOUT, "item", *(f"corrects__{name}" for name in ABOUT), "corrects__item", "withdrawn_by"
    )


def items_of(meeting: Meeting) -> QuerySet[Item]:
    """With what they are about and were carried over from; is_carried_over says that a next agenda has it."""
    rows = meeting.items.select_related(*ABOUT, "carried_from__meeting")
    return rows.annotate(is_carried_over=Exists(Item.objects.filter(carried_from=OuterRef("pk"))))


def reactions_to(meeting: Meeting) -> QuerySet[MinutesReaction]:
    """With party, item, person and answer."""
    return meeting.reactions.select_related("party", "item", "by", "answer__by").order_by("at", "pk")


def hours_of(start: time | None, end: time | None) -> str:
    return "–".join(f"{hour:%H:%M}" for hour in (start, end) if hour)


def _item(row: Item, number: int, decisions: tuple, points: tuple, notes: tuple) -> MinutesItem:
    about = subject_of(row, row.meeting.held_on.year) if row.action_id or row.goal_id else None
    carried = str(row.carried_from.meeting) if row.carried_from else ""
    return MinutesItem(number, row.title, about, row.discussed, decisions, points, row.left_out_reason, carried, notes)


def subject_of(row: Decision | Item, year: int) -> MinutesSubject:
    """What it is about, in words that can be found in the printed agenda."""
    if row.action_id:
        action = row.action
        name = f"{action.agenda.year} · {goal_words_of(action).number} {words_of(action)}"
        return MinutesSubject("action", action.pk, name)
    if row.goal_id:
        return MinutesSubject("goal", row.goal_id, str(words_of(row.goal, year)))
    item = row if isinstance(row, Item) else row.item
    return MinutesSubject("item", item.pk, item.title)


def _decision(row: Decision, year: int) -> MinutesDecision:
    corrects = ""
    if row.corrects:
        corrects = f"{capfirst(str(row.corrects.get_kind_display()))}: {subject_of(row.corrects, year).words}"
    return MinutesDecision(capfirst(str(row.get_kind_display())), subject_of(row, year), row.text, corrects, _withdrawn(row))


def _withdrawn(row: Decision) -> str:
    if not row.is_withdrawn:
        return ""
    words = {"date": date_format(_day(row.withdrawn_at), "j F Y"), "person": row.withdrawn_by, "reason": row.withdrawn_reason}
    return _("Withdrawn on %(date)s by %(person)s: %(reason)s") % words


def _point(row: ActionPoint) -> MinutesPoint:
    return MinutesPoint(row.text, str(row.party), str(row.person or ""), row.due_on)


def _parties(meeting: Meeting) -> tuple[MinutesParty, ...]:
    found: dict[str, dict[str, list[str]]] = {}
    for row in meeting.attendances.select_related("party", "user").order_by("party__short_name", "user__name", "pk"):
        people = found.setdefault(str(row.party), {kind: [] for kind in Attendance.Kind.values})
        people[row.kind].append(_person(row))
    kinds = (Attendance.Kind.PRESENT, Attendance.Kind.REPRESENTED, Attendance.Kind.ABSENT)
    return tuple(MinutesParty(party, *(tuple(people[kind]) for kind in kinds)) for party, people in found.items())


def _person(row: Attendance) -> str:
    words = {"person": row.user, "other": row.represented_by}
    return _("%(person)s, by %(other)s") % words if row.represented_by else str(row.user)


def _remark(row: MinutesReaction) -> MinutesRemark:
    answer = row.answer if row.is_answered else None
    about = row.item.title if row.item else ""
    outcome, said = (answer.outcome, answer.text) if answer else ("", "")
    return MinutesRemark(str(row.party), str(row.by), _day(row.at), about, row.text, outcome, said)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


# -- Without what is withheld


def _without(minutes: MinutesContent, passages: tuple[Passage, ...]) -> MinutesContent:
    """A passage is left out of what quotes its row: the subject, and the title and words of its item."""

    def subject(row: MinutesSubject) -> MinutesSubject:
        return replace(row, words=mask(row.words, row))

    def mask(text: str, about: MinutesSubject) -> str:
        for passage in passages:
            if (passage.kind, passage.row_id) == (about.kind, about.row_id):
                text = passage.mask(text)
        return text

    def decision(row: MinutesDecision) -> MinutesDecision:
        texts = {name: mask(getattr(row, name), row.subject) for name in ("text", "withdrawn")}
        return replace(row, subject=subject(row.subject), **texts)

    def item(row: MinutesItem) -> MinutesItem:
        decisions = tuple(map(decision, row.decisions))
        if row.about is None:
            return replace(row, decisions=decisions)
        texts = {name: mask(getattr(row, name), row.about) for name in ("title", "discussed")}
        notes = tuple(replace(note, text=mask(note.text, row.about)) for note in row.notes)
        return replace(row, about=subject(row.about), decisions=decisions, notes=notes, **texts)

    items, decisions = tuple(map(item, minutes.items)), tuple(map(decision, minutes.decisions))
    return replace(minutes, items=items, decisions=decisions)
