"""What the pages of projects show: steps, actions over the years, homes, and what they add up to against the goal's target."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from agreements.agenda.words import GoalWords, goal_words_of, place_of, targets_of, words_of
from agreements.models import Action, Agreement, Goal, Indicator, Lead, Project, Target
from monitoring.models import DwellingCount

HOMES = "woning"  # how the unit of an indicator begins that counts homes


@dataclass(frozen=True, slots=True)
class Homes:
    """So many in each state; counted_on is the oldest day on which one of them was counted."""

    planned: int = 0
    in_building: int = 0
    delivered: int = 0
    counted_on: date | None = None
    projects: int = 0

    @property
    def total(self) -> int:
        return self.planned + self.in_building + self.delivered


@dataclass(frozen=True, slots=True)
class GoalHomes:
    """A goal with the homes of all its projects, and what was agreed of it that is counted in homes."""

    goal: Goal
    words: GoalWords
    homes: Homes
    targets: tuple[tuple[Indicator, Target], ...]


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project with its newest count, the step that is next, and the goals that it serves."""

    project: Project
    count: DwellingCount | None
    next_step: object | None
    goals: tuple[GoalWords, ...]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    project: Project
    count: DwellingCount | None
    counts: tuple[DwellingCount, ...]
    steps: tuple
    actions: tuple[Action, ...]
    goals: tuple[GoalHomes, ...]


def collect_project(project: Project) -> ProjectPage:
    """The project, which comes with its agreement. A fixed number of queries."""
    counts = tuple(project.dwelling_counts.select_related("party", "recorded_by"))
    actions = list(_actions(Action.objects.filter(project=project)).order_by("-agenda__year", "position", "pk"))
    goals = {action.goal_id: action.goal for action in actions}
    return ProjectPage(
        project,
        counts[0] if counts else None,
        counts,
        tuple(project.steps.all()),
        tuple(actions),
        tuple(_homes_of_goals(goals, project.agreement)),
    )


def collect_projects(agreement: Agreement) -> tuple[tuple[ProjectLine, ...], tuple[GoalHomes, ...]]:
    """All projects of the agreement with how far they are, and what they add up to per goal. A fixed number of queries."""
    rows = agreement.projects.prefetch_related(
        "steps", "dwelling_counts", Prefetch("actions", _actions(Action.objects.all()).order_by("agenda__year", "position"))
    )
    lines, goals = [], {}
    for project in rows:
        actions = list(project.actions.all())
        words = {action.goal_id: goal_words_of(action) for action in actions}
        goals |= {action.goal_id: action.goal for action in actions}
        step = next((step for step in project.steps.all() if step.reached_on is None), None)
        lines.append(ProjectLine(project, _newest(project), step, tuple(words.values())))
    return tuple(lines), tuple(_homes_of_goals(goals, agreement))


def _actions(actions):
    leads = Prefetch("leads", Lead.objects.select_related("party"))
    return actions.select_related("agenda__agreement", "goal__theme__agreement", "project").prefetch_related(leads)


def _newest(project: Project) -> DwellingCount | None:
    return next(iter(project.dwelling_counts.all()), None)


def _homes_of_goals(goals: dict[int, Goal], agreement: Agreement) -> Iterable[GoalHomes]:
    """Of each goal the homes of every project with an action for it, in whatever year."""
    serving = Project.objects.filter(actions__goal__in=goals).distinct().prefetch_related("dwelling_counts")
    served: dict[int, set[int]] = defaultdict(set)
    for project, goal in Action.objects.filter(goal__in=goals, project__isnull=False).values_list("project", "goal"):
        served[goal].add(project)
    projects = {project.pk: project for project in serving}
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.filter(goal__in=goals, unit__istartswith=HOMES).prefetch_related("targets"):
        indicator.goal = goals[indicator.goal_id]
        indicators[indicator.goal_id].append(indicator)
    year = agreement.year_in_front
    for pk, goal in sorted(goals.items(), key=lambda pair: place_of(pair[1], year)):
        targets = [(row, target) for row in indicators[pk] for target in targets_of(row, year) if target.year is None]
        homes = add_up(found for project in served[pk] if (found := _newest(projects[project])))
        yield GoalHomes(goal, words_of(goal, year), homes, tuple(targets))


def add_up(counts: Iterable[DwellingCount]) -> Homes:
    """The homes of these counts, each of another project, together."""
    rows = list(counts)
    return Homes(
        *(sum(getattr(row, name) for row in rows) for name in ("planned", "in_building", "delivered")),
        counted_on=min((row.counted_on for row in rows), default=None),
        projects=len(rows),
    )
