"""The state of an agenda at a reference date, as plain values: what dashboard, report, presentation and PDF read.

It is the tree of the agreed text with the answers in it. How it stands now and a position that was frozen years ago are the
same type. Nothing in here asks the database anything, and every name and word stands in it as it read at that moment.
docs/decisions/0012-position-and-reminders.md has the reasons.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from agreements.agenda.content import AgreedText, PrintedAction, PrintedGoal, PrintedTheme
from monitoring.figures.agreed import Agreed, Reading
from monitoring.position.schema_1 import from_schema_1
from parties.canonical import canonical, restore_value

SCHEMA = 2  # goes up when a field changes its meaning; a new field with a default needs no new number


class NewerSchemaError(ValueError):
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
class StateSide:
    """One light of an action that parties see differently, with the names of its parties."""

    light: Code
    parties: str


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

    @property
    def counts(self) -> bool:
        return self.state.key in {"submitted", "accepted"}


@dataclass(frozen=True, slots=True)
class StateLight:
    """The light of an action in an earlier round; other where another party saw it differently and no meeting discussed it."""

    round_id: int
    round: str
    reference_date: date
    light: Code
    other: Code
    sides: tuple[StateSide, ...] = ()  # who saw it how; positions of before named nobody

    @property
    def other_light(self) -> Code:
        return self.other


@dataclass(frozen=True, slots=True)
class StateDecision:
    id: int
    meeting_id: int
    meeting: str
    held_on: date
    kind: Code
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateAction(PrintedAction):
    """One action. state and light are empty where it was dropped: nothing is asked on it any more.

    report is what gives the light: of several answers the worst; where none counts, what was returned last. beside is what the
    other leads submitted last. sides says who sees it how, where they differ. previous is what was reported last in an earlier
    round; earlier has the lights of the earlier rounds, the oldest first, also those of the action that was carried over.
    parties_asked are those that the round asked about it; None in positions of before, when it asked all that lead it.
    reworded_on is the day since which it reads otherwise than when it was reported on. escalated says by which rounds it comes
    before the executives; empty where it does not, and in positions of before.
    """

    state: Code
    light: Code
    other_light: Code
    report: StateReport | None = None
    previous: StateReport | None = None
    earlier: tuple[StateLight, ...] = ()
    decisions: tuple[StateDecision, ...] = ()
    beside: tuple[StateReport, ...] = ()
    sides: tuple[StateSide, ...] = ()
    parties_asked: tuple[int, ...] | None = None
    reworded_on: date | None = None
    escalated: str = ""

    @property
    def is_split(self) -> bool:
        return bool(self.other_light)

    @property
    def reports(self) -> tuple[StateReport, ...]:
        """What each lead submitted last, what gives the light first."""
        return (self.report, *self.beside) if self.report else ()

    @property
    def answers(self) -> tuple[StateReport, ...]:
        """Of those the ones that count."""
        return tuple(report for report in self.reports if report.counts)

    @property
    def proposals(self) -> tuple[StateReport, ...]:
        """Of those the ones in which a lead proposes something."""
        return tuple(report for report in self.reports if report.proposal)

    @property
    def open_views(self) -> tuple[StateView, ...]:
        """The views that no meeting has discussed yet; the answer of a lead stands for its view."""
        if not self.is_split:
            return ()
        answered = {report.party_id for report in self.answers}
        views = (view for report in self.answers for view in report.views)
        return tuple(view for view in views if not view.discussed_in and view.party_id not in answered)


@dataclass(frozen=True, slots=True)
class StateIndicator:
    """A quantity with what was agreed and the figures known at that moment.

    standing, sentence and remarks are what the arithmetic found then; years says over which it is counted, where that was agreed.
    """

    id: int
    agreed: Agreed
    kind_label: str
    per_label: str
    years: str
    scope: str
    source: str
    delivered_by: str
    figures: tuple[Reading, ...] = ()
    standing: Code = Code()
    sentence: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.agreed.name


@dataclass(frozen=True, slots=True, kw_only=True)
class StateGoal(PrintedGoal):
    actions: tuple[StateAction, ...] = ()
    indicators: tuple[StateIndicator, ...] = ()
    decisions: tuple[StateDecision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateTheme(PrintedTheme):
    """A theme, or a paragraph within one, that has goals this year."""

    goals: tuple[StateGoal, ...] = ()
    sections: tuple["StateTheme", ...] = ()

    @property  # as what it extends, of goals with answers
    def all_goals(self) -> tuple[StateGoal, ...]:
        return self.goals + tuple(goal for section in self.sections for goal in section.all_goals)

    @property
    def actions(self) -> tuple[StateAction, ...]:
        return tuple(action for goal in self.all_goals for action in goal.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class State(AgreedText):
    """Everything about one year of an agreement at the reference date: its text, and what was answered about it."""

    reference_date: date
    round: StateRound | None
    themes: tuple[StateTheme, ...]
    schema: int = SCHEMA

    @property  # as what it extends, of goals with answers
    def goals(self) -> tuple[StateGoal, ...]:
        return tuple(goal for theme in self.themes for goal in theme.all_goals)

    @property
    def actions(self) -> tuple[StateAction, ...]:
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
        """The state that was written, also by an earlier version of the program."""
        content = json.loads(text)
        schema = content["schema"]
        if schema > SCHEMA:
            raise NewerSchemaError(f"This content has schema {schema}; this program reads through {SCHEMA}.")
        return restore_value(cls, from_schema_1(content) if schema == 1 else content)
