"""The agenda as PDF: the document that the parties adopt and sign."""

import hashlib
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements.agenda.collect import collect_text
from agreements.agenda.content import AgendaContent
from agreements.agenda.stamp import stamp_of
from agreements.exports.pdf.keeping import keep, kept
from agreements.exports.pdf.signing_page import SigningPage, page_to_sign
from agreements.exports.pdf.writing import LOOK, html_to_pdf, look_version, pdf_of
from agreements.models import Agenda, Agreement
from agreements.models.adoptable import Adoptable

# What makes the HTML of an agenda, apart from its content; how that looks is in writing.LOOK.
HTML_LOOK = ("agreements/**/*.py", "locale/*/LC_MESSAGES/*.mo", "templates/agreements/pdf/**/*.html")


def agenda_pdf(text: Adoptable, *, with_signatures: bool = False, content_sha256: str = "") -> bytes:
    """The year, or the agreement as a whole, as PDF; from the stored documents when nothing that is printed changed.

    That costs one query. A year comes with its agreement. content_sha256 is the hash of a text that was proposed: with it each
    page of the copy to sign carries the mark of the text. A document is stored under a hash of what stands in it; the stamp only
    tells which one that was, without reading everything. docs/decisions/0004-one-content.md says why a stamp never comes again.
    """
    stamp = stamp_of(text)
    shortcut = _shortcut(stamp, with_signatures, content_sha256)
    key = kept(shortcut)
    document = kept(key) if key else None
    if document is None:
        with translation.override("nl"):
            content = collect_text(_read_again(text))
            signing = page_to_sign(content, content_sha256) if with_signatures else None
        key, document = pdf_of(agenda_html(content, signing=signing))
        if stamp_of(text) == stamp:  # else something changed while it was read, and the stamp is of another text
            keep(shortcut, key)
    return document


def _read_again(text: Adoptable) -> Adoptable:
    if text.year is None:
        return Agreement.objects.get(pk=text.pk)
    return Agenda.objects.select_related("agreement").get(pk=text.pk)


def agenda_then_pdf(content: AgendaContent, moment: str) -> bytes:
    """The text as it was at the moment, which stands on top of it and at each foot."""
    with translation.override("nl"):
        edition = _("As it was on %(moment)s") % {"moment": moment}
    _key, document = pdf_of(agenda_html(content, edition=edition, then=moment))
    return document


def render(content: AgendaContent, *, signing: SigningPage | None = None) -> bytes:
    """The content as PDF; equal content gives equal bytes."""
    return html_to_pdf(agenda_html(content, signing=signing))


@translation.override("nl")
def agenda_html(
    content: AgendaContent, *, signing: SigningPage | None = None, changed: tuple = (), edition: str = "", then: str = ""
) -> str:
    """The HTML that becomes the PDF; static_fetcher() reads its stylesheet and fonts.

    changed are the texts that a proposal changes, printed behind this one; edition what such a copy is called at each foot; then
    the moment of which it tells, where that is past.
    """
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    return render_to_string(
        "agreements/pdf/agenda.html",
        {
            **_printed(content),
            "title": content.full_title,
            "signing": signing,
            "changed": changed,
            "then": then,
            "authors": content.signed_by,
            "changed_at": timezone.localtime(content.changed_at),
            "edition": " · ".join(filter(None, [edition or content.edition, signing.mark if signing else ""])),
            "page_words": (before_page, before_pages, after_pages),
        },
    )


@translation.override("nl")
def text_html(content: AgendaContent) -> str:
    """What is agreed in it, for a document that has a head of its own; with pdf.css it looks as in its own PDF."""
    return render_to_string("agreements/pdf/whole_text.html", _printed(content))


def _printed(content: AgendaContent) -> dict[str, Any]:
    return {
        "content": content,
        "agenda": content.agenda,
        "agreement": content.agreement,
        "is_table": content.is_table,
        "has_long_numbers": any(len(goal.number) > 3 for goal in content.goals),
    }


def _shortcut(stamp: str, *signing: bool | str) -> str:
    parts = (stamp, signing, look_version(HTML_LOOK + LOOK))
    return "agenda-" + hashlib.sha256(repr(parts).encode()).hexdigest()
