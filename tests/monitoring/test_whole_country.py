"""A page asks first whose it is: with the whole country on one server it costs what it costs alone.

Time is processor time of this process, in which SQLite does its work too; a busy machine does not stretch it.
"""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parties.models import Party
from tests.factories import UserFactory
from tests.monitoring.scale import many_agreements

pytestmark = pytest.mark.django_db

AGREEMENTS, TIMES, MOST = 340, 7, 1.3


def pages_of(cast) -> dict[str, str]:
    return {
        "start": "/",
        "agreements": "/afspraken/",
        "my actions": "/mijn-acties/",
        "agenda": cast.agenda.get_absolute_url(),
        "dashboard": f"{cast.agenda.get_absolute_url()}dashboard/",
        "goal": cast.goal.get_absolute_url(),
        "action": cast.action.get_absolute_url(),
        "party": f"/partijen/{cast.association.pk}/",
        "dashboard of the party": f"/partijen/{cast.association.pk}/dashboard/",
    }


def fetch(client, address: str) -> tuple[int, float]:
    """How many queries the page takes, and how many seconds of processor time."""
    with CaptureQueriesContext(connection) as queries:
        begin = time.process_time()
        assert client.get(address).status_code == 200
        seconds = time.process_time() - begin
    return len(queries), seconds


def measure(client, pages: dict[str, str]) -> dict[str, tuple[int, float]]:
    """Each page in turn, a few times: its queries, and the median of its seconds."""
    found = {name: [] for name in pages}
    for _ in range(TIMES):
        for name, address in pages.items():
            found[name].append(fetch(client, address))
    return {name: (rows[-1][0], statistics.median(seconds for _, seconds in rows)) for name, rows in found.items()}


def test_a_page_costs_the_same_beside_the_agreements_of_the_whole_country(client, cast, round):
    client.force_login(cast.association_officer)
    pages = pages_of(cast)
    measure(client, pages)  # what is done once per process
    alone = measure(client, pages)
    elsewhere = Party.objects.create(name="Overal Wonen", short_name="Overal", kind=Party.Kind.HOUSING_ASSOCIATION)
    many_agreements(AGREEMENTS, party=elsewhere, by=UserFactory())
    beside = measure(client, pages)
    assert {name: beside[name][0] for name in pages} == {name: alone[name][0] for name in pages}
    if connection.vendor == "sqlite":
        slower = {name: beside[name][1] / alone[name][1] for name in pages}
        assert {name: ratio for name, ratio in slower.items() if ratio > MOST} == {}
