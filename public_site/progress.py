"""How a published year stands, as far as everyone may see it: what was accepted, the homes of its projects, and its figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils import timezone

from agreements.agenda.content import PrintedAction
from agreements.agenda.rows import IndicatorRow, TargetRow
from agreements.models import Indicator, Target
from monitoring.charts import target_chart
from monitoring.charts.target import TargetChart
from monitoring.figures.agreed import Agreed, Aim, Reading
from monitoring.figures.progression import progression
from monitoring.figures.words import Account, account_of
from monitoring.lights import FROM_WORST, LIGHTS, Light
from monitoring.models import DwellingCount, Measurement, ProgressUpdate
from monitoring.projects.page import Homes, add_up
from public_site.texts import PublicText

SAID = ("done", "next", "cause", "correction")


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What one party reported on an action, without who typed it and without what it asked of the others."""

    party: str
    round: str
    reference_date: date
    light: Light
    phase: str
    done: str
    next: str
    cause: str
    correction: str


@dataclass(frozen=True, slots=True)
class PublicStanding:
    """How an action stands: the worst of what was accepted in the last round that has any. rounds are all, the newest first."""

    light: Light
    rounds: tuple[tuple[PublicReport, ...], ...]

    @property
    def reports(self) -> tuple[PublicReport, ...]:
        return self.rounds[0]

    @property
    def earlier(self) -> tuple[tuple[PublicReport, ...], ...]:
        return self.rounds[1:]


@dataclass(frozen=True, slots=True)
class ProjectHomes:
    name: str
    count: DwellingCount


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A quantity with what was agreed and measured of it."""

    indicator: IndicatorRow
    account: Account
    chart: TargetChart
    readings: tuple[Reading, ...]
    per_label: str


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """By action, project and goal. Empty where the parties did not agree to show it."""

    actions: Mapping[int, PublicStanding] = field(default_factory=dict)
    homes: tuple[ProjectHomes, ...] = ()
    figures: Mapping[int, tuple[PublicFigure, ...]] = field(default_factory=dict)
    counts: tuple[tuple[Light, int], ...] = ()
    without: int = 0  # actions on which nothing was accepted yet

    @property
    def all_homes(self) -> Homes:
        return add_up(row.count for row in self.homes)

    @property
    def reference_date(self) -> date | None:
        """The day of the latest report."""
        return max((report.reference_date for row in self.actions.values() for report in row.reports), default=None)

    def counts_of(self, actions: Iterable[PrintedAction]) -> list[tuple[Light, int]]:
        """How many of these actions have each light; a dropped one has none."""
        counts = Counter(self.actions[row.id].light.key for row in actions if not row.is_dropped and row.id in self.actions)
        return [(light, counts[key]) for key, light in LIGHTS.items() if counts[key]]

    def homes_of(self, projects: Iterable[str]) -> tuple[ProjectHomes, ...]:
        named = set(projects)
        return tuple(row for row in self.homes if row.name in named)


def progress_of(found: PublicText) -> PublicProgress:
    """Three queries, or none where it is not shown."""
    if not found.shows_progress:
        return PublicProgress()
    asked = [action for action in found.content.actions if not action.is_dropped]
    standing = _standing(found)
    return PublicProgress(
        actions=standing,
        homes=_homes(found),
        figures=_figures(found),
        counts=tuple(PublicProgress(standing).counts_of(asked)),
        without=sum(action.id not in standing for action in asked),
    )


def _standing(found: PublicText) -> dict[int, PublicStanding]:
    rows = ProgressUpdate.objects.published().filter(action__agenda=found.text)
    updates = rows.select_related("party", "round").order_by("action", "-round__reference_date", "-round", "-submitted_at")
    return {pk: _standing_of(list(of_action)) for pk, of_action in groupby(updates, key=lambda row: row.action_id)}


def _standing_of(updates: list[ProgressUpdate]) -> PublicStanding:
    rounds = []
    for _round, of_round in groupby(updates, key=lambda row: row.round_id):
        newest: dict[int, ProgressUpdate] = {}
        for row in of_round:
            newest.setdefault(row.party_id, row)
        rounds.append(tuple(_report(row) for row in sorted(newest.values(), key=lambda row: FROM_WORST.index(row.judgement))))
    return PublicStanding(rounds[0][0].light, tuple(rounds))


def _report(row: ProgressUpdate) -> PublicReport:
    said = {name: getattr(row, name) for name in SAID}
    light, phase = LIGHTS[row.judgement], str(row.get_phase_display())
    return PublicReport(row.party.short_name, row.round.name, row.reference_date, light, phase, **said)


def _homes(found: PublicText) -> tuple[ProjectHomes, ...]:
    """The newest count of each project that the text names, in the order of the text."""
    names = {action.project_id: action.project for action in found.content.actions if action.project_id}
    newest: dict[int, DwellingCount] = {}
    counts = DwellingCount.objects.published().filter(project__in=names, project__agreement=found.agreement)
    for row in counts.select_related("party").order_by("-counted_on", "-pk"):
        newest.setdefault(row.project_id, row)
    return tuple(ProjectHomes(name, newest[pk]) for pk, name in names.items() if pk in newest)


def _figures(found: PublicText) -> dict[int, tuple[PublicFigure, ...]]:
    today, indicators = timezone.localdate(), found.stored.indicators
    measured: dict[int, list[Measurement]] = defaultdict(list)
    rows = Measurement.objects.published().filter(indicator__in=[row.id for row in indicators], measured_on__lte=today)
    for row in rows.select_related("party", "indicator").order_by("measured_on", "pk"):
        measured[row.indicator_id].append(row)
    figures: dict[int, list[PublicFigure]] = defaultdict(list)
    for row in indicators:
        figures[row.goal_id].append(_figure(row, measured[row.id], found, today))
    return {goal.id: tuple(figures[goal.id]) for goal in found.content.goals}


def _figure(row: IndicatorRow, measured: list[Measurement], found: PublicText, today: date) -> PublicFigure:
    readings = tuple(map(_reading, measured))
    known = progression(agreed_of(row, found), readings, on=today)
    chart = target_chart(known, chart_id=f"cijfer-{row.id}")
    return PublicFigure(row, account_of(known), chart, readings[::-1], str(Indicator.Per(row.per).label))


def agreed_of(row: IndicatorRow, found: PublicText) -> Agreed:
    """What the version agreed on the quantity."""
    agreement = found.content.agreement
    start = row.start_year or agreement.start_year
    end = row.end_year or found.agreement.window_in(found.text.year)[1]
    own = Indicator(kind=row.kind, unit=row.unit, per=row.per)
    return Agreed(
        name=row.name,
        kind=row.kind,
        per=row.per,
        unit=row.unit,
        start_year=start,
        end_year=max(end, start),
        targets=tuple(_aim(own, target) for target in row.targets),
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        price_level=row.price_level,
        starts_by_itself=row.start_year is not None,
    )


def _aim(own: Indicator, row: TargetRow) -> Aim:
    names = ("year", "value", "value_to", "formula", "approximate", "provisional")
    target = Target(indicator=own, **{name: getattr(row, name) for name in names})
    return Aim(row.year, row.value, row.value_to, str(target.phrase), row.provisional, row.formula, row.approximate)


def _reading(row: Measurement) -> Reading:
    """Without who typed it, and without notes."""
    return Reading(
        measured_on=row.measured_on,
        value=row.value,
        covers_from=row.period_start,
        is_provisional=row.provisional,
        unknown_reason=row.unknown_reason,
        price_level=row.price_level,
        source=row.source,
        party=row.party.short_name,
        correction_reason=row.correction_reason,
        phrase=str(row.phrase),
    )
