"""The figures of an agreement as a workbook: what was agreed, and everything that was ever recorded."""

from collections import defaultdict
from datetime import date

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.agenda.words import printed_order, targets_of, theme_of, words_of
from agreements.models import Agreement, Indicator, Target
from monitoring.figures.account import IndicatorSheet, sheets_of
from monitoring.models import Measurement
from parties.tables.files import KINDS
from parties.tables.sheet import Cell, Column, Sheet
from parties.tables.widgets import YES


@translation.override("nl")
def figures_table(agreement: Agreement, *, today: date) -> bytes:
    """The indicators of the agreement with targets and all figures ever recorded, as .xlsx."""
    own = Indicator.objects.filter(goal__theme__agreement=agreement)
    accounts = sheets_of(own.order_by(*printed_order("goal", agreement.year_in_front), "position", "pk"), on=today)
    measured = Measurement.objects.filter(indicator__in=own).select_related("party", "recorded_by").order_by("measured_on", "pk")
    rows = defaultdict(list)
    for measurement in measured:
        rows[measurement.indicator_id].append(measurement)
    sheets = [_agreed_sheet(accounts), _target_sheet(accounts), _measured_sheet(accounts, rows)]
    at = max((row.recorded_at for found in rows.values() for row in found), default=timezone.now())
    return KINDS["xlsx"].write(sheets, title=f"{_('Figures')}, {agreement.title}", author=agreement.title, at=at)


def _agreed_sheet(accounts: list[IndicatorSheet]) -> Sheet:
    columns = [
        Column(capfirst(_("theme")), 26),
        Column(_("Goal number"), 9),
        Column(_("Goal"), 40),
        Column(_("Indicator"), 36),
        Column(_("Unit"), 14),
        Column(capfirst(_("kind")), 18),
        Column(capfirst(_("counted")), 20),
        Column(capfirst(_("scope")), 30),
        Column(capfirst(_("baseline")), 12),
        Column(capfirst(_("baseline on")), 12),
        Column(capfirst(_("source")), 30),
        Column(capfirst(_("delivered by")), 20),
        Column(_("Standing"), 22),
        Column(_("In words"), 60),
    ]
    return Sheet(capfirst(_("indicators")), columns, [_agreed_cells(account) for account in accounts])


def _agreed_cells(account: IndicatorSheet) -> tuple[Cell, ...]:
    row, goal = account.indicator, account.indicator.goal
    year = goal.theme.agreement.year_in_front
    words = words_of(goal, year)
    return (
        words_of(theme_of(goal, year), year).heading,
        words.number,
        words.text,
        row.name,
        row.unit,
        row.get_kind_display(),
        row.get_per_display(),
        row.scope,
        row.baseline,
        row.baseline_on,
        row.source,
        row.delivered_by.short_name if row.delivered_by else None,
        capfirst(str(account.account.label)),
        str(account.account.sentence),
    )


def _target_sheet(accounts: list[IndicatorSheet]) -> Sheet:
    columns = [Column(_("Goal number"), 9), Column(_("Indicator"), 36), Column(capfirst(_("year")), 10)]
    columns += [Column(_("Target"), 14), Column(_("To"), 14), Column(_("In words"), 40), Column(capfirst(_("provisional")), 12)]
    rows = [(*_name_of(account), *_target_cells(account, row)) for account in accounts for row in _targets_of(account)]
    return Sheet(capfirst(_("targets")), columns, rows)


def _targets_of(account: IndicatorSheet) -> list[Target]:
    return targets_of(account.indicator, account.indicator.goal.theme.agreement.year_in_front)


def _target_cells(account: IndicatorSheet, row: Target) -> tuple[Cell, ...]:
    row.indicator = account.indicator  # so that its words ask for no query
    return (row.year, row.value, row.value_to, str(row.phrase), YES if row.provisional else None)


def _measured_sheet(accounts: list[IndicatorSheet], measured: dict[int, list[Measurement]]) -> Sheet:
    """Every figure, also those that a later one replaced: those say so."""
    columns = [
        Column(_("Goal number"), 9),
        Column(_("Indicator"), 36),
        Column(capfirst(_("measured on")), 12),
        Column(_("From"), 12),
        Column(capfirst(_("value")), 14),
        Column(_("Unit"), 14),
        Column(capfirst(_("provisional")), 12),
        Column(capfirst(_("why it is not known yet")), 30),
        Column(capfirst(_("source")), 30),
        Column(capfirst(_("note")), 40),
        Column(capfirst(_("party")), 20),
        Column(capfirst(_("recorded by")), 22),
        Column(capfirst(_("recorded at")), 12),
        Column(_("Replaced by a later figure"), 14),
        Column(capfirst(_("reason for the correction")), 40),
    ]
    rows = []
    for account in accounts:
        found = measured.get(account.indicator.pk, [])
        replaced = {row.replaces_id for row in found}
        rows += [(*_name_of(account), *_measured_cells(account, row, row.pk in replaced)) for row in found]
    return Sheet(capfirst(_("measurements")), columns, rows)


def _measured_cells(account: IndicatorSheet, row: Measurement, is_replaced: bool) -> tuple[Cell, ...]:
    return (
        row.measured_on,
        row.period_start,
        row.value,
        account.indicator.unit,
        YES if row.provisional else None,
        row.unknown_reason,
        row.source,
        row.note,
        row.party.short_name,
        str(row.recorded_by),
        timezone.localtime(row.recorded_at).date(),
        YES if is_replaced else None,
        row.correction_reason,
    )


def _name_of(account: IndicatorSheet) -> tuple[Cell, Cell]:
    goal = account.indicator.goal
    return words_of(goal, goal.theme.agreement.year_in_front).number, account.indicator.name
