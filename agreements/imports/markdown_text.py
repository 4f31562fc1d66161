"""Markdown out of the paragraphs of a file: lists, bold and small headings as the site prints them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from agreements.imports.spelling import tidy

TYPED_BULLET = re.compile(r"^\s*[•●▪◦‣·*–—-](?:\s+|(?<=[•●▪◦‣])(?=\S))")
_SHEET_BULLET = re.compile(r"^(\s*)(?:[•●▪◦‣·]\s*|[–—](?=\s)\s+)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)])\s")
_SIGN = re.compile(r"([\\*]|(?<!\w)_|_(?!\w)|\](?=\())")
_AT_START = re.compile(r"^([^\S\n]*)([#+])(?=[#+]*\s)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its Markdown, whether it is an item of a list and how deep, whether all of it is bold or a heading."""

    text: str
    is_item: bool = False
    depth: int = 0
    is_strong: bool = False
    is_heading: bool = False


def escape(text: str) -> str:
    """Plain words as Markdown that prints the same words."""
    return _AT_START.sub(r"\1\\\2", _SIGN.sub(r"\\\1", text))


def join_lines(lines: Iterable[Line]) -> str:
    """The paragraphs of one cell as one text; bold says nothing where all of it is bold."""
    kept = [line for line in lines if line.text.strip()]
    all_strong = all(line.is_strong for line in kept)
    text, before = "", None
    lowest = min((line.depth for line in kept if line.is_item), default=0)
    for line in kept:
        words = line.text.strip()
        if line.is_item:
            words = "  " * (line.depth - lowest) + words
        elif line.is_heading or (line.is_strong and not all_strong):
            words = f"### {words}"
        if before is not None:
            text += "\n" if line.is_item and before.is_item else "\n\n"
        text, before = text + words, line
    return tidy(text)


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
    return _SHEET_BULLET.sub(r"\1- ", line)
