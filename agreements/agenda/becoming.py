"""The draft of a year beside the text in force: what each goal and theme was, and what it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.agenda.content import AgendaContent, PrintedGoal, PrintedTheme
from agreements.agenda.rows import AgreementRow, GoalRow, ThemeRow
from agreements.agenda.words import chapter_rows
from agreements.models import Agreement
from agreements.models.theme import theme_heading
from parties.history.changes import FieldChange
from parties.renvooi.pieces import Known


@dataclass(frozen=True, slots=True)
class Becoming:
    """What differs from the text in force of that year (None: of the agreement as a whole); without changes all of it is new."""

    year: int | None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """By the id of the goal or theme; what reads as it did is not in it."""

    goals: Mapping[int, Becoming]
    themes: Mapping[int, Becoming]


def draft_changes(content: AgendaContent, agreement: Agreement, years: Mapping[int, bool]) -> DraftChanges | None:
    """What the draft changes in the newest earlier text that stands still; None where there is none, or this is no draft.

    years are those of the agreement with whether their text stands still; before the first that does comes the agreement as a
    whole. One query, and at most two for earlier words.
    """
    earlier = [year for year, is_locked in years.items() if is_locked and year < content.agenda.year]
    if agreement.stands_still:
        earlier.append(agreement.year_read)
    if not earlier or years.get(content.agenda.year, True):
        return None
    year = max(earlier)
    theme_rows, goal_rows = chapter_rows(agreement, year)
    themes, goals = {row.id: row for row in theme_rows}, {row.id: row for row in goal_rows}
    headings = {row.id: theme_heading(row, content.agreement) for row in theme_rows}
    known = Known(tuple(name for party in content.parties for name in (party.name, party.short_name) if name))
    parts = [part for theme in content.themes for part in (theme, *theme.sections)]
    of_themes = {part.id: _theme(part, themes.get(part.id), content.agreement, known) for part in parts}
    of_goals = {goal.id: _goal(goal, goals.get(goal.id), headings, part, known) for part in parts for goal in part.goals}
    beside = None if year == agreement.year_read else year
    return DraftChanges(goals=_different(of_goals, beside), themes=_different(of_themes, beside))


def _different(found: Mapping[int, tuple[FieldChange, ...] | None], year: int | None) -> dict[int, Becoming]:
    """Nothing for what stayed the same; None is what was not there."""
    return {pk: Becoming(year, changes or ()) for pk, changes in found.items() if changes != ()}


def _goal(
    goal: PrintedGoal, was: GoalRow | None, headings: Mapping[int, str], part: PrintedTheme, known: Known
) -> tuple[FieldChange, ...] | None:
    if was is None:
        return None
    above = headings.get(was.theme_id, "") if was.theme_id != part.id else part.heading
    return _changes(
        FieldChange(_("number"), was.number, goal.number),
        FieldChange(_("text"), was.text, goal.text, is_text=True, known=known),
        FieldChange(_("references"), was.references, goal.references),
        FieldChange(_("place"), above, part.heading),
    )


def _theme(part: PrintedTheme, was: ThemeRow | None, agreement: AgreementRow, known: Known) -> tuple[FieldChange, ...] | None:
    if was is None:
        return None
    return _changes(
        FieldChange(_("heading"), theme_heading(was, agreement), part.heading),
        FieldChange(_("introduction"), was.introduction, part.introduction, is_text=True, known=known),
    )


def _changes(*fields: FieldChange) -> tuple[FieldChange, ...]:
    return tuple(replace(field, label=capfirst(field.label)) for field in fields if field.was != field.becomes)
