"""The progress of an agenda as a workbook: to filter, to sort and to count with."""

from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from monitoring.dashboard.bars import by_words
from monitoring.dashboard.counts import Counts, DashboardRow, light_words
from monitoring.exports.report import Report
from monitoring.exports.words import light_line
from monitoring.position.state import StateAction, StateGoal, StateIndicator, StateReport
from parties.tables.files import KINDS
from parties.tables.sheet import Cell, Column, Sheet
from parties.tables.widgets import YES


@translation.override("nl")
def report_table(report: Report) -> bytes:
    """The progress as .xlsx; the same report gives the same bytes."""
    board = report.board
    sheets = [
        _actions(report),
        _counts(report.theme_label, [(row.name, row.counts) for row in board.themes]),
        _counts(_("Party"), [(row.name, row.counts) for row in board.parties]),
        _indicators(report),
        _about(report),
    ]
    return KINDS["xlsx"].write(sheets, title=report.title, author=report.authors, at=report.made_at)


def _actions(report: Report) -> Sheet:
    """A row for every action with everything that the state says of it, in the order of the document."""
    columns = [
        Column(report.theme_label, 26),
        Column(_("Goal number"), 9),
        Column(report.goal_label, 40),
        Column(_("Action number"), 9),
        Column(capfirst(_("project")), 20),
        Column(report.action_label, 50),
        Column(capfirst(_("kind")), 16),
        Column(capfirst(_("leads")), 24),
        Column(_("Starts on"), 12),
        Column(_("Due on"), 12),
        Column(_("Due date in words"), 18),
        Column(capfirst(_("budget in euros")), 15, is_amount=True),
        Column(_("Light"), 24),
        Column(_("Light according to another party"), 24),
        Column(_("Needs attention because"), 30),
        Column(_("State of the report"), 18),
        Column(capfirst(_("phase")), 18),
        Column(_("What was done"), 40),
        Column(_("What happens next"), 40),
        Column(_("Cause"), 40),
        Column(_("Effect"), 40),
        Column(_("Correction"), 40),
        Column(_("Asked of the meeting"), 40),
        Column(_("Proposal"), 20),
        Column(capfirst(_("proposed date")), 12),
        Column(capfirst(_("proposed text, or the reason to drop")), 40),
        Column(capfirst(_("reporting party")), 22),
        Column(capfirst(_("submitted at")), 12),
        Column(capfirst(_("round")), 18),
        Column(_("Answers of the other leads"), 40),
        Column(capfirst(_("other views")), 40),
        Column(_("Lights of earlier rounds"), 30),
        Column(capfirst(_("decisions")), 40),
        Column(capfirst(_("dropped on")), 12),
        Column(capfirst(_("reason for dropping")), 40),
    ]
    return Sheet(_("Progress"), columns, [tuple(_action_cells(row)) for row in report.board.rows])


def _action_cells(row: DashboardRow) -> Iterable[Cell]:
    action, goal = row.action, row.goal
    yield from (row.theme.heading, goal.number, goal.text, action.number, action.project, action.text, action.kind_label)
    yield from ("; ".join(str(lead) for lead in action.leads), action.starts_on, action.due_on, action.period, action.budget)
    yield from (capfirst(str(action.light)), _other_lights(action))
    yield "; ".join(str(trouble.label) for trouble in row.troubles)
    yield str(action.state)
    yield from _report_cells(row)
    yield "\n".join(_beside(report) for report in action.beside)
    yield "\n".join(f"{view.party}: {view.judgement}. {view.reason}" for view in action.open_views)
    yield "\n".join(f"{step.round}: {light_line(step.light, step.other, step.sides)}" for step in action.earlier)
    yield "\n".join(f"{row.meeting}: {row.kind}. {row.text}" for row in action.decisions)
    yield from (action.dropped_on, action.drop_reason)


def _other_lights(action: StateAction) -> str:
    """The lights beside the one of the action, with the parties that see it so, if the position has them."""
    lights = [f"{side.light.words} ({side.parties})" for side in action.sides[1:]]
    return capfirst("; ".join(lights) or str(action.other_light))


def _beside(report: StateReport) -> str:
    """Everything that another lead answered, on one line."""
    labelled = (
        (_("What was done"), report.done),
        (_("What happens next"), report.next),
        (_("Cause"), report.cause),
        (_("Effect"), report.effect),
        (_("Correction"), report.correction),
        (_("Asked of the meeting"), report.ask),
        (_("Proposal"), str(report.proposal)),
    )
    words = " ".join(f"{label}: {text}" for label, text in labelled if text)
    return f"{report.party}: {report.judgement}, {report.state}. {words}".strip()


def _report_cells(row: DashboardRow) -> tuple[Cell, ...]:
    """What explains the light; it may be of an earlier round, which its own column says."""
    report = row.report
    if report is None:
        return (None,) * 13
    texts = (report.done, report.next, report.cause, report.effect, report.correction, report.ask)
    proposal = (str(report.proposal), report.proposal_date, report.proposal_text)
    return (str(report.phase), *texts, *proposal, report.party, timezone.localtime(report.submitted_at).date(), report.round)


def _counts(label: str, rows: list[tuple[str, Counts]]) -> Sheet:
    """The counts of the lights, a column each; what was dropped stands apart, outside the total."""
    lights = [count.light for count in rows[0][1].lights] if rows else []
    names = [capfirst(light_words(light).words) for light in lights]
    columns = [Column(label, 40), *(Column(name, 14) for name in [*names, _("Total"), capfirst(_("dropped"))])]
    cells: list[tuple[Cell, ...]] = [
        (name, *(counts.number_of(light) for light in lights), counts.total, counts.dropped.number) for name, counts in rows
    ]
    return Sheet(by_words(label), columns, cells)


def _indicators(report: Report) -> Sheet:
    """A row for every indicator, with its newest figure and how it stands."""
    columns = [
        Column(report.theme_label, 26),
        Column(_("Goal number"), 9),
        Column(_("Indicator"), 36),
        Column(_("Unit"), 14),
        Column(_("Agreed"), 40),
        Column(_("Last measured on"), 12),
        Column(_("Measured"), 12),
        Column(capfirst(_("provisional")), 12),
        Column(_("Standing"), 22),
        Column(_("In words"), 60),
        Column(_("Behind while all its actions are on schedule"), 20),
    ]
    rows = [
        (
            figure.theme.heading,
            *_indicator_cells(figure.goal, figure.indicator),
            capfirst(str(figure.indicator.standing)),
            figure.indicator.sentence,
            YES if figure.is_hidden else None,
        )
        for figure in report.board.figures
    ]
    return Sheet(capfirst(_("indicators")), columns, rows)


def _indicator_cells(goal: StateGoal, row: StateIndicator) -> tuple[Cell, ...]:
    measured_figures = [figure for figure in row.figures if figure.value is not None]
    last = measured_figures[-1] if measured_figures else None
    agreed = "; ".join(f"{target.year}: {target.phrase}" if target.year else target.phrase for target in row.agreed.targets)
    measured = (last.measured_on, last.value, YES if last.is_provisional else None) if last else (None, None, None)
    return (goal.number, row.name, row.agreed.unit, agreed, *measured)


def _about(report: Report) -> Sheet:
    """Of which day and which text the table is."""
    state, updated = report.state, report.board.updated_at
    facts: list[tuple[str, Cell]] = [
        (capfirst(_("agreement")), state.agreement.title),
        (capfirst(_("agenda")), state.agenda.title),
        (capfirst(_("year")), state.agenda.year),
        (_("State of the text"), state.agenda.standing),
        (capfirst(_("reference date")), state.reference_date),
        (capfirst(_("position")), report.standing),
        (capfirst(_("round")), state.round.name if state.round else None),
        (_("By party"), _("An action with several leads counts for each of them.")),
        (_("Last reported"), date_format(timezone.localtime(updated), "j F Y, H:i") if updated else None),
        *((party.role_label.capitalize(), party.name) for party in state.parties),
    ]
    return Sheet(pgettext("sheet", "About this progress"), [Column(_("What"), 24), Column(_("Which"), 70)], facts)
