"""The indicators of a state: what was agreed, what was measured by then, and what the arithmetic made of it. Two queries."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from agreements.models import Agreement, Indicator, Target
from monitoring.figures.agreed import Agreed, Aim, Kind, Reading, agreed_on, readings_of
from monitoring.figures.progression import Progression, progression
from monitoring.figures.words import account_of
from monitoring.models import Measurement
from monitoring.position.actions import code
from monitoring.position.state import Code, State, StateFigure, StateIndicator, StateTarget

TARGET = ("pk", "year", "value", "value_to", "formula", "approximate", "provisional")


def indicators_by_goal(agreement: Agreement, *, on: date) -> dict[int, tuple[StateIndicator, ...]]:
    """The indicators of the agreement by goal, with the figures of through that day; what was corrected is not repeated."""
    return indicators_of(Indicator.objects.filter(goal__theme__agreement=agreement), {agreement.pk: on})


def indicators_of(rows: QuerySet[Indicator], days: Mapping[int, date]) -> dict[int, tuple[StateIndicator, ...]]:
    """The indicators by goal, each with the figures of through the day of its agreement. Two queries, however many."""
    last = max(days.values(), default=date.min)
    measured = Measurement.objects.standing().filter(measured_on__lte=last).order_by("measured_on", "pk")
    with_figures = rows.prefetch_related(
        Prefetch("measurements", measured.select_related("party", "recorded_by"), to_attr="known")
    )
    with_targets = with_figures.annotate(**{f"target_{name}": F(f"targets__{name}") for name in TARGET})  # a row for each target
    indicators, targets = {}, defaultdict(list)
    for row in with_targets.select_related("delivered_by", "goal__theme__agreement"):
        indicator = indicators.setdefault(row.pk, row)
        if row.target_pk:
            fields = {name: getattr(row, f"target_{name}") for name in TARGET}
            targets[row.pk].append(Target(indicator=indicator, **fields))
    found = defaultdict(list)
    for pk, row in indicators.items():
        on = days[row.goal.theme.agreement_id]
        row.known = [figure for figure in row.known if figure.measured_on <= on]
        in_order = sorted(targets[pk], key=lambda target: (target.year is not None, target.year or 0, target.pk))
        found[row.goal_id].append(_indicator(row, in_order, on))
    return {goal: tuple(indicators) for goal, indicators in found.items()}


def progression_in(state: State, row: StateIndicator) -> Progression:
    """How the quantity stood, from the state alone: what a chart is drawn from, also of a position of years ago."""
    return progression(_agreed(state, row), _readings(row), on=state.reference_date)


def _indicator(row: Indicator, targets: list[Target], on: date) -> StateIndicator:
    found = progression(agreed_on(row, targets), readings_of(row.known), on=on)
    account = account_of(found)
    return StateIndicator(
        id=row.pk,
        name=row.name,
        unit=row.unit,
        kind=code(row, "kind"),
        per=code(row, "per"),
        start_year=row.start_year,
        end_year=row.end_year,
        years=str(row.years_phrase),
        scope=row.scope,
        source=row.source,
        price_level=row.price_level,
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        delivered_by=row.delivered_by.short_name if row.delivered_by_id else "",
        targets=tuple(_target(target) for target in targets),
        figures=tuple(_figure(measurement, row) for measurement in row.known),
        standing=Code(found.standing.value, str(account.label)),
        sentence=str(account.sentence),
        remarks=tuple(str(remark) for remark in account.remarks),
    )


def _target(target: Target) -> StateTarget:
    return StateTarget(
        year=target.year,
        value=target.value,
        value_to=target.value_to,
        formula=target.formula,
        is_approximate=target.approximate,
        is_provisional=target.provisional,
        phrase=str(target.phrase),
    )


def _figure(measurement: Measurement, indicator: Indicator) -> StateFigure:
    measurement.indicator = indicator
    return StateFigure(
        measured_on=measurement.measured_on,
        covers_from=measurement.period_start,
        value=measurement.value,
        price_level=measurement.price_level,
        is_provisional=measurement.provisional,
        unknown_reason=measurement.unknown_reason,
        source=measurement.source,
        note=measurement.note,
        party=measurement.party.short_name,
        recorded_by=str(measurement.recorded_by),
        recorded_at=measurement.recorded_at,
        correction_reason=measurement.correction_reason,
        phrase=str(measurement.phrase),
    )


def _agreed(state: State, row: StateIndicator) -> Agreed:
    """As figures.agreed_on(), from the state."""
    start = row.start_year or state.start_year
    aims = [Aim(target.year, target.value, target.value_to, target.phrase, target.is_provisional) for target in row.targets]
    if not aims and row.kind.key == Kind.NO_DECREASE and row.baseline is not None:
        own = Indicator(kind=row.kind.key, unit=row.unit)
        aims = [Aim(None, row.baseline, None, str(Target(indicator=own, value=row.baseline).phrase))]
    return Agreed(
        name=row.name,
        kind=row.kind.key,
        per=row.per.key,
        unit=row.unit,
        start_year=start,
        end_year=max(row.end_year or state.end_year, start),
        aims=tuple(aims),
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        price_level=row.price_level,
        starts_by_itself=row.start_year is not None,
    )


def _readings(row: StateIndicator) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            figure.measured_on,
            figure.value,
            figure.covers_from,
            figure.is_provisional,
            figure.unknown_reason,
            figure.price_level,
        )
        for figure in row.figures
    )
