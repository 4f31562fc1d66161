"""Loading the documents and the people of the demonstration: once, whole, and never over someone's work."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.utils import translation

from agreements import demo
from agreements.models import Agreement, Goal
from parties.models import Membership, Party, User

pytestmark = pytest.mark.django_db


def load(*options: str) -> str:
    """What the command prints, in English."""
    out = StringIO()
    with translation.override("en"):
        call_command("load_demo", *options, stdout=out)
    return out.getvalue()


def rows() -> dict[str, int]:
    """The number of rows of every model of ours, those of the history included."""
    models = [model for app in ("parties", "agreements") for model in apps.get_app_config(app).get_models()]
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
def document(tmp_path):
    """`document(**changes)`: the file of a small document, with these fields of its goal."""

    def document(**changes):
        path = tmp_path / "klein.json"
        path.write_text(json.dumps([*SMALL, {"model": "agreements.goal", "fields": {**GOAL, **changes}}]), encoding="utf-8")
        return path

    return document


@pytest.fixture
def small(document, monkeypatch):
    """The small document and one person, in the place of the real ones."""
    folder = document().parent
    (folder / demo.PEOPLE).write_text(json.dumps(PEOPLE), encoding="utf-8")
    monkeypatch.setattr(demo, "FIXTURES", folder)
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
    assert min(before["agreements.Action"], before["agreements.HistoricalAction"], before["parties.User"]) > 0
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


# -- One document


def test_every_row_of_a_document_has_history_with_where_it_comes_from(document):
    agreement = demo.load_document(document())
    rows = [agreement, agreement.themes.get(), Goal.objects.get(), Party.objects.get()]
    history = [row.history.get() for row in rows]
    assert {row.history_change_reason for row in history} == {f"Overgenomen uit het document «{agreement}»"}
    (change_set,) = {row.change_set for row in history}
    assert change_set is not None


def test_a_document_that_is_there_already_is_left_alone(document):
    agreement = demo.load_document(document())
    assert demo.load_document(document(text="Andere woorden.")) is None
    assert Goal.objects.get().text == "Meer woningen."
    assert agreement.history.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": ""}, "text"), ({"start_year": 2026}, "start_year"), ({"commitment": "hope"}, "commitment")],
)
def test_a_document_with_a_wrong_row_is_not_loaded_at_all(document, wrong, field):
    with pytest.raises(ValidationError) as refused:
        demo.load_document(document(**wrong))
    assert list(refused.value.message_dict) == [field]
    assert set(rows().values()) == {0}


def test_a_document_that_names_what_is_not_there_is_not_loaded_at_all(document):
    with pytest.raises(DeserializationError, match="Theme matching query does not exist"):
        demo.load_document(document(theme=["klein-2024", "2", "Anders"]))
    assert set(rows().values()) == {0}


def test_parties_that_are_there_already_keep_their_own_data(document):
    Party.objects.create(name="Gemeente Klein", short_name="Gemeente K.", kind="municipality", website="https://klein.example")
    demo.load_document(document())
    assert Party.objects.get().short_name == "Gemeente K."
