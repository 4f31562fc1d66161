"""The state of an agenda at a reference date, as plain values: what dashboard, report, presentation and PDF read.

How it stands now and a position that was frozen years ago are the same type. Nothing in here asks the database anything, and
every name and word stands in it as it read at that moment. docs/decisions/0012-position-and-reminders.md has the reasons.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from monitoring.position.canonical import canonical, restore

SCHEMA = 1  # goes up when a field changes its meaning; a new field with a default needs no new number


class UnknownSchema(ValueError):  # noqa: N818
    """This content was written by a later version of the program."""


@dataclass(frozen=True, slots=True)
class Code:
    """A choice: the key that the program knows, and the words that people read."""

    key: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.key)

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class StateParty:
    id: int
    name: str
    short_name: str
    kind: Code
    role: Code


@dataclass(frozen=True, slots=True)
class StateMeeting:
    id: int
    name: str
    kind: Code
    held_on: date


@dataclass(frozen=True, slots=True)
class StateRound:
    """The round of which this is the state. closed_at None: it still runs, and the state may still change."""

    id: int
    name: str
    reference_date: date
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    meeting: StateMeeting | None = None


@dataclass(frozen=True, slots=True)
class StateLead:
    """party is the short name."""

    party_id: int
    party: str
    task: str

    def __str__(self) -> str:
        return f"{self.party} ({self.task})" if self.task else self.party


@dataclass(frozen=True, slots=True)
class StateView:
    """How another party sees the judgement. discussed_in names the meeting that discussed it; empty: the light is split."""

    party_id: int
    party: str
    judgement: Code
    reason: str
    by: str
    at: datetime
    discussed_in: str = ""


@dataclass(frozen=True, slots=True)
class StateReport:
    """What a lead reported: who, for which party, when, and in which words. state is submitted, returned or accepted."""

    round_id: int
    round: str
    party_id: int
    party: str
    entered_for_it_by: str  # the party whose coordinator entered this on behalf of the reporting party; empty: the party itself
    reported_by: str
    submitted_at: datetime
    reference_date: date
    state: Code
    phase: Code
    judgement: Code
    is_unchanged: bool
    done: str
    next: str
    cause: str
    effect: str
    correction: str
    ask: str
    proposal: Code
    proposal_text: str
    proposal_date: date | None
    return_reason: str  # why it was sent back, while it is
    views: tuple[StateView, ...] = ()
    needs_no_decision: bool = False  # said on purpose; positions of before knew no such answer


@dataclass(frozen=True, slots=True)
class StateLight:
    """The light of an action in an earlier round; other where another party saw it differently and no meeting discussed it."""

    round_id: int
    round: str
    reference_date: date
    light: Code
    other: Code


@dataclass(frozen=True, slots=True)
class StateDecision:
    id: int
    meeting_id: int
    meeting: str
    held_on: date
    kind: Code
    text: str


@dataclass(frozen=True, slots=True)
class StateAction:
    """One action. state and light are empty where it was dropped: nothing is asked on it any more.

    report is what was submitted last in this round, also when it was returned; light says what counts. previous is what was
    reported last in an earlier round; earlier has the lights of the earlier rounds, the oldest first, also those of the action
    that was carried over.
    """

    id: int
    number: str
    project: str
    text: str
    kind: Code
    leads: tuple[StateLead, ...]
    lead_line: str
    starts_on: date | None
    due_on: date | None
    period: str
    recurrence: Code
    budget: Decimal | None
    dropped_on: date | None
    drop_reason: str
    carried_from: int | None
    state: Code
    light: Code
    other_light: Code
    report: StateReport | None = None
    previous: StateReport | None = None
    earlier: tuple[StateLight, ...] = ()
    decisions: tuple[StateDecision, ...] = ()

    @property
    def is_dropped(self) -> bool:
        return self.dropped_on is not None

    @property
    def is_split(self) -> bool:
        return bool(self.other_light)

    @property
    def open_views(self) -> tuple[StateView, ...]:
        """The other views that no meeting has discussed yet."""
        return tuple(view for view in self.report.views if not view.discussed_in) if self.report and self.is_split else ()


@dataclass(frozen=True, slots=True)
class StateTarget:
    """year None: over the whole period, or for every year alike. phrase is the target in words."""

    year: int | None
    value: Decimal | None
    value_to: Decimal | None
    formula: str
    is_approximate: bool
    is_provisional: bool
    phrase: str


@dataclass(frozen=True, slots=True)
class StateFigure:
    """What was measured. value None: not known yet, with the reason. covers_from None: from 1 January of that year."""

    measured_on: date
    covers_from: date | None
    value: Decimal | None
    price_level: int | None
    is_provisional: bool
    unknown_reason: str
    source: str
    note: str
    party: str
    recorded_by: str
    recorded_at: datetime
    correction_reason: str
    phrase: str


@dataclass(frozen=True, slots=True)
class StateIndicator:
    """A quantity with its targets and the figures known at that moment.

    standing, sentence and remarks are what the arithmetic found then. start_year and end_year are the indicator's own, as agreed.
    """

    id: int
    name: str
    unit: str
    kind: Code
    per: Code
    start_year: int | None
    end_year: int | None
    years: str
    scope: str
    source: str
    price_level: int | None
    baseline: Decimal | None
    baseline_on: date | None
    delivered_by: str
    targets: tuple[StateTarget, ...] = ()
    figures: tuple[StateFigure, ...] = ()
    standing: Code = Code()
    sentence: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateGoal:
    id: int
    number: str
    text: str
    commitment: Code
    is_focus: bool
    actions: tuple[StateAction, ...] = ()
    indicators: tuple[StateIndicator, ...] = ()
    decisions: tuple[StateDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class StateTheme:
    """A theme, or a paragraph within one."""

    id: int
    number: str
    title: str
    heading: str
    introduction: str
    goals: tuple[StateGoal, ...] = ()
    sections: tuple["StateTheme", ...] = ()

    @property
    def all_goals(self) -> tuple[StateGoal, ...]:
        return self.goals + tuple(goal for section in self.sections for goal in section.all_goals)

    @property
    def actions(self) -> tuple[StateAction, ...]:
        return tuple(action for goal in self.all_goals for action in goal.actions)


@dataclass(frozen=True, slots=True)
class State:
    """Everything about one year of an agreement at the reference date. start_year and end_year are the agreement's."""

    agreement: str
    slug: str
    start_year: int
    end_year: int
    year: int
    title: str
    standing: str  # of the text: "Vastgesteld op 14 december 2023, versie 2"
    reference_date: date
    round: StateRound | None
    parties: tuple[StateParty, ...]
    themes: tuple[StateTheme, ...]
    schema: int = SCHEMA

    @property
    def goals(self) -> tuple[StateGoal, ...]:
        return tuple(goal for theme in self.themes for goal in theme.all_goals)

    @property
    def actions(self) -> tuple[StateAction, ...]:
        """All actions in the order of the document, the dropped ones too."""
        return tuple(action for goal in self.goals for action in goal.actions)

    @property
    def asked(self) -> tuple[StateAction, ...]:
        """The actions on which progress is asked: those that were not dropped."""
        return tuple(action for action in self.actions if not action.is_dropped)

    @property
    def not_reported(self) -> tuple[StateAction, ...]:
        """The actions without an answer that counts."""
        return tuple(action for action in self.asked if action.state.key not in {"submitted", "accepted"})

    @property
    def is_final(self) -> bool:
        """Whether its round was closed, so that nothing can be added any more."""
        return self.round is not None and self.round.closed_at is not None

    def to_json(self) -> str:
        """The state as canonical JSON: equal states give equal bytes."""
        return canonical(self)

    @classmethod
    def from_json(cls, text: str) -> "State":
        state = restore(cls, text)
        if state.schema > SCHEMA:
            raise UnknownSchema(f"This content has schema {state.schema}; this program reads through {SCHEMA}.")
        return state
