"""What people do on the page of a project: write its plan, say what was reached, and count its homes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.consent.lock import why_not_change
from agreements.models import Project, ProjectStep
from monitoring.models import DwellingCount
from monitoring.projects.permissions import may_plan, parties_counting
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError

NOT_YOURS = gettext_lazy("How far a project is, is said by those who report for a party that leads an action of it.")
NOT_YOUR_PLAN = gettext_lazy("Only editors and coordinators of the parties that sign or advise write the plan of a project.")


@transaction.atomic
def change_project(*, project: Project, by: User, **values: Any) -> Project:
    """Its place, number of homes, phase and date; its name while the text is a draft, else NotAllowedNowError."""
    _demand_plan(project, by)
    changed = {name for name, value in values.items() if getattr(project, name) != value}
    for name in changed:
        setattr(project, name, values[name])
    if why := why_not_change(project, fields=changed):
        raise NotAllowedNowError(why)
    if changed:
        with change_set(reason=_("Project changed on its page"), user=by):
            project.save()
    return project


@transaction.atomic
def save_step(*, step: ProjectStep, by: User, **values: Any) -> ProjectStep:
    """A new step or another plan by who writes, when it was reached also by who reports."""
    changed = {name for name, value in values.items() if step._state.adding or getattr(step, name) != value}
    if changed - {"reached_on"}:
        _demand_plan(step.project, by)
    elif not may_plan(by, step.project) and not parties_counting(step.project, by).exists():
        raise PermissionDenied(NOT_YOURS)
    for name in changed:
        setattr(step, name, values[name])
    if changed:
        with change_set(reason=_("Step of a project, on its page"), user=by):
            step.save()
    return step


@transaction.atomic
def remove_step(*, step: ProjectStep, by: User) -> None:
    _demand_plan(step.project, by)
    with change_set(reason=_("Step taken away on the page of its project"), user=by):
        step.delete()


@transaction.atomic
@act(Act.REPORT)
def count_dwellings(*, count: DwellingCount, by: User) -> DwellingCount:
    """Store a count that is filled in; the one that is there when the same form comes twice."""
    list(Project.objects.select_for_update(no_key=True).filter(pk=count.project_id).values_list("pk"))  # one at a time
    sent_before = DwellingCount.objects.filter(sent_as=count.sent_as, recorded_by=by, project=count.project_id).first()
    if sent_before:
        return sent_before
    if not parties_counting(count.project, by).filter(pk=count.party_id).exists():
        raise PermissionDenied(NOT_YOURS)
    count.recorded_by = by
    count.on_behalf = not by.memberships.filter(party=count.party_id, role__in=["editor", "coordinator"]).exists()
    with change_set(reason=_("Homes counted on the page of the project"), user=by):
        count.save()
    return count


def _demand_plan(project: Project, by: User) -> None:
    if not may_plan(by, project):
        raise PermissionDenied(NOT_YOUR_PLAN)
