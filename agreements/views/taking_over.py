"""Taking a goal over into another agreement."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.agenda.words import words_of
from agreements.models import Goal
from agreements.taking_over.forms import TakeOverForm
from agreements.taking_over.workflow import take_over
from parties.views.outcome import submit_form


@require_http_methods(["GET", "HEAD", "POST"])
def take_goal_over(request, pk: int):
    goals = Goal.objects.visible_to(request.user).select_related("theme__agreement")
    goal = get_object_or_404(goals, pk=pk)
    form = TakeOverForm(request.POST if request.method == "POST" else None, goal=goal, user=request.user)
    new = submit_form(form, lambda **_typed: take_over(goal=goal, by=request.user, **form.arguments), at="place")
    if new:
        messages.success(request, _("The goal is taken over. Write here what reads otherwise in this agreement."))
        return redirect(f"{form.arguments['agenda'].address('writing')}#doel-{new.pk}")
    year = goal.theme.agreement.year_in_front
    context = {"goal": goal, "agreement": goal.theme.agreement, "form": form}
    context["words"] = context["goal_words"] = words_of(goal, year)
    return render(request, "agreements/take_over.html", context, status=422 if form.errors else 200)
