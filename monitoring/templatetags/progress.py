"""Formatting of progress in templates."""

from django import template

from agreements.markdown import first_words
from agreements.models import Goal
from monitoring.lights import LIGHTS, STATES, Light

register = template.Library()


@register.filter
def light(judgement: str) -> Light | None:
    """The light of a judgement, for includes/light.html."""
    return LIGHTS.get(judgement)


@register.filter
def mark(state: str) -> Light | None:
    """The mark of a state in a round, for includes/light.html."""
    return STATES.get(state)


@register.filter
def first_words_of(goal: Goal) -> str:
    """The beginning of the goal, for an action whose own text ("Doorlopend") does not say what it is about."""
    return first_words(goal.text)
