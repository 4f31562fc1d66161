"""A closed evaluation as a document: as PDF, and in Word. Documents are Dutch, whatever language the reader works in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements.agenda.content import join_names
from agreements.agenda.words import words_of
from agreements.exports.docx.look import mark_as_report, new_document, save_document, set_page
from agreements.exports.docx.table import WordTable
from agreements.exports.docx.text import WordText
from agreements.exports.pdf.writing import pdf_of
from agreements.own_files import ACTION, NUMBER
from monitoring.charts.geometry import ChartTable
from monitoring.evaluation.page import EvaluationPage, PartyStatement, collect_evaluation
from monitoring.models import Evaluation, EvaluationPoint
from parties.files.downloads import file_name
from parties.files.making import within_render_time
from parties.models import User
from parties.refusals import NotAllowedNowError
from parties.tables.sheet import plain

PAGE_WIDTH, FIRST_COLUMN = 9070, 3400  # twentieths of a point


@dataclass(frozen=True, slots=True)
class EvaluationDocument:
    """What both documents print; made_at stands on them as their edition."""

    page: EvaluationPage
    made_at: datetime

    @property
    def evaluation(self) -> Evaluation:
        return self.page.evaluation

    @property
    def title(self) -> str:
        return f"{self.evaluation}, {self.evaluation.agenda.agreement.title}"

    @property
    def authors(self) -> str:
        return join_names(row.party.name for row in self.page.parties)

    @property
    def standing(self) -> str:
        return _("Closed on %(date)s") % {"date": _day(self.evaluation.closed_at)}

    @property
    def edition(self) -> str:
        return _("Made on %(date)s") % {"date": _day(self.made_at)}

    @property
    def facts(self) -> list[str]:
        """Who answered, who did not, and who was late."""
        answered = [row.party.name for row in self.page.parties if row.answered]
        silent = [row.party.name for row in self.page.silent]
        late = [row.party.name for row in self.page.parties if row.late]
        found = [_("Answered: %(parties)s.") % {"parties": join_names(answered)}] if answered else [_("Nobody answered.")]
        if silent:
            found.append(_("Did not answer: %(parties)s.") % {"parties": join_names(silent)})
        if late:
            found.append(_("Late, within an extension: %(parties)s.") % {"parties": join_names(late)})
        return found


def collect_document(evaluation: Evaluation, user: User) -> EvaluationDocument:
    """NotAllowedNowError as long as not everyone may read the answers."""
    if not evaluation.is_closed:
        raise NotAllowedNowError(_("The document is there when the evaluation is closed."))
    with translation.override("nl"):
        return EvaluationDocument(collect_evaluation(evaluation, user), _last_change(evaluation))


def _last_change(evaluation: Evaluation) -> datetime:
    """Of the evaluation or one of its points: the same text gives the same document. Two queries."""
    records = (Evaluation.history.filter(id=evaluation.pk), EvaluationPoint.history.filter(evaluation=evaluation.pk))
    moments = [rows.aggregate(last=Max("history_date"))["last"] for rows in records]
    return max(moment for moment in (*moments, evaluation.closed_at) if moment)


def document_file_name(evaluation: Evaluation, extension: str) -> str:
    """ "heumen-2023-2026-evaluatie-2024.pdf", with the name of the evaluation where it has one."""
    agenda = evaluation.agenda
    return file_name(agenda.agreement.slug, "evaluatie", agenda.year, slugify(evaluation.name), extension=extension)


@translation.override("nl")
def evaluation_html(document: EvaluationDocument) -> str:
    """The HTML that becomes the PDF."""
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    context = {
        "document": document,
        "page": document.page,
        "evaluation": document.evaluation,
        "agenda": document.evaluation.agenda,
        "page_words": (before_page, before_pages, after_pages),
    }
    return render_to_string("monitoring/evaluation/document.html", context)


def evaluation_pdf(document: EvaluationDocument) -> bytes:
    """As PDF/UA, the second time from the stored documents."""
    _key, made = pdf_of(evaluation_html(document))
    return made


@within_render_time
@translation.override("nl")
def evaluation_docx(document: EvaluationDocument) -> bytes:
    """As .docx, in which one can go on writing."""
    word = new_document(is_table=True)  # which has the styles of a table as well
    mark_as_report(word)
    set_page(word, title=plain(document.title), standing=document.standing, edition=document.edition, is_table=False)
    _WordWriter(word, document).write()
    return save_document(word, title=plain(document.title), authors=plain(document.authors), at=document.made_at)


class _WordWriter:
    """Writes the document from top to bottom, in the order of the PDF."""

    def __init__(self, word, document: EvaluationDocument) -> None:  # type: ignore[no-untyped-def]
        self.document, self.page, self.evaluation = document, document.page, document.evaluation
        self.words = WordText(word)
        self.add = word.element.body.sectPr.addprevious

    def write(self) -> None:
        self._line("Subtitle", self.evaluation.agenda.agreement.title)
        self._line("Title", str(self.evaluation))
        for line in (self.document.standing, *self.document.facts):
            self._line("Normal", line)
        self._heading(_("Joint conclusion"))
        self.words.text(self.add, self.evaluation.conclusion or _("Nothing was concluded yet."), "Normal", heading_level=2)
        if self.page.points:
            self._heading(_("Points for the next meeting"))
        for point in self.page.points:
            self._point(point)
        self._heading(_("Cooperation"))
        if self.page.chart:
            self._table(self.page.chart.table, self.page.chart.title)
        for row in self.page.marks:
            self._said(row)
        for item in self.page.questions:
            self._heading(item.question.text)
            for row in item.said:
                self._said(row)
            if not item.said:
                self._line("Normal", _("Nobody answered this question."))

    def _line(self, style: str, text: str) -> None:
        self.words.run(self.words.paragraph(self.add, style), text)

    def _heading(self, text: str) -> None:
        """A heading, on one page with what follows."""
        heading = self.words.paragraph(self.add, "Heading1")
        style = heading.find(self.words.qn("w:pPr")).find(self.words.qn("w:pStyle"))
        style.addnext(self.words.element("w:keepNext"))
        self.words.run(heading, text)

    def _point(self, point: EvaluationPoint) -> None:
        item = self.words.paragraph(self.add, "ListParagraph", level=0, list_id=self.words.numbering.bullets)
        self.words.run(item, point.text, bold=True)
        if about := about_point(point):
            self.words.run(item, f"\n{about}")

    def _said(self, row: PartyStatement) -> None:
        paragraph = self.words.paragraph(self.add, "Normal")
        mark = f": {row.mark}" if row.mark is not None else ""
        late = f" ({_('late')})" if row.is_late else ""
        self.words.run(paragraph, f"{row.who}{mark}{late}", bold=True)
        self.words.run(paragraph, f"\n{row.text}")

    def _table(self, content: ChartTable, title: str) -> None:
        """The numbers of the chart: a picture would be dead in a document that people edit."""
        count = len(content.head) - 1
        widths = (FIRST_COLUMN, *[(PAGE_WIDTH - FIRST_COLUMN) // max(count, 1)] * count)
        table = WordTable(self.words, widths, title=title)
        for place, cells in enumerate((content.head, *content.rows)):
            row = table.row(is_head=True) if place == 0 else table.row(is_whole=True)
            for text, width in zip(cells, widths, strict=True):
                style = NUMBER if place == 0 else ACTION
                self.words.run(self.words.paragraph(table.cell(row, width).append, style), text)
        self.add(table.element)
        self.words.paragraph(self.add, "Normal")  # Word joins two tables that have nothing between them


def about_point(point: EvaluationPoint) -> str:
    """About what it is, who takes it up and what was done with it, in one line."""
    parts = []
    if point.action:
        parts.append(str(words_of(point.action)))
    if point.goal:
        parts.append(str(words_of(point.goal, point.evaluation.agenda.year)))
    if point.party:
        parts.append(_("taken up by %(party)s") % {"party": point.party})
    if point.settled_on:
        parts.append(_("settled on %(date)s: %(note)s") % {"date": _day(point.settled_on), "note": point.settled_note})
    return " · ".join(parts)


def _day(moment) -> str:  # type: ignore[no-untyped-def]
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "j F Y")
