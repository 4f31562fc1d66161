"""The table of a model by itself, here that of the parties: what it reads, and what it leaves to others."""

import pytest

from parties.models import Party
from parties.tables.resource import TableResource
from parties.tables.sheet import ReadTable

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    """All parties can be read; only the own one may be changed."""
    own = Party.objects.filter(pk=cast.municipality.pk)
    return TableResource(Party, user=cast.officer, rows=Party.objects.all(), editable=own, may_add=False)


def read(table: TableResource, cells: dict) -> list[tuple[int, str, str]]:
    """What is wrong with a table of one row with these cells."""
    outcome = table.run(ReadTable([*cells], [(2, [*cells.values()])]), dry_run=True)
    return [(error.number, error.heading, error.sentence) for error in outcome.errors]


def test_a_row_of_one_s_own_is_changed(cast, table):
    assert read(table, {"Regelnummer": cast.municipality.pk, "Korte naam": "Waterhoek"}) == []


def test_a_row_that_may_only_be_read_stays_as_it_is(cast, table):
    assert read(table, {"Regelnummer": cast.association.pk, "Korte naam": "Gekaapt"}) == [
        (2, "", "U mag deze regel lezen, maar niet wijzigen.")
    ]
    assert Party.objects.get(pk=cast.association.pk).short_name == "De Sleutel"


def test_a_row_of_which_a_rule_says_why_it_stays_is_not_changed(cast):
    rows = Party.objects.all()
    table = TableResource(
        Party, user=cast.officer, rows=rows, editable=rows, why_not_change=lambda row, fields: f"{row} stands still."
    )
    assert read(table, {"Regelnummer": cast.association.pk, "Korte naam": "Anders"}) == [(2, "", "Anders stands still.")]
