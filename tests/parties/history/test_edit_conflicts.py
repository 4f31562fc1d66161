"""Two people in one form: any form with an instance stops the second, once."""

import pytest
from django import forms
from django.db import transaction
from django.utils import translation

from parties.history.edit_conflicts import EditConflictMixin
from parties.models import Party, PartyAlias
from tests.factories import PartyAliasFactory, PartyFactory


class NameForm(EditConflictMixin, forms.ModelForm):
    below = [(PartyAlias, "party")]

    class Meta:
        model = Party
        fields = ["name"]


@pytest.fixture
def party(db):
    with translation.override("en"), transaction.atomic():
        yield PartyFactory(name="De Sleutel")


def post(party: Party, seen: str, name: str = "De Nieuwe Sleutel") -> NameForm:
    return NameForm({"name": name, "history_seen": seen}, instance=Party.objects.get(pk=party.pk))


def as_opened(party: Party) -> str:
    return NameForm(instance=party)["history_seen"].value()


def test_a_form_saves_when_nobody_was_there_meanwhile(party):
    form = post(party, as_opened(party))
    assert (form.is_valid(), form.changed_data) == (True, ["name"])


def test_the_second_reads_what_the_first_changed_and_saves_again_as_a_choice(party):
    seen = as_opened(party)
    party.name = "Van een ander"
    party.save()
    refused = post(party, seen)
    assert [*refused.non_field_errors()][1:] == [
        "Name is now: Van een ander",
        "What you typed is still here. Save again if it must replace what is there now.",
    ]
    assert refused["name"].value() == "De Nieuwe Sleutel"
    assert post(party, refused["history_seen"].value()).is_valid()


def test_a_row_below_counts_as_well(party):
    seen = as_opened(party)
    PartyAliasFactory(party=party, alias="DS")
    assert "Other name «DS», Other name is now: DS" in post(party, seen).non_field_errors()


def test_a_new_row_has_no_earlier_change(party):
    form = NameForm({"name": "Nieuw", "short_name": "Nieuw"})
    assert form.is_valid()
