"""What a draft changes in the text before it, as PDF: was–wordt as on the page of its adoption."""

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.consent.page import ComparedText, compare_text
from agreements.exports.pdf.writing import pdf_of
from agreements.models.adoptable import Adoptable


def changes_pdf(text: Adoptable) -> bytes | None:
    """None where there is no earlier text. Made anew when something in it changed, else the stored one."""
    with translation.override("nl"):
        found = compare_text(text)
    if found is None:
        return None
    _key, document = pdf_of(changes_html(text, found))
    return document


@translation.override("nl")
def changes_html(text: Adoptable, found: ComparedText) -> str:
    """The HTML that becomes the PDF."""
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    return render_to_string(
        "agreements/pdf/changes.html",
        {
            "text": text,
            "before": found.before,
            "title": _("What changes in %(title)s") % {"title": text.title},
            "changes": [change for change in found.changes if not change.is_quiet],
            "quiet": [change for change in found.changes if change.is_quiet],
            "edition": date_format(timezone.localtime(found.changed_at), "j F Y, H:i") if found.changed_at else "",
            "page_words": (before_page, before_pages, after_pages),
        },
    )
