"""Words of minutes in templates."""

from django import template

from monitoring.meetings.minutes_content import MinutesContent, MinutesParty
from monitoring.meetings.minutes_words import (
    decided_first,
    items_passed_over,
    items_told,
    kind_of,
    outcome_of,
    people_lines,
    promised_first,
    standing_line,
)

register = template.Library()


@register.filter
def how_far(minutes: MinutesContent) -> str:
    """How far the minutes are, in a sentence."""
    return standing_line(minutes)


@register.filter
def people_of(party: MinutesParty) -> list[tuple[str, str]]:
    """Who of the party was there, was represented and was absent."""
    return people_lines(party)


register.filter(decided_first)
register.filter(kind_of)
register.filter(promised_first)
register.filter(items_told)
register.filter(items_passed_over)


@register.filter
def outcome(code: str) -> str:
    """Taken over, or not; empty as long as there is no answer."""
    return outcome_of(code) if code else ""
