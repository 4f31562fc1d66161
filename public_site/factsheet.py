"""What was agreed, on one page: for who has five minutes. Read from the version, as the page of the text is."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from agreements.agenda.content import PrintedAction, PrintedTheme
from agreements.exports.pdf.writing import pdf_of
from public_site.progress import agreed_of
from public_site.reading import DueAhead, ahead_in, what_follows
from public_site.texts import PublicText

MOST_PARTIES = 3  # that are named with a theme


@dataclass(frozen=True, slots=True)
class ThemeInShort:
    """A theme in numbers, and who does most of it."""

    heading: str
    goals: int
    actions: int
    who: str


@dataclass(frozen=True, slots=True)
class AgreedNumber:
    """A quantity that was agreed: "Groei", "ten minste 75 woningen", and of which year where it is of one."""

    name: str
    phrase: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each stands on the page."""

    numbers: int
    ahead: int
    small: bool = False


# The first that fits on one page: first the most, in the end the themes alone.
ROOMS = (Room(8, 4), Room(5, 3), Room(4, 2, small=True), Room(0, 0, small=True))


@dataclass(frozen=True)
class Factsheet:
    found: PublicText

    @cached_property
    def themes(self) -> list[ThemeInShort]:
        return [_line(theme) for theme in self.found.content.themes if theme.all_goals]

    @cached_property
    def numbers(self) -> list[AgreedNumber]:
        """Of each quantity what is to be reached this year, else what is next, else what holds for all years together."""
        return [number for row in self.found.stored.indicators for number in _number(row, self.found)]

    @property
    def ahead(self) -> list[DueAhead]:
        return ahead_in(self.found)

    @property
    def what_follows(self) -> list[str]:
        return what_follows(self.found)

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.found.text.address("public_text")


def _line(theme: PrintedTheme) -> ThemeInShort:
    goals = sum(not goal.is_dropped for goal in theme.all_goals)
    actions = [action for action in theme.actions if not action.is_dropped]
    return ThemeInShort(theme.heading, goals, len(actions), _who(actions))


def _who(actions: list[PrintedAction]) -> str:
    """The parties that lead most, the busiest first; an action of two counts for both."""
    led = [name for name, _times in Counter(lead.short_name for action in actions for lead in action.leads).most_common()]
    if len(led) > MOST_PARTIES:
        return _("%(parties)s and others") % {"parties": ", ".join(led[:MOST_PARTIES])}
    return ", ".join(led)


def _number(row, found: PublicText) -> list[AgreedNumber]:
    aims = sorted(agreed_of(row, found).targets, key=lambda aim: (aim.year is None, aim.year))
    year = found.text.year or found.content.agreement.start_year
    aim = next((aim for aim in aims if aim.year is None or aim.year >= year), None)
    return [AgreedNumber(row.name, aim.phrase, aim.year)] if aim and aim.phrase else []


def factsheet_pdf(found: PublicText) -> bytes:
    """One page of A4 as PDF/UA."""
    return fitting(Factsheet(found))


def fitting(sheet: Factsheet) -> bytes:
    """With as much on it as one page holds."""
    for room in ROOMS:
        _key, document = pdf_of(factsheet_html(sheet, room))
        if _pages_of(document) == 1:
            break
    return document


def factsheet_html(sheet: Factsheet, room: Room) -> str:
    content = sheet.found.content
    context = {
        "title": _("%(text)s in short") % {"text": content.full_title},
        "sheet": sheet,
        "content": content,
        "text": sheet.found.text,
        "version": sheet.found.newest,
        "numbers": sheet.numbers[: room.numbers],
        "more_numbers": len(sheet.numbers) > room.numbers > 0,
        "ahead": sheet.ahead[: room.ahead],
        "is_small": room.small,
    }
    return render_to_string("public/factsheet.html", context)


def _pages_of(document: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(document)).pages)
