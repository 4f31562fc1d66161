"""The cast that most tests begin with is checked once, made once for many tests, and the same for each of them."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction

from parties.models import Party, User
from tests import factories

pytestmark = pytest.mark.django_db
DIFFERENT = (models.ForeignKey, models.AutoField, models.DateTimeField)  # from one cast to the next


# A line of history has keys and no relations.
PLACES = ["record", "row", "agreement", "goal", "action", "indicator", "meeting", "evaluation", "person", "by_party", "of_party"]
KEYS_IN_LINES = {"HistoryLine": PLACES}


def told() -> dict[str, list]:
    """What stands in every table of ours, histories included, apart from keys and moments."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in {"agreements", "monitoring", "parties"}:
            names = [field.attname for field in model._meta.concrete_fields if not isinstance(field, DIFFERENT)]
            names = [name for name in names if name not in {"id", "password", *KEYS_IN_LINES.get(model.__name__, ())}]
            found[model.__name__] = list(model._base_manager.order_by("pk").values_list(*names)) if names else []
    return found


def made(monkeypatch, *, is_checked: bool) -> dict[str, list]:
    monkeypatch.setattr(factories, "_is_checked", is_checked)
    with transaction.atomic():
        factories.make_cast()
        rows = told()
        transaction.set_rollback(True)
    return rows


def test_a_cast_that_was_not_checked_again_has_the_same_rows(monkeypatch):
    again, first = made(monkeypatch, is_checked=True), made(monkeypatch, is_checked=False)
    assert again == first
    assert len(first["Party"]) == len(first["HistoricalParty"]) == 4


def test_after_the_cast_every_row_is_checked_again():
    factories.make_cast()
    with pytest.raises(ValidationError):
        factories.PartyFactory(name="")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_a_test_did_to_the_cast_is_gone_in_the_next(cast, number):
    assert (cast.tenant.name, User.objects.get(pk=cast.tenant.pk).name) == ("Tess Huurder", "Tess Huurder")
    assert (Party.objects.count(), cast.action.history.count()) == (4, 1)
    assert cast.action.agenda.agreement is cast.agenda.agreement is cast.agreement
    cast.tenant.name = "Iemand Anders"
    cast.tenant.save()
    factories.PartyFactory()
    cast.action.delete()


def test_a_test_that_does_not_ask_for_the_cast_finds_nothing_of_it():
    assert {name: rows for name, rows in told().items() if rows} == {}
