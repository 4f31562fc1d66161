"""Each way in which something is written leaves who did it and why."""

import pytest
from django.conf import settings
from django.test import Client

import manage
from agreements.imports.applying import apply_import
from agreements.models import Action, Agenda, Assent, Goal, RollChoice
from agreements.rollover.choosing import keep_choices
from agreements.rollover.making import make_next_year
from agreements.writing.places import place_at
from agreements.writing.workflow import write_part
from monitoring.meetings.deciding import confirm
from monitoring.models import HistoryLine
from tests.agreements.admin.posting import save
from tests.agreements.admin.test_tables import confirm as confirm_table
from tests.agreements.admin.test_tables import download, upload
from tests.agreements.changes.conftest import adjust, in_days, now
from tests.agreements.imports.conftest import kept  # noqa: F401 (a fixture)
from tests.documents import variants
from tests.factories import ProjectFactory
from tests.monitoring.meetings.conftest import Table

pytestmark = pytest.mark.django_db
HEAD = ["Nr", "Doel", "Afspraak voor 2025", "Trekker"]
SHEET = (["Thema 1: Betaalbaar wonen"], HEAD, [21, "Iedereen kan fietsen.", "Er is een pad.", "De Sleutel"])


def left(row) -> tuple[str, str]:
    """Whom and why the newest row of history names; its line names the same."""
    record = row.history.first()
    line = HistoryLine.objects.get(model=row._meta.label, record=record.history_id)
    assert line.person == record.history_user_id
    return str(record.history_user or ""), record.history_change_reason or ""


@pytest.fixture
def draft(scene) -> Action:
    return Action.objects.select_related("agenda").get(agenda__year=2025, agenda__agreement=scene.agreement)


@pytest.fixture
def coordinator(scene) -> Client:
    client = Client()
    client.force_login(scene.coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_page(scene, draft):
    place = place_at(scene.agenda(2025), "actie", draft.pk, "tekst")
    write_part(place=place, by=scene.coordinator, values={"text": "De sloop is klaar."}, seen={})
    person, reason = left(draft)
    assert person == str(scene.coordinator)
    assert "De sloop" in reason


def test_administration(scene, coordinator):
    project = ProjectFactory(agreement=scene.agreement)
    save(coordinator, project, name="Brede School", change_reason="Besluit van 3 juni")
    assert left(project) == (str(scene.coordinator), "Besluit van 3 juni")


def test_a_table(scene, draft, coordinator):
    data = download(coordinator, Action).replace(b"De sloop is begonnen", b"De sloop is klaar")
    confirm_table(coordinator, upload(coordinator, Action, data), "Bijgewerkt")
    assert left(draft) == (str(scene.coordinator), "Import of tabel.csv: Bijgewerkt")


def test_a_file_that_is_read_in(scene, kept):  # noqa: F811
    apply_import(kept(variants.excel(*SHEET), "agenda.xlsx", scene.agenda(2025)), by=scene.coordinator)
    assert left(Goal.objects.get(number="21")) == (str(scene.coordinator), "Import of agenda.xlsx")


def test_a_command_names_who_ran_it(scene, tmp_path, monkeypatch):
    path = tmp_path / "agenda.xlsx"
    path.write_bytes(variants.excel(*SHEET))
    monkeypatch.setenv("SUDO_USER", "anna")
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)  # the test goes on with its own
    asked = ["import_agenda", str(path), "--agreement", scene.agreement.slug, "--year", "2025"]
    monkeypatch.setattr("sys.argv", ["manage.py", *asked])
    manage.main()
    person, reason = left(Goal.objects.get(number="21"))
    assert person == ""
    assert "agenda.xlsx" in reason
    assert "import_agenda" in reason
    assert "anna" in reason


def test_consent(scene):
    scene.change(adjust(scene.cast.action, text="De 21 flexwoningen staan er."))
    person, reason = left(scene.cast.action)
    assert person == str(scene.coordinator)
    assert "Andere afspraak" in reason
    answer = Assent.objects.filter(needed__proposal__agreement=scene.agreement).latest("pk")
    assert left(answer) == (str(answer.by), "Answer to the proposal")


def test_rolling_forward(scene):
    Agenda.objects.get(agreement=scene.agreement, year=2025).delete()
    keep_choices(agenda=scene.agenda(), choices=[RollChoice(action=scene.cast.action, choice="goes_on")], by=scene.coordinator)
    made = make_next_year(agenda=scene.agenda(), by=scene.coordinator)
    assert left(made.agenda.actions.get()) == (str(scene.coordinator), "Rolled forward from 2024")


def test_minutes(scene):
    meeting, tenants = Table(scene), scene.cast.tenants
    meeting.present(tenants)
    decision = meeting.decides(scene.cast.action, "drop")
    person, reason = left(decision)
    assert person == str(scene.coordinator)
    from agreements.changes import workflow
    from monitoring.meetings.proposing import propose_decision

    proposal = propose_decision(decision=decision, by=scene.coordinator)
    put = workflow.open_changes(proposal=proposal, by=scene.coordinator, deadline=in_days(14))
    signer = scene.signers[tenants]
    confirm(decision=now(decision), party=tenants, by=signer, seen=put.content_sha256)
    person, reason = left(Assent.objects.get(needed__proposal=put))
    assert person == str(signer)
    assert reason
