"""The condition of an action: written down, met, lapsed, taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.agenda.words import words_of
from agreements.conditions import workflow
from agreements.conditions.forms import ConditionForm, SettleForm
from agreements.models import Action, Condition
from parties.row_ids import row_id
from parties.views.outcome import run_and_notify, submit_form


def _condition_for(user, pk: int) -> Condition:
    found = Condition.objects.visible_to(user).select_related("action__agenda__agreement")
    return get_object_or_404(found, action=row_id(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def condition(request, pk: int):
    actions = Action.objects.visible_to(request.user).select_related("agenda__agreement", "goal__theme__agreement", "project")
    action = get_object_or_404(actions, pk=pk)
    if not workflow.may_write(request.user, action):
        raise PermissionDenied(workflow.NOT_YOURS)
    form = ConditionForm(request.POST or None, action=action)
    if submit_form(form, lambda **typed: workflow.set_condition(action=action, by=request.user, **typed)):
        messages.success(request, _("The condition is saved."))
        return redirect(action)
    context = {"form": form, "action": action, "words": words_of(action), "agenda": action.agenda}
    context["agreement"] = action.agenda.agreement
    return render(request, "agreements/condition.html", context, status=422 if form.errors else 200)


@require_POST
def settle(request, pk: int):
    found, form = _condition_for(request.user, pk), SettleForm(request.POST)
    if form.is_valid():
        run_and_notify(
            request, workflow.settle_condition, _("The condition is changed."), condition=found, state=form.cleaned_data["state"]
        )
    return redirect(found.action)


@require_POST
def take_away(request, pk: int):
    found = _condition_for(request.user, pk)
    run_and_notify(
        request, workflow.remove_condition, _("The condition is taken away. It stays in the history."), condition=found
    )
    return redirect(found.action)
