"""Files without goals: theme, agreement, who, when. People choose what then is the goal."""

from collections.abc import Container
from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.imports.planning.plan import Plan, Planned
from agreements.imports.recognising.draft import ActionDraft, Draft, GoalDraft, ThemeDraft
from agreements.imports.words.facts import STANDING
from agreements.imports.words.spelling import bare
from agreements.models import Action

KEY, OWN, BY_THEME = "no_goals", "own", "theme"


def with_goals(draft: Draft, answer: str, known_numbers: Container[str]) -> Draft:
    """The draft with a goal above every action, as people chose; one that a number of the agenda names already stays."""
    if not any(_is_missing(goal, known_numbers) for goal in draft.goals):
        return draft
    make = _one_for_the_theme if answer == BY_THEME else _one_each
    return replace(draft, themes=[make(theme, known_numbers) for theme in draft.themes])


def ask_about_goals(plan: Plan, row: Planned, answers: dict[str, str]) -> None:
    """The one question for all rows of such a file."""
    sentence = _("This file has no goals. What is the goal of an action?")
    options = (
        (OWN, _("without goals: every action is a goal of its own")),
        (BY_THEME, _("one goal for each theme, with the title of the theme")),
    )
    plan.ask(KEY, sentence, row.words, options, row=row, answers=answers)


def _is_missing(goal: GoalDraft, known_numbers: Container[str]) -> bool:
    return goal.is_missing and not (goal.number and goal.number in known_numbers)


def _one_for_the_theme(theme: ThemeDraft, known_numbers: Container[str]) -> ThemeDraft:
    missing = [goal for goal in theme.goals if _is_missing(goal, known_numbers)]
    if not missing:
        return theme
    actions = [replace(action, number=goal.number or action.number) for goal in missing for action in goal.actions]
    whole = GoalDraft("", theme.title or _("Agreements"), theme.place, actions, is_missing=True)
    return replace(theme, goals=[*(goal for goal in theme.goals if goal not in missing), whole])


def _one_each(theme: ThemeDraft, known_numbers: Container[str]) -> ThemeDraft:
    goals: list[GoalDraft] = []
    for goal in theme.goals:
        goals += [_of_its_own(goal, action) for action in goal.actions] if _is_missing(goal, known_numbers) else [goal]
    return replace(theme, goals=goals)


def _of_its_own(goal: GoalDraft, action: ActionDraft) -> GoalDraft:
    kind = Action.Kind.ONGOING if bare(action.due or "") in STANDING else Action.Kind.GOAL_IS_ACTION
    with translation.override(settings.LANGUAGE_CODE):  # the language of the documents
        says_so = capfirst(str(kind.label))
    own = replace(action, text=says_so, says=action.text, kind=kind, doubts=())
    return GoalDraft(goal.number, action.text, action.place, [own], is_missing=True, doubts=action.doubts)
