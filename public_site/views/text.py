"""A published text as its newest version prints it, and one goal or action of it."""

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal
from public_site.answering import answer_text, of_text
from public_site.progress import progress_of
from public_site.reading import reading_of
from public_site.texts import PublicText


@of_text
def text(request, found: PublicText):
    return answer_text(request, found, "public/text.html", lambda: reading_of(found), keep=True)


@of_text
def goal(request, found: PublicText, pk: int):
    """One goal with its actions, its figures and the homes of its projects."""
    row = found.goal(pk)
    return answer_text(request, found, "public/goal.html", lambda: {"goal": row, **_beside(found, row)})


def _beside(found: PublicText, goal: PrintedGoal) -> dict:
    """The theme in which it stands, the goals before and after it, and how it stands."""
    goals, place, progress = found.content.goals, found.content.goals.index(goal), progress_of(found)
    return {
        "progress": progress,
        "homes": progress.homes_of(action.project for action in goal.actions),
        "figures": progress.figures.get(goal.id, ()),
        "theme": _theme_of(found.content, goal),
        "before": goals[place - 1] if place else None,
        "after": goals[place + 1] if place + 1 < len(goals) else None,
    }


def _theme_of(content: AgendaContent, goal: PrintedGoal):
    return next(theme for theme in content.themes if goal in theme.all_goals)


@of_text
def action(request, found: PublicText, pk: int):
    """One action with what was reported on it."""
    goal, row = found.action(pk)
    return answer_text(request, found, "public/action.html", lambda: _about(found, goal, row))


def _about(found: PublicText, goal: PrintedGoal, action: PrintedAction) -> dict:
    progress = progress_of(found)
    return {
        "goal": goal,
        "action": action,
        "theme": _theme_of(found.content, goal),
        "progress": progress,
        "standing": progress.actions.get(action.id),
        "homes": progress.homes_of([action.project]),
    }
