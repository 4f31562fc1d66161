"""Formatting of what changed."""

from collections.abc import Iterable

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from parties.history.word_diff import Piece

register = template.Library()

MARKS = {"gone": "<del>{}</del>", "new": "<ins>{}</ins>"}


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """The pieces as one text, in which what went and what came is marked."""
    marks = (format_html(MARKS.get(piece.kind, "{}"), linebreaksbr(piece.text)) for piece in pieces)
    return format_html_join("", "{}", ((mark,) for mark in marks))
