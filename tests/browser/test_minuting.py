"""Minuting in a browser: by keyboard alone, without JavaScript, and by two people at one item who lose no word."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.models import ActionPoint, Decision, Item
from tests.browser.looking import look_at
from tests.browser.watch import PATIENCE
from tests.factories import ItemFactory, MeetingFactory, MembershipFactory, UserFactory, make_cast

WIDTHS = (1280, 390, 320)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=timezone.localdate())


@pytest.fixture
def items(cast, meeting):
    return [
        ItemFactory(meeting=meeting, title="Opening", position=1),
        ItemFactory(meeting=meeting, title="De flexwoningen", action=cast.action, position=2),
    ]


@pytest.fixture
def colleague(cast):
    return MembershipFactory(party=cast.municipality, role="coordinator", user=UserFactory(name="Cor Coördinator")).user


def address(meeting, item) -> str:
    return f"/overleggen/{meeting.pk}/notuleren/?punt={item.pk}"


def later(page) -> None:
    """The page asks again what others wrote, which it does every four seconds."""
    page.clock.fast_forward(4_100)


def said_of(item) -> str:
    return Item.objects.get(pk=item.pk).discussed


def tab_to(page, name: str) -> None:
    """With Tab alone to the field, button or link of this name. A driven browser hears no access keys; test_minuting.py of the
    views has those."""
    for _press in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return (e.labels?.[0]?.textContent || e.textContent || '').trim(); }"
        )
        if re.match(name, re.sub(r"\s+", " ", focused)):
            return
    raise AssertionError(f"Tab comes nowhere at {name}")


def test_a_whole_item_by_keyboard_alone(page, sign_in, cast, meeting, items):
    sign_in(page, cast.officer)
    page.goto(address(meeting, items[0]))
    tab_to(page, "Volgend agendapunt")
    page.keyboard.press("Enter")
    expect(page.locator("h2")).to_contain_text("De flexwoningen")
    tab_to(page, "Wat is gezegd")
    expect(page.locator("#id_discussed")).to_be_focused()
    page.keyboard.type("Er is geen stroom.")
    expect(page.locator("#bewaard")).to_contain_text("Opgeslagen om")
    assert said_of(items[1]) == "Er is geen stroom."
    tab_to(page, "(?i)bijstellen|aanpassen")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=los-kind][value=drop]")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("De actie vervalt.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article.decision")).to_contain_text("De actie vervalt.")
    assert Decision.objects.get().item.discussed == "Er is geen stroom."
    tab_to(page, "Wie doet wat")
    page.keyboard.type("Belt de netbeheerder.")
    page.keyboard.press("Tab")
    page.keyboard.type("A. Bouwer, 1 mei")
    expect(page.locator("#begrepen")).to_contain_text("Abel Bouwer (De Sleutel), 1 mei")
    page.keyboard.press("Enter")
    expect(page.locator(".minuting__point")).to_contain_text("Abel Bouwer (De Sleutel)")
    assert ActionPoint.objects.get().text == "Belt de netbeheerder."
    tab_to(page, "Vorig agendapunt")
    page.keyboard.press("Enter")
    expect(page.locator("h2")).to_contain_text("Opening")


def test_without_javascript_everything_is_done_with_forms_and_links(chromium, live_server, sign_in, cast, meeting, items):
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, cast.officer)
    page.goto(address(meeting, items[0]))
    page.get_by_role("link", name="Volgend agendapunt").click()
    page.get_by_label("Wat is gezegd").fill("Er is geen stroom.")
    with page.expect_navigation():
        page.get_by_role("button", name="Opslaan", exact=True).click()
    assert said_of(items[1]) == "Er is geen stroom."
    page.locator("[name=los-kind][value=drop]").check()
    page.get_by_label("In de woorden van het overleg").fill("De actie vervalt.")
    page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.locator("article.decision")).to_contain_text("De actie vervalt.")
    page.get_by_label("Wie doet wat?").fill("Belt.")
    page.get_by_text("Kies uit lijsten").click()
    page.get_by_label("Persoon of partij").select_option(label="De Sleutel")
    page.locator("#id_due_on").fill("2027-05-01")
    page.get_by_role("button", name="Actiepunt vastleggen").click()
    expect(page.locator(".minuting__point")).to_contain_text("1 mei 2027")
    page.get_by_text("Vul aan wat niet klopte of ontbrak").click()
    page.get_by_label("Wat niet klopte of ontbrak").fill("Ook geen water.")
    page.get_by_role("button", name="Aanvulling vastleggen").click()
    expect(page.locator("#woorden")).to_contain_text("Ook geen water.")
    context.close()


@pytest.fixture
def second(chromium, live_server, sign_in, colleague):
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.clock.install()
    page = context.new_page()
    sign_in(page, colleague)
    yield page
    context.close()


def test_two_people_at_one_item_see_each_others_words_and_lose_none(page, watch, second, sign_in, cast, meeting, items):
    watch.expect("409")
    page.context.clock.install()
    item = items[1]
    sign_in(page, cast.officer)
    page.goto(address(meeting, item))
    second.goto(address(meeting, item))
    second.locator("#id_discussed").press_sequentially("Cor: geen stroom.")
    expect(second.locator("#bewaard")).to_contain_text("Opgeslagen om")
    later(page)
    expect(page.locator("#anderen")).to_contain_text("Cor: geen stroom.")
    expect(page.locator("#anderen")).to_contain_text("Cor Coördinator")
    page.locator("#id_discussed").press_sequentially("Olga: wel stroom.")
    expect(page.locator("#bewaard")).to_contain_text("Niet opgeslagen")
    assert said_of(item) == "Cor: geen stroom."
    page.get_by_role("button", name="Zet beide teksten in het vak").click()
    expect(page.locator("#id_discussed")).to_have_value("Cor: geen stroom.\n\nOlga: wel stroom.")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator("#anderen")).to_be_empty()
    assert said_of(item) == "Cor: geen stroom.\n\nOlga: wel stroom."
    later(second)
    expect(second.locator("#anderen")).to_contain_text("Olga: wel stroom.")
    expect(second.locator("#id_discussed")).to_have_value("Cor: geen stroom.")
    second.get_by_role("button", name="Neem over wat er nu staat").click()
    expect(second.locator("#id_discussed")).to_have_value("Cor: geen stroom.\n\nOlga: wel stroom.")


def test_who_types_while_another_decides_keeps_the_words_as_an_addition(page, watch, second, sign_in, cast, meeting, items):
    watch.expect("409")
    page.context.clock.install()
    item = items[1]
    sign_in(page, cast.officer)
    page.goto(address(meeting, item))
    second.goto(address(meeting, item))
    second.locator("[name=los-kind][value=discuss]").check()
    second.get_by_label("In de woorden van het overleg").fill("Gaat door.")
    second.get_by_role("button", name="Besluit vastleggen").click()
    expect(second.locator("article.decision")).to_contain_text("Gaat door.")
    page.locator("#id_discussed").press_sequentially("Olga: te laat.")
    expect(page.locator("#anderen")).to_contain_text("intussen besloten")
    later(page)
    expect(page.locator("article.decision")).to_contain_text("Gaat door.")
    page.get_by_role("button", name="Vul aan met wat ik typte").click()
    expect(page.locator("#woorden")).to_contain_text("Olga: te laat.")
    later(second)
    expect(second.locator("#woorden")).to_contain_text("Olga: te laat.")


def test_a_closed_browser_has_what_was_typed_also_of_a_decision(page, context, sign_in, cast, meeting, items):
    sign_in(page, cast.officer)
    page.goto(address(meeting, items[1]))
    page.get_by_label("In de woorden van het overleg").fill("Nog niet vastgelegd.")
    page.locator("#id_discussed").fill("Er is stroom.")
    expect(page.locator("#bewaard")).to_contain_text("Opgeslagen om")
    page.close()
    again = context.new_page()
    again.goto(address(meeting, items[1]))
    expect(again.get_by_label("In de woorden van het overleg")).to_have_value("Nog niet vastgelegd.")
    expect(again.locator("#id_discussed")).to_have_value("Er is stroom.")


def test_it_fits_every_screen_and_axe_finds_nothing(page, sign_in, cast, meeting, items):
    sign_in(page, cast.officer)
    point = ActionPoint(meeting=meeting, item=items[1], text="Belt.", party=cast.association, due_on=timezone.localdate())
    point.save()
    for where in (address(meeting, items[1]), point.get_absolute_url()):
        page.goto(where)
        look_at(page, *WIDTHS)
