"""Signing elsewhere and together in a real browser: the copy down, the signed file up, and the moment planned; at both widths."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.consent import adoption, answering
from agreements.models import SignedCopy, Version
from tests.browser.looking import DESKTOP, PHONE, look_at
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def signer(transactional_db, cast):
    person = UserFactory(name="Łukasz Doğan", email="lukasz@desleutel.example")
    MembershipFactory(user=person, party=cast.association, may_sign=True)
    return person


@pytest.fixture
def proposal(cast, signer):
    return adoption.propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=21))


def look(page, name: str) -> None:
    """The page is well built at both widths; LOOK=folder keeps pictures of it."""

    def picture() -> None:
        if folder := os.environ.get("LOOK"):
            page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)

    look_at(page, PHONE, DESKTOP, also=picture)


def test_the_copy_comes_down_and_the_signed_file_goes_up(page, sign_in, cast, signer, proposal, tmp_path):
    sign_in(page, signer)
    page.goto(proposal.get_absolute_url())
    page.get_by_role("link", name="Buiten Driehoek tekenen, met pen of ondertekendienst").click()
    look(page, "elsewhere")
    with page.expect_download() as download:
        page.get_by_role("link", name="Exemplaar om te tekenen, pdf").click()
    signed = Path(tmp_path / "getekend Związek.pdf")
    download.value.save_as(signed)
    page.get_by_label("Getekend op").fill(timezone.localdate().isoformat())
    page.get_by_label("Getekend bestand").set_input_files(signed)
    page.get_by_label("Meer partijen tekenden dit bestand samen").check()
    page.get_by_role("button", name="Breng het getekende bestand in").click()
    expect(page.get_by_text("Het getekende bestand is ingebracht en geldt als antwoord van uw partij.")).to_be_visible()
    assert SignedCopy.objects.get().carries_mark
    look(page, "brought")
    for party, person in [(cast.municipality, cast.executive), (cast.tenants, cast.tenant)]:
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    page.goto(f"{Version.objects.get().get_absolute_url()}getekend/")
    look(page, "add")
    page.goto(cast.agenda.address("versions"))
    expect(page.get_by_text("getekend Związek.pdf")).to_be_visible()
    look(page, "versions")


def test_the_moment_is_planned_and_shown(page, sign_in, cast, proposal):
    sign_in(page, cast.officer)
    page.goto(proposal.get_absolute_url())
    page.get_by_role("link", name="Een moment plannen om samen te ondertekenen").click()
    page.get_by_label("Dag", exact=True).fill((timezone.localdate() + timedelta(days=10)).isoformat())
    page.get_by_label("Tijd").fill("16:00")
    page.get_by_label("Plaats").fill("gemeentehuis")
    look(page, "ceremony")
    page.get_by_role("button", name="Plan en mail iedereen").click()
    expect(page.get_by_text("16.00 uur, gemeentehuis")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("16.00 uur, gemeentehuis")).to_be_visible()
