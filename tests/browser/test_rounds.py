"""The pages of rounds and meetings in a real browser: readable by all, on a phone, by keyboard, and fetched by other pages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.rounds.workflow import open_round
from tests.browser.looking import DESKTOP, PHONE, look_at
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    DissentFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundExtensionFactory,
    RoundFactory,
    make_cast,
)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def pages(cast):
    """An open round in which everything occurs, and the address of every page about it."""
    today = timezone.localdate()
    meeting = MeetingFactory(agreement=cast.agreement, held_on=today + timedelta(days=30), minutes="Iedereen was er.")
    round = RoundFactory(
        agenda=cast.agenda,
        name="Ronde 1",
        opens_on=today - timedelta(days=7),
        closes_on=today + timedelta(days=7),
        meeting=meeting,
        instructions="Wilt u **kort** antwoorden?",
    )
    round = open_round(round=round, by=cast.officer)
    now = {"round": round, "submitted_at": timezone.now(), "saved_at": timezone.now()}
    actions = [cast.action, *[ActionFactory(goal=cast.goal, agenda=cast.agenda, position=n) for n in range(2, 8)]]
    for action in actions[1:6]:
        LeadFactory(action=action, party=cast.association)
    red = ProgressUpdateFactory(action=actions[0], red=True, **now)
    green = ProgressUpdateFactory(action=actions[1], reported_by=cast.officer, **now)
    DissentFactory(update=green, party=cast.tenants)
    ReviewFactory(update=ProgressUpdateFactory(action=actions[2], **now))
    ReviewFactory(update=ProgressUpdateFactory(action=actions[3], **now), outcome="returned", reason="Welk blok?")
    ProgressUpdateFactory(action=actions[4], round=round, draft=True, saved_at=timezone.now())
    RoundExtensionFactory(round=round, party=cast.association, until=round.closes_on + timedelta(days=7))
    DecisionFactory(meeting=meeting, action=cast.action)
    return {
        "grid": round.get_absolute_url(),
        "closing": f"/rondes/{round.pk}/sluiten/",
        "extension": f"/rondes/{round.pk}/uitstel/",
        "edit": f"/rondes/{round.pk}/wijzigen/",
        "rounds": "/afspraken/waterhoek-2023-2026/rondes/",
        "meeting": meeting.get_absolute_url(),
        "decision": f"/overleggen/{meeting.pk}/besluiten/nieuw/",
        "story": f"/acties/{green.action_id}/voortgang/",
        "return": f"/voortgang/{red.pk}/teruggeven/",
        "other view": f"/voortgang/{red.pk}/anders/",
        "agreement": cast.agreement.get_absolute_url(),
        "action": green.action.get_absolute_url(),
    }


def test_every_page_is_well_built_at_every_width(page, sign_in, cast, pages, subtests):
    sign_in(page, cast.officer)
    for name, address in pages.items():
        with subtests.test(name):
            page.goto(address)
            look_at(page, PHONE, DESKTOP)


def test_from_the_grid_an_answer_is_accepted_and_another_returned(page, sign_in, cast, pages):
    sign_in(page, cast.officer)
    page.goto(pages["grid"])
    row = page.locator("tr", has_text="wordt niet gehaald").first
    expect(row.get_by_text("Ingediend")).to_be_visible()
    row.get_by_role("link", name="Teruggeven").click()
    page.get_by_role("button", name="Teruggeven met deze reden").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf op waarom u het teruggeeft.")
    page.get_by_label("Waarom geeft u het terug?").fill("Wat vraagt u precies?")
    page.get_by_role("button", name="Teruggeven met deze reden").click()
    expect(page.get_by_role("status")).to_contain_text("Teruggegeven aan De Sleutel")
    expect(page.locator("main")).to_contain_text("Wat vraagt u precies?")
    page.get_by_role("button", name="1 antwoord accepteren").click()
    expect(page.get_by_role("status")).to_contain_text("1 antwoord geaccepteerd.")


def test_the_pages_of_agreement_and_action_fetch_what_belongs_to_progress(page, sign_in, cast, pages):
    sign_in(page, cast.tenant)
    page.goto(pages["agreement"])
    title = page.title()
    expect(page.get_by_role("link", name="Ronde 1", exact=True)).to_be_visible()
    expect(page).to_have_title(title)
    page.goto(pages["action"])
    title = page.title()
    expect(page.get_by_text("risico, bijsturing nodig (Huurdersraad Waterhoek)")).to_be_visible()
    expect(page).to_have_title(title)
