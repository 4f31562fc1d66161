"""The agenda as a Word document that the parties can go on editing, with Word's own headings and lists."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.agenda.collect import collect_agenda
from agreements.agenda.content import AgendaContent, ListedReference, PrintedAction, PrintedGoal, PrintedTheme
from agreements.exports.docx.look import new_document, save_document, set_page
from agreements.exports.docx.table import WordTable
from agreements.exports.docx.text import WordText
from agreements.models import Agenda
from agreements.own_files import (
    ACTION,
    AGREEMENT_INTRODUCTION,
    APPENDICES_HEAD,
    DROPPED,
    GOAL,
    GOAL_FURTHER,
    INTRODUCTION,
    INTRODUCTION_HEAD,
    NO_ACTION,
    NUMBER,
    PAYS,
    PROJECT,
    REASON,
    REFERENCES_HEAD,
    STANDING,
    WHEN,
    YEAR_ACTION,
)
from parties.files.making import within_render_time
from parties.tables.sheet import plain

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Number, goal, action, lead: twentieths of a point, together the width of the page; and with the column "when" before the lead.
TABLE_WIDTHS = (850, 4300, 7100, 2550)
WIDTHS_WITH_WHEN = (850, 3800, 6000, 1950, 2200)


@translation.override("nl")
def agenda_docx(agenda: Agenda) -> bytes:
    """The agenda as .docx, laid out as its agreement says; agenda comes with its agreement selected."""
    return render(collect_agenda(agenda))


@within_render_time
@translation.override("nl")
def render(content: AgendaContent) -> bytes:
    """The content as .docx; equal content gives equal bytes."""
    agenda = content.agenda
    title, authors = plain(content.full_title), plain(content.signed_by)
    document = new_document(is_table=content.is_table)
    set_page(document, title=title, standing=agenda.standing, edition=content.edition, is_table=content.is_table)
    AgendaWriter(document, content).write()
    return save_document(document, title=title, authors=authors, edited_by=authors, at=content.changed_at)


class AgendaWriter:
    """Writes the content into the document, from top to bottom."""

    def __init__(self, document, content: AgendaContent):
        self.content, self.agenda, self.agreement = content, content.agenda, content.agreement
        self.widths = WIDTHS_WITH_WHEN if content.has_when_column else TABLE_WIDTHS
        self.words = WordText(document)
        self.add = document.element.body.sectPr.addprevious
        self.qn = self.words.qn

    def write(self) -> None:
        self._opening()
        for theme in self.content.themes:
            self._theme(theme, 1)
        if not self.content.themes:
            self._line(STANDING, _("There is nothing in this agenda yet"))
        self._list(REFERENCES_HEAD, _("References"), map(_with_link, self.content.references))
        self._list(APPENDICES_HEAD, _("Appendices"), map(str, self.content.appendices))

    def _list(self, style: str, heading: str, items: Iterable[str]) -> None:
        """A heading with a list below it; nothing where there is nothing to list."""
        for place, item in enumerate(items):
            if place == 0:
                self._line(style, heading)
            paragraph = self.words.paragraph(self.add, "ListParagraph", level=0, list_id=self.words.numbering.bullets)
            self.words.run(paragraph, item)

    def _line(self, style: str, text: str) -> None:
        self.words.run(self.words.paragraph(self.add, style), text)

    def _opening(self) -> None:
        agenda, agreement = self.agenda, self.agreement
        if agreement.title not in agenda.title:
            self._line("Subtitle", agreement.title)
        self._line("Title", agenda.title)
        self._line("Subtitle", self.content.signed_by)
        self._line(STANDING, self.content.standing_line)
        if not self.content.is_table and agreement.introduction:
            self.words.text(self.add, agreement.introduction, AGREEMENT_INTRODUCTION, heading_level=1, marked=True)
        if agenda.introduction_title:
            self._line(INTRODUCTION_HEAD, agenda.introduction_title)
        if agenda.introduction:
            level = 2 if agenda.introduction_title else 1
            is_first = not agenda.introduction_title  # else its title says where it begins
            self.words.text(self.add, agenda.introduction, INTRODUCTION, heading_level=level, marked=is_first)

    def _theme(self, theme: PrintedTheme, level: int) -> None:
        heading = self.words.paragraph(self.add, f"Heading{level}")
        self.words.lead_in(heading, theme.heading.removesuffix(theme.title))
        self.words.run(heading, theme.title)
        if theme.introduction:
            self.words.text(self.add, theme.introduction, "Normal", heading_level=level + 1)
        if theme.goals and self.content.is_table:
            self._table(theme)
        elif theme.goals:
            for goal in theme.goals:
                self._goal(goal)
        for child in theme.sections:
            self._theme(child, level + 1)

    # -- As running text

    def _goal(self, goal: PrintedGoal) -> None:
        struck = goal.is_dropped
        number = f"{goal.number}\t" if goal.number else ""
        self._added(self.add, goal.added_line)
        self.words.text(self.add, goal.text, GOAL, further=GOAL_FURTHER, lead_in=number, struck=struck, marked=True)
        if goal.drop_line:
            self.words.run(self.words.paragraph(self.add, REASON), goal.drop_line)
        for action in goal.actions:
            self._goal_action(action)

    def _goal_action(self, action: PrintedAction) -> None:
        label = f"{self.agenda.action_label}: "
        self._added(self.add, action.added_line)
        if action.dropped_on:
            self._action(self.add, action, YEAR_ACTION, lead_in=label)
        else:
            self.words.text(self.add, action.text, YEAR_ACTION, lead_in=label)
        self._below(self.add, action)

    # -- As a table

    def _table(self, theme: PrintedTheme) -> None:
        table = WordTable(self.words, self.widths, title=theme.heading)
        heads = [_("No."), self.agreement.goal_label, self.agenda.action_label, pgettext("column", "Lead")]
        if self.content.has_when_column:
            heads.insert(-1, _("When"))
        row = table.row(is_head=True)
        for text, width in zip(heads, self.widths, strict=True):
            self.words.run(self.words.paragraph(table.cell(row, width).append, NUMBER), text)
        for goal in theme.goals:
            self._goal_rows(table, goal)
        self.add(table.element)
        self.words.paragraph(self.add, "Normal")  # Word joins two tables that have nothing between them

    def _goal_rows(self, table: WordTable, goal: PrintedGoal) -> None:
        """A row for every action; the goal spans its rows, and so does a lead that neighbours share."""
        actions: tuple[PrintedAction | None, ...] = goal.actions or (None,)
        before = ""
        for place, action in enumerate(actions):
            row = table.row()
            span = ("restart" if place == 0 else "continue") if len(actions) > 1 else None
            number, text, what, *when, lead = self.widths
            number_cell, goal_cell = table.cell(row, number, span), table.cell(row, text, span)
            if place == 0:
                self.words.run(self.words.paragraph(number_cell.append, NUMBER), goal.number)
                self._added(goal_cell.append, goal.added_line)
                self._text(goal_cell, goal.text, GOAL, struck=goal.is_dropped)
                if goal.drop_line:
                    self.words.run(self.words.paragraph(goal_cell.append, REASON), goal.drop_line)
            self._action_cell(table.cell(row, what), action)
            for width in when:
                self._when(table.cell(row, width).append, action)
            line = action.lead_shown if action else ""
            is_shared = bool(place) and line == before
            following = actions[place + 1] if place + 1 < len(actions) else None
            follows = following is not None and following.lead_shown == line
            lead_cell = table.cell(row, lead, "continue" if is_shared else ("restart" if follows else None))
            if not is_shared:
                self.words.run(self.words.paragraph(lead_cell.append, ACTION), line)
            before = line
            for cell in row.iterchildren(self.qn("w:tc")):
                if cell[-1].tag != self.qn("w:p"):  # Word wants a paragraph in every cell
                    self.words.paragraph(cell.append, ACTION)

    def _action_cell(self, cell, action: PrintedAction | None) -> None:
        if action is None:
            nothing = _("No action in %(year)s") % {"year": self.agenda.year}
            self.words.run(self.words.paragraph(cell.append, NO_ACTION), nothing)
            return
        if action.project:
            self.words.run(self.words.paragraph(cell.append, PROJECT), action.project)
        self._added(cell.append, action.added_line)
        self._action(cell.append, action, ACTION)
        self._below(cell.append, action)

    def _below(self, add, action: PrintedAction) -> None:
        """What stands in lines below its words: when, and who pays what."""
        if self.content.has_when_lines:
            self._when(add, action)
        for line in self.content.contributions_of(action):
            self.words.run(self.words.paragraph(add, PAYS), line)

    def _when(self, add, action: PrintedAction | None) -> None:
        if action and action.when_line and not action.is_dropped:
            self.words.run(self.words.paragraph(add, WHEN), action.when_line)

    def _added(self, add, line: str) -> None:
        """That it is an additional agreement, above its words."""
        if line:
            self.words.run(self.words.paragraph(add, REASON), line)

    def _action(self, add, action: PrintedAction, style: str, *, lead_in: str = "") -> None:
        if not action.dropped_on:
            self.words.text(add, action.text, style, lead_in=lead_in)
            return
        dropped = self.words.paragraph(add, DROPPED)
        self.words.lead_in(dropped, lead_in)
        self.words.run(dropped, action.dropped_line)
        self.words.text(add, action.text, style, struck=not action.says_why_dropped)
        if not action.says_why_dropped:
            self.words.run(self.words.paragraph(add, REASON), action.drop_reason)

    def _text(self, cell, text: str, style: str, **look) -> None:
        self.words.text(cell.append, text, style, **look)


def _with_link(row: ListedReference) -> str:
    return f"{row} ({row.reference.link})" if row.reference.link else str(row)
