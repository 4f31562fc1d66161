"""Two people in one form: the second learns what the first changed, keeps what she typed, and saves again if she means it."""

import pytest

from agreements.models import ProjectStep
from tests.factories import ProjectStepFactory

from .posting import address, filled_in, history_counts, sentences


@pytest.fixture
def step(cast):
    return ProjectStepFactory(project__agreement=cast.agreement, project__area="Haven", name="Sloop")


@pytest.fixture
def project(step):
    return step.project


@pytest.fixture
def opened(project, officer, admin):
    """The officer has the form of the project open; `opened(**changes)` is what she posts from it."""
    data = filled_in(officer, address(project))

    def post(**changes):
        return officer.post(address(project), data | {name.replace("___", "-"): value for name, value in changes.items()})

    return post


@pytest.fixture
def by_admin(project, admin):
    """Another person saves meanwhile."""

    def by_admin(**changes):
        data = filled_in(admin, address(project)) | {name.replace("___", "-"): value for name, value in changes.items()}
        assert admin.post(address(project), data).status_code == 302

    return by_admin


def test_the_second_does_not_undo_the_first(cast, project, by_admin, opened):
    by_admin(area="Kade")
    before = history_counts()
    response = opened(dwellings="50")
    told = sentences(response)["__all__"]
    assert told[0].startswith(f"Changed meanwhile by {cast.admin} on ")
    assert told[1] == "Village, neighbourhood or area is now: Kade"
    assert history_counts() == before
    form = response.context["adminform"].form
    assert form["dwellings"].value() == "50"
    renewed = {"history_seen": form["history_seen"].value()}
    assert f'value="{renewed["history_seen"]}"' in response.content.decode()
    assert opened(dwellings="50", **renewed).status_code == 302
    project.refresh_from_db()
    assert (project.dwellings, project.area) == (50, "Haven")


def test_a_row_below_that_another_changed(step, by_admin, opened):
    by_admin(steps___0___name="Bouw")
    told = sentences(opened(dwellings="50"))["__all__"]
    assert told[1] == "Step of a project «Bouw», Step is now: Bouw"
    step.refresh_from_db()
    assert step.name == "Bouw"


def test_a_row_below_that_another_deleted(by_admin, opened):
    by_admin(steps___0___DELETE="on")
    response = opened(dwellings="50")
    assert sentences(response)["__all__"][1].endswith("has been deleted.")
    form = response.context["adminform"].form
    again = {"history_seen": form["history_seen"].value()}
    assert opened(dwellings="50", **again).status_code == 302
    assert not ProjectStep.objects.exists()


def test_what_was_typed_in_a_deleted_row_becomes_a_new_row(by_admin, opened):
    by_admin(steps___0___DELETE="on")
    response = opened(steps___0___name="alles")
    formset = response.context["inline_admin_formsets"][0].formset
    assert [(form["name"].value(), form["id"].value()) for form in formset.forms] == [("alles", "")]
    seen = response.context["adminform"].form["history_seen"].value()
    assert opened(steps___0___name="alles", history_seen=seen).status_code == 302
    assert ProjectStep.objects.get().name == "alles"


def test_another_order_and_nothing_new_are_no_reason_to_stop(cast, admin, officer):
    """Of an action only its place changed."""
    data = filled_in(officer, address(cast.action))
    cast.action.position = 7
    cast.action.save()
    assert officer.post(address(cast.action), data).status_code == 302
    cast.action.refresh_from_db()
    assert cast.action.position == 7


def test_a_row_that_another_added_is_told(project, opened):
    ProjectStepFactory(project=project, name="Oplevering")
    assert "Oplevering" in sentences(opened(dwellings="50"))["__all__"][1]
