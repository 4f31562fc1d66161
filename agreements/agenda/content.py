"""What an agenda prints, as one tree of plain values: page, PDF, Word, tables and the state of the progress all read this."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.leads import join_names, lead_line_of, no_lead_yet, says_no_lead
from agreements.agenda.rows import (
    ActionRow,
    AgendaRow,
    AgendaRows,
    AgreementRow,
    AppendixRow,
    GoalRow,
    ParticipationRow,
    ThemeRow,
    extend,
)
from agreements.agenda.terms import Terms
from agreements.models import Action, Agenda, Agreement, Participation
from agreements.models.action_words import dropped_line_of
from agreements.models.adoptable import standing_in_words
from agreements.models.agreement import label_of_year
from agreements.models.contribution import contributions_in
from agreements.models.reference import Reference, references_in
from agreements.models.theme import runs_in, theme_heading
from agreements.periods import When, span_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAgenda(AgendaRow):
    """standing is the state of the text in words; action_label the heading of the year's actions."""

    standing: str
    action_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedParty(ParticipationRow):
    role_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAction(ActionRow):
    """lead_line is how the document prints the leads, period from when until when in words: "kwartaal 3 van 2024".

    when_line is all that was agreed on time and money, in one phrase.
    """

    kind_label: str
    lead_line: str
    period: str
    recurrence_label: str
    added_line: str = ""
    when_line: str = ""

    @property
    def is_dropped(self) -> bool:
        return self.dropped_on is not None

    @property
    def dropped_line(self) -> str:
        """As Action.dropped_line."""
        return dropped_line_of(self.dropped_on, self.goes_on_in)

    @property
    def is_without_lead(self) -> bool:
        """Whether it is still to be agreed who takes it up: no lead stands there, or words that say so."""
        return not self.is_dropped and says_no_lead(self.lead_line)

    @property
    def lead_shown(self) -> str:
        """The leads, or where no words stand the sentence that says that there are none yet: for pages and documents alike."""
        return self.lead_line or (no_lead_yet() if self.is_without_lead else "")

    @property
    def contribution_lines(self) -> tuple[str, ...]:
        """Who pays what, in words; whether the document prints them stands with its year."""
        return tuple(map(str, contributions_in(self.contributions)))

    @property
    def says_why_dropped(self) -> bool:
        """Whether the agreed text itself gives the reason, so that it need not be printed again."""
        return bool(self.drop_reason) and self.drop_reason in self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGoal(GoalRow):
    """One goal with its actions of the year; drop_line says from when and why it was dropped, where it was.

    added_line says that it is an additional agreement, and of which day, where its chapter does not.
    """

    actions: tuple[PrintedAction, ...] = ()
    drop_line: str = ""
    added_line: str = ""

    @property
    def lead_shown(self) -> str:
        """The leads of all actions when they are the same, so that a table prints them once; else empty."""
        lines = {action.lead_shown for action in self.actions}
        return lines.pop() if len(lines) == 1 else ""

    @property
    def is_dropped(self) -> bool:
        """Whether the goal itself was dropped, or all that is printed for it says in its own words that this was dropped.

        An action that was dropped later leaves its goal as it was agreed: nobody agreed that the goal goes.
        """
        dropped = [action.is_dropped and action.says_why_dropped for action in self.actions]
        return self.dropped_from is not None or (bool(dropped) and all(dropped))


@dataclass(frozen=True, slots=True)
class ListedReference:
    """of is the goal, or the goal with the project or number of one of its actions."""

    of: str
    reference: Reference

    def __str__(self) -> str:
        return f"{self.of}: {self.reference}"


def _references_of(goals: Iterable[PrintedGoal]) -> Iterable[ListedReference]:
    """Each once: what an action shares with its goal is told of the goal."""
    for goal in goals:
        name = _("Goal %(number)s") % {"number": goal.number}
        own = references_in(goal.references)
        yield from (ListedReference(name, reference) for reference in own)
        told: set[tuple[str, Reference]] = set()
        for action in goal.actions:
            of = ", ".join(filter(None, [name, action.number, action.project]))
            for reference in references_in(action.references):
                if reference not in own and (of, reference) not in told and not action.is_dropped:
                    told.add((of, reference))
                    yield ListedReference(of, reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTheme(ThemeRow):
    """A theme with its goals and its paragraphs; heading is all that is printed, title its words alone."""

    heading: str
    goals: tuple[PrintedGoal, ...] = ()
    sections: tuple["PrintedTheme", ...] = ()

    @property
    def all_goals(self) -> tuple[PrintedGoal, ...]:
        return self.goals + tuple(goal for section in self.sections for goal in section.all_goals)

    @property
    def actions(self) -> tuple[PrintedAction, ...]:
        return tuple(action for goal in self.all_goals for action in goal.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedText:
    """The text of one year, or of the agreement as a whole: the agreement, who takes part in it, and its themes as a tree."""

    agreement: AgreementRow
    agenda: PrintedAgenda
    parties: tuple[PrintedParty, ...]
    themes: tuple[PrintedTheme, ...]

    @property
    def goals(self) -> tuple[PrintedGoal, ...]:
        return tuple(goal for theme in self.themes for goal in theme.all_goals)

    @property
    def actions(self) -> tuple[PrintedAction, ...]:
        """All actions in the order of the document, the dropped ones too."""
        return tuple(action for goal in self.goals for action in goal.actions)

    @property
    def signatories(self) -> tuple[PrintedParty, ...]:
        return tuple(party for party in self.parties if party.role == Participation.Role.SIGNATORY)

    @property
    def signed_by(self) -> str:
        """The parties that sign, in one phrase."""
        return join_names(party.name for party in self.signatories)

    @property
    def is_whole(self) -> bool:
        """Whether it is the text of the agreement as a whole, without actions."""
        return self.agenda.year is None

    @property
    def is_table(self) -> bool:
        """Whether goals, actions and leads stand side by side; without actions there is nothing beside a goal."""
        return self.agreement.layout == Agreement.Layout.TABLE and not self.is_whole

    @property
    def references(self) -> tuple["ListedReference", ...]:
        """On what goals and actions stand, in order, where the document lists it."""
        return tuple(_references_of(self.goals)) if self.agenda.lists_references else ()

    @property
    def has_when_column(self) -> bool:
        return self.is_table and self.agenda.when_printed == Agenda.WhenPrinted.COLUMN

    @property
    def has_when_lines(self) -> bool:
        """Whether each action has a line under it that says when; running text has no place for a column."""
        is_printed = self.agenda.when_printed != Agenda.WhenPrinted.NOTHING
        return is_printed and not self.has_when_column and not self.is_whole

    def contributions_of(self, action: PrintedAction) -> tuple[str, ...]:
        """The lines below the action that say who pays what, where the year prints them; nothing of what was dropped."""
        return action.contribution_lines if self.agenda.prints_contributions and not action.is_dropped else ()

    @property
    def layout(self) -> str:
        return str(Agreement.Layout.TABLE if self.is_table else Agreement.Layout.DOCUMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaContent(AgreedText):
    """The text with everything else that the document prints."""

    appendices: tuple[AppendixRow, ...]
    changed_at: datetime
    asked: tuple[str, ...] = ()
    terms: Terms | None = None  # of the agreement as a whole

    @property
    def standing_line(self) -> str:
        """The state of the text, and in a draft which parties it waits for before they take part."""
        if not self.asked or self.agenda.state != Agenda.State.DRAFT:
            return self.agenda.standing
        return _("%(standing)s; asked to take part: %(parties)s") % {
            "standing": self.agenda.standing,
            "parties": join_names(self.asked),
        }

    @property
    def edition(self) -> str:
        """Which text it is, for the foot of a page: a version has a number, what is still written only a day."""
        day = date_format(timezone.localtime(self.changed_at), "j F Y")
        if self.agenda.state in {Agenda.State.DRAFT, Agenda.State.PROPOSED}:
            return _("Text of %(date)s") % {"date": day}
        return _("Version %(version)s, %(date)s") % {"version": self.agenda.version, "date": day}

    @property
    def full_title(self) -> str:
        """For the running head and the properties of a file: the agenda, and the agreement unless that names it already."""
        title, agreement = self.agenda.title, self.agreement.title
        return title if agreement in title else f"{title}, {agreement}"


def build(rows: AgendaRows) -> AgendaContent:
    """The tree that is printed, in the language that is active, from rows of whatever source; asks the database nothing."""
    agreement, agenda, year = rows.agreement, rows.agenda, rows.agenda.year
    return AgendaContent(
        agreement=agreement,
        agenda=extend(
            PrintedAgenda,
            agenda,
            standing=str(standing_in_words(agenda.state, agenda.version, agenda.adopted_on, year=year)),
            action_label="" if year is None else label_of_year(agreement.action_label, year),
        ),
        parties=tuple(extend(PrintedParty, row, role_label=str(Participation.Role(row.role).label)) for row in rows.parties),
        themes=_Themes(rows).below(None),
        appendices=rows.appendices,
        changed_at=rows.changed_at,
        asked=rows.asked,
    )


class _Themes:
    """The themes of the year with their goals and paragraphs.

    A goal is printed in the years through which it runs, and in any other that has an action for it. A theme is printed with
    such a goal, or when it is an introduction only; one whose goals are all of other years is not, whatever its introduction.
    The text of the agreement as a whole prints all of them.
    """

    def __init__(self, rows: AgendaRows):
        self._agreement, self._year = rows.agreement, rows.agenda.year
        self._goals: dict[int, list[PrintedGoal]] = defaultdict(list)
        self._of_other_years: set[int] = set()
        self._paragraphs: dict[int | None, list[ThemeRow]] = defaultdict(list)
        for theme in rows.themes:
            self._paragraphs[theme.parent_id].append(theme)
        actions: dict[int, list[PrintedAction]] = defaultdict(list)
        for action in rows.actions:
            actions[action.goal_id].append(printed_action(action))
        for goal in rows.goals:
            if self._year is None or actions[goal.id] or runs_in(goal, self._year):
                below, line = tuple(actions[goal.id]), self._added_line(goal)
                printed = extend(PrintedGoal, goal, actions=below, drop_line=drop_line(goal), added_line=line)
                self._goals[goal.theme_id].append(printed)
            else:
                self._of_other_years.add(goal.theme_id)

    def _added_line(self, goal: GoalRow) -> str:
        """Nothing where the chapter is called so, as in practice one that was added as a whole is."""
        line = added_line(goal.added_on)
        titles = (theme.title for rows in self._paragraphs.values() for theme in rows if theme.id == goal.theme_id)
        return "" if goal.added_on and _day(goal.added_on) in next(titles, "") else line

    def below(self, parent: int | None) -> tuple[PrintedTheme, ...]:
        return tuple(self._print(theme) for theme in self._paragraphs[parent] if self._is_in_year(theme))

    def _print(self, theme: ThemeRow) -> PrintedTheme:
        heading, goals = theme_heading(theme, self._agreement), tuple(self._goals[theme.id])
        return extend(PrintedTheme, theme, heading=heading, goals=goals, sections=self.below(theme.id))

    def _is_in_year(self, theme: ThemeRow) -> bool:
        below = self._paragraphs[theme.id]
        if self._year is None or self._goals[theme.id] or any(self._is_in_year(paragraph) for paragraph in below):
            return True
        return bool(theme.introduction) and not self._of_other_years & {theme.id, *(paragraph.id for paragraph in below)}


def drop_line(row: GoalRow) -> str:
    """From which year the goal is dropped, and why; empty where it stands."""
    if row.dropped_from is None:
        return ""
    return _("Dropped from %(year)s: %(reason)s") % {"year": row.dropped_from, "reason": row.drop_reason}


def added_line(day: date | None) -> str:
    """As practice prints what was agreed later than the rest; empty for the rest."""
    return _("Additional agreement, made on %(day)s") % {"day": _day(day)} if day else ""


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def printed_action(row: ActionRow) -> PrintedAction:
    """The action with its words in the language that is active."""
    return extend(
        PrintedAction,
        row,
        kind_label=str(Action.Kind(row.kind).label),
        lead_line=lead_line_of(row.lead_text, row.leads),
        period=span_name(row.starts_on, row.starts_precision, row.due_on, row.due_precision),
        recurrence_label=str(Action.Recurrence(row.recurrence).label) if row.recurrence else "",
        added_line=added_line(row.added_on),
        when_line=extend(When, row).line,
    )
