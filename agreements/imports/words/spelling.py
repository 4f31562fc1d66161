"""Text as people compare it: without the differences that spelling programs and layouts make."""

import re
import unicodedata
from itertools import filterfalse

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_QUOTES = {ord("‘"): "'", ord("’"): "'", ord("`"): "'", ord("“"): '"', ord("”"): '"', 0xAD: None, 0x200B: None, 0xFEFF: None}
_PLAIN = {**_DASHES, **_QUOTES}
# Each pattern looks at a letter a few times at most: a file may hold a hundred thousand of the same one.
_BULLET = re.compile(r"^[^\S\n]*(?:[-*+•]|#+)\s+", re.MULTILINE)
_MARKS = re.compile(r"(?:\\?\*){2,}|\\(?=[!-/:-@\[-`{-~])")
_ITALIC = re.compile(r"(?<![\w\\])_(?=[^\s_])((?:\\.|[^\n_\\]|(?<=\w)_(?=\w))*)(?<![\s\\])_(?!\w)")


def bare(text: str) -> str:
    """To compare names and headings: lower case, no accents, one kind of dash and quote, single spaces."""
    if text.isascii():
        return " ".join(text.casefold().replace("`", "'").split())
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold()
    return " ".join("".join(filterfalse(unicodedata.combining, text)).split())


def words_only(text: str) -> str:
    """To tell whether two texts say the same: every word counts, layout and signs of Markdown do not.

    It is asked of every cell, more than once: so a pattern is only tried where it can be.
    """
    if "_" in text:
        text = _ITALIC.sub(r"\1", text)
    text = unicodedata.normalize("NFC", text)
    if "\n" in text or _BULLET.match(text):
        text = _BULLET.sub("", text)
    if "*" in text or "\\" in text:
        text = _MARKS.sub("", text)
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Without spaces at the ends of lines and more than one empty line; nothing else changes."""
    if "\n" not in text and "\r" not in text:
        return text.replace("\xa0", " ").strip()
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def same_length(text: str) -> str:
    """Lower case with plain dashes and accents kept as they are: for finding a name at its place in the text."""
    lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lowered.translate({**_DASHES, ord("’"): "'", ord("‘"): "'", ord("\n"): " ", 0xA0: " "})
