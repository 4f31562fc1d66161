"""Markdown out of the paragraphs of a file: lists, bold and small headings as the site prints them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from agreements.imports.words.spelling import tidy

DEEPEST = 8  # list levels below the first; Word itself has nine
TYPED_BULLET = re.compile(r"^\s*[•●▪◦‣·*–—-](?:\s+|(?<=[•●▪◦‣])(?=\S))")
_BULLETS = frozenset("•●▪◦‣·–—")  # with which such a line begins
_SHEET_BULLET = re.compile(r"^(\s*)(?:[•●▪◦‣·]\s*|[–—](?=\s)\s+)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)])\s")
_SIGN = re.compile(r"([\\*]|(?<![^\W_])_|_(?![^\W_])|\](?=\())")  # an underscore between letters is no sign
_AT_START = re.compile(r"^([^\S\n]*)([#+])(?=[#+]*(?:\s|$))", re.MULTILINE)
_LIST_AT_START = re.compile(r"^([^\S\n]*)(?:(-)|(\d{1,9})([.)]))(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a text.

    text is its Markdown, plain the words alone. marker is "-" or a number for an item of a list; depth says how deep it stands in
    one, also for a further paragraph of an item. is_strong: all of it is bold. level is that of a heading within the text.
    style and lead_in are set in documents of our own only: what the paragraph is, and the number or label before the words.
    whole is text with the words that are struck through, where there are any; notes stand at the foot of the page.
    """

    text: str
    marker: str = ""
    depth: int | None = None
    is_strong: bool = False
    is_heading: bool = False
    level: int = 3
    list_id: str = ""
    style: str = ""
    lead_in: str = ""
    plain: str = ""
    whole: str = ""
    notes: tuple[str, ...] = ()

    @property
    def marked(self) -> str:
        """The text behind its marker."""
        return f"{self.marker} {self.text}" if self.marker else self.text


def escape(text: str, *, is_literal: bool = False, is_part: bool = False, is_marked: bool = False) -> str:
    """Plain words as Markdown that prints the same words.

    is_literal: what looks like a list is none. is_part: the text does not begin a line. is_marked: only the beginnings of lines.
    """
    if not is_marked:
        text = _SIGN.sub(r"\\\1", text)
    if is_part:
        return text
    text = _AT_START.sub(r"\1\\\2", text)
    return _LIST_AT_START.sub(_escaped_marker, text) if is_literal else text


def _escaped_marker(found: re.Match) -> str:
    return f"{found[1]}\\-" if found[2] else f"{found[1]}{found[3]}\\{found[4]}"


def join_lines(lines: Iterable[Line]) -> str:
    """The paragraphs of one cell as one text; bold says nothing where all of it is bold."""
    spoken = [line for line in lines if line.text.strip()]
    all_strong = all(line.is_strong for line in spoken)
    return tidy(_join([replace(line, is_heading=line.is_heading or (line.is_strong and not all_strong)) for line in spoken]))


def join_whole_lines(lines: Iterable[Line]) -> str:
    """The same with the words that are struck through; empty where there are none."""
    lines = list(lines)
    return join_lines(replace(line, text=line.whole or line.text) for line in lines) if any(line.whole for line in lines) else ""


def join_own_lines(lines: Iterable[Line]) -> str:
    """The paragraphs of a text in one of our own documents, with nothing to be guessed."""
    return _join([line for line in lines if line.text.strip()])


def _join(lines: list[Line]) -> str:
    text, before = "", None
    lowest = min((line.depth for line in lines if line.marker and line.depth is not None), default=0)
    opened: list[Line] = []  # the items in which the paragraph stands, with the marker that each got
    for line in lines:
        words, indent = line.text.strip(), 0
        if line.is_heading:
            words = f"{'#' * line.level} {_on_one_line(words)}"
        if line.depth is None or not (line.marker or opened):
            opened = []
        elif line.marker:
            depth = min(max(line.depth - lowest, 0), len(opened), DEEPEST)
            marker = _marker(line, opened[depth] if depth < len(opened) else None)
            indent = sum(len(item.marker) + 1 for item in opened[:depth])
            opened = [*opened[:depth], replace(line, marker=marker)]
            words = f"{marker} {words}"
        else:
            opened = opened[: max(line.depth - lowest, 0) + 1]
            indent = sum(len(item.marker) + 1 for item in opened)
        if before is not None:
            text += "\n" if line.marker and before.marker else "\n\n"
        inner = sum(len(item.marker) + 1 for item in opened)
        text, before = text + " " * indent + words.replace("\n", "\n" + " " * inner), line
    return text


def _on_one_line(words: str) -> str:
    return " ".join(part.strip() for part in words.split("\n"))


def _marker(line: Line, before: Line | None) -> str:
    """The marker of an item; another list than the one right above it gets another sign after the number."""
    number = line.marker[:-1]
    if before is None or not before.marker[:-1].isdecimal() or not number.isdecimal():
        return line.marker
    is_same_list = line.list_id == before.list_id
    return number + (before.marker[-1] if is_same_list else ")" if before.marker[-1] == "." else ".")


def text_of_sheet_cell(text: str) -> str:
    """Text of a cell in a sheet, where a new line is all there is to set paragraphs and lists apart.

    A text with empty lines has its paragraphs set apart already and keeps its single line breaks.
    """
    text = tidy(text)
    if "\n" not in text:
        return _as_item(text)
    lines = [_as_item(line) for line in text.split("\n")]
    if "\n\n" in text:
        return "\n".join(lines)
    joined = lines[0]
    for before, line in pairwise(lines):
        joined += ("\n" if _ITEM.match(line) and _ITEM.match(before) else "\n\n") + line
    return joined


def _as_item(line: str) -> str:
    return _SHEET_BULLET.sub(r"\1- ", line) if line.lstrip()[:1] in _BULLETS else line
