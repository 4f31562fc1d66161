"""A table that goes out, is changed and comes back in, as a coordinator does it."""

import pytest
from playwright.sync_api import expect

from agreements.models import Action
from tests.factories import make_cast


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_a_coordinator_downloads_a_table_changes_it_and_imports_it(page, sign_in, axe, cast, tmp_path):
    sign_in(page, cast.officer)
    page.goto("/beheer/agreements/action/")
    page.get_by_role("link", name="Tabel downloaden").click()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV: Afspraken").click()
    path = tmp_path / "afspraken.csv"
    path.write_bytes(download.value.path().read_bytes().replace(b"De 24 flexwoningen", b"De 30 flexwoningen"))

    page.goto("/beheer/agreements/action/import/")
    axe(page)
    page.get_by_label("Bestand").set_input_files(path)
    page.get_by_role("button", name="Laat zien wat er wijzigt").click()
    expect(page.locator(".table-counts")).to_contain_text("0 nieuw, 1 gewijzigd, 0 gelijk")
    expect(page.locator("ins")).to_contain_text("30")
    expect(page.locator("ins")).not_to_contain_text("flexwoningen")
    axe(page)
    page.get_by_label("Reden van de wijziging").fill("Er komen er meer")
    page.get_by_role("button", name="Deze wijzigingen opslaan").click()
    expect(page.get_by_text("Geïmporteerd: 0 regels toegevoegd, 1 regel gewijzigd.")).to_be_visible()
    record = Action.history.latest()
    assert record.text == "De 30 flexwoningen aan de Kade zijn opgeleverd."
    assert record.history_change_reason == "Import van afspraken.csv: Er komen er meer"


def test_the_choice_of_downloads_opens_with_the_keyboard(page, sign_in, axe, cast):
    sign_in(page, cast.tenant)
    page.goto(cast.agenda.get_absolute_url())
    page.locator(".downloads summary").press("Enter")
    expect(page.get_by_role("link", name="Word om in verder te schrijven")).to_be_visible()
    axe(page)
