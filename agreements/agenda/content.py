"""The content of an agenda, collected once for page and PDF alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.agenda.stamp import changed_at
from agreements.models import Action, Agenda, Appendix, Goal, Lead, Participation, Theme
from agreements.periods import period_name, span_name


@dataclass(frozen=True, slots=True)
class AgreedDate:
    """A date with the period that was agreed, in words: 30 September 2024, "kwartaal 3 van 2024"."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action as printed; leads are (party id, name) in order, lead_line is how the document prints them."""

    id: int
    project_id: int | None
    project: str
    text: str
    kind: str
    kind_label: str
    leads: tuple[tuple[int, str], ...]
    lead_line: str
    period: str
    recurrence: str
    dropped_on: date | None
    drop_reason: str
    number: str = ""
    starts: AgreedDate | None = None
    due: AgreedDate | None = None
    budget: Decimal | None = None

    @property
    def says_why_dropped(self) -> bool:
        """Whether the agreed text itself gives the reason, so that it need not be printed again."""
        return bool(self.drop_reason) and self.drop_reason in self.text


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal with its actions of the year."""

    id: int
    number: str
    text: str
    actions: tuple[ActionRow, ...]

    @property
    def lead_line(self) -> str:
        """The leads of all actions when they are the same, so that a table prints them once; else empty."""
        lines = {action.lead_line for action in self.actions}
        return lines.pop() if len(lines) == 1 else ""

    @property
    def is_dropped(self) -> bool:
        """Whether nothing is left to be done for this goal this year."""
        return bool(self.actions) and all(action.dropped_on for action in self.actions)


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A theme, or a paragraph within one, with its goals; heading is all that is printed, title its words alone."""

    id: int
    heading: str
    introduction: str
    goals: tuple[GoalRow, ...]
    sections: tuple["ThemeSection", ...] = ()
    title: str = ""

    @property
    def all_goals(self) -> tuple[GoalRow, ...]:
        return self.goals + tuple(goal for section in self.sections for goal in section.goals)


@dataclass(frozen=True, slots=True)
class AgendaContent:
    """All that an agenda prints: who takes part that year, in order, its themes as a tree, appendices, the other years."""

    agenda: Agenda
    participations: tuple[Participation, ...]
    years: tuple[int, ...]
    sections: tuple[ThemeSection, ...]
    appendices: tuple[Appendix, ...]
    changed_at: datetime

    @property
    def goals(self) -> tuple[GoalRow, ...]:
        return tuple(goal for section in self.sections for goal in section.all_goals)

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        return tuple(action for goal in self.goals for action in goal.actions)

    @property
    def signatories(self) -> tuple[Participation, ...]:
        return tuple(row for row in self.participations if row.role == Participation.Role.SIGNATORY)


def collect_agenda(agenda: Agenda) -> AgendaContent:
    """Collect the content in eight queries, whatever the size; agenda comes with its agreement selected.

    Only what the year has: a party, goal or theme that comes in a later year leaves this document as it was.
    """
    agreement = agenda.agreement
    last_change = changed_at(agenda)  # before the reading: what changes meanwhile makes a later moment
    participations = agreement.participations.select_related("party")
    actions = _actions_by_goal(agenda)
    goals: dict[int, list[GoalRow]] = defaultdict(list)
    of_other_years: set[int] = set()
    for goal in Goal.objects.filter(theme__agreement=agreement):
        if actions[goal.pk] or goal.runs_in(agenda.year):
            goals[goal.theme_id].append(GoalRow(goal.pk, goal.number, goal.text, tuple(actions[goal.pk])))
        else:
            of_other_years.add(goal.theme_id)
    return AgendaContent(
        agenda=agenda,
        participations=tuple(row for row in participations if row.takes_part_in(agenda.year)),
        years=tuple(sorted(agreement.agendas.values_list("year", flat=True))),
        sections=_sections(agreement, goals, of_other_years),
        appendices=tuple(row for row in agreement.appendices.all() if row.agenda_id in {None, agenda.pk}),
        changed_at=last_change,
    )


def join_names(names: Iterable[str]) -> str:
    """The names in one phrase: "A", "A en B", "A, B en C"."""
    *first, last = list(names) or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _actions_by_goal(agenda: Agenda) -> dict[int, list[ActionRow]]:
    leads: dict[int, list[Lead]] = defaultdict(list)
    for lead in Lead.objects.filter(action__agenda=agenda).select_related("party"):
        leads[lead.action_id].append(lead)
    rows: dict[int, list[ActionRow]] = defaultdict(list)
    for action in agenda.actions.select_related("project"):
        rows[action.goal_id].append(_action_row(action, leads[action.pk]))
    return rows


def _action_row(action: Action, leads: list[Lead]) -> ActionRow:
    return ActionRow(
        id=action.pk,
        project_id=action.project_id,
        project=action.project.name if action.project_id else "",
        text=action.text,
        kind=action.kind,
        kind_label=str(action.get_kind_display()),
        leads=tuple((lead.party_id, lead.party.short_name) for lead in leads),
        lead_line=action.lead_text or join_names(str(lead) for lead in leads),
        period=span_name(action.starts_on, action.starts_precision, action.due_on, action.due_precision),
        recurrence=str(action.get_recurrence_display()),
        dropped_on=action.dropped_on,
        drop_reason=action.drop_reason,
        number=action.number,
        starts=_agreed_date(action.starts_on, action.starts_precision),
        due=_agreed_date(action.due_on, action.due_precision),
        budget=action.budget,
    )


def _agreed_date(day: date | None, precision: str) -> AgreedDate | None:
    return AgreedDate(day, period_name(day, precision)) if day else None


def _sections(agreement, goals: dict[int, list[GoalRow]], of_other_years: set[int]) -> tuple[ThemeSection, ...]:
    """The themes that have something in the year: a goal, or an introduction that does not wait for goals of other years."""
    children: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in agreement.themes.all():
        children[theme.parent_id].append(theme)

    def sections(parent: int | None) -> tuple[ThemeSection, ...]:
        return tuple(section(theme) for theme in children[parent] if is_in_year(theme))

    def section(theme: Theme) -> ThemeSection:
        theme.agreement = agreement
        return ThemeSection(
            id=theme.pk,
            heading=theme.heading,
            title=theme.title,
            introduction=theme.introduction,
            goals=tuple(goals[theme.pk]),
            sections=sections(theme.pk),
        )

    def is_in_year(theme: Theme) -> bool:
        below = children[theme.pk]
        if goals[theme.pk] or any(is_in_year(child) for child in below):
            return True
        return bool(theme.introduction) and not of_other_years & {theme.pk, *(child.pk for child in below)}

    return sections(None)
