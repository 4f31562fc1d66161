"""Whether agreed text may change: the only place that says so. Pages, administration, tables, imports and commands ask it.

Text stands still from the moment that it is proposed for adoption, for everyone, superusers too. A row of one year (its agenda,
an action, a lead, an appendix of that year) stands still with that year; a row that all years share stands still as soon as it
stands in a year that does. docs/decisions/0014-one-lock.md tells why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Action,
    Agenda,
    Agreement,
    Appendix,
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    Participation,
    Project,
    Target,
    Theme,
)

State = Agenda.State

# The rows that are agreed text, each with its fields that are not: those change at any time.
AGREED: dict[type[models.Model], frozenset[str]] = {
    Agreement: frozenset(),
    Participation: frozenset(),
    Theme: frozenset(),
    Goal: frozenset(),
    Indicator: frozenset(),
    Target: frozenset(),
    MeetingRule: frozenset(),
    Appendix: frozenset(),
    Project: frozenset({"area", "dwellings", "phase", "expected_on"}),
    Agenda: frozenset(),
    Action: frozenset(),
    Lead: frozenset({"contact"}),
}

# In the order in which they are told, when several years stand still.
STANDS_STILL = {
    State.ADOPTED: _("The agenda of %(year)s has been adopted: its text changes by consent only."),
    State.CLOSED: _("The agenda of %(year)s is closed: its text stays as it is."),
    State.PROPOSED: _("The agenda of %(year)s is proposed for adoption: its text stands still. Take the proposal back first."),
}


class LockedError(Exception):
    """The text stands still; the message says why."""


@dataclass(frozen=True, slots=True)
class Locks:
    """The agendas of one agreement that stand still, and what their actions point to: read once, for any number of rows."""

    years: tuple[int, ...] = ()  # of all its agendas
    agendas: tuple[Agenda, ...] = ()  # that stand still
    goals: frozenset[tuple[int, int]] = frozenset()  # (agenda, goal)
    projects: frozenset[tuple[int, int]] = frozenset()

    def why_not_change(self, row: models.Model) -> str:
        """As the function of this name, for the row as it is in memory; no query, but for a pointer that was not fetched."""
        agenda = self.agenda_that_holds(row)
        return sentence_of(agenda) if agenda else ""

    def agenda_that_holds(self, row: models.Model) -> Agenda | None:
        """The agenda with which the row, as it is in memory, stands still; of several the one that is told first."""
        holding = self.agendas_with(row) if self.agendas and type(row) in AGREED else []
        return min(holding, key=lambda agenda: list(STANDS_STILL).index(agenda.state), default=None)

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
                return [agenda for agenda in self.agendas if row.runs_in(agenda.year) or (agenda.pk, row.pk) in self.goals]
            case Indicator():
                return self.agendas_with(row.goal)
            case Target():
                return self.agendas_with(row.indicator)
            case Project():
                return [agenda for agenda in self.agendas if (agenda.pk, row.pk) in self.projects]
            case Theme() if row._state.adding:
                return []  # it says nothing in a year before a goal or words of that year stand in it
        return list(self.agendas)

    def first_year_after(self, year: int) -> int | None:
        """The first later year that stands still."""
        return min((agenda.year for agenda in self.agendas if agenda.year > year), default=None)


def sentence_of(agenda: Agenda) -> str:
    """Why the text of an agenda that stands still stays as it is."""
    return STANDS_STILL[agenda.state] % {"year": agenda.year}


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
    return next(filter(None, (locks.why_not_change(each) for each in (stored, row) if each)), "")


def demand_unlocked(row: models.Model, *, known: dict[int | None, Locks] | None = None) -> None:
    """Raise LockedError with the sentence of why_not_change(); nothing when there is none."""
    if why := why_not_change(row, known=known):
        raise LockedError(why)


def agenda_that_holds(row: models.Model, *, known: dict[int | None, Locks] | None = None) -> Agenda | None:
    """The agenda with which the row stands still, for a page that says so beforehand: the row is taken as it was read."""
    return _locks_on(row, known).agenda_that_holds(row) if type(row) in AGREED else None


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
