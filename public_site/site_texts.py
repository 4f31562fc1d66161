"""The texts of the organisation on accessibility, privacy and the like: its own, else those that come with Driehoek, filled in.

In those that come along {organisatie} is what a setting says. A paragraph with something that nobody filled in is left out, and
one that begins with {zonder status} stands there only while that is not filled in: everyone reads whole sentences. Who is
administrator reads on the same page below /over/ what is to be filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS = settings.BASE_DIR / "config" / "texts"
STATUSES = {
    "A": _("A, it meets all requirements"),
    "B": _("B, it meets part of the requirements"),
    "C": _("C, first measures were taken"),
    "D": _("D, it does not meet the requirements"),
    "E": _("E, there is no statement yet"),
}
_NAME = re.compile(r"\{(?:zonder )?(\w+)\}")
_UNLESS = re.compile(r"^\{zonder (\w+)\}\s*")


@dataclass(frozen=True, slots=True)
class ToFillIn:
    """The setting that is empty, and what it says."""

    setting: str
    what: str | Promise


TO_FILL_IN = {
    "organisatie": ToFillIn("SITE_ORGANISATION", _("who offers this website")),
    "status": ToFillIn("ACCESSIBILITY_STATUS", _("the status of your statement, from A to E")),
    "onderzocht": ToFillIn("ACCESSIBILITY_TESTED_ON", _("on which day the website was tested last")),
    "rapport": ToFillIn("ACCESSIBILITY_REPORT", _("where the report of that test can be read")),
    "privacycontact": ToFillIn("PRIVACY_CONTACT", _("whom to ask about privacy, such as the data protection officer")),
}


def known() -> dict[str, str]:
    """What each name stands for now; empty where nobody filled it in."""
    tested = settings.ACCESSIBILITY_TESTED_ON
    return {
        "organisatie": settings.SITE_ORGANISATION,
        "contact": settings.SITE_CONTACT,
        "adres": settings.SITE_URL,
        "status": str(STATUSES.get(settings.ACCESSIBILITY_STATUS, "")),
        "onderzocht": date_format(tested, "j F Y") if tested else "",
        "rapport": settings.ACCESSIBILITY_REPORT,
        "privacycontact": settings.PRIVACY_CONTACT,
    }


def text_of(page: str, language: str) -> str:
    """The organisation's own text before that of Driehoek; in English its Dutch text where it wrote no other."""
    own = [settings.TEXTS_DIR / f"{page}.en.md"] if language == "en" else []
    places = [*own, settings.TEXTS_DIR / f"{page}.md", TEXTS / language / f"{page}.md", TEXTS / "nl" / f"{page}.md"]
    return next(place for place in places if place.is_file()).read_text()


def filled_in(words: str) -> str:
    found = known()
    return re.sub(r"\{(\w+)\}", lambda name: found.get(name[1], name[0]), "\n\n".join(_whole(words, found)))


def _whole(words: str, found: dict[str, str]) -> Iterator[str]:
    """The paragraphs that can be read as they are."""
    for paragraph in words.split("\n\n"):
        if unless := _UNLESS.match(paragraph):
            if not found.get(unless[1]):
                yield paragraph[unless.end() :]
        elif all(found.get(name, name) for name in _NAME.findall(paragraph)):
            yield paragraph


def to_fill_in(words: str) -> list[ToFillIn]:
    """What nobody filled in of what stands in this text."""
    found, named = known(), set(_NAME.findall(words))
    empty = {name for name in named if not found.get(name, name)}
    if "organisatie" in named and not settings.SITE_ORGANISATION_KNOWN:
        empty.add("organisatie")
    return [row for name, row in TO_FILL_IN.items() if name in empty]


def divided(markdown: str) -> tuple[str, str]:
    """The title and what follows it."""
    first, _newline, rest = markdown.lstrip().partition("\n")
    return (first.removeprefix("# ").strip(), rest) if first.startswith("# ") else ("", markdown)
