"""How the printed agenda sets its goals."""

from django import template
from django.utils.html import strip_tags
from django.utils.text import Truncator

from agreements.content import GoalRow
from agreements.markdown import to_html

register = template.Library()

# A row up to about this many characters in its longest column is kept on one page; a longer one may run on.
SHORT_ROW = 1400
BOOKMARK = 70


@register.filter
def is_short(goal: GoalRow) -> bool:
    """Whether the row of this goal stays together on one page."""
    return max(len(goal.text), sum(len(action.project) + len(action.text) + 60 for action in goal.actions)) < SHORT_ROW


@register.filter
def bookmark(goal: GoalRow) -> str:
    """The goal in the bookmarks of a PDF: its number and first words."""
    words = " ".join(strip_tags(to_html(goal.text)).split())
    return Truncator(f"{goal.number} {words}".strip()).chars(BOOKMARK)
