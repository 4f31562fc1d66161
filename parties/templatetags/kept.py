"""Parts of pages that are the same for all who look: rendered once, and kept as long as what they are made of is the same."""

from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from parties.remembered import PLAIN, Same

register = template.Library()


class Plain(NamedTuple):
    """A word or number, with its kind: text that is safe reads as text that is not, and 1 as True."""

    kind: type
    of: Any


class ByContent:
    """A value that tells no more than its `content`: two that tell the same are one key."""

    __slots__ = ("content", "of")

    def __init__(self, of: Any):
        self.of, self.content = of, of.content

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByContent) and self.content == other.content


@register.simple_tag
def kept(name: str, **given) -> SafeString:
    """Include this template with these values alone: words, numbers, days, and dataclasses that do not change."""
    return _rendered(name, get_language(), tuple((key, _key(value)) for key, value in given.items()))


def _key(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return Plain(type(value), value)
    return ByContent(value) if hasattr(value, "content") else Same(value)


@lru_cache(maxsize=4000)
def _rendered(name: str, language: str, values: tuple) -> SafeString:
    return render_to_string(name, {key: value.of for key, value in values})
