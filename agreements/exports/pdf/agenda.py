"""The agenda as PDF: the document that the parties adopt and sign."""

import hashlib

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.collect import collect_agenda
from agreements.agenda.content import AgendaContent
from agreements.agenda.stamp import Stamp, stamp_of
from agreements.exports.pdf.writing import html_to_pdf, look_version
from agreements.models import Agenda

# What decides how an agenda looks, apart from its content: a change in one of these makes every kept PDF unused.
LOOK = (
    "agreements/**/*.py",
    "agreements/exports/pdf/fonts.conf",
    "locale/*/LC_MESSAGES/*.mo",
    "static/css/pdf.css",
    "static/vendor/SHA256SUMS",
    "templates/agreements/pdf/**/*.html",
)


def agenda_pdf(agenda: Agenda, *, with_signatures: bool = False) -> bytes:
    """The agenda as PDF, from the kept documents when nothing that is printed changed: that costs one query.

    agenda comes with its agreement selected.
    """
    # The stamp from before the reading: what changes meanwhile gives a later stamp, so it is never kept as the newest text.
    key = _cache_key(stamp_of(agenda), with_signatures=with_signatures)
    document = caches["documents"].get(key)
    if document is None:
        with translation.override("nl"):
            content = collect_agenda(Agenda.objects.select_related("agreement").get(pk=agenda.pk))
        document = render(content, with_signatures=with_signatures)
        caches["documents"].set(key, document)
    return document


def render(content: AgendaContent, *, with_signatures: bool = False) -> bytes:
    """The content as PDF; equal content gives equal bytes."""
    return html_to_pdf(agenda_html(content, with_signatures=with_signatures))


@translation.override("nl")
def agenda_html(content: AgendaContent, *, with_signatures: bool = False) -> str:
    """The HTML that becomes the PDF; its stylesheet and fonts are at static: addresses, which static_fetcher() reads."""
    agenda = content.agenda
    changed_at = timezone.localtime(content.changed_at)
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    return render_to_string(
        "agreements/pdf/agenda.html",
        {
            "content": content,
            "title": content.full_title,
            "agenda": agenda,
            "agreement": content.agreement,
            "is_table": content.is_table,
            "has_long_numbers": any(len(goal.number) > 3 for goal in content.goals),
            "with_signatures": with_signatures,
            "authors": content.signed_by,
            "changed_at": changed_at,
            "edition": _("Version %(version)s, %(date)s") % {"version": agenda.version, "date": date_format(changed_at, "j F Y")},
            "page_words": (before_page, before_pages, after_pages),
        },
    )


def _cache_key(stamp: Stamp, *, with_signatures: bool) -> str:
    parts = (stamp.key, with_signatures, look_version(LOOK))
    return "agenda-pdf-" + hashlib.sha256(repr(parts).encode()).hexdigest()
