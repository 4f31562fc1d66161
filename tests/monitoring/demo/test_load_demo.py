"""The command of the demonstration: documents, people and an invented municipality, loaded once and never over someone's work."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import translation

from agreements import demo
from agreements.models import Agreement, Goal
from monitoring.demo.heumen import PROGRESS
from monitoring.management.commands import load_demo
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
    """A small document, one person, no progress and no Lindermeer: that is told in test_lindermeer.py."""
    for name, rows in {"klein.json": [*SMALL, {"model": "agreements.goal", "fields": GOAL}], demo.PEOPLE: PEOPLE}.items():
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / PROGRESS).write_text(json.dumps({"agenda": ["klein-2024", 2024]}), encoding="utf-8")
    monkeypatch.setattr(demo, "FIXTURES", tmp_path)
    monkeypatch.setattr(demo, "DOCUMENTS", ("klein.json",))
    monkeypatch.setattr(load_demo, "load_lindermeer", lambda *, today: [])


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
