"""Party pages, and invitations in a real browser: readable by all, on a phone, by keyboard and without JavaScript."""

import pytest
from playwright.sync_api import expect

from agreements.models import Comment
from parties.models import User
from parties.people.workflow import end_membership
from tests.browser.looking import DESKTOP, PHONE, look_at, unfold
from tests.factories import CommentFactory, InvitationFactory, LeadFactory, MembershipFactory

PASSWORD = "een lang wachtwoord"


@pytest.fixture
def story(transactional_db, cast):
    """The municipality leads too, comments for itself, has someone who left as a contact, and has invited someone."""
    gone = MembershipFactory(party=cast.municipality, role="editor", user__name="Karel Kok")
    LeadFactory(action=cast.action, party=cast.municipality, contact=gone.user, position=2)
    end_membership(gone, takes_over="nobody", by=cast.officer)
    CommentFactory(action=cast.action, party=cast.municipality, by=cast.officer, text="Nog **bellen**.", is_own=True)
    CommentFactory(action=cast.action, party=cast.municipality, by=cast.officer, text="Oud.", is_own=True).delete()
    email = "nora@waterhoek.example"
    InvitationFactory(party=cast.municipality, invited_by=cast.officer, email=email, name="Nora Nieuw", token="geheim")
    return cast


def test_every_page_is_accessible_and_fits_every_window(page, watch, sign_in, story, subtests):
    own = f"/partijen/{story.municipality.pk}/"
    member = story.executive.memberships.get().pk
    addresses = {
        "invitation": "/account/uitnodiging/geheim/",
        "invitation that is not there": "/account/uitnodiging/x/",
        "party": own,
        "party of others": f"/partijen/{story.association.pk}/",
        "invite": f"{own}uitnodigen/",
        "role": f"{own}mensen/{member}/",
        "leaving": f"{own}mensen/{member}/vertrek/",
        "handing over": f"{own}overdragen/",
        "action with comments": story.action.get_absolute_url(),
        "goal": story.goal.get_absolute_url(),
        "comment": f"/opmerkingen/{Comment.objects.get().pk}/",
        "invitation for someone else": "/account/uitnodiging/geheim/",
    }
    watch.expect("404")
    for name, address in addresses.items():
        if name == "party":
            sign_in(page, story.officer)
        with subtests.test(name):
            page.goto(address)
            unfold(page)
            look_at(page, DESKTOP, PHONE)


def test_someone_who_is_invited_comes_in_by_keyboard(page, story):
    page.goto("/account/uitnodiging/geheim/")
    page.get_by_label("Uw naam").press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type("iets anders")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Dit is niet hetzelfde wachtwoord als hierboven.")
    page.get_by_role("alert").get_by_role("link").press("Enter")
    expect(page.get_by_label("Hetzelfde wachtwoord nog eens")).to_be_focused()
    for label in ("Kies een wachtwoord", "Hetzelfde wachtwoord nog eens"):
        page.get_by_label(label).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nora")
    assert User.objects.get(email="nora@waterhoek.example").memberships.get().party == story.municipality


def test_a_coordinator_hands_over_by_keyboard(page, sign_in, story):
    sign_in(page, story.officer)
    page.goto(f"/partijen/{story.municipality.pk}/")
    page.get_by_role("link", name="Overdragen").press("Enter")
    page.get_by_label("Geef alles zonder contactpersoon aan").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Contactpersonen opslaan").press("Enter")
    expect(page.get_by_role("heading", name="Er is niets meer over te dragen")).to_be_visible()
