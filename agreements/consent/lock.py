"""Whether agreed text may change: the only place that says so. Pages, administration, tables, imports and commands ask it.

Text stands still from the moment that it is proposed for adoption, for everyone, superusers too. A row of one year (its agenda,
an action, a lead, an appendix of that year) stands still with that year; a row that all years share stands still as soon as it
stands in a year that does. The words of goals and themes, and targets over the period, hold from a year: they are written for a
year that is a draft, and the years before it keep theirs. docs/decisions/0014-one-lock.md and 0017-words-per-year.md tell why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Action,
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
from parties.models import User

State = Agenda.State

# The rows that are agreed text, each with its fields that are not: those change at any time.
AGREED: dict[type[models.Model], frozenset[str]] = {
    Agreement: frozenset(),
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
    Lead: frozenset({"contact"}),
}

# Their fields that hold from a year.
PER_YEAR: dict[type[models.Model], frozenset[str]] = {
    Theme: frozenset({"parent", "number", "title", "introduction", "position"}),
    Goal: frozenset({"theme", "number", "text", "commitment", "position"}),
    Target: frozenset({"value", "value_to", "formula", "approximate", "provisional"}),
}
KEPT = {GoalText, ThemeText}  # what they held earlier: written with them, and only put back by hand
DROPPING = frozenset({"dropped_from", "drop_reason"})  # of a goal: they say nothing about earlier years

# In the order in which they are told, when several years stand still.
STANDS_STILL = {
    State.ADOPTED: _("The agenda of %(year)s has been adopted: its text changes by consent only."),
    State.CLOSED: _("The agenda of %(year)s is closed: its text stays as it is."),
    State.PROPOSED: _("The agenda of %(year)s is proposed for adoption: its text stands still. Set it back to draft first."),
}
SAY_WHY = {
    State.ADOPTED: _("This text has been adopted. Say why you change it; the reason goes into the history."),
    State.CLOSED: _("This text has been adopted. Say why you change it; the reason goes into the history."),
    State.PROPOSED: _("This text is proposed for adoption. Say why you change it; the reason goes into the history."),
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

    def why_not_change(
        self, row: models.Model, *, fields: Iterable[str] | None = None, may_correct: bool = False, has_reason: bool = False
    ) -> str:
        """As the function of this name, for the row as it is in memory; no query, but for a pointer that was not fetched."""
        holding = self.agendas_with(row)
        per_year = _per_year(row)
        if per_year and row._state.adding:
            return self._why_not_write(row, holding)
        if per_year and fields is not None:
            others = set(fields) - per_year
            if others != set(fields) and (why := self._why_not_write(row, holding)):
                return why
            if not others:
                return ""
            if others <= DROPPING:
                holding = [agenda for agenda in holding if row.dropped_from and agenda.year >= row.dropped_from]
        elif isinstance(row, Goal | Theme):
            return DROP_INSTEAD % {"year": holding[0].year} if holding else ""
        if may_correct and has_reason and type(row) not in KEPT:
            return ""
        return self._sentence(holding, SAY_WHY if may_correct else STANDS_STILL)

    def why_not_undo(self, row: models.Model, year: int) -> str:
        """Why the words of the row cannot become again what they were before they were written for that year."""
        is_per_year = isinstance(row, Goal | Theme)
        return self._sentence(
            [agenda for agenda in self.agendas_with(row) if not is_per_year or agenda.year >= year], STANDS_STILL
        )

    def _why_not_write(self, row: models.Model, holding: list[Agenda]) -> str:
        """Why there is no year for which these words can be written, while the years in holding keep theirs."""
        if not holding:
            return ""
        year, last = getattr(row, "written_for", None), max(agenda.year for agenda in holding)
        if year is not None:
            is_new = row._state.adding
            return self._sentence(
                [agenda for agenda in holding if agenda.year == year or (is_new and agenda.year > year)], STANDS_STILL
            )
        return "" if any(draft > last for draft in self.drafts) else NEXT_YEAR_FIRST % {"year": last}

    @staticmethod
    def _sentence(holding: list[Agenda], sentences: dict) -> str:
        if not holding:
            return ""
        agenda = min(holding, key=lambda agenda: list(STANDS_STILL).index(agenda.state))
        return sentences[agenda.state] % {"year": agenda.year}

    def agendas_with(self, row: models.Model) -> list[Agenda]:
        """The agendas that stand still in which the row stands."""
        match row:
            case Agenda():
                return [agenda for agenda in self.agendas if agenda.pk == row.pk]
            case Action() | Appendix(agenda_id=int()):
                return [agenda for agenda in self.agendas if agenda.pk == row.agenda_id]
            case Lead():
                return self.agendas_with(row.action) if row.action_id else []
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
                return self.agendas_with(row.indicator)
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


def why_not_change(
    row: models.Model,
    by: User | None,
    *,
    fields: Iterable[str] | None = None,
    reason: str | None = None,
    known: dict[int, Locks] | None = None,
) -> str:
    """The sentence that says why the agreed text of this row stays as it is; empty when it may change, or is no agreed text.

    The row may be changed in memory: it is asked about where it stood and where it will stand. fields are those that change;
    without them it is about the row as a whole, which is added, deleted, put back or moved. reason is what the person typed, by a
    door that asks for one; other doors give none. known keeps what was read, for doors that ask about many rows at once.
    """
    may_correct = _may_correct(by, reason)
    if type(row) not in AGREED or (may_correct and reason and type(row) not in {*PER_YEAR, *KEPT}):
        return ""
    if fields is not None and set(fields) <= AGREED[type(row)]:
        return ""
    agreement, known = _agreement_of(row), {} if known is None else known
    if agreement not in known:
        known[agreement] = locks_of(agreement)
    locks = known[agreement]
    if not locks.agendas:
        return ""
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is not None and isinstance(row, WordsPerYear):
        stored.written_for = row.written_for
    sentences = (
        locks.why_not_change(each, fields=fields, may_correct=may_correct, has_reason=bool(reason))
        for each in (stored, row)
        if each
    )
    return next(filter(None, sentences), "")


def year_written(row: WordsPerYear, *, known: dict[int, Locks] | None = None) -> tuple[int, int] | None:
    """The year for which someone who edits the row now writes its words, and the last year that keeps its own.

    None where no year stands still, or none is being written.
    """
    agreement, known = _agreement_of(row), {} if known is None else known
    if agreement not in known:
        known[agreement] = locks_of(agreement)
    locks = known[agreement]
    if not (holding := locks.agendas_with(row)):
        return None
    last = max(agenda.year for agenda in holding)
    written = max(last + 1, row.words_from or 0)
    return (written, last) if any(draft >= written for draft in locks.drafts) else None


def refuse_deleting(write: Write) -> dict[str, str]:
    """The rule of writing that a goal or theme that stands in a locked year stays, whoever asks and whatever the reason."""
    if write.kind != WriteKind.DELETE or not isinstance(write.row, Goal | Theme):
        return {}
    why = locks_of(_agreement_of(write.row)).why_not_change(write.row)
    return {NON_FIELD_ERRORS: why} if why else {}


def demand_unlocked(row: models.Model, by: User | None, **asked) -> None:
    """Raise LockedError with the sentence of why_not_change(); nothing when there is none."""
    if why := why_not_change(row, by, **asked):
        raise LockedError(why)


def locks_of(agreement: int | None) -> Locks:
    """What stands still in the agreement with this key: one query, or two when something does."""
    if agreement is None:
        return Locks()
    rows = list(Agenda.objects.filter(agreement=agreement).only("year", "state").order_by("year"))
    years, agendas = tuple(row.year for row in rows), tuple(row for row in rows if row.state in STANDS_STILL)
    if not agendas:
        return Locks(years)
    uses = list(Action.objects.filter(agenda__in=agendas).values_list("agenda", "goal", "project"))
    goals, projects = ({(use[0], use[place]) for use in uses} for place in (1, 2))
    return Locks(years, agendas, frozenset(goals), frozenset(projects))


def _per_year(row: models.Model) -> frozenset[str]:
    """The fields of this row that hold from a year; a target of one year is of that year."""
    is_of_a_year = isinstance(row, Target) and row.year is not None
    return frozenset() if is_of_a_year else PER_YEAR.get(type(row), frozenset())


def _may_correct(by: User | None, reason: str | None) -> bool:
    """Until parties adopt and change a text by consent: a person, by a door that asks why, may correct what stands still.

    This is the whole of that exception: once it always answers False, every door refuses, with the same sentence.
    """
    return by is not None and reason is not None


def _agreement_of(row: models.Model) -> int | None:
    """The key of the agreement, which a row never leaves; None for a row that stands in nothing yet."""
    *path, last = (row.agreement_path or "pk").split("__")
    above = row
    for name in path:
        above = getattr(above, name, None) if getattr(above, f"{name}_id", None) else None
    return getattr(above, last if last == "pk" else f"{last}_id", None)
