"""The page of the register: searched, paged, and downloaded as a table."""

import csv
import io
from datetime import date

import pytest

from monitoring.views.register import ON_PAGE
from tests.factories import ActionPointFactory, DecisionFactory, MeetingFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db
PAGE = "/afspraken/waterhoek-2023-2026/besluiten"


@pytest.fixture
def held(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))


def test_it_begins_empty_and_says_what_comes(cast, visit):
    assert "What a meeting decides, and who promises what there, comes here" in words_of(visit(cast.tenant, f"{PAGE}/"))


def test_one_finds_a_decision_and_its_table_has_the_same_rows(cast, held, visit):
    DecisionFactory(meeting=held, action=cast.action, text="De kavel is verkocht.")
    ActionPointFactory(meeting=held, party=cast.tenants, text="Belt de netbeheerder.", due_on=date(2024, 11, 8))
    page = words_of(visit(cast.tenant, f"{PAGE}/"))
    assert page.index("Belt de netbeheerder.") < page.index("De kavel is verkocht."), "overdue first"
    found = visit(cast.tenant, f"{PAGE}/?q=kavel&soort=onzin&overleg=999999&jaar=x")
    assert "One decision or action point" in words_of(found)
    assert "Belt de netbeheerder." not in words_of(found)
    table = visit(cast.tenant, f"{PAGE}.csv?q=kavel").content.decode("utf-8-sig")
    heads, row = csv.reader(io.StringIO(table), delimiter=";")
    assert (heads[5], row[5], row[8]) == ("Besluit of actiepunt", "De kavel is verkocht.", "gereed")
    for kind in ("xlsx", "ods"):
        assert visit(cast.tenant, f"{PAGE}.{kind}").status_code == 200


def test_a_party_has_a_register_over_all_its_agreements(cast, held, visit):
    DecisionFactory(meeting=held, action=cast.action, text="De kavel is verkocht.")
    address = f"/partijen/{cast.association.pk}/besluiten"
    assert "De kavel is verkocht." in words_of(visit(cast.tenant, f"{address}/"))
    assert "De kavel is verkocht." in visit(cast.tenant, f"{address}.csv").content.decode("utf-8-sig")
    assert "De kavel is verkocht." not in words_of(visit(cast.tenant, f"/partijen/{cast.tenants.pk}/besluiten/"))


def test_it_is_paged_and_takes_fifteen_queries_at_any_size(cast, held, queries, visit):
    def fill(number: int) -> None:
        for place in range(number):
            DecisionFactory(meeting=held, action=cast.action, text=f"Besluit {number} {place}.")
            ActionPointFactory(meeting=held, party=cast.tenants, text=f"Punt {number} {place}.")

    fill(1)
    few = queries(cast.tenant, f"{PAGE}/")
    fill(ON_PAGE // 2 + 1)
    assert queries(cast.tenant, f"{PAGE}/") == few <= 15
    second = words_of(visit(cast.tenant, f"{PAGE}/?bladzijde=2&stand="))
    assert "page 2 of 2" in second
