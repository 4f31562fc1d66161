"""Lines of history told to people: who, for which party, when, what and why; was and becomes of each field."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from agreements.agenda.words import words_of
from agreements.models import Action, Agreement, Goal, Withholding
from agreements.models.indicator import plain_number
from agreements.models.withholding import Passage
from monitoring.history.origins import ChangeOrigin, origins_of, proposals_of
from monitoring.history.places import is_told, unsaid
from monitoring.history.sentences import sentence_of
from monitoring.models import HistoryLine, Meeting
from parties.history.changes import FieldChange
from parties.history.timeline import fields_changed
from parties.models import Party, User
from parties.prepared import Prepared

NAMES = ("subject", "title", "name", "file_name", "text", "words", "number")
LONGEST_NAME = 90
OUTCOMES = ("judgement", "outcome", "answer", "value")  # what a report, review or answer comes down to


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One row of history in a sentence. where is the goal or action in words, with its address where it is there still."""

    line: HistoryLine
    change: str
    reason: str
    sentence: str
    who: str
    where: str
    address: str
    changes: tuple[FieldChange, ...]

    @property
    def content(self) -> tuple:
        """All that it tells, for {% kept %}."""
        changes = tuple((change.label, change.was, change.becomes, change.is_text) for change in self.changes)
        said = (self.change, self.reason, self.sentence, self.who, self.where, self.address)
        return (self.line.pk, self.line.kind, *said, changes)

    @property
    def act(self) -> str:
        """The sentence below the name of who did it."""
        return capfirst(self.sentence.removeprefix(f"{self.who} "))

    @property
    def is_addition(self) -> bool:
        return self.change == "+"

    @property
    def is_deletion(self) -> bool:
        return self.change == "-"

    @property
    def can_be_restored(self) -> bool:
        """Whether it is agreed text, of which a field or a deleted row can come back."""
        return self.line.kind == HistoryLine.Kind.TEXT and not self.is_addition


@dataclass(frozen=True, slots=True)
class ToldMoment:
    """All that was done together."""

    at: datetime.datetime
    agreement: Agreement | None
    person: str
    party: str
    reason: str
    origin: ChangeOrigin | None
    lines: tuple[ToldLine, ...]

    @property
    def content(self) -> tuple:
        """All that it tells but the name of its agreement, for {% kept %}."""
        origin = (self.origin.words, self.origin.address) if self.origin else None
        said = (self.at, self.agreement and self.agreement.slug, self.person, self.party, self.reason, origin)
        return (*said, *(row.content for row in self.lines))

    @property
    def agreement_name(self) -> str:
        return str(self.agreement or "")


@dataclass(frozen=True)
class Around:
    """What the sentences of one page name, looked up together."""

    people: dict[int, User]
    parties: dict[int, Party]
    agreements: dict[int, Agreement]
    goals: dict[int, Goal]
    actions: dict[int, Action]
    meetings: dict[int, Meeting]
    origins: dict[uuid.UUID, ChangeOrigin]
    proposals: dict[tuple[str, int], ChangeOrigin]
    passages: tuple[Passage, ...]
    year: int

    def mask(self, text: str) -> str:
        """Without what the administrator withholds, wherever it stands: also where a reason or a report repeats it."""
        return reduce(lambda found, passage: passage.mask(found), self.passages, text) if text else text

    def who(self, line: HistoryLine) -> str:
        person = self.people.get(line.person or 0)
        return person.name if person else _("Nobody in person")

    def party(self, line: HistoryLine) -> str:
        party = self.parties.get(line.by_party or 0)
        return party.name if party else ""

    def where(self, line: HistoryLine) -> tuple[str, str]:
        """The proposal, action, goal or meeting on which the line hangs, and its page."""
        if proposal := self.proposals.get((line.model, line.row)):
            return self.mask(proposal.words), proposal.address
        if action := self.actions.get(line.action or 0):
            return str(words_of(action)), action.get_absolute_url()
        if goal := self.goals.get(line.goal or 0):
            words = words_of(goal, line.year or self.year)
            return _("goal %(number)s") % {"number": words.number}, goal.get_absolute_url()
        if line.model != Meeting._meta.label and (meeting := self.meetings.get(line.meeting or 0)):
            return self.mask(str(meeting)), meeting.get_absolute_url()
        return "", ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A row of history, the one before it that people may read too, and that which it is told as."""

    record: Any
    before: Any
    change: str


def tell(lines: Sequence[HistoryLine], *, user: User | None, year: int) -> list[ToldMoment]:
    """The lines as moments, in their order. A number of queries that depends on the kinds of rows, never on how many there are.

    year is the one in whose words a goal is named, of a line that has none. Without a user it is told as all parties may read it.
    """
    records = _records(lines)
    around = _around(lines, year)
    changes = fields_changed(
        {found.record: found.before for found in records.values()},
        without=unsaid,
        unnamed={Meeting: _unseen_meetings(records.values(), user)},
    )
    told = [
        _told(line, found, changes[found.record], around) for line in lines if (found := records.get((line.model, line.record)))
    ]
    with_something = [row for row in told if row.changes or row.change != "~"]
    return [_moment(list(rows), around) for _key, rows in groupby(with_something, key=lambda row: _together(row.line))]


def _together(line: HistoryLine) -> tuple:
    return (line.change_set or (line.model, line.record), line.person)


def _moment(rows: list[ToldLine], around: Around) -> ToldMoment:
    first = rows[0].line
    return ToldMoment(
        at=first.at,
        agreement=around.agreements.get(first.agreement or 0),
        person=around.who(first),
        party=around.party(first),
        reason=rows[0].reason,
        origin=around.origins.get(first.change_set) if first.change_set else None,
        lines=tuple(rows),
    )


def _told(line: HistoryLine, found: Recorded, changes: tuple[FieldChange, ...], around: Around) -> ToldLine:
    where, address = around.where(line)
    masked = tuple(replace(change, was=around.mask(change.was), becomes=around.mask(change.becomes)) for change in changes)
    party, who = around.parties.get(line.of_party or 0), around.who(line)
    name = Truncator(around.mask(_name_of(found.record))).chars(LONGEST_NAME) or (party.name if party else "")
    sentence = sentence_of(
        found.record.instance_type,
        found.change,
        who=who,
        name="" if (line.model, line.row) in around.proposals else name,  # where it stands says which
        outcome=_outcome_of(found.record, masked),
        party=party.name if party and line.of_party != line.by_party else "",
    )
    reason = around.mask(found.record.history_change_reason or "") if line.agreement else ""  # those of a party are its own
    return ToldLine(line, found.change, reason, sentence, who, where, address, masked)


def _name_of(record: Any) -> str:
    columns = {column.name for column in record.tracked_fields}
    found = (str(getattr(record, name)) for name in NAMES if name in columns and getattr(record, name))
    return next(found, "")


def _outcome_of(record: Any, changes: Iterable[FieldChange]) -> str:
    """What an act comes down to; a number without needless decimals."""
    change = next((change for change in changes if change.column in OUTCOMES), None)
    if change is None:
        return ""
    return plain_number(record.value) if change.column == "value" and record.value is not None else change.becomes


# -- Looked up together


def _records(lines: Iterable[HistoryLine]) -> dict[tuple[str, int], Recorded]:
    """Each row of history with the one before it. Two queries for each kind of row."""
    found: dict[tuple[str, int], Recorded] = {}
    by_model = sorted(lines, key=lambda line: line.model)
    for label, group in groupby(by_model, key=lambda line: line.model):
        records = _records_with_before(label).models(tuple(line.record for line in group))
        keys = tuple(record.before_id for record in records if record.before_id)
        before = {row.history_id: row for row in _records_of(label).models(keys)} if keys else {}
        found |= {(label, record.history_id): _recorded(record, before.get(record.before_id)) for record in records}
    return found


@cache
def _records_of(label: str) -> Prepared:
    rows = apps.get_model(label).history.model.objects
    return Prepared(lambda keys: rows.filter(history_id__in=keys))


@cache
def _records_with_before(label: str) -> Prepared:
    """Each with the key of the row of history before it."""
    rows = apps.get_model(label).history.model.objects
    earlier = rows.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    before = Subquery(earlier.values("history_id")[:1])
    return Prepared(lambda keys: rows.filter(history_id__in=keys).annotate(before_id=before))


def _recorded(record: Any, before: Any) -> Recorded:
    """What was written before others might read it is an addition at the moment that they may."""
    if record.history_type == "~" and (before is None or not is_told(before)):
        return Recorded(record, None, "+")
    return Recorded(record, before, record.history_type)


def _around(lines: Sequence[HistoryLine], year: int) -> Around:
    def keys(*names: str) -> set[int]:
        return {key for line in lines for name in names if (key := getattr(line, name)) is not None}

    agreements = keys("agreement")
    return Around(
        people=_by_key(_people, keys("person")),
        parties=_by_key(_parties, keys("by_party", "of_party")),
        agreements=_by_key(_agreements, agreements),
        goals=_by_key(_goals, keys("goal")),
        actions=_by_key(_actions, keys("action")),
        meetings=_by_key(_meetings, keys("meeting")),
        origins=origins_of({line.change_set for line in lines if line.change_set}, agreements),
        proposals=proposals_of({(line.model, line.row) for line in lines}),
        passages=Withholding.objects.filter(agreement__in=agreements).passages(),
        year=year,
    )


def _by_key(rows: Prepared, keys: set[int]) -> dict[int, Any]:
    return {row.pk: row for row in rows.models(tuple(keys))} if keys else {}


_people = Prepared(lambda keys: User.objects.filter(pk__in=keys))
_parties = Prepared(lambda keys: Party.objects.filter(pk__in=keys))
_agreements = Prepared(lambda keys: Agreement.objects.filter(pk__in=keys))
_goals = Prepared(lambda keys: Goal.objects.filter(pk__in=keys).select_related("theme__agreement"))
_actions = Prepared(
    lambda keys: Action.objects.filter(pk__in=keys).select_related("project", "agenda__agreement", "goal__theme__agreement")
)
_meetings = Prepared(lambda keys: Meeting.objects.filter(pk__in=keys))


def _unseen_meetings(records: Iterable[Recorded], user: User | None) -> set[int]:
    """Meetings to which a row points that the person, or without one some party, does not know of."""
    pointed = {
        getattr(row, column.attname)
        for found in records
        for row in (found.record, found.before)
        if row is not None
        for column in row.tracked_fields
        if column.remote_field and column.remote_field.model is Meeting
    } - {None}
    if not pointed:
        return set()
    known = Meeting.objects.shared() if user is None else Meeting.objects.visible_to(user)
    return pointed - set(known.filter(pk__in=pointed).values_list("pk", flat=True))


def with_words(moment: ToldMoment, words: str) -> ToldMoment | None:
    """The moment with the lines that have these words, however they are written; all of them where it has them itself."""
    wanted = words.casefold()

    def says(*texts: str) -> bool:
        return any(wanted in text.casefold() for text in texts)

    if says(moment.person, moment.party, moment.reason, moment.origin.words if moment.origin else ""):
        return moment
    own = (*(row for row in moment.lines if says(*_texts_of(row))),)
    return replace(moment, lines=own) if own else None


def _texts_of(row: ToldLine) -> list[str]:
    return [row.sentence, row.where, *(text for change in row.changes for text in (change.label, change.was, change.becomes))]
