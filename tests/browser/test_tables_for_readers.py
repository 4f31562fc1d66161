"""On a phone a table is laid out as cards; for a screen reader it stays a table with rows, headings and cells."""

from collections import Counter

import pytest

from tests.browser.looking import at_width, unfold
from tests.factories import ProgressUpdateFactory, RoundFactory, make_cast

PHONE, DESKTOP = 390, 1280
SHOWN = """
(tag) => [...document.querySelectorAll("table " + tag)].filter((part) => part.getClientRects().length).length
"""
HEADINGS = {"columnheader", "rowheader"}


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    round = RoundFactory(agenda=cast.agenda)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    return cast


def roles_of(page) -> Counter:
    """How often each role stands in what Chromium tells a screen reader."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return Counter(node["role"]["value"] for node in nodes if not node["ignored"])


def test_every_table_that_is_shown_has_its_roles(page, cast, sign_in, subtests):
    agenda = cast.agenda.get_absolute_url()
    sign_in(page, cast.association_officer)
    for place, address in {"agenda": agenda, "dashboard": f"{agenda}dashboard/", "my actions": "/mijn-acties/"}.items():
        page.goto(address)
        unfold(page, "main details")
        for width in (PHONE, DESKTOP):
            with subtests.test(place, width=width):
                at_width(page, width)
                assert_it_has_its_roles(page, place)


def assert_it_has_its_roles(page, place: str) -> None:
    tables = page.locator("table:visible").count()
    found = roles_of(page)
    assert found["table"] == tables
    assert found["row"] == page.evaluate(SHOWN, "tr")
    assert sum(found[role] for role in HEADINGS) == page.evaluate(SHOWN, "th")
    assert found["cell"] == page.evaluate(SHOWN, "td")
    assert tables or place == "my actions", "nothing was looked at"
    assert not found["LayoutTable"]
