"""The pages of projects: read by who reads the agreement, written by who plans or reports."""

from datetime import date

import pytest

from agreements.models import Agenda, ProjectStep
from monitoring.models import DwellingCount
from tests.factories import DwellingCountFactory, ProjectFactory, ProjectStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast):
    found = ProjectFactory(agreement=cast.agreement, name="Kade", dwellings=24)
    cast.action.project = found
    cast.action.save()
    return found


@pytest.fixture
def page(client):
    def page(person, address: str, **data) -> str:
        client.force_login(person)
        found = client.post(address, data, follow=True) if data else client.get(address)
        return found.content.decode()

    return page


def test_the_page_tells_steps_homes_and_years(cast, page, project):
    ProjectStepFactory(project=project, name="Vergunning", planned_on=date(2024, 9, 30), planned_precision="quarter")
    DwellingCountFactory(project=project, party=cast.association, planned=4, in_building=5, delivered=6)
    html = page(cast.tenant, f"/projecten/{project.pk}/")
    for words in ("Vergunning", "kwartaal 3 van 2024", "later dan gepland", "opleverlijst", cast.action.text, "Samen is dat 15"):
        assert words in html
    assert "Tel de woningen" not in html
    assert "Kade" in page(cast.tenant, f"/afspraken/{cast.agreement.slug}/projecten/")


def test_a_step_is_added_changed_and_taken_away(cast, page, project):
    page(
        cast.officer, f"/projecten/{project.pk}/stappen/", name="Start bouw", planned_on="2024-09-30", planned_precision="quarter"
    )
    step = ProjectStep.objects.get(project=project)
    assert (step.name, step.planned_on, step.planned_precision) == ("Start bouw", date(2024, 9, 30), "quarter")
    page(cast.officer, f"/projecten/stappen/{step.pk}/", name="Start bouw", reached_on="2024-10-02")
    step.refresh_from_db()
    assert (step.planned_on, step.reached_on) == (None, date(2024, 10, 2))
    page(cast.officer, f"/projecten/stappen/{step.pk}/weg/", sure="ja")
    assert not ProjectStep.objects.exists()
    assert ProjectStep.history.filter(id=step.pk, history_type="-").exists()


def test_what_is_wrong_stands_at_its_field(cast, page, project):
    html = page(cast.officer, f"/projecten/{project.pk}/stappen/", name="Start bouw", planned_precision="quarter")
    assert "Vul de laatste dag van de periode in" in html
    assert not ProjectStep.objects.exists()


def test_homes_are_counted_on_the_page(cast, page, project):
    values = {"counted_on": "2024-06-30", "planned": 4, "in_building": 0, "delivered": 20, "source": "lijst"}
    html = page(cast.association_officer, f"/projecten/{project.pk}/woningen/", **values)
    assert "De woningen zijn geteld." in html
    count = DwellingCount.objects.get()
    assert (count.total, count.party, count.recorded_by) == (24, cast.association, cast.association_officer)


def test_more_homes_than_there_can_be_are_refused(cast, page, project):
    values = {"counted_on": "2024-06-30", "planned": 4_000_000, "in_building": 0, "delivered": 0, "source": "lijst"}
    page(cast.association_officer, f"/projecten/{project.pk}/woningen/", **values)
    assert not DwellingCount.objects.exists()


def test_the_name_of_a_text_in_force_is_refused_in_a_sentence(cast, page, project):
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1))
    html = page(cast.officer, f"/projecten/{project.pk}/wijzigen/", name="Anders", area="Hoog", phase="permit")
    assert "vastgesteld" in html
    page(cast.officer, f"/projecten/{project.pk}/wijzigen/", name="Kade", area="Hoog", phase="permit", dwellings=20)
    project.refresh_from_db()
    assert (project.name, project.area, project.dwellings, project.phase) == ("Kade", "Hoog", 20, "permit")
