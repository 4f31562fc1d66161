"""Splitting and merging goals of a draft. Each is one step, as in workflow.py.

A goal has no link to another one: its line through the years is its own row, with its figures. What goes on elsewhere is told by
the lines of its actions, which go along, and by the reason with which a goal is dropped.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import Action, Goal, Indicator
from agreements.models.reference import references_of_both
from agreements.writing.order import rows_beside
from agreements.writing.places import WritingPlace, name_of, row_at
from agreements.writing.steps import StepWriter, step
from agreements.writing.workflow import as_new, fresh, put_among
from parties.models import User


def split_goal(*, place: WritingPlace, by: User, parts: Sequence[str], places: Mapping[int, int]) -> Goal:
    """The first text stays in the goal, with its number and figures; each other one is a goal after it.

    places says by the key of an action of the year to which part it goes, 0 being the first, where it stays when nothing is said.
    """
    if len(parts) < 2:
        raise ValidationError({"parts": _("Write at least two parts.")})
    if any(not 0 <= part < len(parts) for part in places.values()):
        raise ValidationError({"action": _("This part has no text. Write it, or choose another part for this action.")})
    with step(place.agenda, by=by, what=_("Split: %(row)s") % {"row": place.name}, once=place.once) as writer:
        goal = fresh(place, writer)
        new, after = [goal], goal.pk
        for text in parts[1:]:
            row = as_new(goal)
            row.text = text
            put_among(writer, row, after=after)
            new.append(row)
            after = row.pk
        goal.write_for(writer.agenda.year)
        goal.text, writer.made = parts[0], goal
        writer.save(goal, fields=["text"])
        for action in _actions(writer, goal):
            if part := places.get(action.pk, 0):
                _take(writer, action, new[part])
    return goal


def merge_goals(*, place: WritingPlace, by: User, others: Iterable[int], text: str) -> Goal:
    """One text for this goal and the others, whose actions of the year and figures come behind its own.

    What never counted for anybody goes away; what stood in an adopted text is dropped from the year, with its figures, and says
    with which goal it was merged.
    """
    with step(place.agenda, by=by, what=_("Merged: %(row)s") % {"row": place.name}, once=place.once) as writer:
        goal = fresh(place, writer)
        rows = [row_at(writer.agenda, "doel", pk) for pk in others if pk != goal.pk]
        if not rows:
            raise ValidationError({"others": _("Choose at least one other goal.")})
        if any(other is None for other in rows):
            raise ValidationError({"others": _("One of these is not there any more. Look again what you merge.")})
        goal.text = text
        for other in rows:
            goal.references = references_of_both(goal.references, other.references)
        writer.save(goal, fields=["text", "references"])
        for other in rows:
            _take_all(writer, goal, other)
    return goal


def _take_all(writer: StepWriter, goal: Goal, other: Goal) -> None:
    for action in _actions(writer, other):
        _take(writer, action, goal)
    if other.why_it_stays_here():
        other.dropped_from = writer.agenda.year
        other.drop_reason = _("Merged with %(action)s.") % {"action": name_of(goal, writer.agenda.year)}
        writer.save(other, fields=["dropped_from", "drop_reason"])
        return
    for figure in other.indicators.select_related("goal__theme__agreement").order_by("position", "pk"):
        figure.goal = goal
        if writer.why_not_change(figure):
            raise ValidationError({"others": _figure_stays(figure, goal, writer)})
        _take(writer, figure, goal)
    writer.delete(other)


def _figure_stays(figure: Indicator, goal: Goal, writer: StepWriter) -> str:
    sentence = _(
        "The figure “%(figure)s” cannot come along: %(goal)s stands in an adopted text. "
        "Delete the figure first, or merge the other way round."
    )
    return sentence % {"figure": figure, "goal": name_of(goal, writer.agenda.year)}


def _actions(writer: StepWriter, goal: Goal) -> list[Action]:
    rows = Action.objects.filter(agenda=writer.agenda, goal=goal.pk).select_related("agenda__agreement", "goal__theme__agreement")
    return list(rows.order_by("position", "pk"))


def _take(writer: StepWriter, row: Action | Indicator, goal: Goal) -> None:
    """Let the action or figure stand last in this goal."""
    row.goal = goal
    row.position = max((each.position for each in rows_beside(row, writer.agenda) if each.pk != row.pk), default=0) + 1
    writer.save(row)
