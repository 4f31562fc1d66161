"""What the preview of an import says of a row."""

from django import template

from agreements.imports.comparing import details_of
from agreements.imports.plan import Planned

register = template.Library()


@register.filter
def details(row: Planned) -> list[tuple[str, str]]:
    """(label, words) of what was read out of the words of a new action."""
    return details_of(row)
