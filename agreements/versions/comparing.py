"""What one text says otherwise than another: goal by goal and action by action, of two years or two versions. Asks nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal, PrintedTheme
from parties.history.changes import FieldChange

Fields = list[tuple[str, str]]  # a label, and what stands there


@dataclass(frozen=True, slots=True)
class TextChange:
    """An introduction, theme, goal or action that came ("new"), went ("gone") or reads otherwise ("changed")."""

    kind: str
    heading: str
    changes: tuple[FieldChange, ...]

    @property
    def words(self) -> str:
        return {"new": pgettext("row", "new"), "gone": pgettext("row", "gone"), "changed": pgettext("row", "changed")}[self.kind]


def text_changes(was: AgendaContent, becomes: AgendaContent) -> tuple[TextChange, ...]:
    """In the order of the later text; what went comes last. Renumbering alone is told as that."""
    return (*_of_themes(was, becomes), *_of_goals(was, becomes), *_of_actions(was, becomes))


def changes_of_text(was: AgendaContent, becomes: AgendaContent) -> tuple[TextChange, ...]:
    """As text_changes(), of one text at two moments: with its own title and introductions."""
    return (*_of_opening(was, becomes), *text_changes(was, becomes))


def _of_opening(was: AgendaContent, becomes: AgendaContent) -> Iterator[TextChange]:
    if changes := _different(_opening_fields(was), _opening_fields(becomes)):
        yield TextChange("changed", _("Title and introduction"), changes)


def _of_themes(was: AgendaContent, becomes: AgendaContent) -> Iterator[TextChange]:
    before = {theme.id: theme for theme in _with_sections(was)}
    for theme in _with_sections(becomes):
        earlier = before.pop(theme.id, None)
        if earlier is None:
            yield TextChange("new", theme.heading, (FieldChange("", "", theme.introduction or theme.heading),))
        elif changes := _different(_theme_fields(earlier), _theme_fields(theme)):
            yield TextChange("changed", theme.heading, changes)
    for theme in before.values():
        yield TextChange("gone", theme.heading, (FieldChange("", theme.introduction or theme.heading, ""),))


def _with_sections(content: AgendaContent) -> Iterator[PrintedTheme]:
    for theme in content.themes:
        yield from (theme, *theme.sections)


def goal_changes(whole: AgendaContent, content: AgendaContent) -> tuple[TextChange, ...]:
    """What a year says otherwise than the agreement as a whole, of the goals that the year prints."""
    return tuple(change for change in _of_goals(whole, content) if change.kind != "gone")


def _of_goals(was: AgendaContent, becomes: AgendaContent) -> Iterator[TextChange]:
    before = {goal.id: goal for goal in was.goals}
    for goal in becomes.goals:
        yield from _told(_goal_name(goal), before.pop(goal.id, None), goal, _goal_fields)
    for goal in before.values():
        yield TextChange("gone", _goal_name(goal), (FieldChange("", goal.text, ""),))


def _of_actions(was: AgendaContent, becomes: AgendaContent) -> Iterator[TextChange]:
    """An action of a later year is the one that it was carried over from."""
    goals = {action.id: goal for content in (was, becomes) for goal in content.goals for action in goal.actions}
    before = {action.id: action for action in was.actions}
    for action in becomes.actions:
        earlier = next((before.pop(pk) for pk in action.lineage if pk in before), None)
        yield from _told(_action_name(action, goals[action.id]), earlier, action, _action_fields)
    for action in before.values():
        yield TextChange("gone", _action_name(action, goals[action.id]), (FieldChange("", action.text, ""),))


def _told(name: str, was, becomes, fields) -> Iterator[TextChange]:
    if was is None:
        yield TextChange("new", name, (FieldChange("", "", becomes.text),))
        return
    if changes := _different(fields(was), fields(becomes)):
        yield TextChange("changed", name, changes)


def _different(was: Fields, becomes: Fields) -> tuple[FieldChange, ...]:
    pairs = zip(was, becomes, strict=True)
    return tuple(FieldChange(label, old, new) for (label, old), (_label, new) in pairs if old != new)


def _goal_name(goal: PrintedGoal) -> str:
    return _("Goal %(number)s") % {"number": goal.number}


def _action_name(action: PrintedAction, goal: PrintedGoal) -> str:
    return " · ".join(filter(None, [_("Action of goal %(number)s") % {"number": goal.number}, action.number, action.project]))


def _opening_fields(content: AgendaContent) -> Fields:
    agenda = content.agenda
    return [
        (_("Title"), agenda.title),
        (_("Introduction"), content.agreement.introduction),
        (_("Heading of the introduction"), agenda.introduction_title),
        (_("Introduction of the year"), agenda.introduction),
    ]


def _theme_fields(theme: PrintedTheme) -> Fields:
    return [(_("Heading"), theme.heading), (_("Introduction"), theme.introduction)]


def _goal_fields(goal: PrintedGoal) -> Fields:
    return [(_("Number"), goal.number), (_("Text"), goal.text), (_("Dropped because"), goal.drop_reason)]


def _action_fields(action: PrintedAction) -> Fields:
    return [
        (_("Text"), action.text),
        (_("Leads"), action.lead_line),
        (_("When"), action.period),
        (_("Budget"), "" if action.budget is None else str(action.budget)),
        (_("Dropped because"), action.drop_reason),
    ]
