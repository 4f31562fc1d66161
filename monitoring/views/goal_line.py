"""How the actions of a goal went, year after year; the page of the goal fetches it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.agenda.words import words_of
from agreements.models import Goal
from monitoring.progress.line import lines_of_goal


@require_safe
def goal_line(request, pk: int):
    """Each action of the goal with its light in every year through which it went."""
    goals = Goal.objects.visible_to(request.user).select_related("theme__agreement")
    goal = get_object_or_404(goals, pk=pk)
    context = {
        "goal": goal,
        "agreement": goal.theme.agreement,
        "words": words_of(goal, goal.theme.agreement.year_in_front),
        "lines": lines_of_goal(goal, seen_by=request.user),
    }
    return render(request, "monitoring/goal_line.html", context)
