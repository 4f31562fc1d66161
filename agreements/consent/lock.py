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
from parties.models import User

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
    State.PROPOSED: _("The agenda of %(year)s is proposed for adoption: its text stands still. Set it back to draft first."),
}
SAY_WHY = {
    State.ADOPTED: _("This text has been adopted. Say why you change it; the reason goes into the history."),
    State.CLOSED: _("This text has been adopted. Say why you change it; the reason goes into the history."),
    State.PROPOSED: _("This text is proposed for adoption. Say why you change it; the reason goes into the history."),
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

    def why_not_change(self, row: models.Model, *, may_correct: bool = False) -> str:
        """As the function of this name, for the row as it is in memory; no query, but for a pointer that was not fetched."""
        if holding := self.agendas_with(row):
            agenda = min(holding, key=lambda agenda: list(STANDS_STILL).index(agenda.state))
            return (SAY_WHY if may_correct else STANDS_STILL)[agenda.state] % {"year": agenda.year}
        return ""

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
    if type(row) not in AGREED or (may_correct and reason):
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
    sentences = (locks.why_not_change(each, may_correct=may_correct) for each in (stored, row) if each)
    return next(filter(None, sentences), "")


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
