"""The indicators of a state: what was agreed, and what was measured by then."""

from collections import defaultdict
from datetime import date

from agreements.models import Agreement, Indicator, Target
from monitoring.state import StateIndicator, StateTarget
from monitoring.state_actions import code


def indicators_by_goal(agreement: Agreement, *, on: date) -> dict[int, tuple[StateIndicator, ...]]:
    """The indicators of the agreement by goal."""
    rows = Indicator.objects.filter(goal__theme__agreement=agreement).select_related("delivered_by").prefetch_related("targets")
    found = defaultdict(list)
    for row in rows:
        found[row.goal_id].append(_indicator(row))
    return {goal: tuple(indicators) for goal, indicators in found.items()}


def _indicator(row: Indicator) -> StateIndicator:
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
        targets=tuple(_target(target, row) for target in row.targets.all()),
    )


def _target(target: Target, indicator: Indicator) -> StateTarget:
    target.indicator = indicator  # so that its words ask for no query
    return StateTarget(
        year=target.year,
        value=target.value,
        value_to=target.value_to,
        formula=target.formula,
        is_approximate=target.approximate,
        is_provisional=target.provisional,
        phrase=str(target.phrase),
    )
