"""The one way from agreed text (Markdown) to HTML, and by its tokens to Word.

Bold, italic, lists, links and headings; no raw HTML, no images. The result is safe to print on a page and in a PDF.
"""

import re
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from parties.markdown import PARSER

_SIGNS = re.compile(r"^[^\S\n]*(?:[-*+]|#+|\d{1,2}[.)])\s+|\*\*", re.MULTILINE)
USUAL = 4_000  # characters
SCHEMES = {"https", "http", "mailto"}  # where a link may lead
_cleaner = nh3.Cleaner(
    tags={"p", "br", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "h4", "h5", "h6"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
)


def to_html(text: str, heading_level: int | None = None) -> SafeString:
    """Render Markdown as HTML; a text of usual length is remembered, so that what is remembered has an end.

    heading_level (2-6) is the level of the highest heading; the others follow without skipping one. None sets headings as bold
    paragraphs, for text inside a table row or list.
    """
    return (_remembered if len(text) <= USUAL else _to_html)(text, heading_level)


def _to_html(text: str, heading_level: int | None) -> SafeString:
    return mark_safe(_cleaner.clean(PARSER.renderer.render(to_tokens(text, heading_level), PARSER.options, {})).strip())


_remembered = lru_cache(maxsize=8192)(_to_html)


def to_tokens(text: str, heading_level: int | None = None) -> list[Token]:
    """The text as the tokens of markdown-it, for what is not HTML; headings as in to_html(). Links are not checked yet."""
    tokens = PARSER.parse(text)
    _place_headings(tokens, heading_level)
    return tokens


def may_lead_to(address: str) -> bool:
    """Whether a link may lead to the address."""
    try:
        return urlsplit(address).scheme in SCHEMES
    except ValueError:
        return False


def first_words(text: str, most: int = 90) -> str:
    """The beginning of the text on one line, without the signs of Markdown: for lists and choices, never for printing.

    It ends with a whole word, unless that word alone is most of it.
    """
    line = " ".join(_SIGNS.sub("", text).split())
    if len(line) <= most:
        return line
    cut = line[:most].rfind(" ")
    return line[: cut if cut > most // 2 else most - 1].rstrip(" ,;:") + "…"


def _place_headings(tokens: list[Token], heading_level: int | None) -> None:
    opened = [token for token in tokens if token.type == "heading_open"]
    used = sorted({token.tag for token in opened})
    closing = iter([token for token in tokens if token.type == "heading_close"])
    depth = -1
    for token in opened:
        depth = min(used.index(token.tag), depth + 1)
        token.tag = next(closing).tag = "p" if heading_level is None else f"h{min(6, heading_level + depth)}"
    if heading_level is None:
        for opening, inline in pairwise(tokens):
            if opening.type == "heading_open" and inline.children:
                inline.children = [Token("strong_open", "strong", 1), *inline.children, Token("strong_close", "strong", -1)]
