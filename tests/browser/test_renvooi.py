"""Was–wordt in a real browser: ten changes, of which a number and a "niet" jump to the eye and a number of a chapter does not."""

import pytest

from tests.agreements.ten_changes import make_ten_changes
from tests.browser.looking import DESKTOP, PHONE, look_at


@pytest.fixture
def draft(transactional_db, cast):
    return make_ten_changes(cast)


def test_ten_changes(page, sign_in, axe, cast, draft):
    sign_in(page, cast.officer)
    page.goto(draft.address("adoption"))
    look_at(page, PHONE, DESKTOP)
    rows = page.locator(".text-changes__row")
    heavy = rows.filter(has=page.locator(".renvooi__weighty"))
    assert [heavy.nth(at).locator("strong").first.inner_text() for at in range(5)] == [f"Doel {n}" for n in (21, 22, 24, 25, 26)]
    for sign, other in (("del", "dashed"), ("ins", "solid")):
        style = page.locator(f".renvooi {sign} .renvooi__weighty").first.evaluate(
            "word => { const style = getComputedStyle(word); return [style.borderTopStyle, style.fontWeight] }"
        )
        assert style == [other, "700"], "a box and bold, so not by colour alone"
    quiet = page.locator(".text-changes__row--quiet")
    assert [row.split()[:3] for row in quiet.all_inner_texts()] == [["Thema", "4.", "Zorg"]]
    page.goto(draft.get_absolute_url())
    page.locator("details.becoming summary").first.click()
    axe(page, ".becoming")
