"""The lists of published texts ask as much with one text as with hundreds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agenda, Agreement, Participation, Publication, Version
from parties.models import Party
from public_site.listing import of_party, published_texts

pytestmark = pytest.mark.django_db


def publish_many(site, number: int) -> None:
    """As many municipalities with a published year, in bulk and without history: only for counting."""
    parties = Party.objects.bulk_create(
        [Party(name=f"Gemeente {n}", short_name=f"G{n}", kind="municipality") for n in range(number)]
    )
    agreements = Agreement.objects.bulk_create(
        [Agreement(title=f"Afspraken {n}", slug=f"afspraken-{n}", start_year=2024, end_year=2027) for n in range(number)]
    )
    pairs = list(zip(agreements, parties, strict=True))
    Participation.objects.bulk_create([Participation(agreement=agreement, party=party) for agreement, party in pairs])
    agendas = Agenda.objects.bulk_create(
        [
            Agenda(agreement=row, year=2024, title=f"Agenda {row.pk}", state="adopted", adopted_on="2024-01-01")
            for row in agreements
        ]
    )
    fields = {"place": 1, "number": 1, "kind": "adoption", "in_force_from": "2024-01-01", "content": "{}", "ground": "{}"}
    versions = Version.objects.bulk_create([Version(agreement=row.agreement, agenda=row, **fields) for row in agendas])
    Publication.objects.bulk_create(
        Publication(agreement=row.agreement, agenda=row.agenda, version=row, party=party, by=site.cast.officer)
        for row, (_agreement, party) in zip(versions, pairs, strict=True)
    )


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_ask_the_same_with_340_municipalities(site, client):
    addresses = ("/openbaar/", "/openbaar/?naam=waterhoek", f"/openbaar/partijen/{site.cast.tenants.pk}/", site.address)
    before = [queries_of(client, address) for address in addresses]
    publish_many(site, 340)
    assert len(published_texts()) == 341
    assert [queries_of(client, address) for address in addresses[:3]] == before[:3]
    assert queries_of(client, site.address) <= before[3]
    assert max(before[:3]) <= 3
    assert before[3] <= 8


def test_a_list_is_by_municipality_and_then_the_latest_year(site):
    [row] = published_texts()
    assert (row.place, row.text.year, row.version) == (site.cast.municipality.short_name, 2024, site.version)
    assert of_party([row], site.cast.tenants.pk) == [row]
    assert of_party([row], site.cast.elsewhere.pk) == []


def test_a_year_that_is_over_or_revoked_is_not_in_force(site, time_machine):
    time_machine.move_to("2024-07-01", tick=False)
    assert published_texts()[0].is_in_force
    time_machine.move_to("2025-01-02", tick=False)
    assert not published_texts()[0].is_in_force
