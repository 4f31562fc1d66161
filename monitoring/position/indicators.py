"""The indicators of a state: what was agreed, what was measured by then, and what the arithmetic made of it. Two queries."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from agreements.models import Agreement, Indicator, Target
from monitoring.figures.agreed import agreed_on, readings_of
from monitoring.figures.progression import Progression, progression
from monitoring.figures.words import account_of
from monitoring.models import Measurement
from monitoring.position.state import Code, State, StateIndicator
from parties.remembered import Remembered

TARGET = ("pk", "year", "from_year", "value", "value_to", "formula", "approximate", "provisional")


def indicators_by_goal(agreement: Agreement, *, on: date, year: int) -> dict[int, tuple[StateIndicator, ...]]:
    """The indicators of the agreement by goal, with the targets of the year and the figures of through that day.

    What was corrected is not repeated.
    """
    key, days = agreement.pk, {agreement.pk: (on, year)}
    return _FIGURES.get((key, on, year), lambda: indicators_of(Indicator.objects.filter(goal__theme__agreement=key), days))


# A report changes no figure.
_FIGURES: Remembered[dict[int, tuple[StateIndicator, ...]]] = Remembered(most=32)


def indicators_of(rows: QuerySet[Indicator], days: Mapping[int, tuple[date, int]]) -> dict[int, tuple[StateIndicator, ...]]:
    """The indicators by goal, with the figures of through the day of their agreement and the targets of its year. Two queries."""
    last = max((on for on, _year in days.values()), default=date.min)
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
        on, year = days[row.goal.theme.agreement_id]
        row.known = [figure for figure in row.known if figure.measured_on <= on]
        in_order = sorted(
            targets[pk], key=lambda target: (target.year is not None, target.year or 0, target.from_year or 0, target.pk)
        )
        found[row.goal_id].append(_indicator(row, in_order, on, year))
    return {goal: tuple(indicators) for goal, indicators in found.items()}


def progression_in(state: State, row: StateIndicator) -> Progression:
    """How the quantity stood, from the state alone: what a chart is drawn from, also of a position of years ago."""
    return progression(row.agreed, row.figures, on=state.reference_date)


def _indicator(row: Indicator, targets: list[Target], on: date, year: int) -> StateIndicator:
    agreed, figures = agreed_on(row, year=year, targets=targets), readings_of(row.known)
    found = progression(agreed, figures, on=on)
    account = account_of(found)
    return StateIndicator(
        id=row.pk,
        agreed=agreed,
        kind_label=str(row.get_kind_display()),
        per_label=str(row.get_per_display()),
        years=str(row.years_phrase),
        scope=row.scope,
        source=row.source,
        delivered_by=row.delivered_by.short_name if row.delivered_by_id else "",
        figures=figures,
        standing=Code(found.standing.value, str(account.label)),
        sentence=str(account.sentence),
        remarks=tuple(str(remark) for remark in account.remarks),
    )
