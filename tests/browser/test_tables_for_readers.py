"""On a phone a table is laid out as cards; for a screen reader it stays a table with rows, headings and cells."""

from collections import Counter

import pytest

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


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("place", ["agenda", "dashboard", "my_actions"])
def test_every_table_that_is_shown_has_its_roles(width, place, page, cast, sign_in):
    agenda = cast.agenda.get_absolute_url()
    address = {"agenda": agenda, "dashboard": f"{agenda}dashboard/", "my_actions": "/mijn-acties/"}[place]
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, cast.association_officer)
    page.goto(address)
    page.eval_on_selector_all("main details", "found => found.forEach(fold => fold.open = true)")
    tables = page.locator("table:visible").count()
    found = roles_of(page)
    assert found["table"] == tables
    assert found["row"] == page.evaluate(SHOWN, "tr")
    assert sum(found[role] for role in HEADINGS) == page.evaluate(SHOWN, "th")
    assert found["cell"] == page.evaluate(SHOWN, "td")
    assert tables or place == "my_actions", "nothing was looked at"
    assert not found["LayoutTable"]
