"""The agenda as a table: one row for every action, to filter, to sort and to count with."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agreements.agenda.collect import collect_agenda
from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal, PrintedTheme
from agreements.agenda.selection import Labelled
from agreements.labels.listing import labelled_in
from agreements.models import Agenda, Label
from agreements.own_files import about_sheet_title
from agreements.periods import period_name
from parties.tables.files import KINDS
from parties.tables.sheet import Cell, Column, Sheet

OPTIONAL = (_lazy("added on"), _lazy("goes on in"))  # columns that are there when something stands in them
NO_ACTION = (None,) * 13  # before the reason for dropping, which a goal may have as well


def agenda_table(agenda: Agenda, extension: str) -> bytes:
    """The agenda as .xlsx, .ods or .csv; agenda comes with its agreement selected. Raises NotMadeError."""
    with translation.override("nl"):
        content = collect_agenda(agenda)
        sheets = agenda_sheets(content, at=timezone.localtime(), labelled=labelled_in(agenda))
        return KINDS[extension].write(sheets, title=agenda.title, author=content.signed_by, at=content.changed_at)


def agenda_sheets(content: AgendaContent, *, at: datetime, labelled: Labelled | None = None) -> list[Sheet]:
    """The sheet with the actions and the sheet that says of which text they are, in the active language."""
    return [actions_sheet(content, labelled), about_sheet(content, at=at)]


def actions_sheet(content: AgendaContent, labelled: Labelled | None = None) -> Sheet:
    """A row for every action, and one for each goal that has none this year: no agreed text is missing.

    Behind them, where there are any, the labels: no agreed text, and not read back.
    """
    agreement, labelled = content.agreement, labelled or Labelled()
    columns = [
        Column(agreement.theme_label, 28),
        Column(_("Paragraph"), 28),
        Column(_("Goal number"), 9),
        Column(agreement.goal_label, 50),
        Column(capfirst(_("project")), 22),
        Column(_("Action number"), 9),
        Column(content.agenda.action_label, 60),
        Column(capfirst(_("kind")), 18),
        Column(capfirst(_("leads")), 24),
        Column(capfirst(_("lead as printed")), 24),
        Column(_("Starts on"), 12),
        Column(_("Start in words"), 18),
        Column(_("Due on"), 12),
        Column(_("Due date in words"), 18),
        Column(capfirst(_("recurs")), 16),
        Column(capfirst(_("added on")), 12),
        Column(capfirst(_("dropped on")), 12),
        Column(capfirst(_("reason for dropping")), 40),
        Column(capfirst(_("goes on in")), 12),
        Column(capfirst(_("budget in euros")), 15, is_amount=True),
        Column(capfirst(_("who pays what")), 40),
        Column(_("References of the goal"), 40),
        Column(_("References"), 40),
        Column(_("Target groups"), 24),
        Column(_("Areas"), 24),
    ]
    rows = [row for theme in content.themes for row in _rows_of(theme, labelled)]
    return _without_empty(
        Sheet(content.agenda.title, columns, rows),
        {
            _("Paragraph"),
            _("Action number"),
            capfirst(_("who pays what")),
            _("References of the goal"),
            _("References"),
            _("Target groups"),
            _("Areas"),
            *(capfirst(str(name)) for name in OPTIONAL),
        },
    )


def _rows_of(theme: PrintedTheme, labelled: Labelled) -> Iterable[tuple[Cell, ...]]:
    for goal in theme.goals:
        yield from _goal_rows(goal, (theme.heading, None), labelled)
    for child in theme.sections:
        for goal in child.goals:
            yield from _goal_rows(goal, (theme.heading, child.heading), labelled)


def _goal_rows(goal: PrintedGoal, above: tuple[str, str | None], labelled: Labelled) -> Iterable[tuple[Cell, ...]]:
    start = (*above, goal.number, goal.text)
    for action in goal.actions:
        labels = _label_cells((*labelled.goals.get(goal.id, ()), *labelled.actions.get(action.id, ())))
        yield (*start, *_action_cells(action), goal.references, action.references, *labels)
    if not goal.actions:
        labels = _label_cells(labelled.goals.get(goal.id, ()))
        yield (*start, *NO_ACTION, goal.drop_line or None, None, None, None, goal.references, None, *labels)


def _label_cells(labels: tuple[Label, ...]) -> tuple[Cell, Cell]:
    """The target groups and the areas of an action and its goal, each once."""
    names = ("; ".join(dict.fromkeys(label.name for label in labels if label.kind == kind)) for kind in Label.Kind)
    group, area = names
    return group or None, area or None


def _action_cells(action: PrintedAction) -> tuple[Cell, ...]:
    return (
        action.project,
        action.number,
        action.text,
        capfirst(action.kind_label),
        "; ".join(lead.short_name for lead in action.leads),
        action.lead_line,
        *_date_cells(action.starts_on, action.starts_precision),
        *_date_cells(action.due_on, action.due_precision),
        action.recurrence_label,
        action.added_on,
        action.dropped_on,
        action.drop_reason,
        action.goes_on_in,
        action.budget,
        action.contributions,
    )


def _date_cells(day: date | None, precision: str) -> tuple[Cell, Cell]:
    return (day, period_name(day, precision)) if day else (None, None)


def _without_empty(sheet: Sheet, optional: set[str]) -> Sheet:
    """The sheet without those of the optional columns in which nothing stands."""
    places = [
        number
        for number, column in enumerate(sheet.columns)
        if column.title not in optional or any(row[number] for row in sheet.rows)
    ]
    return Sheet(
        sheet.title, [sheet.columns[number] for number in places], [[row[number] for number in places] for row in sheet.rows]
    )


def about_sheet(content: AgendaContent, *, at: datetime) -> Sheet:
    """Of which text the table is: name, state, version, parties, and when it was made."""
    agenda, agreement = content.agenda, content.agreement
    facts: list[tuple[str, Cell]] = [
        (capfirst(_("agreement")), agreement.title),
        (capfirst(_("agenda")), agenda.title),
        (capfirst(_("year")), agenda.year),
        (capfirst(_("state")), content.standing_line),
        (capfirst(_("version")), agenda.version),
        (capfirst(_("last changed")), date_format(timezone.localtime(content.changed_at), "j F Y, H:i")),
        *_when_printed(content),
        *([(capfirst(_("who pays what")), _("in lines under the action"))] if agenda.prints_contributions else []),
        (capfirst(_("downloaded")), date_format(at, "j F Y, H:i")),
        *((party.role_label.capitalize(), party.name) for party in content.parties),
    ]
    return Sheet(about_sheet_title(), [Column(_("What"), 24), Column(_("Which"), 70)], facts)


def _when_printed(content: AgendaContent) -> Iterable[tuple[str, Cell]]:
    """Where the document prints when; nothing where it leaves that to the words. The columns of the table always have it."""
    if content.has_when_column or content.has_when_lines:
        where = Agenda.WhenPrinted.COLUMN if content.has_when_column else Agenda.WhenPrinted.LINE
        yield _("When"), str(where.label)
