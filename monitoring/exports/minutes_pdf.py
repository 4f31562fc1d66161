"""The minutes of a meeting as PDF/UA: of what was adopted, or of the concept, which says so on every page."""

from datetime import datetime, time

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.exports.pdf.writing import pdf_of
from monitoring.meetings.minutes_content import MinutesContent


def minutes_pdf(minutes: MinutesContent) -> bytes:
    """Equal minutes give equal bytes: what was adopted is never printed otherwise."""
    _key, document = pdf_of(minutes_html(minutes))
    return document


@translation.override("nl")
def minutes_html(minutes: MinutesContent) -> str:
    """The HTML that becomes the PDF; static_fetcher() reads its style sheets and fonts."""
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    context = {
        "minutes": minutes,
        "title": title_of(minutes),
        "standing": standing_of(minutes),
        "made_at": made_at(minutes),
        "page_words": (before_page, before_pages, after_pages),
    }
    return render_to_string("monitoring/minutes/pdf.html", context)


def title_of(minutes: MinutesContent) -> str:
    """ "Verslag Bestuurlijk overleg, 25 juli 2024": for the running head and the properties of the file."""
    words = {"name": minutes.name, "date": date_format(minutes.held_on, "j F Y")}
    return _("Minutes %(name)s, %(date)s") % words


def standing_of(minutes: MinutesContent) -> str:
    if minutes.adopted_on is None:
        return _("CONCEPT")
    return _("Adopted on %(date)s") % {"date": date_format(minutes.adopted_on, "j F Y")}


def made_at(minutes: MinutesContent) -> datetime:
    """Of the content, so that an equal content has an equal date, and so an equal file."""
    day = minutes.adopted_on or minutes.held_on
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())
