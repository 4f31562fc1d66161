"""The report on the progress of an agenda: what its PDF, its Word document and its workbook are made of.

Nothing is counted here: the dashboard did. Reports are Dutch, whatever language the reader works in: they are sent round.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import models
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agenda
from monitoring.dashboard.board import Board, board_then, collect_board
from monitoring.dashboard.counts import Dashboard, DashboardRow
from monitoring.dashboard.to_decide import ToDecide
from monitoring.exports.note import Part, note_of
from monitoring.models import Position
from monitoring.position.state import State, StateGoal, StateTheme


class Length(models.TextChoices):
    """How much of it one wants to read; the value is that in the address."""

    SHORT = "kort", gettext_lazy("One page")
    EXCEPTIONS = "uitzonderingen", gettext_lazy("Exceptions")
    FULL = "volledig", gettext_lazy("Complete")

    @property
    def says(self) -> str:
        """What one reads in it."""
        return str(SAYS[self])

    @classmethod
    def asked(cls, query: QueryDict) -> "Length":
        """What the address asks for; an unknown choice counts as none."""
        wanted = query.get("lengte", "")
        return cls(wanted) if wanted in cls.values else cls.FULL


SAYS = {
    Length.SHORT: gettext_lazy("what must be decided, what goes wrong, what changed"),
    Length.EXCEPTIONS: gettext_lazy("with every action that needs attention, and why"),
    Length.FULL: gettext_lazy("with every action, the figures and what it asks of each party"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """position is the frozen one of the report, None for now; questions is all that waits for a decision.

    The labels are those of the agreement.
    """

    board: Dashboard
    position: Position | None
    note: tuple[Part, ...]
    theme_label: str
    goal_label: str
    action_label: str
    questions: tuple[ToDecide, ...] = ()
    length: Length = Length.FULL
    then: str = ""  # the moment of which it tells, where it tells how it was

    @property
    def is_short(self) -> bool:
        return self.length == Length.SHORT

    @property
    def is_full(self) -> bool:
        return self.length == Length.FULL

    @property
    def state(self) -> State:
        return self.board.state

    @property
    def heading(self) -> str:
        return _("Progress %(title)s") % {"title": self.state.agenda.title}

    @property
    def title(self) -> str:
        """For the running head and the properties of the file."""
        agreement = self.state.agreement.title
        return self.heading if agreement in self.heading else f"{self.heading}, {agreement}"

    @property
    def authors(self) -> str:
        return self.state.signed_by

    @property
    def standing(self) -> str:
        """Of which day it is, and whether it can still change."""
        if self.then:
            return _("As it was on %(moment)s") % {"moment": self.then}
        if self.position:
            words = _("Position kept on %(date)s")
        elif self.is_interim:
            words = _("Interim position, reference date %(date)s")
        else:
            words = _("Position after the round, reference date %(date)s")
        return words % {"date": date_format(self.state.reference_date, "j F Y")}

    @property
    def is_interim(self) -> bool:
        """Whether more may come in: a round is open, or none was held yet."""
        return self.state.round is None or self.board.is_running

    @property
    def facts(self) -> tuple[str, ...]:
        """The lines below the title: the round, the last report, the text, the meeting."""
        state, updated = self.state, self.board.updated_at
        day = _("Reference date %(date)s") % {"date": date_format(state.reference_date, "j F Y")}
        first = [day]
        if self.position or self.is_interim:
            first.append(_("position kept") if self.position else _("interim position"))
        if state.round:
            first.append(state.round.name)
            if self.board.is_running:
                closes = date_format(state.round.closes_on, "j F Y")
                first.append(_("can be answered through %(date)s") % {"date": closes})
        if updated:
            first.append(_("updated on %(date)s") % {"date": date_format(timezone.localtime(updated), "j F Y")})
        else:
            first.append(_("nothing reported in this round yet") if state.round else _("no round was held yet"))
        second = [_("Text: %(standing)s") % {"standing": state.agenda.standing}]
        if state.round and state.round.meeting:
            second.append(f"{state.round.meeting.name}, {date_format(state.round.meeting.held_on, 'j F Y')}")
        return " · ".join(first), " · ".join(second)

    @property
    def old_news(self) -> str:
        """A warning where nothing new came in for long; a kept position is what it is."""
        if self.position or not self.board.is_stale or not self.state.round:
            return ""
        day = date_format(self.state.round.reference_date, "j F Y")
        return _("This news is old: the last round was about %(date)s. A new round brings it up to date.") % {"date": day}

    @property
    def edition(self) -> str:
        """For the foot of every page."""
        return self.facts[1]

    @property
    def made_at(self) -> datetime:
        """The moment to which the report goes: equal content has an equal date, and so an equal file."""
        day = self.state.reference_date
        return self.board.updated_at or datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True, slots=True)
class Chapter:
    """A theme with its goals, and the rows of each of them; sections are the paragraphs within it."""

    theme: StateTheme
    goals: tuple[tuple[StateGoal, tuple[DashboardRow, ...]], ...]
    sections: tuple["Chapter", ...]


def chapters_of(report: Report) -> tuple[Chapter, ...]:
    """The rows in the order of the document: all of them, or the exceptions with their goals."""
    rows = {row.action.id: row for row in report.board.rows if report.is_full or row.troubles}

    def chapters(themes: Iterable[StateTheme]) -> Iterator[Chapter]:
        for theme in themes:
            goals = ((goal, tuple(rows[action.id] for action in goal.actions if action.id in rows)) for goal in theme.goals)
            shown = tuple((goal, own) for goal, own in goals if own or report.is_full)
            sections = tuple(chapters(theme.sections))
            if shown or sections or report.is_full:
                yield Chapter(theme, shown, sections)

    return tuple(chapters(report.state.themes))


@translation.override("nl")
def collect_report(agenda: Agenda, query: QueryDict, *, today: date) -> Report:
    """The report as of now, or on the position that the address names; as many queries as the dashboard.

    agenda comes with its agreement selected. PositionTamperedError when the position is not what was frozen.
    """
    return report_of(agenda, collect_board(agenda, query, today=today), Length.asked(query))


@translation.override("nl")
def report_then(agenda: Agenda, *, today: date, moment: str) -> Report:
    """The report as it was at the moment, within as_it_was()."""
    return replace(report_of(agenda, board_then(agenda, today=today), Length.FULL), then=moment)


def report_of(agenda: Agenda, found: Board, length: Length) -> Report:
    agreement = agenda.agreement
    labels = {"theme_label": agreement.theme_label, "goal_label": agreement.goal_label, "action_label": agenda.action_label}
    note = note_of(found.board, found.questions)
    return Report(found.board, found.position, note, questions=found.questions, length=length, **labels)
