"""Text as people compare it: without the differences that spelling programs and layouts make."""

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import filterfalse

from agreements.imports.words.signs import private_signs

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
    if not text.isascii():
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


# What looks like nothing, or like another sign: soft hyphens, spaces without width, ligatures, letters of a font of pictures,
# what a library left of a line end, what Word shows where nobody filled in anything or where it lost a reference.
_ODD = re.compile(
    "[\xad\u2007\u200b\u200c\u200e\u200f\u2010\u2011\u202f\u2060\ufb00-\ufb06\ufeff\uf000-\uf0ff]|_x000[0-9A-Fa-f]_"
)
_TO_PLAIN = {
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF), None),
    **dict.fromkeys((0x2007, 0x202F), " "),
    **dict.fromkeys((0x2010, 0x2011), "-"),
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
LINE_END = re.compile(r"_x000[Dd]_\r?\n?|_x000[Aa]_")
LONGEST_PLACEHOLDER = 60  # letters
_PLACEHOLDER = re.compile(
    r"(?:klik|klik of tik|klik hier|tik of klik)(?: hier)? om (?:een |uw |de )?(?:tekst|datum|waarde) (?:in te voeren|te kiezen)"
    r"|kies een (?:item|datum|bouwsteen|waarde)|click (?:or tap )?(?:here )?to enter (?:text|a date)|choose an item",
    re.IGNORECASE,
)
LOST_REFERENCE = re.compile(
    r"(?:Fout|Error)! (?:Verwijzingsbron niet gevonden|Bladwijzer niet gedefinieerd|Reference source not found"
    r"|Bookmark not defined|Ongeldige koppeling|Not a valid link)\.?",
    re.IGNORECASE,
)


def as_seen(text: str) -> str:
    """The text of another's file as people see it: without what shows nothing, and empty where nobody filled in anything."""
    if len(text) <= LONGEST_PLACEHOLDER and _PLACEHOLDER.fullmatch(text.strip(" .\n")):
        return ""
    if (text.isascii() and "_x000" not in text) or not _ODD.search(text):
        return text
    text = LINE_END.sub("\n", text).translate(_TO_PLAIN)
    if any("\uf000" <= letter <= "\uf0ff" for letter in text):
        text = private_signs(text)
    return text


def struck_words(whole: str, live: str) -> str:
    """The words of whole that live has no more, in their order."""
    before, after = words_only(whole).split(), words_only(live).split()
    pieces = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    gone = [" ".join(before[begin:end]) for kind, begin, end, _from, _to in pieces if kind in {"delete", "replace"}]
    return " … ".join(gone) or words_only(whole)


def same_length(text: str) -> str:
    """Lower case with plain dashes and letters without accents: for finding a name at its place in the text."""
    lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    if not text.isascii():
        lowered = "".join(unicodedata.normalize("NFD", letter)[:1] for letter in lowered)
    return lowered.translate({**_DASHES, ord("’"): "'", ord("‘"): "'", ord("\n"): " ", 0xA0: " "})
