"""Numbers of goals and chapters, with or without a dot, in a column of their own or before the text."""

import re

from agreements.imports.formats.source import Cell

_NUMBER = r"(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})*[a-z]?"
_LETTERED = r"[A-Z]{1,3}[.-]?\d{1,3}(?:[.,-]\d{1,3})*[a-z]?|\d{1,3}(?:[.,]\d{1,3})*(?:[.,]?[a-zA-Z])?(?:[.,]\d{1,3})*"
_ALONE = re.compile(rf"(?:[^\w#]*)(?:nr\.?\s*)?({_LETTERED})[^\w%€]*")
_QUARTER = re.compile(r"\s*(?:[QKH]|kw)\.? ?[1-4]\W*$", re.IGNORECASE)  # "Q1" is no number of a goal
LONGEST = 30  # letters of a cell that holds a number
_BEFORE = re.compile(rf"^\s*(?:\*\*)?({_NUMBER})(?P<mark>[.):]?)(?:\*\*)?\s+(?=\S)")
_CHAPTER_WORDS = "hoofdstuk|pijler|thema|onderdeel|paragraaf|deel|programmalijn|ambitie|speerpunt|opgave"
_TITLED = re.compile(rf"^\s*({_NUMBER})(?:\s*[.):])?\s+(?=\S)")


def number_alone(cell: Cell) -> str:
    """The number that the cell holds and nothing else; empty when there is more or less in it."""
    if cell.value is not None and not isinstance(cell.value, float):
        return ""  # a spreadsheet that took "1-2" for a date
    if len(cell.text) > LONGEST or _QUARTER.match(cell.text):
        return ""
    found = _ALONE.fullmatch(cell.text.replace("### ", "").replace("**", ""))
    return found[1].replace(",", ".") if found else ""


def number_before(text: str) -> tuple[str, str, bool]:
    """The number before a text, the text, and whether a dot or bracket proves it: "3. Wij …"."""
    found = _BEFORE.match(text)
    if not found:
        return "", text, False
    is_sure = bool(found["mark"]) or "." in found[1]
    return found[1], text[found.end() :], is_sure


def follow_on(number: str, before: str) -> str:
    """The number that a spreadsheet shortened: 1.1 after 1.9 is 1.10, and 1.2 after 1.19 is 1.20."""
    own, last = number.split("."), before.split(".")
    if len(own) != len(last) or own[:-1] != last[:-1] or not (own[-1].isdecimal() and last[-1].isdecimal()):
        return number
    following = str(int(last[-1]) + 1)
    if following != own[-1] and following.rstrip("0") == own[-1].rstrip("0") and int(own[-1]) <= int(last[-1]):
        return ".".join([*own[:-1], following])
    return number


def chapter_of(text: str, label: str = "") -> tuple[str, str] | None:
    """(number, title) of "Hoofdstuk 2: Meer …", "Pijler 1. …"; None for a text that is no chapter.

    label is the agreement's own word for a chapter.
    """
    own = re.escape(label.lower()) + "|" if label else ""
    pattern = rf"^\s*(?:{own}{_CHAPTER_WORDS})\s+({_NUMBER}|[IVX]{{1,5}}\b)(?:\s*[.:–—-])?\s+(\S.*)$"
    found = re.match(pattern, text, flags=re.IGNORECASE | re.DOTALL)
    return (found[1], " ".join(found[2].split())) if found else None


def titled(text: str) -> tuple[str, str]:
    """(number, title) of a heading: "1.1 Van landelijke …"; the number may be empty."""
    found = _TITLED.match(text)
    return (found[1], text[found.end() :].strip()) if found else ("", text.strip())


def depth_of(number: str) -> int:
    return number.count(".") + 1 if number else 0
