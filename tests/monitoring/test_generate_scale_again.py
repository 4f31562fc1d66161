"""The command that generates data: the same numbers give the same, and a database that is in use is left alone."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from agreements.models import Action, Agreement
from monitoring.models import ProgressUpdate
from monitoring.scale.country import Country
from monitoring.scale.generate import generate

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 29)


def texts_and_reports() -> list:
    agreed = Action.objects.order_by("agenda__agreement__slug", "agenda__year", "position")
    reports = ProgressUpdate.objects.order_by("token").values_list("token", "done", "judgement", "submitted_at", "party__name")
    return [*agreed.values_list("agenda__agreement__slug", "text", "due_on", "leads__party__name"), *reports]


def test_the_same_numbers_give_the_same_data(db):
    found = []
    for _ in range(2):
        with transaction.atomic():
            generate(Country(municipalities=2, years=2, today=TODAY))
            found.append(texts_and_reports())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0]) > 200


def test_the_command_refuses_a_database_that_is_in_use(db, cast):
    with pytest.raises(CommandError, match="--beside-real-data"):
        call_command("generate_scale", "--municipalities", "1", "--years", "1")
    before = Agreement.objects.count()
    call_command("generate_scale", "--municipalities", "1", "--years", "1", "--beside-real-data")
    assert Agreement.objects.count() == before + 1
    with pytest.raises(CommandError, match=r"lege database|empty database"):
        call_command("generate_scale", "--municipalities", "1", "--years", "1", "--beside-real-data")


@pytest.mark.parametrize("option", ["--municipalities", "--years"])
def test_the_command_refuses_less_than_one(db, option):
    with pytest.raises(CommandError):
        call_command("generate_scale", option, "0")
