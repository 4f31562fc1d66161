"""Whether agreed text may change: the only place that says so. Pages, administration, tables, imports and commands ask it.

Text stands still from the moment that it is proposed for adoption, for everyone, superusers too. A row of one year (its agenda,
an action, a lead, an appendix of that year) stands still with that year; a row that all years share stands still as soon as it
stands in a year that does. The words of goals and themes, and targets over the period, hold from a year: they are written for a
year that is a draft, and the years before it keep theirs. docs/decisions/0014-one-lock.md and 0019-words-per-year.md tell why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Action,
    ActionLink,
    Agenda,
    Agreement,
    Appendix,
    Goal,
    GoalText,
    Indicator,
    Lead,
    MeetingRule,
    Participation,
    Project,
    Target,
    Theme,
    ThemeText,
)
from agreements.models.words import WordsPerYear
from parties.history.write_rules import Write, WriteKind

State = Agenda.State

# The rows that are agreed text, each with its fields that are not: those change at any time.
AGREED: dict[type[models.Model], frozenset[str]] = {
    Agreement: frozenset({"rolling_years"}),
    Participation: frozenset(),
    Theme: frozenset(),
    ThemeText: frozenset(),
    Goal: frozenset(),
    GoalText: frozenset(),
    Indicator: frozenset(),
    Target: frozenset(),
    MeetingRule: frozenset(),
    Appendix: frozenset(),
    Project: frozenset({"area", "dwellings", "phase", "expected_on"}),
    Agenda: frozenset(),
    Action: frozenset(),
    ActionLink: frozenset(),
    Lead: frozenset({"contact"}),
}

# Their fields that hold from a year.
PER_YEAR: dict[type[models.Model], frozenset[str]] = {
    Theme: frozenset({"parent", "number", "title", "introduction", "position"}),
    Goal: frozenset({"theme", "number", "text", "commitment", "position"}),
    Target: frozenset({"value", "value_to", "formula", "approximate", "provisional"}),
}
DROPPING = frozenset({"dropped_from", "drop_reason"})  # of a goal: they say nothing about earlier years

# In the order in which they are told, when several years stand still.
STANDS_STILL = {
    State.ADOPTED: _("The agenda of %(year)s has been adopted: its text changes by consent only."),
    State.CLOSED: _("The agenda of %(year)s is closed: its text stays as it is."),
    State.PROPOSED: _("The agenda of %(year)s is proposed for adoption: its text stands still. Take the proposal back first."),
}


NEXT_YEAR_FIRST = _(
    "The agenda of %(year)s stands still, and no later year is being written. Start a draft of the next year first: these words"
    " are written for that year, and %(year)s keeps its own."
)
DROP_INSTEAD = _(
    "This stands in the agenda of %(year)s, so it cannot be deleted. Drop a goal from a later year on instead; a theme without"
    " goals is no longer printed."
)


class LockedError(Exception):
    """The text stands still; the message says why."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row stays as it is: the agenda with which it stands still, and what is said about that year."""

    agenda: Agenda
    words: str | Promise

    def __str__(self) -> str:
        return self.words % {"year": self.agenda.year}


@dataclass(frozen=True, slots=True)
class Locks:
    """The agendas of one agreement that stand still, and what their actions point to: read once, for any number of rows."""

    years: tuple[int, ...] = ()  # of all its agendas
    agendas: tuple[Agenda, ...] = ()  # that stand still
    goals: frozenset[tuple[int, int]] = frozenset()  # (agenda, goal)
    projects: frozenset[tuple[int, int]] = frozenset()

    @property
    def drafts(self) -> tuple[int, ...]:
        """The years whose text is being written."""
        return tuple(sorted({*self.years} - {agenda.year for agenda in self.agendas}))

    def why_not_change(self, row: models.Model, *, fields: Iterable[str] | None = None) -> str:
        """As the function of this name, for the row as it is in memory; no query, but for a pointer that was not fetched."""
        return str(self.refusal_of(row, fields=fields) or "")

    def why_not_undo(self, row: models.Model, year: int) -> str:
        """Why the words of the row cannot become again what they were before they were written for that year."""
        is_per_year = isinstance(row, WordsPerYear)
        return str(_told([agenda for agenda in self.agendas_with(row) if not is_per_year or agenda.year >= year]) or "")

    def refusal_of(self, row: models.Model, *, fields: Iterable[str] | None = None) -> Refusal | None:
        """Why the row, or these fields of it, stay as they are; of several agendas the one that is told first."""
        if not self.agendas or type(row) not in AGREED:
            return None
        holding, per_year = self.agendas_with(row), _per_year(row)
        if _is_new_of_a_year(row) and not holding:
            return self._not_written(row, self.agendas_with(row.indicator))
        if per_year and row._state.adding:
            is_below_what_is_gone = isinstance(row, Target) and row.indicator._state.adding
            return self.refusal_of(row.indicator) if is_below_what_is_gone else self._not_written(row, holding)
        if per_year and fields is not None:
            others = set(fields) - per_year
            if others != set(fields) and (found := self._not_written(row, holding)):
                return found
            if not others:
                return None
            if others <= DROPPING:
                holding = [agenda for agenda in holding if row.dropped_from and agenda.year >= row.dropped_from]
        elif isinstance(row, WordsPerYear):
            return _told(holding, DROP_INSTEAD)
        return _told(holding)

    def _not_written(self, row: models.Model, holding: list[Agenda]) -> Refusal | None:
        """Why there is no year for which these words can be written, while the years in holding keep theirs."""
        year = getattr(row, "written_for", None)
        if year is not None:
            is_new = row._state.adding
            return _told([agenda for agenda in holding if agenda.year == year or (is_new and agenda.year > year)])
        last = max(holding, key=lambda agenda: agenda.year, default=None)
        if last is None or any(draft > last.year for draft in self.drafts):
            return None
        return Refusal(last, NEXT_YEAR_FIRST)

    def agendas_with(self, row: models.Model) -> list[Agenda]:
        """The agendas that stand still in which the row stands."""
        match row:
            case Agenda():
                return [agenda for agenda in self.agendas if agenda.pk == row.pk]
            case Action() | Appendix(agenda_id=int()):
                return [agenda for agenda in self.agendas if agenda.pk == row.agenda_id]
            case Lead():
                return self.agendas_with(row.action) if row.action_id else []
            case ActionLink():
                return self.agendas_with(row.later) if row.later_id else []
            case Goal():
                printed = [agenda for agenda in self.agendas if row.runs_in(agenda.year) or (agenda.pk, row.pk) in self.goals]
                return [agenda for agenda in printed if row._state.adding or row.exists_in(agenda.year)]
            case GoalText() | ThemeText():
                holder = row.goal if isinstance(row, GoalText) else row.theme
                years = range(row.from_year or 0, holder.words_from or 0)
                return [agenda for agenda in self.agendas if agenda.year in years]
            case Indicator():
                return self.agendas_with(row.goal)
            case Target():
                begins = row.from_year or (row.year if _is_new_of_a_year(row) else None) or 0
                return [agenda for agenda in self.agendas_with(row.indicator) if row.year is None or agenda.year >= begins]
            case Project():
                return [agenda for agenda in self.agendas if (agenda.pk, row.pk) in self.projects]
            case Theme() if row._state.adding:
                return []  # it says nothing in a year before a goal or words of that year stand in it
            case Theme():
                return [agenda for agenda in self.agendas if row.exists_in(agenda.year)]
        return list(self.agendas)

    def first_year_after(self, year: int) -> int | None:
        """The first later year that stands still."""
        return min((agenda.year for agenda in self.agendas if agenda.year > year), default=None)


def _told(holding: list[Agenda], words: str | Promise | None = None) -> Refusal | None:
    """Of the agendas the one that is told first, with these words or those of its state."""
    if not holding:
        return None
    agenda = min(holding, key=lambda agenda: list(STANDS_STILL).index(agenda.state))
    return Refusal(agenda, words or STANDS_STILL[agenda.state])


def _is_new_of_a_year(row: models.Model) -> bool:
    """Whether it is a target of one year that is added: earlier years do not read it."""
    return isinstance(row, Target) and row.year is not None and row._state.adding and not row.indicator._state.adding


def _per_year(row: models.Model) -> frozenset[str]:
    """The fields of this row that hold from a year; a target of one year is of that year."""
    is_of_a_year = isinstance(row, Target) and row.year is not None
    return frozenset() if is_of_a_year else PER_YEAR.get(type(row), frozenset())


def why_not_change(
    row: models.Model, *, fields: Iterable[str] | None = None, known: dict[int | None, Locks] | None = None
) -> str:
    """The sentence that says why the agreed text of this row stays as it is; empty when it may change, or is no agreed text.

    The row may be changed in memory: it is asked about where it stood and where it will stand. fields are those that change;
    without them it is about the row as a whole, which is added, deleted, put back or moved. known keeps what was read, for doors
    that ask about many rows at once.
    """
    if type(row) not in AGREED or (fields is not None and set(fields) <= AGREED[type(row)]):
        return ""
    locks = _locks_on(row, known)
    if not locks.agendas:
        return ""
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is not None and isinstance(row, WordsPerYear):
        stored.written_for = row.written_for
    return next(filter(None, (locks.why_not_change(each, fields=fields) for each in (stored, row) if each)), "")


def demand_unlocked(
    row: models.Model, *, fields: Iterable[str] | None = None, known: dict[int | None, Locks] | None = None
) -> None:
    """Raise LockedError with the sentence of why_not_change(); nothing when there is none."""
    if why := why_not_change(row, fields=fields, known=known):
        raise LockedError(why)


def refusal_beforehand(
    row: models.Model, *, fields: Iterable[str] | None = None, known: dict[int | None, Locks] | None = None
) -> Refusal | None:
    """Why the row, or these fields of it, stay as they are, for a page that says so beforehand: the row as it was read."""
    return _locks_on(row, known).refusal_of(row, fields=fields) if type(row) in AGREED else None


def year_written(row: WordsPerYear, *, known: dict[int | None, Locks] | None = None) -> tuple[int, Agenda] | None:
    """The year for which someone who edits the row now writes its words, and the last agenda that keeps its own.

    None where no year stands still, or none is being written.
    """
    locks = _locks_on(row, known)
    last = max(locks.agendas_with(row), key=lambda agenda: agenda.year, default=None)
    if last is None or locks.refusal_of(row, fields=PER_YEAR[type(row)]):
        return None
    return max(last.year + 1, row.words_from or 0), last


def refuse_deleting(write: Write) -> dict[str, str]:
    """The rule of writing that a goal or theme that stands in a locked year stays, whoever asks and whatever the reason."""
    if write.kind != WriteKind.DELETE or not isinstance(write.row, WordsPerYear):
        return {}
    why = locks_of(_agreement_of(write.row)).why_not_change(write.row)
    return {NON_FIELD_ERRORS: why} if why else {}


def locks_of(agreement: int | None) -> Locks:
    """What stands still in the agreement with this key: one query, or two when something does."""
    if agreement is None:
        return Locks()
    agendas_of = Agenda.objects.filter(agreement=agreement).select_related("agreement")
    rows = list(agendas_of.only("year", "state", "agreement__slug").order_by("year"))
    years, agendas = tuple(row.year for row in rows), tuple(row for row in rows if row.state in STANDS_STILL)
    if not agendas:
        return Locks(years)
    uses = list(Action.objects.filter(agenda__in=agendas).values_list("agenda", "goal", "project"))
    goals, projects = ({(use[0], use[place]) for use in uses} for place in (1, 2))
    return Locks(years, agendas, frozenset(goals), frozenset(projects))


def _locks_on(row: models.Model, known: dict[int | None, Locks] | None) -> Locks:
    """What stands still in the agreement of the row; from known, when it was read before."""
    agreement, known = _agreement_of(row), {} if known is None else known
    if agreement not in known:
        known[agreement] = locks_of(agreement)
    return known[agreement]


def _agreement_of(row: models.Model) -> int | None:
    """The key of the agreement, which a row never leaves; None for a row that stands in nothing yet."""
    *path, last = (row.agreement_path or "pk").split("__")
    above = row
    for name in path:
        above = getattr(above, name, None) if getattr(above, f"{name}_id", None) else None
    return getattr(above, last if last == "pk" else f"{last}_id", None)
