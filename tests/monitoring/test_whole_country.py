"""A page asks first whose it is: with the whole country on one server it costs what it costs alone.

Counted is what the database does for a page, not how long it takes: the same on every machine, however busy it is.
bench/ has the times.
"""

from dataclasses import dataclass

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from monitoring.models import ProgressUpdate
from parties.models import Party
from tests.factories import UserFactory
from tests.monitoring.scale import many_agreements
from tests.pages import links_of

pytestmark = pytest.mark.django_db

AGREEMENTS, MOST = 340, 1.3
FEW = 50  # tens of steps; a page that takes fewer is not measured by them


def pages_of(cast) -> dict[str, str]:
    return {
        "start": "/",
        "my agreements": "/mijn-afspraken/",
        "agreements": "/afspraken/",
        "my actions": "/mijn-acties/",
        "agenda": cast.agenda.get_absolute_url(),
        "dashboard": f"{cast.agenda.get_absolute_url()}dashboard/",
        "goal": cast.goal.get_absolute_url(),
        "action": cast.action.get_absolute_url(),
        "party": f"/partijen/{cast.association.pk}/",
        "dashboard of the party": f"/partijen/{cast.association.pk}/dashboard/",
        "figures of the party": f"/partijen/{cast.association.pk}/cijfers/",
    }


@dataclass(frozen=True)
class Work:
    """What a page takes: queries, and steps of SQLite (in tens; 0 on another engine). Each row that is read takes some."""

    queries: int
    steps: int


def work_of(client, address: str) -> Work:
    steps = []
    with CaptureQueriesContext(connection) as queries:
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(lambda: steps.append(1), 10)
        try:
            assert client.get(address).status_code == 200
        finally:
            if connection.vendor == "sqlite":
                connection.connection.set_progress_handler(None, 10)
    return Work(len(queries), len(steps))


def measure(client, pages: dict[str, str]) -> dict[str, Work]:
    """Each page twice, and the second time counts: what is done once per process is done by then."""
    return [{name: work_of(client, address) for name, address in pages.items()} for _ in range(2)][-1]


def test_a_page_costs_the_same_beside_the_agreements_of_the_whole_country(client, cast, round):
    client.force_login(cast.association_officer)
    pages = pages_of(cast)
    alone = measure(client, pages)
    elsewhere = Party.objects.create(name="Overal Wonen", short_name="Overal", kind=Party.Kind.HOUSING_ASSOCIATION)
    many_agreements(AGREEMENTS, party=elsewhere, by=UserFactory())
    beside = measure(client, pages)
    assert {name: beside[name].queries for name in pages} == {name: alone[name].queries for name in pages}
    more = {name: beside[name].steps / max(alone[name].steps, FEW) for name in pages}
    assert {name: ratio for name, ratio in more.items() if ratio > MOST} == {}


FEW_AGREEMENTS, MORE_AGREEMENTS = 26, 12  # beyond what a page shows whole
BYTES_FOR_ONE = 1_000  # what an agreement more may add to a page: a line


def unanswered(number: int, **of) -> None:
    """So many agreements more, of which the open round has no answer yet."""
    many_agreements(number, **of)
    models.QuerySet(ProgressUpdate).filter(round__name="Ronde 1", action__text="Afspraak.")._raw_delete("default")


def queries_and_bytes(client, pages: dict[str, str]) -> dict[str, tuple[int, int]]:
    """The second time, as the number in the bar changed since the session kept it."""
    client.get(pages["start"])
    found = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            found[name] = (0, len(client.get(address).content))
        found[name] = (len(queries), found[name][1])
    return found


def test_a_page_of_someone_with_many_agreements_asks_and_weighs_hardly_more(client, cast, in_october):
    client.force_login(cast.association_officer)
    pages = pages_of(cast) | {"register of the party": f"/partijen/{cast.association.pk}/besluiten/"}
    unanswered(FEW_AGREEMENTS, party=cast.association, by=UserFactory())
    queries_and_bytes(client, pages)  # what is done once per process
    few = queries_and_bytes(client, pages)
    unanswered(MORE_AGREEMENTS, first=FEW_AGREEMENTS, party=cast.association, by=UserFactory())
    more = queries_and_bytes(client, pages)
    assert {name: asked for name, (asked, _bytes) in more.items()} == {name: asked for name, (asked, _bytes) in few.items()}
    added = {name: (more[name][1] - few[name][1]) / MORE_AGREEMENTS for name in pages}
    assert {name: each for name, each in added.items() if each > BYTES_FOR_ONE} == {}


MOST_AGREEMENTS, MOST_BYTES = 600, 300_000


def test_no_page_with_a_list_of_agreements_weighs_more_than_300_kb(client, cast, in_october):
    client.force_login(cast.association_officer)
    many_agreements(MOST_AGREEMENTS, party=cast.association, by=UserFactory())
    weighs = {name: len(client.get(pages_of(cast)[name]).content) for name in ("agreements", "party", "dashboard of the party")}
    assert {name: bytes for name, bytes in weighs.items() if bytes > MOST_BYTES} == {}


@pytest.mark.parametrize("name", ["agreements", "party"])
def test_what_does_not_fit_on_a_page_stands_on_the_next_and_nothing_twice(visit, cast, name):
    many_agreements(90, party=cast.association, by=UserFactory())
    address = pages_of(cast)[name]
    first, second = (links_of(visit(cast.association_officer, f"{address}{query}")) for query in ("", "?bladzijde=2"))
    assert [link for link in first if "bladzijde=2" in link]
    assert [link for link in second if "bladzijde=1" in link]
    slugs = [{link.split("/")[2] for link in found if link.endswith("-groot/")} for found in (first, second)]
    assert [len(found) for found in slugs] == [50, 40]
    assert len(slugs[0] | slugs[1]) == 90
