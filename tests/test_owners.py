"""Each field has an owner: no model and no field is left out, and the page in docs/ says the same as the code."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from simple_history.models import HistoricalChanges

from agreements.owners import owners as agreed
from monitoring.owners import owners as progress
from parties.history.records import OwnedModel
from parties.owners import owners as people
from scripts.owners_page import text

TABLES = {"parties": people, "agreements": agreed, "monitoring": progress}


def models_of(app: str) -> list:
    return [model for model in apps.get_app_config(app).get_models() if not issubclass(model, HistoricalChanges)]


@pytest.mark.parametrize("app", TABLES)
def test_every_field_of_every_model_has_an_owner(app):
    fields = {model: {field.name for field in model._meta.concrete_fields} for model in models_of(app)}
    assert {model: set(owners.fields) for model, owners in TABLES[app].rows.items()} == fields


@pytest.mark.parametrize("app", TABLES)
def test_every_model_asks_who_owns_its_fields(app):
    not_asking = {model.__name__ for model in models_of(app) if not issubclass(model, OwnedModel)}
    assert not_asking <= {
        "Visit",
        "Digest",
        "Reminder",
        "MailCount",
        "VersionHead",
        "LastLook",
        "HistoryLine",
        "WritingStep",
        "AgreementDraft",
    }  # only the program writes these


def test_the_page_about_owners_says_what_the_code_says():
    assert (Path(settings.BASE_DIR) / "docs" / "eigenaren.md").read_text(encoding="utf-8") == text()
