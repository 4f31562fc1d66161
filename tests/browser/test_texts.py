"""A text box tells what still fits while one types, and cuts nothing off."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.models import ProgressUpdate
from tests.factories import RoundFactory, make_cast

PHONE = 360


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def form(page, cast, sign_in):
    """The form of the one action of De Sleutel, on its own page."""
    today = timezone.localdate()
    RoundFactory(
        agenda=cast.agenda,
        opens_on=today - timedelta(days=5),
        closes_on=today + timedelta(days=9),
        opened_at=timezone.now() - timedelta(days=5),
        opened_by=cast.officer,
    )
    sign_in(page, cast.association_officer)
    page.goto(f"/acties/{cast.action.pk}/voortgang/")
    return page


def box(page, label: str = "Wat is er gedaan?"):
    return page.get_by_label(label, exact=True)


def test_the_count_appears_when_the_box_is_nearly_full(form, axe):
    box(form).fill("a" * 3_000)
    expect(form.locator(".count")).to_have_count(0)
    box(form).fill("a" * 4_880)
    expect(form.locator(".count")).to_have_text("Nog 120 tekens")
    expect(box(form)).to_have_accessible_description("Nog 120 tekens")
    expect(form.locator(".count__said")).to_have_text("Nog 120 tekens")  # once one pauses
    box(form).fill("a" * 4_991 + "\nb\nc\nd\n😀")
    expect(form.locator(".count")).to_have_text("Nog 1 teken")
    axe(form)
    form.set_viewport_size({"width": PHONE, "height": 800})
    axe(form)
    box(form).fill("kort")
    expect(form.locator(".count")).to_be_hidden()


def test_what_is_pasted_is_never_cut_off_and_the_server_says_how_much_is_too_much(form, watch, axe):
    watch.expect("422")
    box(form).fill("a" * 5_012)
    expect(form.locator(".count")).to_have_text("12 tekens te veel")
    told = "Zonder «Wat is er gedaan?»: Hoogstens 5.000 tekens; deze tekst heeft er 5.012."
    expect(form.locator(".saved")).to_contain_text(told)
    form.reload()
    expect(box(form)).to_have_value("a" * 5_012)
    expect(form.locator(".saved")).to_contain_text("staat weer in het formulier")
    form.get_by_role("button", name="Voortgang indienen").click()
    expect(form.locator(".summary")).to_contain_text("Haal er minstens 12 weg.")
    expect(box(form)).to_have_value("a" * 5_012)
    expect(form.locator(".count")).to_have_text("12 tekens te veel")  # at once, before anything is typed
    axe(form)
    assert not ProgressUpdate.objects.filter(done__startswith="a").exists()


def test_it_counts_in_administration_too(page, cast, sign_in):
    sign_in(page, cast.officer)
    page.goto(f"/beheer/agreements/agreement/{cast.agreement.pk}/change/")
    page.locator("textarea[name=introduction]").fill("a" * 19_000)
    expect(page.locator("#id_introduction_count")).to_have_text("Nog 1.000 tekens")
