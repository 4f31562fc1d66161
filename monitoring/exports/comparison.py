"""A comparison to send round: as PDF/UA, and in Word with tracked changes."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.exports.docx.agenda import CONTENT_TYPE as WORD
from agreements.exports.docx.comparison import comparison_docx
from agreements.exports.pdf.writing import pdf_of
from monitoring.comparing.comparison import Compared
from parties.files.downloads import DownloadFormat, file_name


def comparison_pdf(found: Compared) -> bytes:
    """Equal comparisons give equal bytes, the second time from the stored documents."""
    _key, document = pdf_of(comparison_html(found))
    return document


@translation.override("nl")
def comparison_html(found: Compared) -> str:
    """The HTML that becomes the PDF."""
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    return render_to_string(
        "monitoring/pdf/comparison.html",
        {
            "found": found,
            "comparison": found.comparison,
            "agreement": found.becomes.content.agreement,
            "title": _("Was and becomes"),
            "page_words": (before_page, before_pages, after_pages),
        },
    )


def _word(found: Compared) -> bytes:
    return comparison_docx(found.was.content, found.becomes.content, author=found.becomes.name, at=found.becomes.at)


def comparison_file_name(found: Compared, extension: str) -> str:
    return file_name(found.becomes.content.agreement.slug, "was-wordt", found.was.key, found.becomes.key, extension=extension)


FORMATS = {
    "pdf": DownloadFormat("application/pdf", comparison_pdf),
    "docx": DownloadFormat(WORD, _word),
}
