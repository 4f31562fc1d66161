"""Every page in a real browser: readable by all, on a phone, by keyboard, without JavaScript and on paper."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from agreements.demo import FIXTURES, load_document
from agreements.models import Action, Goal
from parties.models import User
from tests.browser.looking import DESKTOP, PHONE, ZOOMED, assert_well_built, at_width, look_with_axe, unfold
from tests.browser.watch import PATIENCE
from tests.factories import GoalFactory, UserFactory

PASSWORD = "een lang wachtwoord"


@pytest.fixture
def heumen(transactional_db):
    return load_document(FIXTURES / "heumen.json")


@pytest.fixture
def addresses(heumen):
    """Both documents, and the address of every page by its name."""
    heeze_leende = load_document(FIXTURES / "heeze_leende.json")
    with_everything = Goal.objects.get(theme__agreement=heumen, number="20")
    dropped = Action.objects.get(goal__theme__agreement=heumen, goal__number="8")
    agenda = heumen.agendas.get().get_absolute_url()
    return {
        "overview": "/",
        "agreements": "/afspraken/",
        "Heumen": heumen.get_absolute_url(),
        "Heeze-Leende": heeze_leende.get_absolute_url(),
        "agenda of Heumen": agenda,
        "agenda of Heeze-Leende": heeze_leende.agendas.get().get_absolute_url(),
        "agenda with results": f"{agenda}?soort=dropped",
        "agenda without results": f"{agenda}?zoek=zeppelin",
        "goal": with_everything.get_absolute_url(),
        "goal in a paragraph": Goal.objects.get(theme__agreement=heeze_leende, number="2.2.1").get_absolute_url(),
        "action": with_everything.actions.get().get_absolute_url(),
        "dropped action": dropped.get_absolute_url(),
        "not found": "/afspraken/bestaat-niet/",
    }


MENUS = "details.menu, details.downloads"  # which lie over the page while they are open


@pytest.fixture
def admin(transactional_db):
    return UserFactory(is_superuser=True, name="Ad Min")


def words(page) -> set[str]:
    """The words to be read on the page, also those one press away under a heading that folds."""
    unfold(page)
    return set(re.findall(r"\w+", page.evaluate("document.querySelector('main').innerText")))


def query_of(page) -> dict[str, list[str]]:
    """What the address says was chosen."""
    return parse_qs(urlsplit(page.url).query)


def focused(page) -> str:
    """What has the focus: its words, its name or its id."""
    return page.evaluate(
        "(() => { const has = document.activeElement; return has.name || has.id || has.innerText.trim(); })()",
    )


# -- Every page


def test_every_page_is_accessible_fits_every_window_and_loses_no_word(page, watch, sign_in, addresses, admin, subtests):
    """One test, because loading the documents takes longer than looking at them."""
    watch.expect("404")

    def look() -> None:
        at_width(page, DESKTOP)
        shown = words(page)
        for width in (DESKTOP, ZOOMED, PHONE):
            at_width(page, width)
            assert_well_built(page)
            assert shown - words(page) == set()
        page.evaluate("(menus) => document.querySelectorAll(menus).forEach((menu) => { menu.open = false; })", MENUS)
        look_with_axe(page)
        at_width(page, DESKTOP)
        look_with_axe(page, again=True)

    page.goto("/account/login/")
    with subtests.test("login"):
        look()
    page.get_by_label("Wachtwoord").fill("verkeerd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    with subtests.test("login after a mistake"):
        look()
    sign_in(page, admin)
    for name, address in addresses.items():
        with subtests.test(name):
            response = page.goto(address)
            assert response.status == (404 if name == "not found" else 200)
            look()


def test_an_agenda_on_paper_is_the_document_without_the_site_around_it(page, sign_in, heumen, admin):
    sign_in(page, admin)
    page.goto(heumen.agendas.get().get_absolute_url())
    page.emulate_media(media="print")
    for part in (".bar", ".foot", ".crumbs", ".contents", ".tools", ".fold--filters", ".utrecht-skip-link"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.get_by_role("heading", name="Uitvoeringsagenda 2024", level=1)).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(4)
    expect(page.locator("[id^=doel-]:visible")).to_have_count(29)
    assert (
        page.locator("[id^=actie-]:visible").count() == Action.objects.filter(agenda__agreement__slug="heumen-2023-2026").count()
    )
    assert "Details" not in page.locator("main").inner_text()


# -- On a phone


def test_on_a_phone_every_row_is_a_short_article_and_still_a_row_of_a_table(page, sign_in, cast):
    sign_in(page, cast.tenant)
    at_width(page, DESKTOP)
    page.goto(cast.agenda.get_absolute_url())
    row = page.locator(f"#doel-{cast.goal.pk}")
    assert row.evaluate("row => getComputedStyle(row).display") == "table-row"

    at_width(page, PHONE)
    assert page.locator("thead").evaluate("head => head.getBoundingClientRect().height") <= 1
    cells = row.locator("th, td")
    assert row.evaluate("row => getComputedStyle(row).display") == "block"
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert [above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(boxes)] == [True] * 3
    assert {box["x"] >= 0 and box["x"] + box["width"] <= PHONE for box in boxes} == {True}

    table = page.get_by_role("table", name="Thema 1. Betaalbaar wonen")
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table.get_by_role("rowheader")).to_have_count(1)
    expect(table.get_by_role("cell")).to_have_count(3)
    assert "Trekker: De Sleutel (realisatie bouw)" in row.inner_text()


def test_on_a_phone_filters_and_contents_are_folded_and_one_press_away(page, sign_in, cast):
    sign_in(page, cast.tenant)
    at_width(page, PHONE)
    page.goto(cast.agenda.get_absolute_url())
    expect(page.get_by_label("Woorden")).to_be_hidden()
    page.get_by_text("Zoeken en filteren").press("Enter")
    expect(page.get_by_label("Woorden")).to_be_visible()
    page.get_by_text("Inhoud", exact=True).press("Enter")
    page.get_by_role("link", name="Thema 1. Betaalbaar wonen").press("Enter")
    page.wait_for_url(f"**#thema-{cast.theme.pk}")


# -- By keyboard


def test_the_first_tab_is_the_way_past_the_navigation(page, sign_in, cast):
    sign_in(page, cast.tenant)
    page.goto(cast.agenda.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_tab_reaches_every_filter_and_the_button_in_order_and_shows_where_it_is(page, sign_in, cast):
    sign_in(page, cast.tenant)
    at_width(page, DESKTOP)
    page.goto(cast.agenda.get_absolute_url())
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(focused(page))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or reached[-1] == "", f"nothing shows that {reached[-1]} has the focus"
        if reached[-1] == "Toon":
            break
    assert reached[-6:] == ["zoek", "partij", "thema", "soort", "opmerkingen", "Toon"]


def test_enter_shows_the_choice_which_stays_in_the_address_through_reload_and_back(page, sign_in, cast):
    GoalFactory(theme=cast.theme, number="18", text="Buurten blijven heel.", position=2)
    sign_in(page, cast.tenant)
    at_width(page, DESKTOP)
    page.goto(cast.agenda.get_absolute_url())
    whole = page.locator("tr[id^=doel-]")
    expect(whole).to_have_count(2)

    page.get_by_label("Woorden").fill("buurten")
    page.keyboard.press("Enter")
    page.wait_for_url("**zoek=buurten**")
    assert query_of(page)["zoek"] == ["buurten"]
    assert [row.get_attribute("id") for row in page.locator("tr[id^=doel-]").all()] != []
    expect(page.get_by_role("status")).to_contain_text("1 van 2")
    expect(page.get_by_label("Woorden")).to_have_value("buurten")

    page.reload()
    expect(page.locator("tr[id^=doel-]")).to_have_count(1)
    page.get_by_role("link", name="Doel 18").click()
    page.go_back()
    assert query_of(page)["zoek"] == ["buurten"]
    expect(page.get_by_label("Woorden")).to_have_value("buurten")
    expect(page.locator("tr[id^=doel-]")).to_have_count(1)
    page.go_back()
    expect(page.locator("tr[id^=doel-]")).to_have_count(2)


def test_a_choice_from_a_list_is_made_by_keyboard(page, sign_in, cast):
    sign_in(page, cast.tenant)
    at_width(page, DESKTOP)
    page.goto(cast.agenda.get_absolute_url())
    party = page.locator("select[name=partij]")
    party.focus()
    page.keyboard.press("ArrowDown")
    expect(party).to_have_value(str(cast.association.pk))
    page.get_by_role("button", name="Toon").press("Enter")
    page.wait_for_url("**partij=**")
    assert query_of(page) == {"partij": [str(cast.association.pk)]}


# -- Without JavaScript


@pytest.fixture
def plain_page(chromium, live_server):
    """A page in a browser that runs no scripts."""
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL", java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_without_javascript_one_signs_in_filters_changes_language_and_signs_out(plain_page, cast):
    user = User.objects.get(pk=cast.tenant.pk)
    user.set_password(PASSWORD)
    user.save()
    page = plain_page
    page.goto(cast.agenda.get_absolute_url())
    assert urlsplit(page.url).path == "/account/login/"
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(f"**{cast.agenda.get_absolute_url()}")

    page.get_by_label("Woorden").fill("flexwoningen")
    page.get_by_role("button", name="Toon").click()
    page.wait_for_url("**zoek=flexwoningen**")
    expect(page.locator("tr[id^=doel-]")).to_have_count(1)

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert query_of(page)["zoek"] == ["flexwoningen"]
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")
