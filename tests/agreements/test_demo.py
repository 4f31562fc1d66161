"""Loading a document of the demonstration: once, whole, and never over someone's work."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError

from agreements import demo
from agreements.models import Goal
from parties.models import Party

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def document(tmp_path):
    """`document(**changes)`: the file of a small document, with these fields of its goal."""

    def document(**changes):
        path = tmp_path / "klein.json"
        path.write_text(json.dumps([*SMALL, {"model": "agreements.goal", "fields": {**GOAL, **changes}}]), encoding="utf-8")
        return path

    return document


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
