"""The report as a Word document, in which people who prepare the meeting can go on writing."""

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agreements.exports.docx.look import mark_as_report, new_document, save_document, set_page
from agreements.exports.docx.table import WordTable
from agreements.exports.docx.text import WordText
from agreements.own_files import ACTION, DROPPED, GOAL, NUMBER, PROJECT
from monitoring.charts import target_chart
from monitoring.charts.geometry import ChartTable
from monitoring.dashboard.bars import bars_by
from monitoring.dashboard.counts import DashboardRow, PartyView, ThemeCounts, light_words
from monitoring.exports.note import Part
from monitoring.exports.report import Chapter, Report, chapters_of
from monitoring.exports.words import (
    asked_of,
    beside,
    dropped_on,
    explanation,
    in_short,
    name_of_change,
    name_of_row,
    provenance,
    since,
    tags_of,
    was_and_now,
)
from monitoring.lights import LIGHTS, MEANINGS
from monitoring.position.indicators import progression_in
from monitoring.position.state import Code, StateGoal, StateSide
from parties.files.making import within_render_time
from parties.tables.sheet import plain

# Twentieths of a point: the width of a portrait page, and the columns of a landscape one:
# number, action, lead, light, explanation.
PAGE_WIDTH = 9070
TABLE_WIDTHS = (750, 4500, 2000, 2150, 5400)
# The shapes of the lights as letters, for where no picture can be drawn: nobody depends on the colour.
SIGNS = {"off_track": "■", "at_risk": "▲", "on_track": "●", "done": "✔", "not_due": "▬", "not_reported": "◌", "none_yet": "○"}


@within_render_time
@translation.override("nl")
def report_docx(report: Report) -> bytes:
    """The report as .docx; the same report gives the same bytes."""
    document = new_document(is_table=True)
    mark_as_report(document)
    _ReportWriter(document, report).write()
    return save_document(document, title=plain(report.title), authors=plain(report.authors), at=report.made_at)


class _ReportWriter:
    """Writes the report into the document, from top to bottom, in the order of the PDF."""

    def __init__(self, document, report: Report):
        self.document, self.report, self.board = document, report, report.board
        self.words = WordText(document)
        self.add = document.element.body.sectPr.addprevious

    def write(self) -> None:
        self._page()
        self._note()
        if self.report.is_short:
            return
        if chapters := chapters_of(self.report):
            self._page(is_new=True, landscape=True)
            for chapter in chapters:
                self._chapter(chapter)
        self._page(is_new=True)
        self._questions()
        if self.report.is_full:
            self._counts(self.report.theme_label, self.board.themes)
            self._figures()
        self._changes()
        if self.report.is_full:
            self._counts(_("Party"), self.board.parties, _("An action with several leads counts for each of them."))
            self._parties()
        self._legend()

    def _page(self, *, is_new: bool = False, landscape: bool = False) -> None:
        """Portrait or landscape pages from here on, with the report and the day above them."""
        if is_new:
            self.document.add_section()
        title, standing, edition = plain(self.report.title), self.report.standing, self.report.edition
        set_page(
            self.document, title=title, standing=standing, edition=edition, is_table=landscape, is_single=self.report.is_short
        )

    # -- Lines and lights

    def _line(self, style: str, text: str) -> None:
        self.words.run(self.words.paragraph(self.add, style), text)

    def _item(self):
        return self.words.paragraph(self.add, "ListParagraph", level=0, list_id=self.words.numbering.bullets)

    def _light(self, paragraph, light: Code, other: Code | None = None, sides: Sequence[StateSide] = ()) -> None:
        """Sign, word and colour; a split light shows each of its lights with the parties that gave it."""
        for place, side in enumerate(sides):
            if place:
                self.words.run(paragraph, " · ", bold=True)
            self._half(paragraph, side.light, side.light.words if place else capfirst(side.light.words))
            self.words.run(paragraph, f" ({side.parties})")
        if sides:
            return
        self._half(paragraph, light, capfirst(light.words))
        if other:
            self.words.run(paragraph, " / ", bold=True)
            self._half(paragraph, other, other.words)

    def _half(self, paragraph, light: Code, words: str) -> None:
        colour = LIGHTS[light.key].colour.removeprefix("#").upper()
        self.words.run(paragraph, f"{SIGNS[light.key]} {words}", bold=True, colour=colour)

    # -- The first page

    def _note(self) -> None:
        first, *others = self.report.facts
        self._line("Subtitle", self.report.state.agreement.title)
        self._line("Title", self.report.heading)
        self.words.run(self.words.paragraph(self.add, "Normal"), first, bold=True)
        for line in filter(None, [*others, self.report.old_news]):
            self._line("Normal", line)
        self._line("Normal", " ".join(in_short(self.board)))
        totals = self.words.paragraph(self.add, "Normal")
        for count in (count for count in self.board.totals.lights if count.number):
            self.words.run(totals, f"{count.number} ", bold=True)
            self._light(totals, light_words(count.light))
            self.words.run(totals, "    ")
        for part in self.report.note:
            self._part(part)
        if not self.report.note:
            self._line("Normal", _("Nothing needs attention: no action is at risk, late or without a report."))

    def _part(self, part: Part) -> None:
        self._line("Heading2", part.title)
        for entry in part.entries:
            item = self._item()
            if entry.light:
                self._light(item, entry.light, entry.other, entry.sides)
                self.words.run(item, " · ")
            self.words.run(item, entry.words, bold=True)
            if entry.beside:
                self.words.run(item, f" {entry.beside}")
            if entry.why:
                self.words.run(item, f"\n{entry.why}")
        if part.more:
            self._line("Normal", part.more_words)

    # -- The tables per theme

    def _chapter(self, chapter: Chapter, level: int = 1) -> None:
        self._line(f"Heading{level}", chapter.theme.heading)
        if chapter.goals:
            table = WordTable(self.words, TABLE_WIDTHS, title=chapter.theme.heading)
            lead = pgettext("column", "Lead")
            self._head(table, (_("No."), self.report.action_label, lead, _("How it stands"), _("Explanation")), TABLE_WIDTHS)
            for goal, rows in chapter.goals:
                self._goal(table, goal)
                for row in rows:
                    self._row(table, goal, row)
            self._place(table)
        for section in chapter.sections:
            self._chapter(section, level + 1)

    def _head(self, table: WordTable, heads: Iterable[str], widths: Iterable[int]) -> None:
        row = table.row(is_head=True)
        for text, width in zip(heads, widths, strict=True):
            self.words.run(self.words.paragraph(table.cell(row, width).append, NUMBER), text)

    def _goal(self, table: WordTable, goal: StateGoal) -> None:
        """The goal over the whole width, on one page with its first action."""
        row = table.row(is_whole=True)
        number, *others = TABLE_WIDTHS
        self.words.run(self._keep_with_next(self.words.paragraph(table.cell(row, number).append, NUMBER)), goal.number)
        cell = table.cell(row, sum(others), columns=len(others))
        self.words.text(lambda paragraph: cell.append(self._keep_with_next(paragraph)), goal.text, NUMBER)
        if not goal.actions:
            row = table.row(is_whole=True)
            self.words.paragraph(table.cell(row, number).append, NUMBER)
            nothing = _("No action in %(year)s") % {"year": self.report.state.agenda.year}
            cell = table.cell(row, sum(others), columns=len(others))
            self.words.run(self.words.paragraph(cell.append, ACTION), nothing, italic=True)

    def _keep_with_next(self, paragraph):
        """The paragraph, on one page with what follows."""
        style = paragraph.find(self.words.qn("w:pPr")).find(self.words.qn("w:pStyle"))
        keep = self.words.element("w:keepNext")
        style.addnext(keep)
        return paragraph

    def _row(self, table: WordTable, goal: StateGoal, row: DashboardRow) -> None:
        action = row.action
        line = table.row(is_whole=True)
        number, what, lead, light, why = (table.cell(line, width).append for width in TABLE_WIDTHS)
        self.words.run(self.words.paragraph(number, GOAL), action.number or goal.number)
        if action.project:
            self.words.run(self.words.paragraph(what, PROJECT), action.project)
        self.words.text(what, action.text, ACTION, struck=action.is_dropped)
        if action.period or not action.text:
            self.words.run(self.words.paragraph(what, ACTION), action.period, italic=True)
        self.words.run(self.words.paragraph(lead, ACTION), action.lead_line)
        paragraph = self.words.paragraph(light, ACTION)
        if action.light:
            self._light(paragraph, action.light, action.other_light, action.sides)
        for text in filter(None, [dropped_on(action)]):
            self.words.run(self.words.paragraph(light, DROPPED), text)
        for tag in tags_of(row):
            self.words.run(self.words.paragraph(light, ACTION), tag, bold=True)
        self._why(why, row)

    def _why(self, add, row: DashboardRow) -> None:
        for label, text in (*explanation(row), ("", provenance(row))):
            paragraph = self.words.paragraph(add, ACTION)
            self.words.run(paragraph, f"{label} " if label else "", bold=True)
            self.words.run(paragraph, text)

    def _place(self, table: WordTable) -> None:
        self.add(table.element)
        self.words.paragraph(self.add, "Normal")  # Word joins two tables that have nothing between them

    # -- What stands behind the tables

    def _counts(self, label: str, rows: Sequence[ThemeCounts | PartyView], note: str = "") -> None:
        chart = bars_by(label, rows, chart_id="", totals=self.board.totals)
        self._line("Heading1", chart.title)
        if note:
            self._line("Normal", note)
        self._figures_of(chart.table, chart.title, first=2600)

    def _figures_of(self, content: ChartTable, title: str, *, first: int) -> None:
        """The figures of a chart as a table: a picture would be dead in a document that people edit."""
        count = len(content.head) - 1
        widths = (first, *[(PAGE_WIDTH - first) // max(count, 1)] * count)
        table = WordTable(self.words, widths, title=title)
        self._head(table, content.head, widths)
        for cells in content.rows:
            row = table.row(is_whole=True)
            for place, (text, width) in enumerate(zip(cells, widths, strict=True)):
                self.words.run(self.words.paragraph(table.cell(row, width).append, ACTION if place else NUMBER), text)
        self._place(table)

    def _figures(self) -> None:
        if not self.board.figures:
            return
        self._line("Heading1", _("Do the goals come closer?"))
        for figure in self.board.measured:
            name = f"{figure.goal.number} {figure.indicator.name}".strip()
            self._line("Heading2", name)
            paragraph = self.words.paragraph(self.add, "Normal")
            self.words.run(paragraph, f"{capfirst(figure.indicator.standing.words)}. ", bold=True)
            self.words.run(paragraph, figure.indicator.sentence)
            if figure.is_hidden:
                words = _("All actions of this goal are on schedule or done, and yet the figure stays behind.")
                self.words.run(self.words.paragraph(self.add, "Normal"), words, bold=True)
            chart = target_chart(progression_in(self.board.state, figure.indicator), chart_id="")
            self._figures_of(chart.table, chart.title, first=900)
        if number := len(self.board.unmeasured):
            sentence = ngettext("One figure was not measured yet", "%(number)s figures were not measured yet", number)
            self._line("Heading2", sentence % {"number": number})
        for figure in self.board.unmeasured:
            name = f"{figure.goal.number} {figure.indicator.name}".strip()
            self.words.run(self._item(), f"{name} {figure.indicator.sentence}")

    def _questions(self) -> None:
        if not self.report.questions:
            return
        self._line("Heading1", _("All that must be decided"))
        for question in self.report.questions:
            item = self._item()
            self.words.run(item, question.sentence, bold=True)
            self.words.run(item, f"\n{question.about}")
            if question.why:
                self.words.run(item, f"\n{question.why}.")
            if question.effect:
                self.words.run(item, f"\n{_('Effect')}: {question.effect}")

    def _changes(self) -> None:
        if not self.board.compared_with:
            return
        self._line("Heading1", since(self.board))
        if not self.board.changes:
            self._line("Normal", _("Nothing changed since the previous position."))
        before = None
        for change in self.board.changes:
            if change.kind != before:
                self._line("Heading2", capfirst(str(change.kind.label)))
                before = change.kind
            self.words.run(self._item(), f"{name_of_change(change)} {was_and_now(change)}".strip())

    def _parties(self) -> None:
        self._line("Heading1", _("What does this ask of us?"))
        for view in self.board.parties:
            self._line("Heading2", view.party.name)
            self._line("Normal", asked_of(view))
            self._lines(view.exceptions)
            if view.due_next:
                self.words.run(
                    self._keep_with_next(self.words.paragraph(self.add, "Normal")), _("Due within three months"), bold=True
                )
            self._lines(view.due_next)

    def _lines(self, rows: Iterable[DashboardRow]) -> None:
        for row in rows:
            item = self._item()
            self._light(item, row.action.light, row.action.other_light, row.action.sides)
            self.words.run(item, f" · {name_of_row(row)} ")
            self.words.run(item, beside(row))

    def _legend(self) -> None:
        self._line("Heading1", _("What the lights mean"))
        for light in LIGHTS:
            item = self._item()
            self._light(item, light_words(light))
            self.words.run(item, f": {MEANINGS[light]}")
