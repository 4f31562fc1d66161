"""A goal as it was at a moment, as PDF."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.exports.pdf.writing import pdf_of
from monitoring.position.goal import GoalThen


@translation.override("nl")
def goal_then_pdf(found: GoalThen, agreement: str, moment: str) -> bytes:
    """PDF/UA; the moment stands on top of it and at each foot."""
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    title = _("Goal %(number)s") % {"number": found.number}
    html = render_to_string(
        "monitoring/pdf/goal_then.html",
        {
            "found": found,
            "agreement": agreement,
            "title": title,
            "then": moment,
            "edition": _("As it was on %(moment)s") % {"moment": moment},
            "page_words": (before_page, before_pages, after_pages),
        },
    )
    _key, document = pdf_of(html)
    return document
