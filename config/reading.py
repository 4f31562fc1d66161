"""What is linked under every page: help, the manuals, and the texts on accessibility, privacy and contact.

An organisation puts texts of its own in the folder TEXTS_DIR (privacy.md, or privacy.en.md in English): no code is needed. Until
then the page shows the text that comes with Driehoek, in which the names of the settings stand between braces.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from agreements.markdown import to_html

TEXTS = Path(__file__).parent / "texts"
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
    title, body = _divided(_filled_in(text_of(page, get_language() or "nl")))
    return render(
        request, "reading/text.html", {"title": title or PAGES[page], "text": to_html(body, 2), "is_help": page == "hulp"}
    )


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
    title, body = _divided(plain((MANUALS / f"handleiding-{name}.md").read_text()))
    return render(request, "reading/manual.html", {"title": title, "text": to_html(body, 2)})


def text_of(page: str, language: str) -> str:
    """The organisation's own text before that of Driehoek; in English its Dutch text where it wrote no other."""
    own = [settings.TEXTS_DIR / f"{page}.en.md"] if language == "en" else []
    places = [*own, settings.TEXTS_DIR / f"{page}.md", TEXTS / language / f"{page}.md", TEXTS / "nl" / f"{page}.md"]
    return next(place for place in places if place.is_file()).read_text()


def all_manuals() -> list[Manual]:
    """By title; what is in docs/ for people who use the site."""
    found = (
        Manual(place.stem.removeprefix("handleiding-"), _divided(place.read_text())[0])
        for place in MANUALS.glob("handleiding-*.md")
    )
    return sorted(found, key=lambda row: row.title)


def plain(markdown: str) -> str:
    """A manual for a page: a table as a list, no pictures, and the links to other manuals lead to their page."""
    without = re.sub(r"^!\[.*$\n?|</?ins>|~~", "", markdown, flags=re.MULTILINE)
    rows = _ROW.sub(lambda row: "- " + ": ".join(re.split(r"\s*\|\s*", row[1])), _DIVISION.sub("", without))
    linked = _LINK.sub(lambda link: f"({settings.SITE_URL}/over/handleiding/{link[1]}/)", rows)
    return re.sub(r"\[([^\]]+)\]\((?!https?:|mailto:)[^)]*\)", r"\1", linked)


def _divided(markdown: str) -> tuple[str, str]:
    """The title and what follows it."""
    first, _newline, rest = markdown.lstrip().partition("\n")
    return (first.removeprefix("# ").strip(), rest) if first.startswith("# ") else ("", markdown)


def _filled_in(words: str) -> str:
    known = {"organisatie": settings.SITE_ORGANISATION, "contact": settings.SITE_CONTACT, "adres": settings.SITE_URL}
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], found[0]), words)
