"""How an agenda looks in Word: styles under names that people recognise, page, head and foot.

The styles stand in two files of Word beside this one, table.docx and text.docx, to be changed there. They say what
a paragraph is, so that an import reads our documents without guessing (agreements/own_files.py has their names).
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.own_files import REPORT
from parties.tables.archive import make_reproducible

HAIRLINE = "D8D5CC"
TEMPLATES = Path(__file__).parent


def new_document(*, is_table: bool):
    """An empty document with the styles of an agenda, in Dutch for the spelling checker."""
    from docx import Document

    return Document(str(TEMPLATES / ("table.docx" if is_table else "text.docx")))


def mark_as_report(document) -> None:
    """Say in the document that it is a report about an agenda, with the same styles."""
    from docx.enum.style import WD_STYLE_TYPE

    document.styles.add_style(REPORT, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]


def set_page(document, *, title: str, standing: str, edition: str, is_table: bool, is_single: bool = False) -> None:
    """A4, landscape for tables; title and state above every page but the first, edition and page below.

    is_single is for what must stay on one page, also where the reader's machine has wider letters.

    For the last section of the document: what follows document.add_section() may be landscape where the first is portrait.
    """
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section, is_first = document.sections[-1], len(document.sections) == 1
    width, height = (297, 210) if is_table else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if is_table else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    side = 18 if is_table or is_single else 25
    section.left_margin = section.right_margin = Mm(side)
    section.top_margin, section.bottom_margin = (Mm(12), Mm(14)) if is_single else (Mm(24), Mm(20))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = is_first
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    right = Mm(width - 2 * side)
    _line(section.header.paragraphs[0], title, right).add_run(standing)
    before, between, after = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    for footer in (section.footer, section.first_page_footer) if is_first else (section.footer,):
        paragraph = _line(footer.paragraphs[0], edition, right)
        paragraph.add_run(before)
        _field(paragraph, "PAGE")
        paragraph.add_run(between)
        _field(paragraph, "NUMPAGES")
        paragraph.add_run(after)


def save_document(document, *, title: str, authors: str, edited_by: str = "", at: datetime) -> bytes:
    """The document as .docx, with its properties and with `at` as its only date: equal content gives equal bytes."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], authors[:255], edited_by[:255]
    properties.language, properties.comments, properties.keywords = "nl-NL", "", ""
    properties.created = properties.modified = timezone.localtime(at)
    written = BytesIO()
    document.save(written)
    return make_reproducible(written.getvalue(), at=at)


def _line(paragraph, left: str, width):
    """A small line with words at the left; what is added comes at the right."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    tabs = paragraph.paragraph_format.tab_stops
    for stop in list(paragraph.style.paragraph_format.tab_stops):
        tabs.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    tabs.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(left)
    paragraph.add_run("\t")
    return paragraph


def _field(paragraph, name: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
