"""A project has its steps, its actions over the years and its homes; who plans and who reports each write their own."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agenda, Project, ProjectStep
from monitoring.models import DwellingCount
from monitoring.projects import workflow
from monitoring.projects.page import collect_project, collect_projects
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    DwellingCountFactory,
    IndicatorFactory,
    ProjectFactory,
    ProjectStepFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast) -> Project:
    """The project of the action that the association leads."""
    found = ProjectFactory(agreement=cast.agreement, name="Kade", dwellings=24)
    cast.action.project = found
    cast.action.save()
    return found


def now(row):
    return type(row).objects.get(pk=row.pk)


def a_count(cast, project, **numbers) -> DwellingCount:
    values = {"counted_on": date(2024, 6, 30), "source": "opleverlijst", "party": cast.association, **numbers}
    return DwellingCount(project=project, **values)


# -- The plan


def test_an_editor_plans_and_a_reporter_says_what_was_reached(cast, project):
    step = workflow.save_step(step=ProjectStep(project=project), by=cast.officer, name="Start bouw", reached_on=None)
    workflow.save_step(step=step, by=cast.association_officer, reached_on=date(2024, 3, 1))
    last = now(step).history.first()
    assert (now(step).reached_on, last.history_user) == (date(2024, 3, 1), cast.association_officer)
    assert last.history_change_reason
    with pytest.raises(PermissionDenied):
        workflow.save_step(step=now(step), by=cast.tenant, reached_on=None)


def test_who_only_reports_does_not_plan(cast, project):
    cast.agreement.participations.filter(party=cast.association).update(role="involved")
    step = ProjectStepFactory(project=project)
    workflow.save_step(step=step, by=cast.association_officer, reached_on=date(2024, 3, 1))
    with pytest.raises(PermissionDenied):
        workflow.save_step(step=now(step), by=cast.association_officer, name="Anders")
    with pytest.raises(PermissionDenied):
        workflow.remove_step(step=step, by=cast.association_officer)
    with pytest.raises(PermissionDenied):
        workflow.change_project(project=project, by=cast.association_officer, area="Kade")


def test_the_name_stands_still_with_the_text_and_the_plan_does_not(cast, project):
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1))
    workflow.change_project(project=now(project), by=cast.officer, phase="construction", area="Kade", name="Kade")
    assert now(project).phase == "construction"
    with pytest.raises(NotAllowedNowError):
        workflow.change_project(project=now(project), by=cast.officer, name="Kade-Noord")
    assert now(project).name == "Kade"


def test_a_step_that_is_not_reached_by_its_day_is_late(cast, project):
    step = ProjectStepFactory(project=project, planned_on=date(2024, 3, 31), planned_precision="quarter")
    assert step.is_late()
    step.reached_on = date(2024, 4, 2)
    assert not step.is_late()


def test_a_step_is_not_reached_in_the_future(cast, project):
    with pytest.raises(ValidationError, match="toekomst"):
        ProjectStep(project=project, name="Bouw", reached_on=timezone.localdate() + timezone.timedelta(days=1)).full_clean()


# -- Counting


def test_who_reports_for_a_lead_of_the_project_counts_its_homes(cast, project):
    count = workflow.count_dwellings(count=a_count(cast, project, planned=4, delivered=20), by=cast.association_officer)
    assert (count.total, count.on_behalf, count.recorded_by) == (24, False, cast.association_officer)
    for person in (cast.tenant, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            workflow.count_dwellings(count=a_count(cast, project), by=person)


def test_a_coordinator_counts_on_behalf_of_a_lead(cast, project):
    assert workflow.count_dwellings(count=a_count(cast, project), by=cast.officer).on_behalf


def test_a_form_that_is_sent_twice_makes_one_count(cast, project):
    count = a_count(cast, project, planned=4)
    first = workflow.count_dwellings(count=count, by=cast.association_officer)
    again = a_count(cast, project, planned=4, sent_as=count.sent_as)
    assert workflow.count_dwellings(count=again, by=cast.association_officer) == first
    assert DwellingCount.objects.count() == 1


def test_a_count_stays_and_the_newest_counts(cast, project):
    old = DwellingCountFactory(project=project, party=cast.association, counted_on=date(2024, 1, 31), planned=24)
    new = DwellingCountFactory(project=project, party=cast.association, counted_on=date(2024, 6, 30), delivered=24, planned=0)
    assert [count.pk for count in collect_project(project).counts] == [new.pk, old.pk]
    with pytest.raises(ValidationError):
        old.delete()
    old.planned = 3
    with pytest.raises(ValidationError):
        old.save()


# -- What it adds up to


def test_the_homes_of_all_projects_of_a_goal_stand_beside_its_target(cast, project):
    """Each project once, whatever the number of its actions, with its newest count."""
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(agenda=later, goal=cast.goal, project=project)
    other = ProjectFactory(agreement=cast.agreement, name="Wal")
    ActionFactory(agenda=later, goal=cast.goal, project=other)
    ProjectFactory(agreement=cast.agreement, name="Van geen doel")
    DwellingCountFactory(project=project, party=cast.association, counted_on=date(2024, 1, 31), planned=99)
    DwellingCountFactory(project=project, party=cast.association, planned=4, in_building=5, delivered=6)
    DwellingCountFactory(project=other, party=cast.association, counted_on=date(2024, 3, 1), planned=1, delivered=30)
    homes = IndicatorFactory(goal=cast.goal, unit="woningen", per="period")
    TargetFactory(indicator=homes, year=None, value=75)
    TargetFactory(indicator=IndicatorFactory(goal=cast.goal, unit="%"), year=None, value=30)
    (row,) = collect_project(project).goals
    assert (row.homes.planned, row.homes.in_building, row.homes.delivered, row.homes.total) == (5, 5, 36, 46)
    assert (row.homes.projects, row.homes.counted_on) == (2, date(2024, 3, 1))
    assert [(indicator, target.value) for indicator, target in row.targets] == [(homes, 75)]
    lines, goals = collect_projects(cast.agreement)
    assert goals[0].homes == row.homes
    assert [(line.project.name, [words.number for words in line.goals]) for line in lines] == [
        ("Kade", ["17"]),
        ("Van geen doel", []),
        ("Wal", ["17"]),
    ]


def test_the_next_step_is_the_first_that_was_not_reached(cast, project):
    for name, day, reached in (("b", 6, None), ("a", 3, date(2024, 3, 1)), ("c", 9, None)):
        planned = {"planned_on": date(2024, day, 1), "planned_precision": "day"}
        ProjectStepFactory(project=project, name=name, reached_on=reached, **planned)
    assert [step.name for step in collect_project(project).steps] == ["a", "b", "c"]
    assert collect_projects(cast.agreement)[0][0].next_step.name == "b"


def test_the_same_number_of_queries_for_1_project_and_for_4(cast, project):
    def queries(collect, about) -> int:
        with CaptureQueriesContext(connection) as captured:
            collect(about)
        return len(captured)

    def one_more(number: int) -> None:
        row = ProjectFactory(agreement=cast.agreement)
        ProjectStepFactory(project=project)
        ProjectStepFactory(project=row)
        DwellingCountFactory(project=row, party=cast.association)
        DwellingCountFactory(project=project, party=cast.association)
        agenda = AgendaFactory(agreement=cast.agreement, year=2024 + number)
        for each in (row, project):
            ActionFactory(agenda=agenda, goal=cast.goal, project=each)

    def both() -> tuple[int, int]:
        found = Project.objects.select_related("agreement").get(pk=project.pk)
        return queries(collect_projects, found.agreement), queries(collect_project, found)

    one_more(1)
    before = both()
    one_more(2)
    assert both() == before
