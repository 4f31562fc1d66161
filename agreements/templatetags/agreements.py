"""Formatting of agreed text in templates."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from django import template

from agreements.agenda.becoming import Becoming
from agreements.agenda.content import AgreedText, PrintedAction, PrintedGoal
from agreements.agenda.leads import lead_line_of, no_lead_yet, says_no_lead
from agreements.agenda.lineage import Lineage, Origin
from agreements.agenda.words import GoalWords, HeldWords, ThemeWords, goal_words_of, parent_of, targets_of, theme_of, words_of
from agreements.markdown import to_html
from agreements.models import Action, Goal, Indicator, Target, Theme
from agreements.models.adoptable import Adoptable
from agreements.models.contribution import compared_with_budget, contributions_in
from agreements.models.contribution import euros as euro_amount
from agreements.models.indicator import plain_number, with_unit
from agreements.models.reference import Reference, references_in
from agreements.periods import period_name, span_name
from agreements.signing.marks import mark_of
from parties.history.changes import FieldChange

register = template.Library()


@register.simple_tag
def text_url(page: str, text: Adoptable, *more) -> str:
    """Where a page about this text stands, of a year or of the agreement as a whole."""
    return text.address(page, *more)


@register.filter
def markdown(text: str, heading_level: int | None = None):
    """Agreed text as HTML; with a heading level (2-6) for text that may have headings of its own."""
    return to_html(text, heading_level)


@register.filter
def mark(content_sha256: str) -> str:
    """The mark of a text, as it stands on every page of its document."""
    return mark_of(content_sha256)


@register.filter
def words(row: Action | Goal | Theme, year: int | None = None):
    """The words of an action, or of a goal or theme in the year; printed as its short name."""
    return words_of(row, year)


@register.filter
def goal_words(action: Action) -> GoalWords:
    """The words of the goal of an action, in its year."""
    return goal_words_of(action)


@register.filter
def theme_words(goal: Goal, year: int) -> ThemeWords:
    """The words of the theme in which the goal stands in that year; the goal comes with its theme."""
    return words_of(theme_of(goal, year), year)


@register.filter
def above_theme(goal: Goal, year: int) -> ThemeWords | str:
    """The words of the theme of which that theme is a paragraph in that year; empty when it is none."""
    above = parent_of(theme_of(goal, year), year)
    return words_of(above, year) if above else ""


@register.filter
def newest_first(held: Sequence[HeldWords]) -> list[tuple[HeldWords, FieldChange | None]]:
    """The words of a goal through the years, each with how its text differs from that before it."""
    changes = [_change(before, after) for before, after in pairwise(held)]
    return list(zip(reversed(held), [*reversed(changes), None], strict=True))


def _change(before: HeldWords, after: HeldWords) -> FieldChange | None:
    change = FieldChange("", before.words.text, after.words.text, is_text=True)
    return None if change.is_only_space else change


@register.filter
def change_of(changes: Mapping[int, Becoming], pk: int) -> Becoming | None:
    """What a draft changes in the goal or theme with this id."""
    return changes.get(pk)


@register.filter
def targets(indicator: Indicator, year: int) -> list[Target]:
    """The targets of the indicator that are in force in that year."""
    return targets_of(indicator, year)


@register.filter
def rows_on_page(goal: PrintedGoal, content: AgreedText) -> list[tuple[PrintedAction, ...]]:
    """The actions of each row of the table for this goal: all in one, or each in its own beside a column that says when."""
    return [(action,) for action in goal.actions] if content.has_when_column and goal.actions else [goal.actions]


@register.filter
def lead_line(action: Action) -> str:
    """The leads of an action, which comes with them."""
    return lead_line_of(action.lead_text, action.leads.all())


@register.filter
def lead_shown(action: Action) -> str:
    """As lead_line, or the sentence that says that there is none yet."""
    line = lead_line(action)
    return no_lead_yet() if says_no_lead(line) and not action.is_dropped else line


@register.filter
def contribution_lines(action: Action) -> tuple[str, ...]:
    """Who pays what of the action, in words."""
    return tuple(map(str, contributions_in(action.contributions)))


@register.filter
def contributions_sum(action: Action | PrintedAction) -> str:
    """What they pay together, where that is not the budget itself."""
    return compared_with_budget(contributions_in(action.contributions), action.budget)


@register.filter
def contributions_of(content: AgreedText, action: PrintedAction) -> tuple[str, ...]:
    """Who pays what of the action, in lines, where the document prints that."""
    return content.contributions_of(action)


@register.filter
def period(action: Action) -> str:
    """From when until when an action runs, as it was agreed; empty when nothing was."""
    return span_name(action.starts_on, action.starts_precision, action.due_on, action.due_precision)


@register.filter
def as_agreed(day: date | None, precision: str) -> str:
    """A day as exactly as it was agreed or planned: "kwartaal 3 van 2024"."""
    return period_name(day, precision) if day else ""


@register.filter
def references(text: str) -> tuple[Reference, ...]:
    """On what a goal or action stands."""
    return references_in(text)


@register.filter
def in_unit(value, unit: str) -> str:
    """A number with its unit, in the notation of the language and without needless decimals."""
    return "" if value is None else with_unit(plain_number(value), unit)


@register.filter
def euros(value) -> str:
    """An amount in euros: "€ 350.000"."""
    return "" if value is None else f"€ {euro_amount(value)}"


@register.filter
def origin_of(lineage: Lineage, action: Action) -> Origin:
    """Where the action comes from and where it went."""
    return lineage.of(action)


@register.filter
def at(numbers: Mapping[int, int], key: int) -> int:
    """How many there are of what has this key."""
    return numbers.get(key, 0)
