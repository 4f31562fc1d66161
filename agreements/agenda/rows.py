"""The rows of which an agenda is printed: plain values, as they stand in the tables, without a word in the reader's language.

They are read from the live tables (collect.py). A stored version, a past moment and the API are other sources of the same rows:
whatever has them is printed by content.build(), on every page and in every file.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from agreements.models.action_words import lead_in_words
from agreements.models.appendix import appendix_in_words
from parties.canonical import ADDED_LATER

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AgreementRow:
    id: int
    slug: str
    title: str
    start_year: int
    end_year: int
    introduction: str
    layout: str
    theme_label: str
    theme_separator: str
    goal_label: str
    action_label: str
    meeting_decides: bool = field(default=False, metadata=ADDED_LATER)

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """What the text is of: a year, or without one the agreement as a whole."""

    id: int | None
    year: int | None
    title: str
    introduction_title: str
    introduction: str
    state: str
    version: int
    adopted_on: date | None
    when_printed: str = field(default="nothing", metadata=ADDED_LATER)
    lists_references: bool = field(default=False, metadata=ADDED_LATER)
    prints_contributions: bool = field(default=False, metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """A party that takes part, by its own id, in the order of the agreement."""

    id: int
    name: str
    short_name: str
    kind: str
    role: str
    signed_on: date | None
    signed_by: str
    mandate: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme, or with a parent a paragraph within one."""

    id: int
    parent_id: int | None
    number: str
    title: str
    introduction: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal; dropped_from is empty in the years before it, in which the goal was agreed as it stands."""

    id: int
    theme_id: int
    number: str
    text: str
    commitment: str
    start_year: int | None
    end_year: int | None
    added_on: date | None
    is_focus: bool
    dropped_from: int | None = None
    drop_reason: str = ""
    references: str = field(default="", metadata=ADDED_LATER)

    @property
    def content(self) -> "GoalRow":
        """For {% kept %}: itself, as it has words, numbers and days alone."""
        return self


@dataclass(frozen=True, slots=True)
class LeadRow:
    party_id: int
    name: str
    short_name: str
    task: str

    def __str__(self) -> str:
        return lead_in_words(self.short_name, self.task)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with its leads in order; lineage is its id and those of the same action in earlier years, the newest first."""

    id: int
    goal_id: int
    number: str
    project_id: int | None
    project: str
    text: str
    kind: str
    lead_text: str
    starts_on: date | None
    starts_precision: str
    due_on: date | None
    due_precision: str
    recurrence: str
    budget: Decimal | None
    dropped_on: date | None
    drop_reason: str
    lineage: tuple[int, ...]
    leads: tuple[LeadRow, ...]
    added_on: date | None = field(default=None, metadata=ADDED_LATER)
    goes_on_in: int | None = field(default=None, metadata=ADDED_LATER)
    references: str = field(default="", metadata=ADDED_LATER)
    contributions: str = field(default="", metadata=ADDED_LATER)

    @property
    def content(self) -> "ActionRow":
        """For {% kept %}, as that of a goal."""
        return self


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """file_name is empty where the appendix is named and its file did not come along."""

    id: int
    number: str
    title: str
    file_name: str
    document_date: date | None

    def __str__(self) -> str:
        return appendix_in_words(self.number, self.title)


@dataclass(frozen=True, slots=True)
class AgendaRows:
    """All rows of one year, or of the agreement as a whole; each table in its printed order.

    changed_at is when something of it was changed last.
    """

    agreement: AgreementRow
    agenda: AgendaRow
    parties: tuple[ParticipationRow, ...]
    themes: tuple[ThemeRow, ...]
    goals: tuple[GoalRow, ...]
    actions: tuple[ActionRow, ...]
    appendices: tuple[AppendixRow, ...] = ()
    asked: tuple[str, ...] = ()  # the names of parties that were asked to take part and have not said yes
    changed_at: datetime | None = None


# -- What binds beside the words


@dataclass(frozen=True, slots=True)
class TermsRow:
    """On what terms a party takes part; id is that of the party."""

    id: int
    from_year: int | None
    to_year: int | None
    right_of_advice: str
    advice_subject: str
    advice_adds: str = field(default="", metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class TargetRow:
    year: int | None
    value: Decimal | None
    value_to: Decimal | None
    formula: str
    approximate: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    id: int
    goal_id: int
    name: str
    unit: str
    kind: str
    per: str
    start_year: int | None
    end_year: int | None
    scope: str
    price_level: int | None
    baseline: Decimal | None
    baseline_on: date | None
    source: str
    delivered_by_id: int | None
    delivered_by: str
    delivered_to: str
    delivered_when: str
    targets: tuple[TargetRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingRuleRow:
    id: int
    kind: str
    subject: str
    frequency: str
    per_year: int | None
    is_maximum: bool
    participants: str
    planned_by: str
    prepared_by: str
    minuted_by: str
    goal_id: int | None
    every_weeks: int | None = field(default=None, metadata=ADDED_LATER)
    quorum: str = field(default="", metadata=ADDED_LATER)
    quorum_number: int | None = field(default=None, metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class AppendixHash:
    """sha256 is empty where the appendix is named and its file did not come along."""

    id: int
    sha256: str


def columns_of(kind: type, /, **elsewhere: str) -> tuple[str, ...]:
    """The look-ups of what such a row has, in order; elsewhere says where that stands which has no column of its name."""
    return tuple(elsewhere.get(field.name, field.name) for field in fields(kind))


def extend(kind: type[T], row: Any, **more: Any) -> T:
    """A row of this kind with what it has in common with the row, and what is given instead of it or beside it."""
    names, values_of = _in_common(kind, type(row))
    return kind(**dict(zip(names, values_of(row), strict=True)) | more)


@cache
def _in_common(kind: type, other: type) -> tuple[tuple[str, ...], Callable[[Any], tuple]]:
    """The names, and what reads all of them at once."""
    names = tuple(name for name in columns_of(kind) if name in columns_of(other))
    return names, attrgetter(*names) if len(names) > 1 else lambda row: tuple(getattr(row, name) for name in names)
