"""Parts of pages that are the same for all who look: rendered once, and kept as long as what they are made of is the same."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from parties.remembered import PLAIN, Same

register = template.Library()


@register.simple_tag
def kept(name: str, **given) -> SafeString:
    """Include this template with these values alone: words, numbers, days, and dataclasses that do not change."""
    values = tuple((key, value if isinstance(value, PLAIN) else Same(value)) for key, value in given.items())
    return _rendered(name, get_language(), values)


@lru_cache(maxsize=64)
def _rendered(name: str, language: str, values: tuple) -> SafeString:
    return render_to_string(name, {key: value.of if isinstance(value, Same) else value for key, value in values})
