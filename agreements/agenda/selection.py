"""Narrowing an agenda to what someone looks for; the choice stands in the address."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal, PrintedTheme
from agreements.agenda.leads import no_lead_yet
from agreements.models import Action, Label
from parties.forms import SiteForm

DROPPED, OPEN = "dropped", "open"
NOBODY = "niemand"  # in the place of a lead
BESIDE = ("waiting", "labelled")  # what a choice is compared with
PARAMETERS = {
    "words": "zoek",
    "party": "partij",
    "theme": "thema",
    "kind": "soort",
    "project": "project",
    "comments": "opmerkingen",
    "condition": "voorwaarde",
    "group": "doelgroep",
    "area": "gebied",
}


@dataclass(frozen=True, slots=True)
class Commented:
    """How many comments are open, by key: themes counts those on a theme itself, chapters all that are in it."""

    all: int = 0
    themes: Mapping[int, int] = field(default_factory=dict)
    chapters: Mapping[int, int] = field(default_factory=dict)
    goals: Mapping[int, int] = field(default_factory=dict)
    actions: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labels of goals and actions, by their key; what a goal has counts for its actions."""

    goals: Mapping[int, tuple[Label, ...]] = field(default_factory=dict)
    actions: Mapping[int, tuple[Label, ...]] = field(default_factory=dict)

    def choices(self, kind: str) -> list[tuple[int, str]]:
        """The labels of that kind that something has, by name."""
        labels = {label for rows in (*self.goals.values(), *self.actions.values()) for label in rows}
        return sorted(((label.pk, label.name) for label in labels if label.kind == kind), key=lambda choice: choice[1].casefold())

    def has(self, goal: int, chosen: Mapping[str, Any], action: int | None = None) -> bool:
        """Whether the goal, or one of the two, has each label that was chosen."""
        keys = {label.pk for label in (*self.goals.get(goal, ()), *self.actions.get(action, ()))}
        return all(chosen[kind] in keys for kind in Label.Kind.values if kind in chosen)


def _key_or_nobody(value: str) -> int | str:
    return value if value == NOBODY else int(value)


class SelectionForm(SiteForm, forms.Form):
    """The filters of the agenda page; the choices are those that the content offers."""

    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    party = forms.TypedChoiceField(label=_("Lead"), required=False, coerce=_key_or_nobody, empty_value=None)
    theme = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    project = forms.TypedChoiceField(label=_("Project"), required=False, coerce=int, empty_value=None)
    comments = forms.ChoiceField(label=_("Comments"), required=False, choices=[("", _("all")), (OPEN, _("open ones only"))])

    condition = forms.ChoiceField(
        label=_("Condition"), required=False, choices=[("", _("all")), (OPEN, _("waits for a condition"))]
    )
    group = forms.TypedChoiceField(label=_("Target group"), required=False, coerce=int, empty_value=None)
    area = forms.TypedChoiceField(label=_("Area"), required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, content: AgendaContent, waiting: Collection[int] = (), labelled: Labelled | None = None):
        """waiting are the actions that wait for a condition: without any nothing is asked about it, nor without labels."""
        super().__init__(data)
        if not waiting:
            del self.fields["condition"]
        everything = [("", _("all"))]
        leads = {lead.party_id for action in content.actions for lead in action.leads}
        projects = {(action.project_id, action.project) for action in content.actions if action.project_id}
        kinds = {action.kind for action in content.actions}
        nobody = [(NOBODY, no_lead_yet())] if any(action.is_without_lead for action in content.actions) else []
        parties = [(party.id, party.short_name) for party in content.parties if party.id in leads]
        self.fields["party"].choices = everything + nobody + parties
        for kind in Label.Kind.values:
            self.fields[kind].choices = everything + (labels := (labelled or Labelled()).choices(kind))
            if not labels:
                del self.fields[kind]
        self.fields["theme"].label = content.agreement.theme_label
        self.fields["theme"].choices = everything + [(theme.id, theme.heading) for theme in content.themes]
        dropped = [(DROPPED, _("dropped"))] if any(action.is_dropped for action in content.actions) else []
        self.fields["kind"].choices = everything + [choice for choice in Action.Kind.choices if choice[0] in kinds] + dropped
        self.fields["project"].choices = everything + sorted(projects, key=lambda project: project[1])
        if not projects:
            del self.fields["project"]

    def add_prefix(self, field_name: str) -> str:
        """The name in the address is Dutch, as the address itself."""
        return PARAMETERS.get(field_name, field_name)

    @property
    def chosen(self) -> dict:
        """What was chosen, by field; an unknown choice in the address counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    @property
    def chosen_words(self) -> list[tuple[str, str]]:
        """What was chosen, in words: [("Trekker", "Oosterpoort")]."""
        choices = {name: dict(getattr(field, "choices", ())) for name, field in self.fields.items()}
        return [(self.fields[name].label, choices[name].get(value, value)) for name, value in self.chosen.items()]


def narrow(
    content: AgendaContent,
    chosen: dict,
    commented: Commented | None = None,
    waiting: Collection[int] = (),
    labelled: Labelled | None = None,
) -> AgendaContent:
    """The content with only the goals and actions that fit the choice (party, theme, kind, project, words, comments, labels).

    waiting are the actions that wait for a condition. commented is asked where one looks for what has open comments; a theme that
    has one itself stays, with its introduction.
    """
    if not chosen:
        return content
    commented = commented or Commented()
    chosen = {**chosen, "waiting": waiting, "labelled": labelled or Labelled()}
    themes = [theme for theme in content.themes if chosen.get("theme", theme.id) == theme.id]
    narrowed = (_narrow_theme(theme, chosen, commented) for theme in themes)
    return replace(content, themes=tuple(theme for theme in narrowed if _is_left(theme, chosen, commented)))


def _is_left(theme: PrintedTheme, chosen: dict, commented: Commented) -> bool:
    return bool(theme.all_goals) or any(_is_asked(row, chosen, commented) for row in (theme, *theme.sections))


def _is_asked(theme: PrintedTheme, chosen: dict, commented: Commented) -> bool:
    """Whether one looks for open comments, and one is about the theme itself."""
    return chosen.get("comments") == OPEN and chosen.keys() <= {"comments", "theme", *BESIDE} and theme.id in commented.themes


def _narrow_theme(theme: PrintedTheme, chosen: dict, commented: Commented) -> PrintedTheme:
    goals = (_narrow_goal(goal, chosen, commented) for goal in theme.goals)
    sections = (_narrow_theme(child, chosen, commented) for child in theme.sections)
    return replace(
        theme,
        introduction=theme.introduction if _is_asked(theme, chosen, commented) else "",
        goals=tuple(goal for goal in goals if goal),
        sections=tuple(child for child in sections if _is_left(child, chosen, commented)),
    )


def _narrow_goal(goal: PrintedGoal, chosen: dict, commented: Commented) -> PrintedGoal | None:
    asked = _fold(chosen.get("words", "")).split()
    in_goal = all(word in _fold(f"{goal.number} {goal.text}") for word in asked)
    only_open = chosen.get("comments") == OPEN
    actions = tuple(
        action
        for action in goal.actions
        if _fits(action, chosen)
        and (in_goal or all(word in _fold(f"{goal.text} {_words(action)}") for word in asked))
        and (not only_open or goal.id in commented.goals or action.id in commented.actions)
    )
    only_about_actions = chosen.keys() & {"party", "kind", "project", "condition"}
    is_open = not only_open or goal.id in commented.goals
    is_labelled = chosen["labelled"].has(goal.id, chosen)
    if actions or (in_goal and is_open and is_labelled and not only_about_actions):
        return replace(goal, actions=actions)
    return None


def _fits(action: PrintedAction, chosen: dict) -> bool:
    kind = chosen.get("kind")
    return (
        ("party" not in chosen or _is_led(action, chosen["party"]))
        and (not kind or (action.is_dropped if kind == DROPPED else action.kind == kind))
        and chosen.get("project", action.project_id) == action.project_id
        and ("condition" not in chosen or action.id in chosen["waiting"])
        and chosen["labelled"].has(action.goal_id, chosen, action.id)
    )


def _is_led(action: PrintedAction, party: int | str) -> bool:
    return action.is_without_lead if party == NOBODY else party in {lead.party_id for lead in action.leads}


def _words(action: PrintedAction) -> str:
    return f"{action.project} {action.text} {action.lead_line} {action.drop_reason}"


def _fold(text: str) -> str:
    """Lower case without accents, so that "coordinatie" finds "coördinatie"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
