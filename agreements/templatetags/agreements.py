"""Formatting of agreed text in templates."""

from django import template

from agreements.markdown import to_html

register = template.Library()


@register.filter
def markdown(text: str, heading_level: int | None = None):
    """Agreed text as HTML; with a heading level (2-6) for text that may have headings of its own."""
    return to_html(text, heading_level)
