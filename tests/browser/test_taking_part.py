"""Asking, answering and confirming in a real browser: readable by all, on a phone, and pressed as people press."""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.models import Participation
from parties.models import Membership
from tests.browser.looking import DESKTOP, PHONE, look_at
from tests.factories import Cast, MembershipFactory, ParticipationFactory, PartyFactory, cast  # noqa: F401

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look


@dataclass(frozen=True)
class Story:
    cast: Cast
    asked: Participation  # Zandbergen asks Waterhoek
    empty: Participation  # a party that has nobody yet
    signing: Membership  # for whom the right to sign is asked


@pytest.fixture
def story(transactional_db, cast):  # noqa: F811
    """Zandbergen asks Waterhoek, a party without people, and one that said no; a reader of Waterhoek is to sign."""
    row = {"agreement": cast.other_agreement, "asked": True, "asked_by": cast.outsider}
    asked = ParticipationFactory(party=cast.municipality, **row)
    empty = ParticipationFactory(party=PartyFactory(name="Woonstichting Nieuw"), **row)
    no = {"state": "declined", "answered_by": cast.tenant, "answered_at": timezone.now()}
    ParticipationFactory(party=cast.tenants, **row, **no)
    coby = MembershipFactory(party=cast.municipality, role="coordinator", user__name="Coby Tweede").user
    fields = {"signing_asked_by": coby, "signing_asked_at": timezone.now()}
    signing = MembershipFactory(party=cast.municipality, user__name="Rein Lezer", **fields)
    return Story(cast, asked, empty, signing)


def picture(page, name: str) -> None:
    if PICTURES:
        path = Path(PICTURES) / f"{name.replace(' ', '-')}-{page.viewport_size['width']}.png"
        page.screenshot(path=path, full_page=True)


def test_every_page_is_accessible_and_fits_every_window(page, sign_in, story, subtests):
    own = f"/partijen/{story.cast.municipality.pk}/"
    zandbergen = story.cast.other_agreement.get_absolute_url()
    pages = [
        (story.cast.officer, "start", "/"),
        (story.cast.officer, "party", own),
        (story.cast.officer, "yes", f"/verzoeken/{story.asked.pk}/ja/"),
        (story.cast.officer, "no", f"/verzoeken/{story.asked.pk}/nee/"),
        (story.cast.officer, "signing", f"{own}mensen/{story.signing.pk}/tekenrecht/"),
        (story.cast.officer, "role", f"{own}mensen/{story.signing.pk}/"),
        (story.cast.executive, "start of a reader", "/"),
        (story.cast.outsider, "agreement", zandbergen),
        (story.cast.outsider, "agenda", story.cast.other_agenda.get_absolute_url()),
        (story.cast.outsider, "ask", f"{zandbergen}partijen/vragen/"),
        (story.cast.outsider, "first coordinator", f"/verzoeken/{story.empty.pk}/coordinator/"),
        (story.cast.outsider, "no first coordinator", f"/verzoeken/{story.asked.pk}/coordinator/"),
    ]
    for person, name, address in pages:
        with subtests.test(name):
            sign_in(page, person)
            page.goto(address)
            look_at(page, DESKTOP, PHONE, also=partial(picture, page, name))


def test_a_coordinator_says_yes_from_the_start_page(page, sign_in, story):
    sign_in(page, story.cast.officer)
    page.goto("/")
    page.get_by_role("link", name="Ja tegen Prestatieafspraken Zandbergen").click()
    page.get_by_role("button", name="Ja, wij doen mee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prestatieafspraken Zandbergen")
    assert Participation.objects.get(pk=story.asked.pk).state == "accepted"
