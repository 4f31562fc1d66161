"""The number that a new goal or theme probably gets: the next one after those that are there, as they are numbered."""

import re
from collections.abc import Collection

from agreements.models import Agenda, Agreement, Goal, Theme
from agreements.writing.order import rows_in
from agreements.writing.places import WritingPlace

_LAST_NUMBER = re.compile(r"(.*?)(\d{1,6})")


def next_number(place: WritingPlace, kind: type[Goal] | type[Theme]) -> str:
    """For the row that is added at this place; empty where the rows have no numbers. Two queries at most."""
    return _of_goal(place) if kind is Goal else _of_theme(place)


def _of_goal(place: WritingPlace) -> str:
    after = place.row if isinstance(place.row, Goal) else None
    theme = after.theme if after else place.row
    goals = rows_in(Goal, place.agenda)
    taken = {row.number for row in goals}
    own = [row.number for row in goals if row.theme_id == theme.pk]
    if own:
        return _free_after(after.number if after else own[-1], taken)
    plain = [int(number) for number in taken if number.isdecimal()]
    if plain and len(plain) == len(taken):
        return str(max(plain) + 1)  # one row of numbers through all themes
    return _free_after(f"{theme.number.rstrip('.')}.0", taken) if theme.number else ""


def _of_theme(place: WritingPlace) -> str:
    row, is_paragraph = place.row, place.part.name == "paragraaf-erbij"
    themes = rows_in(Theme, place.agenda)
    above = row.pk if is_paragraph else None if isinstance(row, Agenda | Agreement) else row.parent_id
    beside = [each.number for each in themes if each.parent_id == above]
    taken = {each.number for each in themes}
    if beside:
        return _free_after(beside[-1], taken)
    if not is_paragraph:
        return "1"
    taken |= {each.number for each in rows_in(Goal, place.agenda)}
    return _free_after(f"{row.number.rstrip('.')}.0", taken) if row.number else ""


def _free_after(number: str, taken: Collection[str]) -> str:
    """1.10 after 1.9, A4 after A3; the first that nothing else has."""
    found = _LAST_NUMBER.fullmatch(number)
    if not found:
        return ""
    start, last = found[1], int(found[2])
    return next(each for step in range(1, len(taken) + 2) if (each := f"{start}{last + step}") not in taken)
