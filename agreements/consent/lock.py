"""Whether agreed text may change: the only place that says so. Pages, administration, tables, imports and commands ask it.

Text stands still from the moment that it is proposed for adoption, for everyone, superusers too. A row of one year (its agenda,
an action, a lead, an appendix of that year, a target of that year) stands still with that year; a row that all years share stands
still as soon as it stands in a year that does, or in the agreement as a whole. The words of goals and themes, and targets over
the period, hold from a year: they are written for a year that is a draft, and what was agreed before it keeps its own.
docs/decisions/0014-one-lock.md, 0015-versions.md and 0019-words-per-year.md tell why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
from agreements.models.adoptable import Adoptable
from agreements.models.words import WordsPerYear

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
    Goal: frozenset({"theme", "number", "text", "commitment", "references", "position"}),
    Target: frozenset({"value", "value_to", "formula", "approximate", "provisional"}),
}
DROPPING = frozenset({"dropped_from", "drop_reason"})  # of a goal: they say nothing about earlier years

# In the order in which they are told, when several texts stand still: of a year, and of the agreement as a whole.
STANDS_STILL = {
    State.ADOPTED: (
        _("The agenda of %(year)s has been adopted: its text changes by consent only."),
        _("The agreement has been adopted as a whole: its text changes by consent only."),
    ),
    State.CLOSED: (_("The agenda of %(year)s is closed: its text stays as it is."), ""),
    State.REVOKED: (
        _("The agenda of %(year)s was revoked: its text stays as it is."),
        _("The agreement as a whole was revoked: its text stays as it is."),
    ),
    State.PROPOSED: (
        _("The agenda of %(year)s is proposed for adoption: its text stands still. Take the proposal back first."),
        _("The agreement is proposed for adoption as a whole: its text stands still. Take the proposal back first."),
    ),
}
NEXT_YEAR_FIRST = (
    _(
        "The agenda of %(year)s stands still, and no later year is being written. Start a draft of the next year first: these"
        " words are written for that year, and %(year)s keeps its own."
    ),
    _(
        "The text of the agreement as a whole stands still, and no year is being written. Start a draft of a year first: these"
        " words are written for that year, and the agreement as a whole keeps its own."
    ),
)
DROP_INSTEAD = (
    _(
        "This stands in the agenda of %(year)s, so it cannot be deleted. Drop a goal from a later year on instead; a theme"
        " without goals is no longer printed."
    ),
    _(
        "This stands in the text of the agreement as a whole, so it cannot be deleted. Drop a goal from a year on instead; a"
        " theme without goals is no longer printed."
    ),
)
Sentences = tuple[str | Promise, str | Promise]


class LockedError(Exception):
    """The text stands still; the message says why."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row stays as it is: the text with which it stands still, and what is said about that, of a year or as a whole."""

    text: Adoptable
    sentences: Sentences

    def __str__(self) -> str:
        return self.sentences[self.text.year is None] % {"year": self.text.year}


@dataclass(frozen=True, slots=True)
class Locks:
    """The texts of one agreement that stand still, and what their actions point to: read once, for any number of rows."""

    years: tuple[int, ...] = ()  # of all its agendas
    texts: tuple[Adoptable, ...] = ()  # that stand still: the years in order, then the agreement as a whole
    goals: frozenset[tuple[int, int]] = frozenset()  # (agenda, goal)
    projects: frozenset[tuple[int, int]] = frozenset()

    @property
    def drafts(self) -> tuple[int, ...]:
        """The years whose text is being written."""
        return tuple(sorted({*self.years} - {text.year for text in self.texts}))

    def why_not_change(self, row: models.Model, *, fields: Iterable[str] | None = None) -> str:
        """As the function of this name, for the row as it is in memory; no query, but for a pointer that was not fetched."""
        return str(self.refusal_of(row, fields=fields) or "")

    def why_not_undo(self, row: models.Model, year: int) -> str:
        """Why the words of the row cannot become again what they were before they were written for that year.

        An earlier year keeps its words, unless it reads those: it may have been brought in since.
        """
        holding = self.texts_with(row)
        if isinstance(row, WordsPerYear):
            holding = [text for text in holding if text.year_read >= year or row.in_force(text.year_read) is row]
        return str(_told(holding) or "")

    def refusal_of(self, row: models.Model, *, fields: Iterable[str] | None = None) -> Refusal | None:
        """Why the row, or these fields of it, stay as they are; of several texts the one that is told first."""
        if not self.texts or type(row) not in AGREED:
            return None
        holding, per_year = self.texts_with(row), _per_year(row)
        if _is_new_of_a_year(row) and not holding:
            return self._not_written(row, self.texts_with(row.indicator))
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
                holding = [text for text in holding if row.dropped_from and text.year_read >= row.dropped_from]
        elif isinstance(row, WordsPerYear):
            return _told([*holding, *self._holding_along(row)], DROP_INSTEAD)
        return _told(holding)

    def _holding_along(self, row: WordsPerYear) -> list[Adoptable]:
        """The texts that stand still in which something stands that goes along with this theme, where a later year has it."""
        if not isinstance(row, Theme) or row.pk is None:
            return []
        along = [*row.goals.all(), *row.sub_themes.all()]
        return [text for each in along for text in (*self.texts_with(each), *self._holding_along(each))]

    def _not_written(self, row: models.Model, holding: list[Adoptable]) -> Refusal | None:
        """Why there is no year for which these words can be written, while the texts in holding keep theirs."""
        year = getattr(row, "written_for", None)
        if year is not None:
            is_new = row._state.adding
            return _told([text for text in holding if text.year_read == year or (is_new and text.year_read > year)])
        last = last_of(holding)
        if last is None or any(draft > last.year_read for draft in self.drafts):
            return None
        return Refusal(last, NEXT_YEAR_FIRST)

    def texts_with(self, row: models.Model) -> list[Adoptable]:
        """The texts that stand still in which the row stands."""
        match row:
            case Lead():
                return self.texts_with(row.action) if row.action_id else []
            case ActionLink():
                return self.texts_with(row.later) if row.later_id else []
            case Indicator():
                return self.texts_with(row.goal)
            case Target():
                return [text for text in self.texts_with(row.indicator) if row.year in {None, text.year}]
        return [text for text in self.texts if self._has(text, row)]

    def _has(self, text: Adoptable, row: models.Model) -> bool:
        """Whether the row, which stands in a text by itself, stands in this one."""
        match row:
            case Agenda():
                return text == row
            case Action() | Appendix(agenda_id=int()):
                return text.year is not None and text.pk == row.agenda_id
            case Project():
                return text.year is not None and (text.pk, row.pk) in self.projects
            case Participation():
                return row.is_printed_in(text) and (text.year is None or row.takes_part_in(text.year))
            case Goal() | Theme() | GoalText() | ThemeText():
                return self._has_words(text, row)
        return True

    def _has_words(self, text: Adoptable, row: Goal | Theme | GoalText | ThemeText) -> bool:
        match row:
            case GoalText() | ThemeText():
                holder = row.goal if isinstance(row, GoalText) else row.theme
                return text.year_read in range(row.from_year or 0, holder.words_from or 0)
            case Goal():
                is_printed = text.year is None or self._is_of_year(row, text)
                return is_printed and (row._state.adding or row.exists_in(text.year_read))
        # A new theme says nothing in a year before a goal or words of that year stand in it.
        return not row._state.adding and row.exists_in(text.year_read)

    def _is_of_year(self, goal: Goal, agenda: Adoptable) -> bool:
        return goal.runs_in(agenda.year) or (agenda.pk, goal.pk) in self.goals

    def first_year_after(self, year: int) -> int | None:
        """The first later year that stands still."""
        return min((text.year_read for text in self.texts if text.year_read > year), default=None)


def last_of(holding: list[Adoptable]) -> Adoptable | None:
    """Of the texts the one with the last words."""
    return max(holding, key=lambda text: text.year_read, default=None)


def why_it_stands_still(text: Adoptable) -> str:
    """The sentence about a text that is no draft."""
    return str(Refusal(text, STANDS_STILL[text.state]))


def why_no_draft(text: Adoptable) -> str:
    """Why nobody writes this text itself: it is no draft. For a page that says so beforehand; asks the database nothing."""
    return why_it_stands_still(text) if text.stands_still else ""


def _told(holding: list[Adoptable], sentences: Sentences | None = None) -> Refusal | None:
    """Of the texts the one that is told first, with these words or those of its state."""
    if not holding:
        return None
    text = min(holding, key=lambda text: list(STANDS_STILL).index(text.state))
    return Refusal(text, sentences or STANDS_STILL[text.state])


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
    locks = locks_on(row, known)
    if not locks.texts:
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
    return locks_on(row, known).refusal_of(row, fields=fields) if type(row) in AGREED else None


def locks_of(agreement: int | None) -> Locks:
    """What stands still in the agreement with this key: one query, or two when something does."""
    if agreement is None:
        return Locks()
    agendas_of = Agenda.objects.filter(agreement=agreement).select_related("agreement")
    wanted = ("year", "state", *(f"agreement__{name}" for name in ("slug", "state", "start_year")))
    agendas = list(agendas_of.only(*wanted).order_by("year"))
    whole = agendas[0].agreement if agendas else Agreement.objects.filter(pk=agreement).first()
    years, texts = tuple(row.year for row in agendas), tuple(row for row in (*agendas, whole) if row and row.stands_still)
    if not texts:
        return Locks(years)
    uses = list(
        Action.objects.filter(agenda__in=[text.pk for text in texts if text.year]).values_list("agenda", "goal", "project")
    )
    goals, projects = ({(use[0], use[place]) for use in uses if use[place]} for place in (1, 2))
    return Locks(years, texts, frozenset(goals), frozenset(projects))


def locks_on(row: models.Model, known: dict[int | None, Locks] | None = None) -> Locks:
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
