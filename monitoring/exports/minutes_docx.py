"""The minutes of a meeting as a Word document, in the order of the PDF."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.exports.docx.look import mark_as_report, new_document, save_document, set_page
from agreements.exports.docx.table import WordTable
from agreements.exports.docx.text import WordText
from agreements.own_files import ACTION, NUMBER
from monitoring.exports.minutes_pdf import made_at, standing_of, title_of
from monitoring.meetings.minutes_content import MinutesContent, MinutesDecision, MinutesItem, MinutesPoint
from monitoring.meetings.minutes_words import (
    decided_first,
    items_passed_over,
    items_told,
    kind_of,
    outcome_of,
    people_lines,
    promised_first,
    standing_line,
)
from parties.files.making import within_render_time
from parties.tables.sheet import plain

POINTS = (5070, 2400, 1600)  # twentieths of a point: what, who, by when
PEOPLE = (2400, 6670)


@within_render_time
@translation.override("nl")
def minutes_docx(minutes: MinutesContent) -> bytes:
    """The minutes as .docx; the same minutes give the same bytes."""
    document = new_document(is_table=False)
    mark_as_report(document)
    _MinutesWriter(document, minutes).write()
    authors = plain(minutes.minuted_by or minutes.agreement)
    return save_document(document, title=plain(title_of(minutes)), authors=authors, at=made_at(minutes))


class _MinutesWriter:
    """Writes the minutes into the document, from top to bottom."""

    def __init__(self, document: Any, minutes: MinutesContent):
        self.document, self.minutes = document, minutes
        self.words = WordText(document)
        self.add = document.element.body.sectPr.addprevious

    def write(self) -> None:
        title, standing = plain(title_of(self.minutes)), standing_of(self.minutes)
        set_page(self.document, title=title, standing=standing, edition=plain(self.minutes.agreement), is_table=False)
        self._head()
        self._first()
        self._people()
        if self.minutes.text:
            self._text(self.minutes.text)
        for item in items_told(self.minutes):
            self._item(item)
        if passed_over := items_passed_over(self.minutes):
            self._led(_("On the agenda, and nothing was said of it:"), f"{passed_over}.")
        if self.minutes.decisions:
            self._line("Heading1", _("Decisions"))
            self._decisions(self.minutes.decisions)
        self._notes()
        self._remarks()

    # -- Lines

    def _line(self, style: str, text: str, *, bold: bool = False, italic: bool = False) -> None:
        self.words.run(self.words.paragraph(self.add, style), text, bold=bold, italic=italic)

    def _text(self, text: str, lead_in: str = "") -> None:
        self.words.text(self.add, text, "Normal", heading_level=3, lead_in=lead_in)

    def _led(self, label: str, text: str) -> None:
        paragraph = self.words.paragraph(self.add, "Normal")
        self.words.run(paragraph, f"{label} ", bold=True)
        self.words.run(paragraph, text)

    # -- The parts

    def _head(self) -> None:
        minutes = self.minutes
        self._line("Subtitle", minutes.agreement)
        self._line("Title", _("Minutes %(name)s") % {"name": minutes.name})
        when = [date_format(minutes.held_on, "l j F Y"), minutes.hours, minutes.place]
        self._line("Normal", " · ".join(filter(None, when)))
        self._line("Normal", standing_line(minutes), bold=True)
        for label, party in ((_("Prepared by"), minutes.prepared_by), (_("Minuted by"), minutes.minuted_by)):
            if party:
                self._led(f"{label}:", party)

    def _first(self) -> None:
        """What was decided and who does what, before all that was said."""
        if decided := decided_first(self.minutes):
            self._line("Heading1", _("What was decided"))
            for row in decided:
                kind = kind_of(row.decision)
                self._led(f"{row.subject}:", f"{kind}. {row.words}" if kind else row.words)
        if promised := promised_first(self.minutes):
            self._line("Heading1", _("Who does what"))
            self._points(promised)

    def _people(self) -> None:
        minutes = self.minutes
        if minutes.parties:
            self._line("Heading1", _("Who was there"))
            table = WordTable(self.words, PEOPLE, title=_("Who was there"))
            for party in minutes.parties:
                row = table.row(is_whole=True)
                self.words.run(self.words.paragraph(table.cell(row, PEOPLE[0]).append, NUMBER), party.party)
                cell = table.cell(row, PEOPLE[1])
                for label, people in people_lines(party):
                    paragraph = self.words.paragraph(cell.append, ACTION)
                    self.words.run(paragraph, f"{label}: ", bold=True)
                    self.words.run(paragraph, people)
            self._place(table)
        if minutes.quorum:
            self._line("Normal", minutes.quorum)
        if minutes.quorum_missed:
            self._line("Normal", _("The quorum was not there: the meeting decided nothing."), bold=True)

    def _item(self, item: MinutesItem) -> None:
        self._line("Heading1", f"{item.number}. {item.title}" if item.number else item.title)
        if item.left_out:
            self._led(_("Left out of the agenda:"), item.left_out)
        if item.carried_from:
            self._line("Normal", _("Carried over from %(meeting)s.") % {"meeting": item.carried_from}, italic=True)
        if item.subject_words:
            self._led(_("About:"), item.subject_words)
        if item.discussed:
            self._text(item.discussed)
        self._decisions(item.decisions)
        for point in item.points:
            who = ", ".join(filter(None, (point.party, point.person)))
            self._led(f"{_('Action point')}:", f"{point.text} ({who}, {date_format(point.due_on, 'j F Y')})")
        for note in item.notes:
            self._led(_("Addition"), f"{note.by}, {date_format(note.on, 'j F Y')}")
            self._text(note.text)

    def _decisions(self, rows: Iterable[MinutesDecision]) -> None:
        for row in rows:
            kind = kind_of(row)
            self._led(f"{_('Decision')} ({kind}):" if kind else f"{_('Decision')}:", row.subject.words)
            self._text(row.text)
            if row.withdrawn:
                self._line("Normal", row.withdrawn, bold=True)
            if row.corrects:
                self._line(
                    "Normal", _("Corrects what was recorded before: %(decision)s") % {"decision": row.corrects}, italic=True
                )

    def _points(self, rows: Iterable[MinutesPoint]) -> None:
        table = WordTable(self.words, POINTS, title=_("Action points"))
        head = table.row(is_head=True)
        for label, width in zip((_("Action point"), _("Who"), pgettext("a day", "By")), POINTS, strict=True):
            self.words.run(self.words.paragraph(table.cell(head, width).append, NUMBER), label)
        for point in rows:
            row = table.row(is_whole=True)
            who = ", ".join(filter(None, (point.party, point.person)))
            for text, width in zip((point.text, who, date_format(point.due_on, "j F Y")), POINTS, strict=True):
                self.words.run(self.words.paragraph(table.cell(row, width).append, ACTION), text)
        self._place(table)

    def _notes(self) -> None:
        if not self.minutes.notes:
            return
        self._line("Heading1", _("Additions"))
        for note in self.minutes.notes:
            self._line("Normal", f"{note.by}, {date_format(note.on, 'j F Y')}", bold=True)
            self._text(note.text)

    def _remarks(self) -> None:
        if not self.minutes.remarks:
            return
        self._line("Heading1", _("Reactions of the parties"))
        for row in self.minutes.remarks:
            about = row.about or _("the minutes as a whole")
            self._line("Heading2", f"{row.party}: {about}")
            self._line("Normal", f"{row.by}, {date_format(row.on, 'j F Y')}", italic=True)
            self._text(row.text)
            if row.outcome:
                self._text(row.answer, lead_in=f"{outcome_of(row.outcome)}: ")
            else:
                self._line("Normal", _("Not answered yet."), italic=True)

    def _place(self, table: WordTable) -> None:
        self.add(table.element)
        self.words.paragraph(self.add, "Normal")  # Word joins two tables that have nothing between them
