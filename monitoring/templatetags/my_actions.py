"""What waits for the person, in the bar of every page."""

from uuid import uuid4

from django import template

from monitoring.my_actions import count_waiting
from parties.models import Party

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_count(context) -> int | None:
    """How many actions wait for the person; None for who reports for nobody. One query for those, two for who reports."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return None
    parties = list(Party.objects.reported_by(user).values_list("pk", flat=True))
    return count_waiting(parties) if parties else None


@register.simple_tag
def new_token() -> str:
    """A token for one form, so that what is sent twice counts once."""
    return str(uuid4())
