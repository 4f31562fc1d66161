"""The agenda as a Word document, in which the parties can go on editing: headings, lists and tables are those of Word."""

from io import BytesIO

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.agenda.content import ActionRow, AgendaContent, GoalRow, ThemeSection, collect_agenda, join_names
from agreements.exports.docx.look import Words, set_look, set_page
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
    PROJECT,
    REASON,
    STANDING,
    YEAR_ACTION,
)
from parties.tables.archive import settled
from parties.tables.sheet import plain

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLE_WIDTHS = (850, 4300, 7100, 2550)  # number, goal, action, lead: twentieths of a point, together the width of the page


def agenda_docx(agenda: Agenda) -> bytes:
    """The agenda as .docx, laid out as its agreement says; agenda comes with its agreement selected."""
    return render(collect_agenda(agenda))


@translation.override("nl")
def render(content: AgendaContent) -> bytes:
    """The content as .docx; equal content gives equal bytes."""
    from docx import Document

    agenda, agreement = content.agenda, content.agenda.agreement
    changed_at = timezone.localtime(content.changed_at)
    edition = _("Version %(version)s, %(date)s") % {"version": agenda.version, "date": date_format(changed_at, "j F Y")}
    before, between, after = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    title = plain(agenda.title if agreement.title in agenda.title else f"{agenda.title}, {agreement.title}")
    document = Document()
    is_table = agreement.layout == agreement.Layout.TABLE
    set_look(document, is_table=is_table)
    set_page(document, Words(title, agenda.standing, edition, (before, between, after)), is_table=is_table)
    _set_properties(document, title, plain(join_names(row.party.name for row in content.signatories)), changed_at)
    _AgendaWriter(document, content).write()
    written = BytesIO()
    document.save(written)
    return settled(written.getvalue(), at=content.changed_at)


def _set_properties(document, title: str, authors: str, changed_at) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], authors[:255], authors[:255]
    properties.language, properties.comments, properties.keywords = "nl-NL", "", ""
    properties.created = properties.modified = changed_at


class _AgendaWriter:
    """Writes the content into the document, from top to bottom."""

    def __init__(self, document, content: AgendaContent):
        self.content, self.agenda = content, content.agenda
        self.agreement = content.agenda.agreement
        self.is_table = self.agreement.layout == self.agreement.Layout.TABLE
        self.words = WordText(document)
        self.add = document.element.body.sectPr.addprevious
        self.qn = self.words.qn

    def write(self) -> None:
        self._opening()
        for section in self.content.sections:
            self._section(section, 1)
        if not self.content.sections:
            self._line("Normal", _("There is nothing in this agenda yet"))
        if self.content.appendices:
            self._line(APPENDICES_HEAD, _("Appendices"))
            for appendix in self.content.appendices:
                paragraph = self.words.paragraph(self.add, "ListParagraph", level=0, list_id=self.words.numbering.bullets)
                self.words.run(paragraph, str(appendix))

    def _line(self, style: str, text: str) -> None:
        self.words.run(self.words.paragraph(self.add, style), text)

    def _opening(self) -> None:
        agenda, agreement = self.agenda, self.agreement
        if agreement.title not in agenda.title:
            self._line("Subtitle", agreement.title)
        self._line("Title", agenda.title)
        self._line("Subtitle", join_names(row.party.name for row in self.content.signatories))
        self._line(STANDING, agenda.standing)
        if not self.is_table and agreement.introduction:
            self.words.text(self.add, agreement.introduction, AGREEMENT_INTRODUCTION, heading_level=1, marked=True)
        if agenda.introduction_title:
            self._line(INTRODUCTION_HEAD, agenda.introduction_title)
        if agenda.introduction:
            level = 2 if agenda.introduction_title else 1
            is_first = not agenda.introduction_title  # else its title says where it begins
            self.words.text(self.add, agenda.introduction, INTRODUCTION, heading_level=level, marked=is_first)

    def _section(self, section: ThemeSection, level: int) -> None:
        heading = self.words.paragraph(self.add, f"Heading{level}")
        self.words.lead_in(heading, section.heading.removesuffix(section.title))
        self.words.run(heading, section.title)
        if section.introduction:
            self.words.text(self.add, section.introduction, "Normal", heading_level=level + 1)
        if section.goals and self.is_table:
            self._table(section)
        elif section.goals:
            for goal in section.goals:
                self._goal(goal)
        for child in section.sections:
            self._section(child, level + 1)

    # -- As running text

    def _goal(self, goal: GoalRow) -> None:
        struck = goal.is_dropped
        number = f"{goal.number}\t" if goal.number else ""
        self.words.text(self.add, goal.text, GOAL, further=GOAL_FURTHER, lead_in=number, struck=struck, marked=True)
        for action in goal.actions:
            label = f"{self.agenda.action_label}: "
            if action.dropped_on:
                self._action(self.add, action, YEAR_ACTION, lead_in=label)
            else:
                self.words.text(self.add, action.text, YEAR_ACTION, lead_in=label)

    # -- As a table

    def _table(self, section: ThemeSection) -> None:
        table = WordTable(self.words, TABLE_WIDTHS, title=section.heading)
        heads = (_("No."), self.agreement.goal_label, self.agenda.action_label, pgettext("column", "Lead"))
        row = table.row(is_head=True)
        for text, width in zip(heads, TABLE_WIDTHS, strict=True):
            self.words.run(self.words.paragraph(table.cell(row, width).append, NUMBER), text)
        for goal in section.goals:
            self._goal_rows(table, goal)
        self.add(table.element)
        self.words.paragraph(self.add, "Normal")  # Word joins two tables that have nothing between them

    def _goal_rows(self, table: WordTable, goal: GoalRow) -> None:
        """A row for every action; the goal spans them, and so does a lead that several actions after each other share."""
        actions: tuple[ActionRow | None, ...] = goal.actions or (None,)
        before = ""
        for place, action in enumerate(actions):
            row = table.row()
            span = ("restart" if place == 0 else "continue") if len(actions) > 1 else None
            number, text, what, lead = TABLE_WIDTHS
            number_cell, goal_cell = table.cell(row, number, span), table.cell(row, text, span)
            if place == 0:
                self.words.run(self.words.paragraph(number_cell.append, NUMBER), goal.number)
                self._text(goal_cell, goal.text, GOAL, struck=goal.is_dropped)
            self._action_cell(table.cell(row, what), action)
            line = action.lead_line if action else ""
            is_shared = bool(place) and line == before
            follows = place + 1 < len(actions) and actions[place + 1].lead_line == line
            lead_cell = table.cell(row, lead, "continue" if is_shared else ("restart" if follows else None))
            if not is_shared:
                self.words.run(self.words.paragraph(lead_cell.append, ACTION), line)
            before = line
            for cell in row.iterchildren(self.qn("w:tc")):
                if cell[-1].tag != self.qn("w:p"):  # Word wants a paragraph in every cell
                    self.words.paragraph(cell.append, ACTION)

    def _action_cell(self, cell, action: ActionRow | None) -> None:
        if action is None:
            nothing = _("No action in %(year)s") % {"year": self.agenda.year}
            self.words.run(self.words.paragraph(cell.append, NO_ACTION), nothing)
            return
        if action.project:
            self.words.run(self.words.paragraph(cell.append, PROJECT), action.project)
        self._action(cell.append, action, ACTION)

    def _action(self, add, action: ActionRow, style: str, *, lead_in: str = "") -> None:
        if not action.dropped_on:
            self.words.text(add, action.text, style, lead_in=lead_in)
            return
        dropped = self.words.paragraph(add, DROPPED)
        self.words.lead_in(dropped, lead_in)
        self.words.run(dropped, _("Dropped on %(date)s") % {"date": date_format(action.dropped_on, "j F Y")})
        self.words.text(add, action.text, style, struck=not action.says_why_dropped)
        if not action.says_why_dropped:
            self.words.run(self.words.paragraph(add, REASON), action.drop_reason)

    def _text(self, cell, text: str, style: str, **look) -> None:
        self.words.text(cell.append, text, style, **look)
