"""What waits for the person, in the bar of every page."""

from uuid import uuid4

from django import template

from monitoring.progress.my_actions import count_waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_count(context) -> int | None:
    """How many actions wait for the person; None for who reports for nobody. One query."""
    user = context.get("user")
    return count_waiting(user) if user is not None and user.is_authenticated else None


@register.simple_tag
def new_token() -> str:
    """A token for one form, so that what is sent twice counts once."""
    return str(uuid4())
