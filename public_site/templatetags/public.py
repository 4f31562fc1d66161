"""Formatting on public pages."""

from django import template
from django.utils.html import format_html
from django.utils.text import capfirst

from agreements.agenda.content import PrintedTheme
from agreements.markdown import first_words
from monitoring.lights import LIGHTS, Light
from public_site.progress import PublicProgress

register = template.Library()


@register.filter
def shortly(text: str) -> str:
    """The beginning of an agreed text on one line."""
    return first_words(text, 110)


@register.simple_tag
def draw_standing(light: Light) -> str:
    """A light with its shape, which stands once on the page (public/shapes.html), and its words."""
    shape = '<svg width="16" height="16" aria-hidden="true" focusable="false"><use href="#vorm-{}"/></svg>'
    return format_html('<span class="light">' + shape + " {}</span>", light.key, capfirst(str(light.words)))


@register.simple_tag
def lights_in(progress: PublicProgress, theme: PrintedTheme) -> list[tuple[Light, int]]:
    """How many actions of the theme have each light; empty where progress is not shown."""
    return progress.counts_of(theme.actions)


@register.simple_tag
def lights() -> list[Light]:
    return list(LIGHTS.values())
