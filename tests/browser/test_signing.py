"""Signing elsewhere and together in a real browser: the copy down, the signed file up, and the moment planned; at both widths."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.consent import adoption, answering
from agreements.models import SignedCopy, Version
from tests.browser.test_pages import DESKTOP, PHONE, assert_well_built, at_width
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def signer(transactional_db, cast):
    person = UserFactory(name="Łukasz Doğan", email="lukasz@desleutel.example")
    MembershipFactory(user=person, party=cast.association, may_sign=True)
    return person


@pytest.fixture
def proposal(cast, signer):
    return adoption.propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=21))


def look(page, axe, name: str) -> None:
    """The page is well built at both widths; LOOK=folder keeps pictures of it."""
    for width in (PHONE, DESKTOP):
        at_width(page, width)
        assert_well_built(page)
        axe(page)
        if folder := os.environ.get("LOOK"):
            page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


def test_the_copy_comes_down_and_the_signed_file_goes_up(page, sign_in, axe, cast, signer, proposal, tmp_path):
    sign_in(page, signer)
    page.goto(proposal.get_absolute_url())
    page.get_by_role("link", name="Buiten Driehoek tekenen, met pen of ondertekendienst").click()
    look(page, axe, "elsewhere")
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
    look(page, axe, "brought")
    for party, person in [(cast.municipality, cast.executive), (cast.tenants, cast.tenant)]:
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    page.goto(f"{Version.objects.get().get_absolute_url()}getekend/")
    look(page, axe, "add")
    page.goto(cast.agenda.address("versions"))
    expect(page.get_by_text("getekend Związek.pdf")).to_be_visible()
    look(page, axe, "versions")


def test_the_moment_is_planned_and_shown(page, sign_in, axe, cast, proposal):
    sign_in(page, cast.officer)
    page.goto(proposal.get_absolute_url())
    page.get_by_role("link", name="Een moment plannen om samen te ondertekenen").click()
    page.get_by_label("Dag", exact=True).fill((timezone.localdate() + timedelta(days=10)).isoformat())
    page.get_by_label("Tijd").fill("16:00")
    page.get_by_label("Plaats").fill("gemeentehuis")
    look(page, axe, "ceremony")
    page.get_by_role("button", name="Plan en mail iedereen").click()
    expect(page.get_by_text("16.00 uur, gemeentehuis")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("16.00 uur, gemeentehuis")).to_be_visible()
