"""What the pages say of an indicator: arithmetic, words, figures and the history of its targets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from agreements.models import Indicator, Target
from monitoring.figures.agreed import agreed_on, readings_of
from monitoring.figures.progression import Progression, progression
from monitoring.figures.words import Account, account_of
from monitoring.models import DataDelivery, Measurement
from parties.history.changes import FieldChange
from parties.prepared import Prepared

NAMED_WITH = ("goal__theme__agreement", "goal__theme__parent", "delivered_by")


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """One indicator at a reference date."""

    indicator: Indicator
    progression: Progression
    account: Account


@dataclass(frozen=True, slots=True)
class MeasurementStory:
    """A figure that stands, with the figures that it replaced, newest first."""

    measurement: Measurement
    replaced: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class TargetChange(FieldChange):
    """How a target was set, changed or withdrawn; the label is its year, empty for the whole period."""

    on: datetime
    by: str
    reason: str


def with_figures(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """The indicators with all that a sheet needs, in a fixed number of queries."""
    return indicators.select_related(*NAMED_WITH).prefetch_related(*_figures())


def figures_of_goal(goal: int) -> list[Indicator]:
    """The indicators of a goal, as with_figures() finds them."""
    indicators = _indicators_of.models(goal)
    prefetch_related_objects(indicators, *_figures())
    return indicators


@Prepared.in_order
def _indicators_of(goal: int) -> QuerySet[Indicator]:
    return Indicator.objects.filter(goal=goal).select_related(*NAMED_WITH)


def _figures() -> tuple[str, Prefetch]:
    standing = Measurement.objects.standing().select_related("party", "recorded_by").order_by("measured_on", "pk")
    return "targets", Prefetch("measurements", standing, to_attr="standing_measurements")


def sheet_of(indicator: Indicator, *, on: date) -> IndicatorSheet:
    """The sheet of an indicator that with_figures() found."""
    found = progression(agreed_on(indicator, year=on.year), readings_of(indicator.standing_measurements), on=on)
    return IndicatorSheet(indicator, found, account_of(found))


def sheets_of(indicators: QuerySet[Indicator], *, on: date) -> list[IndicatorSheet]:
    return [sheet_of(indicator, on=on) for indicator in with_figures(indicators)]


def measurements_of(indicator: Indicator) -> list[MeasurementStory]:
    """The figures of the indicator, the newest day first, each with what it replaced."""
    rows = {row.pk: row for row in indicator.measurements.select_related("party", "recorded_by")}
    replaced = {row.replaces_id for row in rows.values()}
    stories = []
    for row in rows.values():
        row.indicator = indicator
        if row.pk not in replaced:
            stories.append(MeasurementStory(row, tuple(_before(row, rows))))
    return stories


def _before(row: Measurement, rows: dict[int, Measurement]) -> Iterable[Measurement]:
    while row.replaces_id:
        row = rows[row.replaces_id]
        yield row


def target_changes(indicator: Indicator) -> list[TargetChange]:
    """How each target of the indicator came to be what it is, newest first."""
    versions = Target.history.filter(indicator=indicator.pk).select_related("history_user")
    before: dict[int, str] = {}
    changes = []
    for version in versions.order_by("history_date", "history_id"):
        becomes = "" if version.history_type == "-" else _words(version, indicator)
        was = before.get(version.id, "")
        if becomes != was:
            by, reason = str(version.history_user or ""), version.history_change_reason or ""
            changes.append(TargetChange(str(version.year or ""), was, becomes, version.history_date, by, reason))
        before[version.id] = becomes
    return changes[::-1]


def _words(version, indicator: Indicator) -> str:
    target = Target(
        indicator=indicator,
        value=version.value,
        value_to=version.value_to,
        formula=version.formula,
        approximate=version.approximate,
    )
    return str(target.phrase)


def deliveries_of(indicators: QuerySet[Indicator]) -> QuerySet[DataDelivery]:
    """The deliveries of these indicators with whether they are there, in order of their day."""
    deliveries = DataDelivery.objects.filter(indicator__in=indicators).with_measurement()
    return deliveries.select_related("indicator__goal", "party")
