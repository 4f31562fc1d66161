"""What a form of my actions carries along."""

from uuid import uuid4

from django import template

register = template.Library()


@register.simple_tag
def new_token() -> str:
    """A token for one form, so that what is sent twice counts once."""
    return str(uuid4())
