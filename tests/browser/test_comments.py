"""Comments in a real browser: readable by all, on a phone, by keyboard and without JavaScript."""

import pytest
from playwright.sync_api import expect

from agreements.models import Comment
from tests.browser.looking import DESKTOP, PHONE, look_at, unfold
from tests.factories import CommentFactory, MembershipFactory, MentionFactory

LIST = "/afspraken/waterhoek-2023-2026/2024/opmerkingen/"


@pytest.fixture
def story(transactional_db, cast):
    """A thread to all with an answer, one for the own party, one that is resolved, one that was deleted, and a mention."""
    said = {"party": cast.tenants, "by": cast.tenant}
    own = {"party": cast.municipality, "by": cast.officer, "is_own": True}
    asked = CommentFactory(action=cast.action, text="Hoeveel **sociale** huur, @Olga Officier?", **said)
    MentionFactory(comment=asked, person=cast.officer)
    CommentFactory(answers_to=asked, party=cast.association, by=cast.association_officer, text="Vierentwintig.\n\n- alle sociaal")
    CommentFactory(action=cast.action, text="Nog **bellen**.", **own)
    CommentFactory(action=cast.action, text="Oud.", **own).delete()
    done = {"resolved_at": "2024-03-01T12:00Z", "resolved_by": cast.officer}
    CommentFactory(action=cast.action, text="Dit klopt niet meer.", **said, **done)
    CommentFactory(theme=cast.theme, text="Te veel woorden.", **said)
    CommentFactory(agenda=cast.agenda, text="Wie schrijft dit?", **said)
    CommentFactory(goal=cast.goal, text="Welke wijk?", **said)
    return cast


def test_every_page_is_accessible_and_fits_every_window(page, sign_in, story, subtests):
    sign_in(page, story.officer)
    own, asked = Comment.objects.get(is_own=True), Comment.objects.order_by("pk").first()
    addresses = {
        "start": "/",
        "agenda": story.agenda.get_absolute_url(),
        "agenda with open comments": f"{story.agenda.get_absolute_url()}?opmerkingen=open",
        "action": story.action.get_absolute_url(),
        "goal": story.goal.get_absolute_url(),
        "list": LIST,
        "list narrowed": f"{LIST}?toon=mijn&thema={story.theme.pk}",
        "change": f"/opmerkingen/{own.pk}/",
        "answer": f"/opmerkingen/{asked.pk}/antwoorden/",
    }
    for name, address in addresses.items():
        with subtests.test(name):
            page.goto(address)
            unfold(page)
            look_at(page, DESKTOP, PHONE)


def test_a_comment_is_written_with_a_name_and_deleted_and_put_back_by_keyboard(page, sign_in, story, axe):
    sign_in(page, story.executive)
    page.goto(story.action.get_absolute_url())
    box = page.get_by_role("region", name="Opmerkingen")
    box.get_by_text("Schrijf een opmerking").press("Enter")
    box.get_by_label("Alle partijen van deze prestatieafspraken").press("Space")
    text = box.get_by_label("Opmerking", exact=True)
    text.press_sequentially("Vraag het @te")
    expect(page.get_by_role("option")).to_have_text(["Tess Huurder"])
    axe(page, "#opmerkingen")
    text.press("Enter")
    expect(text).to_have_value("Vraag het @Tess Huurder ")
    expect(page.get_by_role("listbox")).to_have_count(0)
    text.press_sequentially("**maandag**")
    text.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Alle partijen zien haar.")
    said = Comment.objects.latest("pk")
    assert (said.is_own, said.mentions.get().person) == (False, story.tenant)
    thread = page.locator(f"#opmerking-{said.pk}")
    expect(thread).to_contain_text("Genoemd: Tess Huurder")
    thread.get_by_role("button", name="Verwijderen").press("Enter")
    expect(thread).to_have_count(0)
    box.locator(".said--gone", has_text="maandag").get_by_role("button", name="Ongedaan maken").press("Enter")
    expect(thread).to_be_visible()


def test_only_the_own_people_are_offered_for_what_is_for_the_own_party(page, sign_in, story):
    MembershipFactory(party=story.municipality, user__name="Tessa Toezicht")
    sign_in(page, story.executive)
    page.goto(story.action.get_absolute_url())
    page.get_by_text("Schrijf een opmerking").click()
    page.get_by_label("Alleen Gemeente Waterhoek").check()
    text = page.get_by_label("Opmerking", exact=True)
    text.press_sequentially("@tes")
    expect(page.get_by_role("option")).to_have_text(["Tessa Toezicht"])
    text.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(text).to_have_value("@tes")
    page.get_by_label("Alle partijen van deze prestatieafspraken").check()
    text.fill("")
    text.press_sequentially("@tes")
    expect(page.get_by_role("option")).to_have_text(["Tess Huurder", "Tessa Toezicht"])
    text.press("ArrowDown")
    text.press("Tab")
    expect(text).to_have_value("@Tessa Toezicht ")


def test_answered_resolved_and_opened_again_by_keyboard_from_the_list(page, sign_in, story):
    sign_in(page, story.officer)
    page.goto(story.agenda.get_absolute_url())
    page.get_by_role("link", name="4 open opmerkingen bij Thema 1. Betaalbaar wonen").press("Enter")
    thread = page.locator("article.thread", has_text="Welke wijk?")
    thread.get_by_text("Beantwoorden").press("Enter")
    thread.get_by_label("Antwoord").fill("De Kade.")
    thread.get_by_role("button", name="Antwoord opslaan").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Uw antwoord is opgeslagen.")
    expect(thread).to_contain_text("De Kade.")
    thread.get_by_role("button", name="Afhandelen").press("Enter")
    expect(thread).to_have_count(0)
    page.get_by_role("link", name="Alles tonen").press("Enter")
    page.get_by_text("Afgehandeld: Tess Huurder, «Welke wijk?»").press("Enter")
    thread.get_by_role("button", name="Weer openen").press("Enter")
    expect(thread.get_by_role("button", name="Afhandelen")).to_be_visible()


def test_without_javascript_a_name_is_written_in_full(chromium, live_server, sign_in, story):
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, story.executive)
    page.goto(story.action.get_absolute_url())
    page.get_by_text("Schrijf een opmerking").click()
    page.get_by_label("Alle partijen van deze prestatieafspraken").check()
    page.get_by_label("Opmerking", exact=True).fill("Dag @Tess Huurder")
    page.get_by_role("button", name="Opmerking opslaan").click()
    expect(page.get_by_text("Genoemd: Tess Huurder")).to_be_visible()
    assert Comment.objects.latest("pk").mentions.get().person == story.tenant
    context.close()
