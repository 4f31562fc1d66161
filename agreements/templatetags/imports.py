"""What the preview of an import says of a row."""

from django import template

from agreements.imports.forms import name_of
from agreements.imports.planning.comparing import details_of
from agreements.imports.planning.plan import Planned, Question, Status
from agreements.markdown import first_words

register = template.Library()
register.filter("first_words", first_words)


@register.filter
def field_of(question: Question) -> str:
    """The anchor of its field on the page."""
    return f"id_{name_of(question)}"


@register.filter
def details(row: Planned) -> list[tuple[str, str]]:
    """(label, words) of what was read out of the words of a new action."""
    return details_of(row)


@register.filter
def children_of(row: Planned, chosen: Status | None) -> list[Planned]:
    """The actions to show below a goal: those to which something happens, or all when people ask for one status."""
    if chosen is not None or row.statuses == {Status.SAME}:
        return row.children
    return [child for child in row.children if child.status != Status.SAME]


@register.filter
def folded_of(row: Planned, chosen: Status | None) -> int:
    """How many actions below a goal are not shown."""
    return len(row.children) - len(children_of(row, chosen))


@register.filter
def more_than(rows: list, most: int) -> int:
    """How many rows there are beyond the first so many."""
    return max(0, len(rows) - most)
