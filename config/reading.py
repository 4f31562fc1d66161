"""What is linked under every page: help, the manuals, and the texts on accessibility, privacy and contact.

An organisation puts texts of its own in the folder TEXTS_DIR (privacy.md, or privacy.en.md in English): no code is needed. Until
then the page shows the text that comes with Driehoek, in which the names of the settings stand between braces.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from agreements.markdown import to_html
from public_site.site_texts import divided, filled_in, text_of, to_fill_in

MANUALS = settings.BASE_DIR / "docs"
PAGES = {
    "hulp": gettext_lazy("Help"),
    "toegankelijkheid": gettext_lazy("Accessibility"),
    "privacy": gettext_lazy("Privacy"),
    "contact": pgettext_lazy("page", "Contact"),
}
_LINK = re.compile(r"\((?:docs/)?handleiding-([\w-]+)\.md(?:#[\w-]*)?\)")
_ROW = re.compile(r"^\|\s*(.+?)\s*\|\s*$", re.MULTILINE)
_DIVISION = re.compile(r"^\|.*\|\n\|[\s|:-]+\|$\n?", re.MULTILINE)  # the headings of a table, and the line below them


@dataclass(frozen=True, slots=True)
class Manual:
    name: str
    title: str


@login_not_required
@require_safe
def text(request, page: str):
    """One of the texts, in the language of the reader where there is one."""
    if page not in PAGES:
        raise Http404
    words = text_of(page, get_language() or "nl")
    title, body = divided(filled_in(words))
    context = {
        "title": title or PAGES[page],
        "text": to_html(body, 2),
        "is_help": page == "hulp",
        "to_fill_in": to_fill_in(words) if request.user.is_superuser else [],
    }
    return render(request, "reading/text.html", context)


@login_not_required
@require_safe
def manuals(request):
    return render(request, "reading/manuals.html", {"manuals": all_manuals()})


@login_not_required
@require_safe
def manual(request, name: str):
    """A manual as it stands in docs/, without its pictures."""
    if name not in {row.name for row in all_manuals()}:
        raise Http404
    title, body = divided(plain((MANUALS / f"handleiding-{name}.md").read_text()))
    return render(request, "reading/manual.html", {"title": title, "text": to_html(body, 2)})


def all_manuals() -> list[Manual]:
    """By title; what is in docs/ for people who use the site."""
    found = (
        Manual(place.stem.removeprefix("handleiding-"), divided(place.read_text())[0])
        for place in MANUALS.glob("handleiding-*.md")
    )
    return sorted(found, key=lambda row: row.title)


def plain(markdown: str) -> str:
    """A manual for a page: a table as a list, no pictures, and the links to other manuals lead to their page."""
    without = re.sub(r"^!\[.*$\n?|</?ins>|~~", "", markdown, flags=re.MULTILINE)
    rows = _ROW.sub(lambda row: "- " + ": ".join(re.split(r"\s*\|\s*", row[1])), _DIVISION.sub("", without))
    linked = _LINK.sub(lambda link: f"({settings.SITE_URL}/over/handleiding/{link[1]}/)", rows)
    return re.sub(r"\[([^\]]+)\]\((?!https?:|mailto:)[^)]*\)", r"\1", linked)
