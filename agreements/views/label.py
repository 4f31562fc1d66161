"""The labels of an agreement, and those of one goal or action."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.agenda.words import words_of
from agreements.labels import workflow
from agreements.labels.forms import LabelNameForm, LabelsForm, NewLabelForm
from agreements.labels.listing import list_of
from agreements.models import Action, Agreement, Goal, Label
from agreements.writers import writes
from parties.views.outcome import run_and_notify, submit_form


@require_http_methods(["GET", "HEAD", "POST"])
def labels(request, slug: str):
    """The list of the agreement, with a form for one more; who only reads has no form."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), slug=slug)
    may_write = writes(request.user, agreement.pk)
    if request.method == "POST" and not may_write:
        raise PermissionDenied(workflow.NOT_YOURS)
    form = NewLabelForm(request.POST if request.method == "POST" else None)
    if submit_form(form, workflow.add_label, at="name", agreement=agreement, by=request.user):
        messages.success(request, _("The label is on the list."))
        return redirect("labels", slug)
    context = {"agreement": agreement, "rows": list_of(agreement), "form": form, "may_write": may_write}
    return render(request, "agreements/labels.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def label(request, pk: int):
    """Another name for a label."""
    found = _label_for(request.user, pk)
    if not writes(request.user, found.agreement_id):
        raise PermissionDenied(workflow.NOT_YOURS)
    form = LabelNameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if submit_form(form, workflow.rename_label, at="name", label=found, by=request.user):
        messages.success(request, _("The label has its new name everywhere."))
        return redirect("labels", found.agreement.slug)
    context = {"label": found, "agreement": found.agreement, "form": form}
    return render(request, "agreements/label.html", context, status=422 if form.errors else 200)


@require_POST
def take_off(request, pk: int):
    found = _label_for(request.user, pk)
    run_and_notify(request, workflow.remove_label, _("The label is gone. It stays in the history."), label=found)
    return redirect("labels", found.agreement.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def labels_of_goal(request, pk: int):
    found = get_object_or_404(Goal.objects.visible_to(request.user).select_related("theme__agreement"), pk=pk)
    agreement = found.theme.agreement
    return _choose(request, found, agreement, words_of(found, agreement.year_in_front))


@require_http_methods(["GET", "HEAD", "POST"])
def labels_of_action(request, pk: int):
    actions = Action.objects.visible_to(request.user).select_related("agenda__agreement", "goal__theme__agreement", "project")
    found = get_object_or_404(actions, pk=pk)
    return _choose(request, found, found.agenda.agreement, words_of(found))


def _choose(request, row: Goal | Action, agreement: Agreement, words):
    if not writes(request.user, agreement.pk):
        raise PermissionDenied(workflow.NOT_YOURS)
    form = LabelsForm(request.POST if request.method == "POST" else None, row=row, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        run_and_notify(request, workflow.set_labels, _("The labels are saved."), row=row, **form.arguments)
        return redirect(row)
    context = {"row": row, "form": form, "words": words, "agreement": agreement}
    context |= {"agenda": row.agenda} if isinstance(row, Action) else {"goal": row, "goal_words": words}
    return render(request, "agreements/labels_of_row.html", context, status=422 if form.errors else 200)


def _label_for(user, pk: int) -> Label:
    return get_object_or_404(Label.objects.visible_to(user).select_related("agreement"), pk=pk)
