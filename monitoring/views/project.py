"""A project: its plan, its actions over the years, its homes; and all projects of an agreement."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement, Project, ProjectStep
from monitoring.projects import workflow
from monitoring.projects.forms import CountForm, ProjectForm, StepForm
from monitoring.projects.page import collect_project, collect_projects
from monitoring.projects.permissions import may_plan, parties_counting
from parties.views.outcome import run_and_notify, submit_form


def _project_for(user, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(user).select_related("agreement"), pk=pk)


def _step_for(user, pk: int) -> ProjectStep:
    return get_object_or_404(ProjectStep.objects.visible_to(user).select_related("project__agreement"), pk=pk)


@require_safe
def projects(request, slug: str):
    """All projects of an agreement, how far they are, and what they add up to."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    lines, goals = collect_projects(agreement)
    return render(request, "monitoring/projects.html", {"agreement": agreement, "lines": lines, "goals": goals})


@require_safe
def project(request, pk: int):
    found = _project_for(request.user, pk)
    plans = may_plan(request.user, found)
    context = {
        "page": collect_project(found),
        "project": found,
        "agreement": found.agreement,
        "today": timezone.localdate(),
        "may_plan": plans,
        "may_count": parties_counting(found, request.user).exists(),
    }
    return render(request, "monitoring/project.html", context)


def _form_page(request, found: Project, form, heading: str, **context):
    context |= {"form": form, "heading": heading, "project": found, "agreement": found.agreement, "above": found}
    return render(request, "monitoring/project_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    found = _project_for(request.user, pk)
    if not may_plan(request.user, found):
        raise PermissionDenied(workflow.NOT_YOUR_PLAN)
    form = ProjectForm(request.POST or None, instance=_project_for(request.user, pk))
    if submit_form(form, workflow.change_project, at="name", project=found, by=request.user):
        messages.success(request, _("The project is changed."))
        return redirect(found)
    return _form_page(request, found, form, _("Change the project"))


@require_http_methods(["GET", "HEAD", "POST"])
def new_step(request, pk: int):
    found = _project_for(request.user, pk)
    if not may_plan(request.user, found):
        raise PermissionDenied(workflow.NOT_YOUR_PLAN)
    return _step_page(request, ProjectStep(project=found), _("A step is added."), _("Add a step"))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk: int):
    found = _step_for(request.user, pk)
    return _step_page(request, found, _("The step is changed."), found.name)


def _step_page(request, found: ProjectStep, said: str, heading: str):
    plans = may_plan(request.user, found.project)
    if not plans and not parties_counting(found.project, request.user).exists():
        raise PermissionDenied(workflow.NOT_YOURS)
    form = StepForm(request.POST or None, instance=_again(found), plans=plans)
    if submit_form(form, workflow.save_step, step=found, by=request.user):
        messages.success(request, said)
        return redirect(found.project)
    return _form_page(request, found.project, form, heading, step=found, may_plan=plans)


def _again(found: ProjectStep) -> ProjectStep:
    """For the form to write on, so that the workflow sees what changes."""
    return ProjectStep.objects.get(pk=found.pk) if found.pk else ProjectStep(project=found.project)


@require_POST
def take_step_away(request, pk: int):
    found = _step_for(request.user, pk)
    run_and_notify(request, workflow.remove_step, _("The step is taken away. It stays in the history."), step=found)
    return redirect(found.project)


@require_http_methods(["GET", "HEAD", "POST"])
def count(request, pk: int):
    found = _project_for(request.user, pk)
    if not parties_counting(found, request.user).exists():
        raise PermissionDenied(workflow.NOT_YOURS)
    form = CountForm(request.POST or None, project=found, user=request.user)
    if submit_form(form, lambda **_typed: workflow.count_dwellings(count=form.instance, by=request.user)):
        messages.success(request, _("The homes are counted."))
        return redirect(reverse("project", args=[found.pk]))
    return _form_page(request, found, form, _("Count the homes"))
