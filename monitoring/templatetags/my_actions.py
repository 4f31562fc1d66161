"""What a row of my actions tells, and what its form carries along."""

from uuid import uuid4

from django import template

from monitoring.progress.row_told import told

register = template.Library()
register.filter("told", told)


@register.simple_tag
def new_token() -> str:
    """A token for one form, so that what is sent twice counts once."""
    return str(uuid4())
