"""The pages of one's own account in a real browser: readable, by keyboard alone, and with a real passkey."""

import re
from itertools import takewhile
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from parties.accounts.lockout import guards_of, take_turn
from tests.parties.accounts.test_second_factor import code_of

from .looking import DESKTOP, PHONE, at_width, look_at

PASSWORD = "een lang wachtwoord"
FACTOR = "/account/second-factor/"


@pytest.fixture
def tenant(transactional_db, cast):
    cast.tenant.set_password(PASSWORD)
    cast.tenant.save()
    return cast.tenant


@pytest.fixture
def authenticator(page):
    """A device that knows fingerprints, and always sees the right one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, added["authenticatorId"]


def enter(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in_by_form(page, user) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    enter(page)


def confirm_password(page) -> None:
    assert urlsplit(page.url).path == "/account/reauthenticate/"
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    enter(page)


NOTE_FOCUS = """() => {
    window.reached = [];
    document.addEventListener("focusin", ({target: has}) => window.reached.push({
        inside: Boolean(has.closest("main")),
        shown: getComputedStyle(has).outlineStyle !== "none",
        words: has.name || has.innerText,
    }));
}"""


def reached_by_tab(page, most: int) -> list[str]:
    """What in the main part the Tab key comes to in order, before it leaves that part; each shows that it has the focus."""
    page.locator("main").focus()
    page.evaluate(NOTE_FOCUS)
    for _ in range(most + 1):
        page.keyboard.press("Tab")
    reached = list(takewhile(lambda row: row["inside"], page.evaluate("window.reached")))
    assert [row["words"] for row in reached if not row["shown"]] == [], "nothing shows that these have the focus"
    return [row["words"] for row in reached]


def look(page) -> None:
    def nothing_is_small() -> None:
        small = page.eval_on_selector_all(
            "main button:visible, main input:not([type=hidden], [type=checkbox], [type=radio]):visible",
            "found => found.filter(box => box.getBoundingClientRect().height < 44).map(box => box.outerHTML)",
        )
        assert small == []

    look_at(page, DESKTOP, PHONE, also=nothing_is_small)
    at_width(page, DESKTOP)
    within = "main a[href]:visible, main button:visible, main input:not([type=hidden]):visible"
    there = page.locator(within).count()
    assert len(reached_by_tab(page, there)) == there


# -- Every page


def test_every_page_before_signing_in_is_accessible_and_goes_by_keyboard(page, watch, tenant, subtests):
    watch.expect("404")
    pages = {
        "login": "/account/login/",
        "no account": "/account/signup/",
        "reset": "/account/password/reset/",
        "mail sent": "/account/password/reset/done/",
        "old link": "/account/password/reset/key/1-abc/",
        "password set": "/account/password/reset/key/done/",
        "old confirmation": "/account/confirm-email/abc/",
        "confirmation sent": "/account/confirm-email/",
        "inactive": "/account/inactive/",
        "stopped": "/account/organisation/login/cancelled/",
    }
    for name, address in pages.items():
        with subtests.test(name):
            page.goto(address)
            look(page)
    for name, address in {"login refused": "/account/login/", "reset refused": "/account/password/reset/"}.items():
        with subtests.test(name):
            page.goto(address)
            page.locator("main form button").first.focus()
            enter(page)
            expect(page.get_by_role("alert").first).to_be_visible()
            look(page)
            page.get_by_role("alert").get_by_role("link").first.press("Enter")
            expect(page.locator("main input:focus")).to_have_count(1)


def test_every_page_of_the_own_account_is_accessible_and_goes_by_keyboard(page, tenant, authenticator, subtests):
    sign_in_by_form(page, tenant)
    page.goto(f"{FACTOR}webauthn/add/")
    with subtests.test("who are you"):
        look(page)
    confirm_password(page)
    with subtests.test("add a passkey"):
        look(page)
    page.get_by_role("button", name="Toegangssleutel toevoegen").press("Enter")
    page.wait_for_url(f"**{FACTOR}recovery-codes/")
    with subtests.test("recovery codes"):
        expect(page.locator(".codes li")).to_have_count(10)
        look(page)
    page.goto(f"{FACTOR}totp/activate/")
    with subtests.test("connect an app"):
        look(page)
        page.get_by_label("Code uit de app").fill("0")
        enter(page)
        expect(page.get_by_role("alert")).to_contain_text("Deze code klopt niet.")
        look(page)
    page.get_by_label("Code uit de app").fill(code_of(page.locator(".account__secret").inner_text()))
    enter(page)
    key = page.goto(f"{FACTOR}webauthn/") and page.get_by_role("link", name="Naam wijzigen").get_attribute("href")
    pages = {
        "account": "/account/",
        "name": "/account/name/",
        "e-mail address": "/account/email/",
        "password": "/account/password/change/",
        "second factor": FACTOR,
        "passkeys": f"{FACTOR}webauthn/",
        "name of a passkey": key,
        "remove a passkey": key.replace("edit", "remove"),
        "disconnect the app": f"{FACTOR}totp/deactivate/",
        "new codes": f"{FACTOR}recovery-codes/generate/",
        "sessions": "/account/sessions/",
        "organisation": "/account/organisation/",
        "sign out": "/account/logout/",
        "who are you, by code": f"{FACTOR}reauthenticate/",
        "who are you, by passkey": f"{FACTOR}webauthn/reauthenticate/",
    }
    for name, address in pages.items():
        with subtests.test(name):
            page.goto(address)
            assert urlsplit(page.url).path == address
            look(page)
    page.context.clear_cookies()
    sign_in_by_form(page, tenant)
    with subtests.test("second step"):
        assert urlsplit(page.url).path == f"{FACTOR}authenticate/"
        look(page)


# -- Passkeys


def test_a_passkey_opens_the_account_without_a_password_also_while_that_is_locked(page, tenant, authenticator):
    session, device = authenticator
    sign_in_by_form(page, tenant)
    page.goto(f"{FACTOR}webauthn/add/")
    confirm_password(page)
    page.get_by_label("Naam van deze toegangssleutel").fill("Laptop van Tess")
    page.get_by_role("button", name="Toegangssleutel toevoegen").press("Enter")
    page.wait_for_url(f"**{FACTOR}recovery-codes/")
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    page.goto(f"{FACTOR}webauthn/")
    expect(page.locator(".rows li")).to_contain_text("Laptop van Tess")

    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/account/login/")
    for n in range(60):
        take_turn(guards_of(tenant.email, f"10.0.0.{n}"))
    assert take_turn(guards_of(tenant.email, "192.0.2.1")) > 0
    page.get_by_role("button", name="Inloggen met een toegangssleutel").press("Enter")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    expect(page.locator(".bar__me")).to_contain_text("Tess Huurder")


def test_a_passkey_is_the_second_step_after_the_password(page, tenant, authenticator):
    sign_in_by_form(page, tenant)
    page.goto(f"{FACTOR}webauthn/add/")
    confirm_password(page)
    page.get_by_role("button", name="Toegangssleutel toevoegen").press("Enter")
    page.wait_for_url(f"**{FACTOR}recovery-codes/")
    page.context.clear_cookies()
    sign_in_by_form(page, tenant)
    assert urlsplit(page.url).path == f"{FACTOR}authenticate/"
    page.get_by_role("button", name="Toegangssleutel gebruiken").press("Enter")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    expect(page.locator(".bar__me")).to_contain_text("Tess Huurder")


def test_no_passkey_is_said_in_words(page, axe, tenant, authenticator):
    """The device has none for this site."""
    page.goto("/account/login/")
    page.get_by_role("button", name="Inloggen met een toegangssleutel").press("Enter")
    expect(page.locator("#passkey_trouble")).to_be_focused()
    expect(page.locator("#passkey_trouble")).to_contain_text("Er is geen toegangssleutel gebruikt.")
    axe(page)
