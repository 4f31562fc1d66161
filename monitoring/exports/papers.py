"""The set of papers of a meeting as one PDF: our agenda, and behind each item the papers that this reader may see.

Our own pages are tagged. A PDF of somebody else comes in as it was, page by page, behind a page of ours that says so; another
kind of file goes along as an attachment. Such a document does not claim to be PDF/UA: we cannot speak for their pages.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify

from agreements.agenda.collect import collect_text
from agreements.exports.pdf.agenda import text_html
from agreements.exports.pdf.keeping import keep, kept
from agreements.exports.pdf.writing import html_to_pdf, look_version
from monitoring.meetings.agenda_page import ItemRow, MeetingAgenda, agenda_for
from monitoring.meetings.before import before
from monitoring.meetings.minutes_content import MinutesContent, minutes_of
from monitoring.meetings.origins import LAST_MINUTES
from monitoring.models import Meeting, Paper
from parties.files.downloads import file_name
from parties.files.making import within_render_time
from parties.files.uploads import ending_of
from parties.models import User

MOST_BYTES = 60 * 1024 * 1024  # of the files of others, in one set
MOST_PAGES = 600
LOOK = ("agreements/exports/pdf/*.py", "monitoring/exports/papers.py", "static/css/*.css", "static/vendor/SHA256SUMS")
CLAIMS = re.compile(rb"<rdf:Description[^>]*\bpdf(?:a|ua)id\b.*?(?:/>|</rdf:Description>)", re.DOTALL)


@dataclass(frozen=True)
class IncludedPaper:
    """A paper in the set: as pages where pages is not 0, else as an attachment; content is empty for what is too large."""

    paper: Paper
    content: bytes
    pages: int = 0

    @property
    def anchor(self) -> str:
        return f"stuk-{self.paper.pk}"

    @property
    def attached_as(self) -> str:
        """A name of its own in the document: two parties may both send "notitie.docx"."""
        return f"{self.paper.pk}-{self.paper.file_name}"

    @property
    def is_left_out(self) -> bool:
        return not self.content


@dataclass(frozen=True)
class PaperSet:
    """What one reader gets: the agenda, and by item the papers, with the text that is put for adoption as HTML, if any."""

    agenda: MeetingAgenda
    sections: tuple[tuple[ItemRow, tuple[IncludedPaper, ...], str], ...]
    minutes: MinutesContent | None = None  # those of the meeting before, which this one adopts

    @property
    def papers(self) -> tuple[IncludedPaper, ...]:
        return tuple(paper for _row, papers, _text in self.sections for paper in papers)


def collect_papers(meeting: Meeting, user: User) -> PaperSet:
    """The agenda as this person reads it, with the content of the papers; what does not fit is named and left out."""
    agenda = agenda_for(meeting, user)
    room_in_bytes, room_in_pages = MOST_BYTES, MOST_PAGES
    sections = []
    for row in agenda.rows:
        papers = []
        for paper in row.papers:
            found = _included(paper, room_in_bytes, room_in_pages)
            room_in_bytes, room_in_pages = room_in_bytes - len(found.content), room_in_pages - found.pages
            papers.append(found)
        sections.append((row, tuple(papers), _text_to_adopt(row)))
    return PaperSet(agenda, tuple(sections), _minutes_before(agenda, user))


def _text_to_adopt(row: ItemRow) -> str:
    """The text that waits for the answers of the parties, which everyone who takes part reads."""
    proposal = row.item.proposal
    if proposal is None or proposal.is_change or not proposal.is_open:
        return ""
    with translation.override("nl"):
        return text_html(collect_text(proposal.text))


def _minutes_before(agenda: MeetingAgenda, user: User) -> MinutesContent | None:
    """The minutes that were sent and that this meeting adopts, where they stand on its agenda."""
    if not any(row.item.origin == LAST_MINUTES for row in agenda.rows):
        return None
    previous = before(agenda.meeting).previous
    if previous is None or not previous.is_settled:
        return None
    found = Meeting.objects.visible_to(user).select_related("agreement", "adopted").filter(pk=previous.pk).first()
    return minutes_of(found) if found else None


def _included(paper: Paper, room_in_bytes: int, room_in_pages: int) -> IncludedPaper:
    try:
        if paper.file.size > room_in_bytes:
            return IncludedPaper(paper, b"")
        with paper.file.open() as opened:
            content = opened.read()
    except FileNotFoundError:
        return IncludedPaper(paper, b"")
    pages = _pages_in(content) if ending_of(paper.file_name) == "pdf" else 0
    return IncludedPaper(paper, content, pages if pages <= room_in_pages else 0)


@within_render_time
def _count(content: bytes) -> bytes:
    from pypdf import PdfReader

    return str(len(PdfReader(io.BytesIO(content)).pages)).encode()


def _pages_in(content: bytes) -> int:
    """How many pages the PDF has; 0 for one that cannot be read, which then goes along as it is."""
    from pypdf.errors import PyPdfError

    try:
        return int(_count(content))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return 0


def papers_pdf(papers: PaperSet) -> bytes:
    """One PDF: equal sets give equal bytes, the second time from the stored documents."""
    html = papers_html(papers)
    parts = [look_version(LOOK), html, *(paper.paper.sha256 for paper in papers.papers)]
    key = "papers-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
    document = kept(key)
    if document is None:
        document = html_to_pdf(html)
        if any(paper.content for paper in papers.papers):
            document = _bind(document, papers)
        keep(key, document)
    return document


@translation.override("nl")
def papers_html(papers: PaperSet) -> str:
    meeting = papers.agenda.meeting
    context = {
        "papers": papers,
        "meeting_agenda": papers.agenda,
        "meeting": meeting,
        "agreement": meeting.agreement,
        "adopts": papers.minutes,
        "last_minutes": LAST_MINUTES,
        "today": timezone.localdate(),
    }
    return render_to_string("monitoring/agenda/set.html", context)


@within_render_time
def _bind(document: bytes, papers: PaperSet) -> bytes:
    """Our document with the pages of others behind the pages that announce them, and other files as attachments."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(document))
    places = _places(PdfReader(io.BytesIO(document)))
    for paper in reversed(papers.papers):  # from behind, so that what stands before keeps its place
        if paper.pages:
            writer.merge(places[paper.anchor] + 1, io.BytesIO(paper.content), import_outline=False)
        elif paper.content:
            writer.add_attachment(paper.attached_as, paper.content)
    _claim_nothing(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _places(document: Any) -> dict[str, int]:
    """By anchor, the number of our page on which it stands."""
    return {name: document.get_destination_page_number(found) for name, found in document.named_destinations.items()}


def _claim_nothing(writer: Any) -> None:
    """Take out of the metadata that the document is PDF/A and PDF/UA: that was said of our pages alone."""
    from pypdf.generic import NameObject, StreamObject

    metadata = writer.root_object["/Metadata"].get_object()
    plain = StreamObject()
    plain[NameObject("/Type")], plain[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    plain.set_data(CLAIMS.sub(b"", metadata.get_data()))
    writer.root_object[NameObject("/Metadata")] = writer._add_object(plain)


def papers_file_name(meeting: Meeting) -> str:
    """ "heumen-2023-2026-stukken-2024-11-07.pdf": the agreement and the day of the meeting."""
    day = f"{meeting.held_on:%Y-%m-%d}"
    return file_name(slugify(meeting.agreement.slug), "stukken", slugify(meeting.kind), day, extension="pdf")
