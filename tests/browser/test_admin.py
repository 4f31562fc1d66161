"""The admin in a browser: typing is not lost, errors get the focus, and without JavaScript it works too."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from agreements.models import Goal, MeetingRule
from tests.factories import make_cast

READY, KEPT = 60, 420  # milliseconds after which the script of the page watches the form, and after which it keeps what was typed


def wait_in(page, milliseconds: int) -> None:
    """By the clock of the page, whose own timers were set before, so that those are over, however slow it is."""
    page.evaluate("(wait) => new Promise((done) => setTimeout(done, wait))", milliseconds)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def page_of(row, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[] if isinstance(row, type) else [row.pk])


@pytest.fixture
def typed(cast, page, sign_in):
    """The officer has typed in the form of the agreement, with a rule more on meetings, and has not saved it."""
    sign_in(page, cast.officer)
    page.goto(page_of(cast.agreement))
    wait_in(page, READY)
    page.fill("#id_introduction", "Nog niet bewaard.")
    page.click("#meeting_rules-group summary")
    page.click("#meeting_rules-group .add-row a")
    page.fill("#id_meeting_rules-0-frequency", "ieder kwartaal")
    page.locator("#id_meeting_rules-0-kind").select_option("ambtelijk")
    wait_in(page, KEPT)
    return page


def test_what_was_typed_is_offered_after_the_tab_was_closed(cast, typed, context):
    typed.close()
    page = context.new_page()
    page.goto(page_of(cast.agreement))
    offer = page.locator("#kept-typing [role=status]")
    offer.filter(has_text="te").wait_for()
    page.locator("[data-kept=restore]").press("Enter")
    assert page.input_value("#id_introduction") == "Nog niet bewaard."
    assert page.input_value("#id_meeting_rules-0-frequency") == "ieder kwartaal"
    assert page.input_value("#id_meeting_rules-0-kind") == "ambtelijk"
    page.locator("[name=_continue]").click()
    page.locator("ul.messagelist li.success").wait_for()
    assert [rule.frequency for rule in cast.agreement.meeting_rules.all()] == ["ieder kwartaal"]
    page.reload()
    wait_in(page, READY)
    assert page.evaluate("Object.keys(localStorage)") == []
    assert not page.locator("[data-kept=restore]").is_visible()


def test_a_lost_session_keeps_the_text(cast, typed, sign_in):
    Session.objects.all().delete()
    typed.locator("[name=_continue]").click()
    typed.locator("[name=password]").wait_for()
    sign_in(typed, cast.officer)
    typed.goto(page_of(cast.agreement))
    typed.locator("[data-kept=drop]").click()
    assert typed.evaluate("Object.keys(localStorage)") == []
    assert typed.input_value("#id_introduction") != "Nog niet bewaard."


def test_leaving_is_asked_only_when_there_is_something_to_lose(cast, page, sign_in):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sign_in(page, cast.officer)
    page.goto(page_of(cast.goal))
    wait_in(page, READY)
    page.goto(page_of(cast.agreement))
    assert asked == []
    wait_in(page, READY)
    page.click("#id_introduction")
    page.keyboard.type("x")
    page.goto(page_of(cast.goal))
    assert asked == ["beforeunload"]


def test_after_an_error_the_summary_has_the_focus(cast, page, sign_in):
    sign_in(page, cast.officer)
    page.goto(page_of(MeetingRule, "add"))
    wait_in(page, READY)
    page.locator("form#meetingrule_form").evaluate("form => { form.noValidate = true }")
    page.locator("[name=_save]").click()
    page.locator(".error-summary:focus").wait_for()


def test_the_preview_looks_like_the_site(cast, page, sign_in):
    cast.action.delete()
    cast.agenda.delete()  # so that no page writes the goal
    sign_in(page, cast.officer)
    page.goto(page_of(cast.goal))
    page.fill("#id_text", "Wij doen:\n\n- een\n- twee\n  - drie\n\n1. vier")
    with page.expect_popup() as opened:
        page.click(".markdown__button")
    tab = opened.value
    assert tab.locator("main li").all_inner_texts()[0] == "een"
    style = tab.locator("main li").first.evaluate("li => getComputedStyle(li).listStyleType")
    tab.close()
    expect(page.locator("#id_text")).to_have_value("Wij doen:\n\n- een\n- twee\n  - drie\n\n1. vier")
    page.locator("#id_number").press("Enter")
    page.locator("ul.messagelist .success").wait_for()
    assert Goal.objects.get(pk=cast.goal.pk).text.startswith("Wij doen"), "Enter saves"
    assert style == "disc"
