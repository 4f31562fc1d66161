"""The words of themes, goals and actions, as they read in a year: everything that shows them asks here.

One by one for a page that has the rows already, or in bulk for what is printed. tests/words_guard.py refuses what reads past it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar, overload

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from agreements.agenda.rows import ActionRow, GoalRow, LeadRow, ThemeRow, columns_of
from agreements.markdown import first_words
from agreements.models import Action, Agreement, Goal, Theme

A = TypeVar("A", bound=ActionRow)
THEME, GOAL = columns_of(ThemeRow), columns_of(GoalRow)
LEAD = ("leads__party", "leads__party__name", "leads__party__short_name", "leads__task")


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """heading is all that is printed: the agreement's own word, the number and the title."""

    number: str
    title: str
    heading: str
    introduction: str

    def __str__(self) -> str:
        return self.heading


@dataclass(frozen=True, slots=True)
class GoalWords:
    number: str
    text: str

    def __str__(self) -> str:
        return f"{self.number} {first_words(self.text)}".strip()


@dataclass(frozen=True, slots=True)
class ActionWords:
    number: str
    project: str
    text: str

    def __str__(self) -> str:
        return first_words(f"{self.project}: {self.text.lstrip('- ')}" if self.project else self.text)


@overload
def words_of(row: Action) -> ActionWords: ...
@overload
def words_of(row: Goal, year: int) -> GoalWords: ...
@overload
def words_of(row: Theme, year: int) -> ThemeWords: ...
def words_of(row, year=None):
    """The words of the theme or goal in that year; those of an action, which is of one year. No query.

    An action comes with its project; a theme that is no paragraph with its agreement.
    """
    if isinstance(row, Action):
        return ActionWords(row.number, row.project.name if row.project_id else "", row.text)
    if year is None:
        raise TypeError("The words of a theme or goal are those of a year: say of which.")
    if isinstance(row, Goal):
        return GoalWords(row.number, row.text)
    return ThemeWords(row.number, row.title, row.heading, row.introduction)


def goal_words_of(action: Action) -> GoalWords:
    """The words of the goal of the action, in the year of the action; it comes with its goal and agenda. No query."""
    return words_of(action.goal, action.agenda.year)


def chapter_rows(agreement: Agreement, year: int) -> tuple[tuple[ThemeRow, ...], tuple[GoalRow, ...]]:
    """Every theme and every goal of the agreement in order, in the words of the year. One query."""
    rows = Theme.objects.filter(agreement=agreement).order_by("position", "pk", "goals__position", "goals__pk")
    themes, goals = {}, []
    for values in rows.values_list(*THEME, *(f"goals__{name}" for name in GOAL)):
        theme, goal = ThemeRow(*values[: len(THEME)]), GoalRow(*values[len(THEME) :])
        themes.setdefault(theme.id, theme)
        if goal.id is not None:
            goals.append(goal)
    return tuple(themes.values()), tuple(goals)


def action_rows(
    actions: QuerySet[Action], kind: type[A] = ActionRow, *, order: Iterable[str] = ("position", "pk"), **elsewhere: str
) -> tuple[A, ...]:
    """The actions in order with their leads, in their words. One query.

    kind may hold more of an action than its row does; elsewhere says where that stands.
    """
    names = [name for name in columns_of(kind) if name not in {"lineage", "leads"}]
    columns = [{"project": "project_name", **elsewhere}.get(name, name) for name in names]
    with_names = actions.with_lineage().annotate(project_name=Coalesce("project__name", Value("")))
    in_order = with_names.order_by(*order, "leads__position", "leads__pk")
    found, leads = {}, defaultdict(list)
    for *values, line, party, name, short_name, task in in_order.values_list(*columns, "line", *LEAD):
        row = dict(zip(names, values, strict=True), lineage=tuple(filter(None, line)))
        found.setdefault(row["id"], row)
        if party is not None:
            leads[row["id"]].append(LeadRow(party, name, short_name, task))
    return tuple(kind(**row, leads=tuple(leads[pk])) for pk, row in found.items())
