"""Reporting in a browser: from the mail to done in few clicks, and nothing typed is lost on the way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.models import Measurement, ProgressUpdate
from tests.browser.looking import look_at
from tests.browser.watch import PATIENCE
from tests.factories import (
    ActionFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
    make_cast,
)

PHONE, DESKTOP = 360, 1280
COUNT_CLICKS = """
window.addEventListener("mousedown", (event) => { if (event.isTrusted) window.noteClick(); }, true);
"""
LONG_AGO = datetime(2024, 7, 10, 10, tzinfo=UTC)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def round(cast):
    today = timezone.localdate()
    return RoundFactory(
        agenda=cast.agenda,
        name="Ronde 2",
        opens_on=today - timedelta(days=5),
        closes_on=today + timedelta(days=9),
        opened_at=timezone.now() - timedelta(days=5),
        opened_by=cast.officer,
        instructions="Twee zinnen per afspraak is genoeg.",
    )


@pytest.fixture
def eight(cast, round):
    """Eight actions of De Sleutel, on schedule the last time."""
    before = RoundFactory(agenda=cast.agenda, name="Ronde 1", reference_date=date(2024, 6, 30), closed=True)
    actions = [cast.action]
    for number in range(2, 9):
        goal = GoalFactory(theme=cast.theme, number=str(20 + number), position=number)
        action = ActionFactory(goal=goal, agenda=cast.agenda, text=f"Complex {number} is verduurzaamd.", position=number)
        LeadFactory(action=action, party=cast.association)
        actions.append(action)
    for action in actions:
        ProgressUpdateFactory(action=action, round=before, party=cast.association, submitted_at=LONG_AGO)
    return actions


@pytest.fixture
def my_page(page, cast, round, sign_in):
    """The editor of De Sleutel at the list of my actions."""
    sign_in(page, cast.association_officer)
    page.goto("/mijn-acties/")
    return page


def open_form(page, row: int = 0):
    page.locator(".my-action__report").nth(row).click()
    page.locator("form[data-report]").wait_for()


def field(page, label: str):
    return page.get_by_label(label, exact=True)


def stored(**which) -> list[ProgressUpdate]:
    return list(ProgressUpdate.objects.filter(**which).order_by("pk"))


def wait_for_draft(page):
    page.locator(".saved [data-saved]").wait_for()


def kept_in_browser(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def expect_no_network(watch) -> None:
    for words in ("ERR_INTERNET_DISCONNECTED", "htmx:afterRequest", "htmx:sendError"):
        watch.expect(words)


def explain(page) -> None:
    for label in ("Waardoor komt dit?", "Wat is het gevolg voor wat is afgesproken?", "Wat doet u om bij te sturen?"):
        field(page, label).click()
        page.keyboard.type("Het net is vol.")
    field(page, "Wat vraagt u van het overleg?").click()
    page.keyboard.type("Bel de netbeheerder.")


# -- A minute per action


def test_from_the_mail_to_eight_actions_reported_in_at_most_thirty_clicks(
    page, context, cast, eight, round, sign_in, live_server
):
    """Five unchanged, two amber, one done. Typing is no click; every press of the mouse is, also to enter a field."""
    clicks = []
    context.expose_function("noteClick", lambda: clicks.append(1))
    context.add_init_script(COUNT_CLICKS)
    mail = f'<!doctype html><link rel="icon" href="data:,"><a href="{live_server.url}/mijn-acties/">Meld de voortgang</a>'
    context.route("**/mail.html", lambda route: route.fulfill(body=mail, content_type="text/html; charset=utf-8"))
    sign_in(page, cast.association_officer)
    page.goto("/mail.html")
    page.get_by_role("link", name="Meld de voortgang").click()
    page.wait_for_load_state()  # until its script runs, the button is that of a plain form, which goes on to the next action
    expect(page.locator("#mijn-stand")).to_contain_text("8 afspraken wachten op u")

    for left in range(7, 2, -1):
        before = len(clicks)
        page.locator("[data-waiting] button:visible").first.click()
        expect(page.locator("[data-waiting]")).to_have_count(left)
        assert len(clicks) - before == 1

    page.locator("[data-waiting] .my-action__report").first.click()
    for left in (2, 1):
        expect(field(page, "Wat is er gedaan?")).to_be_focused()
        page.keyboard.type("De vergunning is aangevraagd.")
        field(page, "Wat gebeurt er hierna?").click()
        page.keyboard.type("Wij wachten op de netbeheerder.")
        page.locator("form[data-report] .option").filter(has_text="Risico").click()
        explain(page)
        page.get_by_role("button", name="Voortgang indienen").click()
        expect(page.locator("[data-waiting]")).to_have_count(left)
    expect(field(page, "Wat is er gedaan?")).to_be_focused()
    page.keyboard.type("De woningen zijn opgeleverd.")
    page.locator("form[data-report] .option").filter(has_text="Het is gehaald").click()
    page.locator("form[data-report] .option").filter(has_text="Het werk is klaar").click()
    page.get_by_role("button", name="Voortgang indienen").click()
    expect(page.locator("#mijn-stand")).to_contain_text("Er wacht niets meer op u.")
    expect(page.locator("#mijn-stand")).to_be_focused()
    expect(page.locator("#mijn-teller")).to_have_text("")

    told = [(update.judgement, update.is_unchanged) for update in stored(round=round)]
    assert told == [("on_track", True)] * 5 + [("at_risk", False)] * 2 + [("done", False)]
    assert all(update.is_submitted for update in stored(round=round))
    assert len(clicks) <= 30, f"{len(clicks)} clicks"
    assert kept_in_browser(page) == []


def test_the_whole_way_by_keyboard(eight, my_page, round):
    page = my_page
    page.locator("[data-waiting] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-waiting]")).to_have_count(7)
    expect(page.locator("[data-waiting] button").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field(page, "Wat is er gedaan?")).to_be_focused()
    page.keyboard.type("De keukens zijn geplaatst.")
    page.keyboard.press("Tab")
    page.keyboard.type("De badkamers volgen.")
    page.keyboard.press("Tab")
    expect(page.locator("[name=phase][value=running]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[name=judgement][value=on_track]")).to_be_checked()
    expect(field(page, "Waardoor komt dit?")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Voortgang indienen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-waiting]")).to_have_count(6)
    assert [(update.judgement, update.done) for update in stored(round=round)][1] == ("on_track", "De keukens zijn geplaatst.")


# -- Nothing typed is lost


def test_a_draft_saves_by_itself_and_says_so(my_page, round):
    page = my_page
    open_form(page)
    field(page, "Wat is er gedaan?").fill("De fundering ligt er.")
    expect(page.locator(".saved")).to_contain_text("Concept bewaard om")
    assert page.locator(".saved").get_attribute("role") == "status"
    assert [(draft.done, draft.is_submitted) for draft in stored(round=round)] == [("De fundering ligt er.", False)]
    assert kept_in_browser(page) == []


def test_a_tab_that_was_closed_before_it_saved_loses_nothing(my_page, context, round):
    page = my_page
    open_form(page)
    page.route("**/concept/", lambda _route: None)  # saving does not come through, however slow this machine is
    field(page, "Wat is er gedaan?").fill("Net getypt.")
    page.wait_for_timeout(300)  # the browser writes what was kept a moment later
    page.close()
    assert stored(round=round) == []
    again = context.new_page()
    again.goto("/mijn-acties/")
    expect(field(again, "Wat is er gedaan?")).to_have_value("Net getypt.")
    wait_for_draft(again)
    assert [draft.done for draft in stored(round=round)] == ["Net getypt."]


def test_two_tabs_show_both_versions_and_one_chooses(my_page, context, watch, round):
    watch.expect("409")
    first, second = my_page, context.new_page()
    second.goto("/mijn-acties/")
    open_form(first)
    open_form(second)
    field(first, "Wat is er gedaan?").fill("In het eerste tabblad.")
    wait_for_draft(first)
    field(second, "Wat is er gedaan?").fill("In het tweede tabblad.")
    box = second.locator(".elsewhere")
    expect(box).to_contain_text("In het eerste tabblad.")
    expect(field(second, "Wat is er gedaan?")).to_have_value("In het tweede tabblad.")
    assert [draft.done for draft in stored(round=round)] == ["In het eerste tabblad."]
    box.get_by_role("button", name="Bewaar mijn versie").click()
    wait_for_draft(second)
    expect(box).to_be_empty()
    assert [draft.done for draft in stored(round=round)] == ["In het tweede tabblad."]


CLICK_AT_ONCE = """
new MutationObserver((_changes, observer) => {
  const button = document.querySelector("[name=keep_mine]");
  if (button) { observer.disconnect(); button.click(); }
}).observe(document.body, { childList: true, subtree: true })
"""


def test_what_appears_works_at_that_very_moment(my_page, context, watch, round):
    """Not a moment later: a click in between would leave the list by the form's own way."""
    watch.expect("409")
    first, second = my_page, context.new_page()
    second.goto("/mijn-acties/")
    open_form(first)
    open_form(second)
    field(first, "Wat is er gedaan?").fill("In het eerste tabblad.")
    wait_for_draft(first)
    second.evaluate(CLICK_AT_ONCE)
    field(second, "Wat is er gedaan?").fill("In het tweede tabblad.")
    wait_for_draft(second)
    assert second.url.endswith("/mijn-acties/")
    assert [draft.done for draft in stored(round=round)] == ["In het tweede tabblad."]


def test_the_other_version_can_be_taken_over(my_page, context, watch, round):
    watch.expect("409")
    first, second = my_page, context.new_page()
    second.goto("/mijn-acties/")
    open_form(first)
    open_form(second)
    field(first, "Wat is er gedaan?").fill("In het eerste tabblad.")
    wait_for_draft(first)
    field(second, "Wat is er gedaan?").fill("In het tweede tabblad.")
    second.get_by_role("link", name="Neem de andere versie over").click()
    expect(field(second, "Wat is er gedaan?")).to_have_value("In het eerste tabblad.")
    assert [draft.done for draft in stored(round=round)] == ["In het eerste tabblad."]


def test_without_a_connection_typing_is_kept_and_sent_when_it_is_back(my_page, context, watch, round):
    expect_no_network(watch)
    page = my_page
    open_form(page)
    context.set_offline(True)
    field(page, "Wat is er gedaan?").fill("Getypt in de trein.")
    expect(page.locator(".saved")).to_contain_text("Geen verbinding: wat u typt blijft bewaard op dit apparaat.")
    page.wait_for_timeout(1200)
    assert stored(round=round) == []
    context.set_offline(False)
    wait_for_draft(page)
    assert [draft.done for draft in stored(round=round)] == ["Getypt in de trein."]
    assert kept_in_browser(page) == []


def test_after_a_time_out_the_words_come_back_with_the_login(my_page, cast, round, sign_in):
    page = my_page
    open_form(page)
    field(page, "Wat is er gedaan?").fill("Begonnen.")
    wait_for_draft(page)
    Session.objects.all().delete()
    field(page, "Wat is er gedaan?").fill("Begonnen en verder getypt.")
    expect(page.locator(".saved")).to_contain_text("U bent uitgelogd.")
    expect(page.get_by_role("link", name="Log opnieuw in")).to_be_visible()
    page.get_by_role("button", name="Voortgang indienen").click()  # which leads to the login by itself
    page.locator("[type=password]").wait_for()
    sign_in(page, cast.association_officer)
    page.goto("/mijn-acties/")
    expect(field(page, "Wat is er gedaan?")).to_have_value("Begonnen en verder getypt.")
    wait_for_draft(page)
    assert [(draft.done, draft.is_submitted) for draft in stored(round=round)] == [("Begonnen en verder getypt.", False)]


def test_figures_stay_in_the_browser_until_they_are_submitted(my_page, context, cast, round, watch):
    watch.expect("422")
    TargetFactory(indicator=IndicatorFactory(goal=cast.goal, name="Nieuwe woningen"), value=75)
    page = my_page
    open_form(page)
    fill_in(page)
    page.get_by_text("Cijfers doorgeven").click()
    page.get_by_label("Cijfer (woningen)").fill("achtendertig")
    page.get_by_label("Voorlopig").check()
    wait_for_draft(page)
    page.close()
    again = context.new_page()
    again.goto("/mijn-acties/")
    figure = again.get_by_label("Cijfer (woningen)")
    expect(figure).to_have_value("achtendertig")
    expect(figure).to_be_visible()
    expect(again.get_by_label("Voorlopig")).to_be_checked()
    again.get_by_role("button", name="Voortgang indienen").click()
    expect(again.locator(".summary")).to_contain_text("Nieuwe woningen: Schrijf een getal")
    expect(figure).to_have_value("achtendertig")
    again.reload()
    expect(figure).to_have_value("achtendertig")
    figure.fill("38")
    again.get_by_role("button", name="Voortgang indienen").click()
    expect(again.locator("#mijn-stand")).to_contain_text("Er wacht niets meer op u.")
    assert [(row.value, row.provisional) for row in Measurement.objects.all()] == [(38, True)]
    assert kept_in_browser(again) == []


def test_someone_who_signs_out_leaves_nothing_in_the_browser(my_page, watch):
    expect_no_network(watch)
    watch.expect("ERR_FAILED")
    page = my_page
    page.route("**/concept/", lambda route: route.abort())
    open_form(page)
    field(page, "Wat is er gedaan?").fill("Vertrouwelijk.")
    expect(page.locator(".saved")).to_contain_text("Geen verbinding")
    assert len(kept_in_browser(page)) == 1
    page.locator("form[action*=logout] button").click()
    page.locator("[type=password]").wait_for()
    assert kept_in_browser(page) == []


def fill_in(page) -> None:
    field(page, "Wat is er gedaan?").fill("De fundering ligt er.")
    field(page, "Wat gebeurt er hierna?").fill("De ruwbouw begint.")
    page.locator("[name=phase][value=running]").check()
    page.locator("[name=judgement][value=on_track]").check()


def test_a_double_click_and_the_way_back_save_nothing_twice(my_page, cast, round):
    page = my_page
    page.goto(f"/acties/{cast.action.pk}/voortgang/")
    fill_in(page)
    page.get_by_role("button", name="Voortgang indienen").dblclick()
    page.wait_for_url("**/mijn-acties/")
    page.go_back()
    expect(page.get_by_role("link", name="Opnieuw melden")).to_be_visible()
    assert [update.is_submitted for update in stored(round=round)] == [True]
    assert kept_in_browser(page) == []


def test_a_refusal_keeps_every_word_and_leads_to_the_field(my_page, watch, round):
    watch.expect("422")
    page = my_page
    open_form(page)
    fill_in(page)
    page.locator("[name=judgement][value=at_risk]").check()
    field(page, "Wat is het gevolg voor wat is afgesproken?").fill("Twee maanden later.")
    page.get_by_role("button", name="Voortgang indienen").click()
    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Schrijf op waardoor dit komt.")
    expect(field(page, "Wat is het gevolg voor wat is afgesproken?")).to_have_value("Twee maanden later.")
    summary.get_by_role("link", name="Schrijf op waardoor dit komt.").click()
    expect(field(page, "Waardoor komt dit?")).to_be_focused()
    assert [update.is_submitted for update in stored(round=round)] == [False]


# -- For everyone


def test_list_and_form_are_accessible_and_fit_a_phone(eight, my_page, watch, axe):
    watch.expect("422")
    page = my_page
    open_form(page, 1)
    page.locator("[name=judgement][value=at_risk]").check()
    page.get_by_text("Doe een voorstel").click()
    page.locator("[name=proposal][value=other_date]").check()
    look_at(page, DESKTOP, PHONE)
    page.get_by_role("button", name="Voortgang indienen").click()
    page.locator(".summary").wait_for()
    axe(page)
    page.goto(f"/acties/{eight[2].pk}/voortgang/")
    look_at(page, DESKTOP, PHONE)


def test_without_javascript_one_saves_a_draft_and_submits(chromium, live_server, cast, round, sign_in):
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL", java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in(page, cast.association_officer)
    page.goto("/mijn-acties/")
    page.locator(".my-action__report").click()
    field(page, "Wat is er gedaan?").fill("De fundering ligt er.")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.locator(".messages")).to_contain_text("Uw concept is bewaard.")
    fill_in(page)
    page.get_by_role("button", name="Voortgang indienen").click()
    expect(page.locator("#mijn-stand")).to_contain_text("Er wacht niets meer op u.")
    assert [update.judgement for update in stored(round=round)] == ["on_track"]
    context.close()
