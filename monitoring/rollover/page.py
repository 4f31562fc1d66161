"""The page on which the next year is made: every action of the year in order, with what is known of it and what was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from agreements.agenda.words import name_in
from agreements.models import Action, ActionLink, Agenda, AgendaImport, Agreement, RollChoice, Target
from agreements.periods import span_name
from agreements.rollover.moments import Dates, dates_in
from agreements.rollover.permissions import following_of, why_no_next_year, why_not_write
from agreements.rollover.taking_back import why_not_take_back
from monitoring.models import EvaluationPoint
from monitoring.position.collect import collect_state
from monitoring.position.state import StateAction, StateDecision, StateGoal, StateIndicator
from monitoring.rollover.forms import RollChoiceForm
from monitoring.rollover.from_file import with_file, words_in_file
from monitoring.rollover.proposing import LastKnown, RollProposal, last_known, propose
from parties.models import User


@dataclass(frozen=True, slots=True)
class RollFigure:
    """A figure of the goal beside its targets of this year and the next; is_asked: it is agreed year by year, and not yet."""

    indicator: StateIndicator
    now: str
    next: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class RollRow:
    """One action. later are those that go on from it in the next year already."""

    action: StateAction
    name: str  # of the action
    known: LastKnown
    proposal: RollProposal
    choice: RollChoice | None
    later: tuple[Action, ...]
    period: str  # in the next year
    form: RollChoiceForm | None = None
    points: tuple[EvaluationPoint, ...] = ()  # of the evaluations of the year, about this action

    @property
    def decisions(self) -> tuple[StateDecision, ...]:
        return self.action.decisions

    @property
    def is_open(self) -> bool:
        """Whether nothing was chosen and it does not go on by itself."""
        return self.choice is None and not self.later

    @property
    def is_wrong(self) -> bool:
        """Whether what was posted for it was not right."""
        return bool(self.form and self.form.is_bound and self.form.has_changed() and self.form.errors)

    @property
    def names_year(self) -> bool:
        """Whether its words speak of the year that ends."""
        return str(self.form.year) in self.action.text if self.form else False

    @property
    def is_asked(self) -> bool:
        return self.is_open and not self.proposal.choice


@dataclass(frozen=True, slots=True)
class RollGoal:
    """A goal with its actions. ends says that its term is over, or that it was dropped, before the next year."""

    goal: StateGoal
    ends: str
    figures: tuple[RollFigure, ...]
    rows: tuple[RollRow, ...]
    points: tuple[EvaluationPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class RollTheme:
    """A theme of the document with its goals."""

    heading: str
    goals: tuple[RollGoal, ...]

    @property
    def rows(self) -> tuple[RollRow, ...]:
        return tuple(row for goal in self.goals for row in goal.rows)

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def is_wrong(self) -> bool:
        return any(row.is_wrong for row in self.rows)


@dataclass(frozen=True, slots=True)
class RollPage:
    """why_not_write is for this person, why_not_make for everyone; successors are the agreements that follow this one."""

    agenda: Agenda
    following: Agenda | None
    themes: tuple[RollTheme, ...]
    why_not_write: str
    why_not_make: str
    why_not_take_back: str
    file: AgendaImport | None
    successors: tuple[Agreement, ...]
    points: tuple[EvaluationPoint, ...] = ()  # about no goal and no action

    @property
    def year(self) -> int:
        return self.agenda.year + 1

    @property
    def goals(self) -> tuple[RollGoal, ...]:
        return tuple(goal for theme in self.themes for goal in theme.goals)

    @property
    def rows(self) -> tuple[RollRow, ...]:
        return tuple(row for theme in self.themes for row in theme.rows)

    @property
    def file_query(self) -> str:
        """What the address needs to keep the file."""
        return f"?bestand={self.file.pk}" if self.file else ""

    @property
    def may_write(self) -> bool:
        return not self.why_not_write

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def asked(self) -> int:
        return sum(row.is_asked for row in self.rows)

    @property
    def proposed(self) -> int:
        """Nothing was chosen, and something is proposed."""
        return self.open - self.asked

    @property
    def waiting(self) -> int:
        """What was chosen to go along and does not stand in the next year yet."""
        return sum(bool(row.choice and row.choice.goes_along and not row.choice.is_made and not row.later) for row in self.rows)

    @property
    def made(self) -> int:
        return sum(bool(row.later) for row in self.rows)

    @property
    def ending(self) -> tuple[RollGoal, ...]:
        return tuple(goal for goal in self.goals if goal.ends)

    @property
    def asked_figures(self) -> tuple[RollFigure, ...]:
        return tuple(figure for goal in self.goals for figure in goal.figures if figure.is_asked)


def collect_roll(
    agenda: Agenda, user: User, *, data: Any = None, file: AgendaImport | None = None, with_forms: bool = True
) -> RollPage:
    """A fixed number of queries, however many actions. agenda comes with its agreement; data is what was posted.

    file is an agenda of this year that somebody read in for the next.
    """
    year, following = agenda.year + 1, following_of(agenda)
    state = collect_state(agenda)
    choices = {
        row.action_id: row for row in RollChoice.objects.filter(action__agenda=agenda).select_related("into__project", "by")
    }
    seen = _seen(choices.values())
    later = _later(agenda)
    words = words_in_file(file, agenda) if file is not None else {}
    targets = _targets(agenda.agreement, year)
    points = _points(agenda)
    why_not = why_not_write(user, agenda)
    of_theme = {theme.heading: [row for goal in theme.all_goals for row in goal.actions] for theme in state.themes}

    def row_of(action: StateAction, goal: StateGoal, heading: str) -> RollRow:
        choice, proposal = choices.get(action.id), propose(action, goal, year)
        if file is not None:
            proposal = with_file(proposal, words, action.id, file.file_name)
        dates = dates_in(year, Dates(action.starts_on, action.starts_precision, action.due_on, action.due_precision))
        form = None
        if with_forms and not why_not and not later.get(action.id):
            form = RollChoiceForm(
                data,
                action=action,
                choice=choice,
                proposal=proposal,
                others=of_theme[heading],
                year=agenda.year,
                seen=seen.get(choice.pk, 0) if choice else 0,
            )
        return RollRow(
            action,
            name_in(goal, action),
            last_known(action),
            proposal,
            choice,
            tuple(later.get(action.id, ())),
            span_name(dates.starts_on, dates.starts_precision, dates.due_on, dates.due_precision),
            form,
            tuple(points.get(("action", action.id), ())),
        )

    def goal_of(goal: StateGoal, heading: str) -> RollGoal:
        figures, rows = _figures(goal, agenda.year, targets), (row_of(action, goal, heading) for action in goal.actions)
        return RollGoal(goal, _ends(goal, year), tuple(figures), tuple(rows), tuple(points.get(("goal", goal.id), ())))

    themes = tuple(
        RollTheme(theme.heading, tuple(goal_of(goal, theme.heading) for goal in theme.all_goals)) for theme in state.themes
    )
    return RollPage(
        agenda=agenda,
        following=following,
        themes=themes,
        why_not_write=why_not,
        why_not_make=why_no_next_year(agenda, following),
        why_not_take_back=why_not_take_back(agenda, following) if not why_not and any(later.values()) else "",
        file=file,
        successors=tuple(Agreement.objects.visible_to(user).filter(predecessor=agenda.agreement_id)),
        points=tuple(points.get(("", None), ())),
    )


def _points(agenda: Agenda) -> dict[tuple[str, int | None], list[EvaluationPoint]]:
    """What the evaluations of the year conclude, by what it is about. One query."""
    found: dict[tuple[str, int | None], list[EvaluationPoint]] = {}
    for point in EvaluationPoint.objects.of_year(agenda):
        about = "action" if point.action_id else "goal" if point.goal_id else ""
        found.setdefault((about, point.action_id or point.goal_id), []).append(point)
    return found


def _seen(choices: Iterable[RollChoice]) -> dict[int, int]:
    """The newest row of history of each choice: up to where the person who gets the page has read."""
    records = RollChoice.history.filter(id__in=[row.pk for row in choices]).order_by()
    return dict(records.values_list("id").annotate(last=Max("history_id")))


def _later(agenda: Agenda) -> dict[int, list[Action]]:
    """By action of the year, those that go on from it in the next."""
    links = ActionLink.objects.filter(earlier__agenda=agenda, later__agenda__year=agenda.year + 1)
    found: dict[int, list[Action]] = {}
    for link in links.select_related("later__project", "later__agenda").order_by("later__position", "pk"):
        found.setdefault(link.earlier_id, []).append(link.later)
    return found


def _targets(agreement: Agreement, year: int) -> dict[int, str]:
    """By indicator, the target of that year in words."""
    rows = Target.objects.filter(indicator__goal__theme__agreement=agreement, year=year).select_related("indicator")
    return {row.indicator_id: str(row.phrase) for row in rows}


def _figures(goal: StateGoal, year: int, targets: dict[int, str]) -> Iterable[RollFigure]:
    for indicator in goal.indicators:
        agreed = indicator.agreed
        now = agreed.aim_in(year)
        overall = agreed.overall if agreed.end_year > year else None
        following = targets.get(indicator.id) or (overall.phrase if overall else "")
        is_yearly = now is not None and now.year == year
        yield RollFigure(indicator, now.phrase if now else "", following, is_asked=is_yearly and not following)


def _ends(goal: StateGoal, year: int) -> str:
    if goal.dropped_from is not None:
        return goal.drop_line
    if goal.end_year is not None and goal.end_year < year:
        return _("Its term ends with %(year)s.") % {"year": goal.end_year}
    return ""
