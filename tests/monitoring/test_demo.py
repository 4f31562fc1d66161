"""The demonstration: both documents, its people and an invented year, loaded once and never over someone's work."""

import json
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.utils import translation

from agreements import demo
from agreements.models import Action, Agenda, Agreement, Goal, Lead
from monitoring.dashboard.board import collect_board
from monitoring.dashboard.changes import ChangeKind
from monitoring.dashboard.counts import Trouble
from monitoring.demo import PROGRESS, REASON, load_progress
from monitoring.models import Measurement, Meeting, Position, Round
from monitoring.position.collect import state_in
from parties.models import Membership, User

pytestmark = pytest.mark.django_db


def load(*options: str) -> str:
    """What the command prints, in English."""
    out = StringIO()
    with translation.override("en"):
        call_command("load_demo", *options, stdout=out)
    return out.getvalue()


def rows() -> dict[str, int]:
    """The number of rows of every model of ours, those of the history included."""
    models = [model for app in ("parties", "agreements", "monitoring") for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


SMALL = [
    {"model": "parties.party", "fields": {"name": "Gemeente Klein", "short_name": "Klein", "kind": "municipality"}},
    {
        "model": "agreements.agreement",
        "fields": {"title": "Klein", "slug": "klein-2024", "start_year": 2024, "end_year": 2025},
    },
    {"model": "agreements.theme", "fields": {"agreement": ["klein-2024"], "number": "1", "title": "Wonen"}},
]
GOAL = {"theme": ["klein-2024", "1", "Wonen"], "number": "1", "text": "Meer woningen."}
PEOPLE = [
    {"model": "parties.user", "fields": {"email": "noor@klein.example", "name": "Noor", "is_fictitious": True}},
    {"model": "parties.membership", "fields": {"user": ["noor@klein.example"], "party": ["Gemeente Klein"], "role": "editor"}},
]


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A small document, one person and no progress, in the place of the real ones."""
    for name, rows in {"klein.json": [*SMALL, {"model": "agreements.goal", "fields": GOAL}], demo.PEOPLE: PEOPLE}.items():
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / PROGRESS).write_text(json.dumps({"agenda": ["klein-2024", 2024]}), encoding="utf-8")
    monkeypatch.setattr(demo, "FIXTURES", tmp_path)
    monkeypatch.setattr(demo, "DOCUMENTS", ("klein.json",))


# -- The command


def test_it_loads_both_documents_and_tells_how_to_sign_in_and_a_second_run_changes_nothing():
    printed = load()
    assert "Loaded: Meerjarige prestatieafspraken 2023-2026" in printed
    assert [agreement.slug for agreement in Agreement.objects.order_by("slug")] == ["heeze-leende-2024-2027", "heumen-2023-2026"]
    assert demo.DEMO_PASSWORD in printed
    assert [user.email for user in User.objects.all() if user.email not in printed] == []
    assert "Noor van Dalen (fictief), Gemeente Heumen (coordinator)" in printed
    assert "Bo Hendriks (fictief), superuser" in printed
    assert not User.objects.filter(is_fictitious=False).exists()

    before = rows()
    loaded = (
        "agreements.Action",
        "agreements.HistoricalAction",
        "parties.User",
        "monitoring.ProgressUpdate",
        "monitoring.Position",
    )
    assert min(before[name] for name in loaded) > 0
    printed = load()
    assert rows() == before
    assert "heumen.json is there already and stays as it is." in printed


@pytest.mark.usefixtures("small")
def test_people_get_the_printed_password_and_their_roles():
    load()
    noor = User.objects.get(email="noor@klein.example")
    assert noor.check_password(demo.DEMO_PASSWORD)
    assert [(row.party.name, row.role) for row in noor.memberships.all()] == [("Gemeente Klein", "editor")]


@pytest.mark.usefixtures("small")
def test_what_people_changed_stays_after_a_second_run():
    load()
    goal, noor = Goal.objects.get(), User.objects.get()
    goal.text = "Met de hand veranderd."
    goal.save()
    noor.set_password("een eigen wachtwoord")
    noor.save()
    load()
    goal.refresh_from_db()
    noor.refresh_from_db()
    assert (goal.text, noor.check_password("een eigen wachtwoord")) == ("Met de hand veranderd.", True)


@pytest.mark.usefixtures("small")
def test_what_people_deleted_stays_away_after_a_second_run():
    load()
    Goal.objects.get().delete()
    load()
    assert not Goal.objects.exists()


@pytest.mark.usefixtures("small")
def test_without_people():
    printed = load("--without-people")
    assert (Agreement.objects.count(), User.objects.count(), Membership.objects.count()) == (1, 0, 0)
    assert demo.DEMO_PASSWORD not in printed


@pytest.mark.usefixtures("small")
def test_a_public_site_gets_no_people_with_a_password_that_everyone_knows(settings):
    settings.IS_LOCAL, settings.SITE_URL = False, "https://driehoek.example"
    with pytest.raises(CommandError) as refused:
        load()
    assert str(refused.value) == (
        "The people of the demonstration have a password that everyone knows; on https://driehoek.example use --without-people."
    )
    assert set(rows().values()) == {0}


@pytest.mark.usefixtures("small")
def test_a_public_site_may_have_the_documents(settings):
    settings.IS_LOCAL, settings.SITE_URL = False, "https://driehoek.example"
    load("--without-people")
    assert (Agreement.objects.count(), User.objects.count()) == (1, 0)


# -- The invented year


@pytest.fixture(scope="module")
def year(module_rows):
    """The whole demonstration as it is on an ordinary day; rolled back after the last test."""
    for name in demo.DOCUMENTS:
        demo.load_document(demo.FIXTURES / name)
    demo.load_people(demo.FIXTURES / demo.PEOPLE)
    assert load_progress(demo.FIXTURES / PROGRESS, today=date(2025, 1, 20))
    return collect_board(heumen(), QueryDict(), today=date(2025, 1, 20)).board


def heumen() -> Agenda:
    return Agenda.objects.select_related("agreement").get(agreement__slug="heumen-2023-2026", year=2024)


def test_the_official_text_stays_literal(year):
    rows = [*Action.objects.all(), *Goal.objects.all(), *Agenda.objects.all()]
    assert [row for row in rows if row.history.count() != 1] == []


def test_everything_invented_says_so(year):
    named = [*Round.objects.values_list("name", flat=True), *Meeting.objects.values_list("title", flat=True)]
    sources = Measurement.objects.values_list("source", flat=True)
    people = User.objects.values_list("name", flat=True)
    assert [words for words in (*named, *sources, *people) if "(fictief)" not in words] == []


def test_the_dashboard_of_the_demonstration_has_everything_to_show(year):
    lights = {count.light for count in year.totals.lights if count.number}
    assert lights == {"off_track", "at_risk", "on_track", "done", "none_yet"}
    troubles = {trouble for row in year.exceptions for trouble in row.troubles}
    assert {Trouble.OFF_TRACK, Trouble.AT_RISK, Trouble.SPLIT, Trouble.OVERDUE} <= troubles
    assert min(year.totals.dropped.number, len(year.asks), len(year.hidden_misses)) > 0
    assert year.is_running
    assert {ChangeKind.NEWLY_OFF_TRACK, ChangeKind.NEWLY_AT_RISK, ChangeKind.FINISHED} <= {change.kind for change in year.changes}
    assert max(len(row.action.earlier) for row in year.rows) == 3, "a row of lights of four rounds"


def test_someone_who_reports_for_a_party_is_the_contact_for_what_it_leads(year):
    leads = Lead.objects.filter(action__agenda=heumen()).select_related("party", "contact")
    contacts = {(lead.party.name, lead.contact.email) for lead in leads}
    assert contacts == {
        ("Gemeente Heumen", "noor@heumen.example"),
        ("Oosterpoort", "sander@oosterpoort.example"),
        ("HV Woonbelang", "rian@woonbelang.example"),
    }
    assert {lead.history.latest().history_change_reason for lead in leads} == {REASON}


def test_each_closed_round_left_its_position(year):
    assert Position.objects.count() == 3
    assert [state_in(position).is_final for position in Position.objects.all()] == [True] * 3
