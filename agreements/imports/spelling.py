"""Text as people compare it: without the differences that spelling programs and layouts make."""

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_QUOTES = {ord("‘"): "'", ord("’"): "'", ord("`"): "'", ord("“"): '"', ord("”"): '"', 0xAD: None, 0x200B: None, 0xFEFF: None}
# Each pattern looks at a letter a few times at most: a file may hold a hundred thousand of the same one.
_SIGNS = re.compile(r"(?m)^[^\S\n]*(?:[-*+•]|#+)\s+|(?:\\?\*){2,}|\\(?=[!-/:-@\[-`{-~])")
_ITALIC = re.compile(r"(?<![\w\\])_(?=[^\s_])((?:\\.|[^\n_\\]|(?<=\w)_(?=\w))*+)(?<![\s\\])_(?!\w)")


def bare(text: str) -> str:
    """For comparing names and headings: lower case, no accents, one kind of dash and quote, single spaces."""
    if text.isascii():
        return " ".join(text.casefold().replace("`", "'").split())
    text = unicodedata.normalize("NFKD", text.translate(_DASHES).translate(_QUOTES)).casefold()
    return " ".join("".join(letter for letter in text if not unicodedata.combining(letter)).split())


def words_only(text: str) -> str:
    """For telling whether two texts say the same: layout and the signs of Markdown do not count, every word does."""
    if "_" in text:
        text = _ITALIC.sub(r"\1", text)
    return " ".join(_SIGNS.sub("", unicodedata.normalize("NFC", text)).split())


def tidy(text: str) -> str:
    """Without spaces at the ends of lines and more than one empty line; nothing else changes."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def same_length(text: str) -> str:
    """Lower case with plain dashes and accents kept as they are: for finding a name at its place in the text."""
    lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lowered.translate({**_DASHES, ord("’"): "'", ord("‘"): "'", ord("\n"): " ", 0xA0: " "})
