"""The one way from agreed text (Markdown) to HTML.

Bold, italic, lists, links and headings; no raw HTML, no images. The result is safe to print on a page and in a PDF.
"""

import re
from functools import lru_cache
from itertools import pairwise

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(["newline", "list", "heading", "emphasis", "link", "escape"])
_SIGNS = re.compile(r"^\s*(?:[-*+]|#+|\d+[.)])\s+|\*\*", re.MULTILINE)
_cleaner = nh3.Cleaner(
    tags={"p", "br", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "h4", "h5", "h6"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"https", "http", "mailto"},
    link_rel="noopener noreferrer",
)


@lru_cache(maxsize=8192)
def to_html(text: str, heading_level: int | None = None) -> SafeString:
    """Render Markdown as HTML.

    heading_level is the level (2-6) of the highest heading in the text, so that a page never skips one; None sets headings as
    bold paragraphs, for text inside a table row or list.
    """
    tokens = _parser.parse(text)
    _place_headings(tokens, heading_level)
    return mark_safe(_cleaner.clean(_parser.renderer.render(tokens, _parser.options, {})).strip())


def first_words(text: str, most: int = 90) -> str:
    """The beginning of the text on one line, without the signs of Markdown: for lists and choices, never for printing."""
    line = " ".join(_SIGNS.sub("", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _place_headings(tokens: list[Token], heading_level: int | None) -> None:
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=0)
    for token in headings:
        token.tag = "p" if heading_level is None else f"h{min(6, int(token.tag[1]) - highest + heading_level)}"
    if heading_level is None:
        for opening, inline in pairwise(tokens):
            if opening.type == "heading_open" and inline.children:
                inline.children = [Token("strong_open", "strong", 1), *inline.children, Token("strong_close", "strong", -1)]
