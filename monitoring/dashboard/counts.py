"""The dashboard of one agenda: what goes wrong, what is asked, what changed, and whether the goals come closer.

Everything is counted from a State, so that page, presentation, PDF and Word show the same, for now and for a frozen position.
Counts per light, never an average. An action with several leads counts for each of them in the counts per party.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.agenda.content import PrintedParty
from agreements.agenda.words import name_in
from monitoring.dashboard.changes import ActionChange, changes_between
from monitoring.dashboard.countable import Countable
from monitoring.lights import LIGHTS, NONE_YET
from monitoring.position.state import Code, State, StateAction, StateGoal, StateIndicator, StateMeeting, StateReport, StateTheme

C = TypeVar("C", bound=Countable)
NEWS_FOR = timedelta(days=31)
STALE_AFTER = timedelta(days=120)  # a round a quarter, and a month to hold the meeting
BEHIND = {"behind", "missed"}
FINE = {"on_track", "done"}


class Trouble(models.TextChoices):
    """Why an action stands among the exceptions, the worst first."""

    OFF_TRACK = "off_track", _("will not be achieved")
    SPLIT = "split", _("parties see it differently")
    AT_RISK = "at_risk", _("at risk, correction needed")
    NOT_REPORTED = "not_reported", _("not reported")
    OVERDUE = "overdue", _("date has passed")
    NO_LEAD = "no_lead", _("nobody leads it")


@dataclass(frozen=True, slots=True)
class DashboardRow:
    """An action in its place, with every reason why it stands among the exceptions; none when it does not."""

    theme: StateTheme
    goal: StateGoal
    action: StateAction
    troubles: tuple[Trouble, ...]

    @property
    def name(self) -> str:
        """What the action is called without its goal beside it."""
        return name_in(self.goal, self.action)

    @property
    def content(self) -> tuple:
        """All that a row tells, for {% kept %}: its goal and theme hold all other actions too."""
        return (self.action, self.troubles, self.goal.number, self.name, self.theme.heading)

    @property
    def worst(self) -> Trouble | None:
        return self.troubles[0] if self.troubles else None

    @property
    def is_late(self) -> bool:
        return Trouble.OVERDUE in self.troubles

    def concerns(self, party: int) -> bool:
        """Whether it is this lead's trouble too: not when others left it unreported before it led the action."""
        return self.troubles != (Trouble.NOT_REPORTED,) or seen_by(self.action, {party}) == self.action

    @property
    def report(self) -> StateReport | None:
        """What explains the light: the report that gives it, else the newest one before it."""
        return self.reports[0] if self.reports else None

    @property
    def reports(self) -> tuple[StateReport, ...]:
        """Everything that explains the light: the answers of all leads, the worst first; else the newest report before them."""
        before = (self.action.previous,) if self.action.previous else ()
        return self.action.answers or before


@dataclass(frozen=True, slots=True)
class Count:
    """How many actions have this light, and which; light is a key of monitoring.lights, or "dropped"."""

    light: str
    actions: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        return len(self.actions)


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of some actions in the order of the lights; what was dropped is counted apart and is no light."""

    lights: tuple[Count, ...]
    dropped: Count

    @property
    def total(self) -> int:
        """The actions that count: all but the dropped ones."""
        return sum(count.number for count in self.lights)

    @property
    def content(self) -> tuple:
        """How many, for {% kept %}: not which."""
        return tuple((count.light, count.number) for count in self.lights)

    def number_of(self, light: str) -> int:
        return next((count.number for count in self.lights if count.light == light), 0)


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    theme: StateTheme
    counts: Counts

    @property
    def id(self) -> int:
        return self.theme.id

    @property
    def name(self) -> str:
        return self.theme.heading


@dataclass(frozen=True, slots=True)
class PartyView:
    """One party: the counts of what it leads, and what this asks of it."""

    party: PrintedParty
    counts: Counts
    exceptions: tuple[DashboardRow, ...]
    due_soon: tuple[DashboardRow, ...]

    @property
    def id(self) -> int:
        return self.party.id

    @property
    def name(self) -> str:
        return self.party.short_name

    @property
    def due_next(self) -> tuple[DashboardRow, ...]:
        """What is due soon and is no exception already."""
        return tuple(row for row in self.due_soon if not row.troubles)

    @property
    def asks_nothing(self) -> bool:
        return not (self.exceptions or self.due_soon)


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """An indicator beside the lights of the actions of its goal."""

    theme: StateTheme
    goal: StateGoal
    indicator: StateIndicator
    counts: Counts

    @property
    def content(self) -> tuple:
        """All that it tells, for {% kept %}: its goal and theme hold all their actions too."""
        return (self.indicator, self.goal.number, self.is_hidden)

    @property
    def is_measured(self) -> bool:
        return any(figure.value is not None for figure in self.indicator.figures)

    @property
    def newest(self) -> str:
        """The last figure as one writes it: "71,4 %"; empty where nothing was measured."""
        return next((row.phrase for row in reversed(self.indicator.figures) if row.value is not None), "")

    @property
    def is_behind(self) -> bool:
        return self.indicator.standing.key in BEHIND

    @property
    def is_hidden(self) -> bool:
        """Whether the figure stays behind while every light of its actions is green or done: ticks that hide a missed goal."""
        lights = [count.light for count in self.counts.lights if count.number]
        return self.is_behind and bool(lights) and set(lights) <= FINE


@dataclass(frozen=True, slots=True)
class Dashboard:
    state: State
    today: date
    rows: tuple[DashboardRow, ...]
    totals: Counts
    themes: tuple[ThemeCounts, ...]
    parties: tuple[PartyView, ...]
    figures: tuple[GoalFigure, ...]
    compared_with: date | None
    compared_meeting: StateMeeting | None  # the meeting for which that position was
    changes: tuple[ActionChange, ...]
    exceptions: tuple[DashboardRow, ...] = field(default=())

    @property
    def updated_at(self) -> datetime | None:
        """When something was reported last in this round."""
        moments = [report.submitted_at for row in self.rows for report in row.action.reports]
        return max(moments, default=None)

    @property
    def is_running(self) -> bool:
        """Whether its round is still open, so that more may come in."""
        return self.state.round is not None and not self.state.is_final

    @property
    def is_stale(self) -> bool:
        """Whether the newest that is known is old news; a year without a round has no news."""
        round = self.state.round
        return round is not None and is_stale(round.reference_date, closed_at=round.closed_at, today=self.today)

    @property
    def measured(self) -> tuple[GoalFigure, ...]:
        """The figures that say something: hidden misses first, then what else stays behind, then the rest."""
        told = (figure for figure in self.figures if figure.is_measured or figure.is_behind)
        return tuple(sorted(told, key=lambda figure: (not figure.is_hidden, not figure.is_behind)))

    @property
    def unmeasured(self) -> tuple[GoalFigure, ...]:
        return tuple(figure for figure in self.figures if not (figure.is_measured or figure.is_behind))

    @property
    def hidden_misses(self) -> tuple[GoalFigure, ...]:
        return tuple(figure for figure in self.figures if figure.is_hidden)


def dashboard(state: State, *, before: State | None = None, today: date) -> Dashboard:
    """Count the state. before is the previous position, to compare with; today decides only whether the news is stale."""
    rows = tuple(_rows(state))
    exceptions = tuple(sorted((row for row in rows if row.troubles), key=lambda row: list(Trouble).index(row.troubles[0])))
    return Dashboard(
        state=state,
        today=today,
        rows=rows,
        totals=count(state.actions),
        themes=tuple(ThemeCounts(theme, count(theme.actions)) for theme in state.themes),
        parties=tuple(_parties(state, rows, exceptions)),
        figures=tuple(_figures(state)),
        compared_with=before.reference_date if before else None,
        compared_meeting=_meeting_before(before, state) if before else None,
        changes=changes_between(before, state) if before else (),
        exceptions=exceptions,
    )


def _meeting_before(before: State, state: State) -> StateMeeting | None:
    """The meeting of the earlier position, unless that had yet to come on the day of this state."""
    found = before.round.meeting if before.round else None
    return found if found and found.held_on <= state.reference_date else None


def count(actions: Iterable[Countable]) -> Counts:
    """The actions by light. "Nothing yet" of a running round and "not reported" of a closed one are different counts."""
    having = defaultdict(list)
    for action in actions:
        having["dropped" if action.is_dropped else action.light.key].append(action.id)
    return Counts(tuple(Count(light, tuple(having[light])) for light in LIGHTS), Count("dropped", tuple(having["dropped"])))


def is_stale(known: date, *, closed_at: datetime | None, today: date) -> bool:
    """Whether what a round told is older than a round and its meeting take, and nothing new comes in.

    Nothing is old within a month after its round was closed, however long ago the reference date is.
    """
    return closed_at is not None and today - known > STALE_AFTER and today - timezone.localdate(closed_at) > NEWS_FOR


def troubles_of(action: Countable, *, on: date) -> tuple[Trouble, ...]:
    """Why the action is an exception on that day, the worst reason first; a dropped action never is.

    Overdue: the last day of the agreed period has passed and nobody said that it is done.
    """
    if action.is_dropped:
        return ()
    is_late = action.due_on is not None and action.due_on < on and action.light.key != "done"
    found = {
        Trouble.OFF_TRACK: "off_track" in _seen(action),
        Trouble.SPLIT: action.is_split,
        Trouble.AT_RISK: "at_risk" in _seen(action),
        Trouble.NOT_REPORTED: action.light.key == "not_reported",
        Trouble.OVERDUE: is_late,
        Trouble.NO_LEAD: not action.leads,
    }
    return tuple(trouble for trouble, holds in found.items() if holds)


def _seen(action: Countable) -> set[str]:
    """The lights that the parties see: one, or where they see it differently both."""
    return {action.light.key, action.other_light.key, *(side.light.key for side in action.sides)} - {""}


def seen_by(action: C, parties: Collection[int]) -> C:
    """The action as it stands for these leads: what was asked before one of them led it, they did not leave unreported."""
    asked = action.parties_asked
    if action.light.key != "not_reported" or not asked or not set(asked).isdisjoint(parties):
        return action
    return replace(action, light=light_words(NONE_YET))  # type: ignore[type-var]  # each is a dataclass


def _rows(state: State) -> Iterable[DashboardRow]:
    for theme in state.themes:
        for goal in theme.all_goals:
            for action in goal.actions:
                yield DashboardRow(theme, goal, action, troubles_of(action, on=state.reference_date))


def _parties(state: State, rows: tuple[DashboardRow, ...], exceptions: tuple[DashboardRow, ...]) -> Iterable[PartyView]:
    """The parties that lead anything, in the order of the agreement; and those that take part and lead nothing, as signatory."""
    soon = state.reference_date + timedelta(days=92)
    for party in state.parties:
        own = [row for row in rows if _leads(party, row.action)]
        due = tuple(
            row
            for row in own
            if not row.action.is_dropped
            and row.action.light.key != "done"
            and row.action.due_on is not None
            and state.reference_date <= row.action.due_on <= soon
        )
        if own or party.role == "signatory":
            troubled = tuple(row for row in exceptions if _leads(party, row.action) and row.concerns(party.id))
            yield PartyView(party, count(seen_by(row.action, {party.id}) for row in own), troubled, due)


def _leads(party: PrintedParty, action: StateAction) -> bool:
    return any(lead.party_id == party.id for lead in action.leads)


def _figures(state: State) -> Iterable[GoalFigure]:
    for theme in state.themes:
        for goal in theme.all_goals:
            for indicator in goal.indicators:
                yield GoalFigure(theme, goal, indicator, count(goal.actions))


def light_words(light: str) -> Code:
    """The light of this key with its words; "dropped" has words too, though it is no light."""
    return Code(light, str(LIGHTS[light].words)) if light in LIGHTS else Code(light, str(_("dropped")))
