"""Formatting of what changed."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from itertools import groupby

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parties.history.changes import FieldChange
from parties.renvooi.paragraphs import ShownParagraph, paragraphs
from parties.renvooi.pieces import Piece

register = template.Library()

TAGS = {"gone": "del", "new": "ins"}


@register.simple_tag
def words_that_changed(change: FieldChange, is_whole: bool | str = False) -> SafeString:
    """The text as paragraphs, in which what went and what came is marked, and named for whoever hears it.

    is_whole also shows what is far from a change.
    """
    found = paragraphs(change.pieces, is_whole=bool(is_whole))
    return format_html_join("\n", "{}", ((_paragraph(each),) for each in found))


@register.simple_tag
def all_gone(text: str) -> SafeString:
    """A text or value that went as a whole."""
    return _marked("gone", linebreaksbr(text.strip()))


@register.simple_tag
def all_new(text: str) -> SafeString:
    """A text or value that came as a whole."""
    return _marked("new", linebreaksbr(text.strip()))


def _paragraph(found: ShownParagraph) -> SafeString:
    css = f"renvooi__p renvooi__p--{found.block.rstrip('0123456789')}"
    marker = format_html('<span class="renvooi__marker">{}</span> ', found.marker) if found.marker else ""
    return format_html('<p class="{}">{}{}</p>', css, marker, _inside(found.pieces))


def _inside(pieces: Iterable[Piece]) -> SafeString:
    """One mark around pieces of one kind that follow each other; the space before them stands outside it."""
    html, before = SafeString(""), ""
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        first, *others = group
        text = first.text.lstrip()
        space = first.text[: len(first.text) - len(text)] or " " * (before == "gone" and kind == "new")
        words = _words(replace(first, text=text))
        for piece in others:
            words += _words(piece)
        html += _lines(space) + (_marked(kind, words) if kind in TAGS else words)
        before = kind
    return html


def _words(piece: Piece) -> SafeString:
    if not piece.weight and piece.kind != "form":
        return _lines(piece.text)
    text = piece.text.lstrip()
    space = _lines(piece.text[: len(piece.text) - len(text)])
    if piece.weight and piece.kind in TAGS:
        return format_html('{}<strong class="renvooi__weighty">{}</strong>', space, text)
    if piece.kind == "form":
        return format_html('{}<span class="renvooi__form">{}</span>', space, _lines(text))
    return space + _lines(text)


def _lines(text: str) -> SafeString:
    return linebreaksbr(text) if "\n" in text or "\r" in text else conditional_escape(text)


def _marked(kind: str, text: SafeString) -> SafeString:
    """Most screen readers say nothing of ins and del, so words that only they read stand inside."""
    begins, ends = _said(kind, get_language())
    return begins + text + ends


@cache
def _said(kind: str, language: str) -> tuple[SafeString, SafeString]:
    """How a mark begins and how it ends."""
    begins, end, tag = {"gone": _("removed:"), "new": _("added:")}[kind], _("(end)"), TAGS[kind]
    said = partial(format_html, '<span class="renvooi__said" lang="{}">{}</span>', language)
    return format_html("<{}>{}", tag, said(f"{begins} ")), format_html("{}</{}>", said(f" {end}"), tag)
