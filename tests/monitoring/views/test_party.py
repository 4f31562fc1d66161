"""The page of a party over all its agreements: how often it asks the database."""

import pytest

from tests.monitoring.scale import many_agreements
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["", "?alles"])
def test_three_hundred_agreements_take_at_most_twenty_queries(queries, visit, cast, in_october, query):
    address = f"/partijen/{cast.association.pk}/dashboard/{query}"
    few = queries(cast.association_officer, address)
    many_agreements(300, party=cast.association, by=cast.officer)
    many = queries(cast.association_officer, address)
    assert few <= many <= 20
    words = words_of(visit(cast.association_officer, address))
    assert "301 agreements, of each the year in front" in words
    assert "And 375 more: see the dashboards of the agreements." in words
