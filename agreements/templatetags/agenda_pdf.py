"""How the printed agenda sets its goals."""

from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django import template
from django.utils.html import strip_tags
from django.utils.text import Truncator

from agreements.agenda.content import PrintedAction, PrintedGoal
from agreements.markdown import to_html

register = template.Library()

# A row of up to this many lines is kept on one page; a longer one may run on, or it would leave half a page empty.
SHORT_ROW = 22
LETTERS_IN_LINE = 65
BOOKMARK = 70


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table: the goal at its left (in the first row only), the actions that share a lead, and that lead.

    when_line is what all these actions share on time and money, where that has a column.
    """

    goal_text: str
    actions: tuple[PrintedAction, ...]
    lead_shown: str
    when_line: str = ""

    @property
    def is_short(self) -> bool:
        """Whether the row stays together on one page."""
        in_actions = sum(
            _lines(f"{action.text}\n{action.drop_reason}") + bool(action.project) + bool(action.dropped_on)
            for action in self.actions
        )
        return max(_lines(self.goal_text), in_actions) <= SHORT_ROW


@register.filter
def table_rows(goal: PrintedGoal, has_when: bool = False) -> list[TableRow]:
    """The rows in which a table prints this goal: one, or one for each change of lead, and of when where that has a column."""
    changes = groupby(goal.actions, key=lambda action: (action.lead_shown, _when(action) if has_when else ""))
    groups = [(tuple(actions), *lines) for lines, actions in changes] or [((), "", "")]
    return [TableRow("" if later else goal.text, *group) for later, group in enumerate(groups)]


def _when(action: PrintedAction) -> str:
    return "" if action.is_dropped else action.when_line


@register.filter
def bookmark(goal: PrintedGoal) -> str:
    """The goal in the bookmarks of a PDF: its number and first words."""
    words = " ".join(strip_tags(to_html(goal.text)).split())
    return Truncator(f"{goal.number} {words}".strip()).chars(BOOKMARK)


def _lines(text: str) -> int:
    """About how many lines the text takes in a column of the table."""
    return sum(ceil(len(line) / LETTERS_IN_LINE) for line in text.splitlines())
