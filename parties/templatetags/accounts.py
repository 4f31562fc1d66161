"""Formatting for the account pages."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that a browser names counts: Edge also says Chrome, and Chrome also says Safari.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Macintosh": "Mac", "Linux": "Linux"}


@register.filter
def browser(user_agent: str) -> str:
    """What a person calls the browser and its device, such as "Firefox, Windows"; what it says itself when that is unknown."""
    found = [next((name for sign, name in table.items() if sign in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent or _("unknown browser")
