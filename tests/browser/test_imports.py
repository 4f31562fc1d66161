"""Reading an agenda in with a real browser, on a wide screen and a phone, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from agreements.models import Goal
from tests.documents import variants

ROWS = [
    ["Thema 1: Betaalbaar wonen"],
    ["Nr", "Doel", "Afspraak voor 2024", "Trekker", "Planning"],
    [17, "De sociale voorraad groeit met 80 woningen.", "De 24 flexwoningen aan de Kade zijn opgeleverd.", "De Sleutel", None],
    [18, "Iedereen kan fietsen.", "Er is een fietspad.", "Gemeente en Sterker", "na de zomer"],
]


@pytest.fixture
def file(tmp_path, transactional_db):
    path = tmp_path / "agenda.xlsx"
    path.write_bytes(variants.excel(*ROWS))
    return path


def fits(page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_from_file_to_agenda_and_back(has_javascript, cast, chromium, live_server, file, sign_in, axe):
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL", java_script_enabled=has_javascript)
    page = context.new_page()
    sign_in(page, cast.officer)
    page.goto(cast.agenda.get_absolute_url())
    page.get_by_role("link", name="Schrijven").click()
    page.get_by_role("link", name="Inlezen uit Word of Excel").click()
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("agenda.xlsx inlezen")
    if has_javascript:
        assert [fits(page, width) for width in (360, 1280)] == [True, True]
        axe(page)
    page.get_by_role("link", name="Wie is «Sterker»?").click()
    expect(page.get_by_label("Wie is «Sterker»?")).to_be_in_viewport()
    page.get_by_label("Wie is «Sterker»?").select_option(
        label="geen van deze, of een partij die nog geen ja zei: laat de woorden staan"
    )
    page.get_by_label("«na de zomer» is geen datum.").select_option(label="laat deze woorden weg")
    page.get_by_role("button", name="Keuzes bewaren").click()
    page.wait_for_url("**#stand")
    expect(page.get_by_role("button", name="Keuzes bewaren")).to_have_count(0)  # nothing is left to choose
    page.get_by_text("2 beantwoorde vragen").click()
    expect(page.get_by_role("button", name="Keuzes bewaren")).to_be_visible()
    if has_javascript:
        axe(page)
    page.get_by_role("button", name="Overnemen in de agenda").first.click()
    expect(page.get_by_role("status")).to_contain_text("Het bestand is overgenomen in de agenda.")
    assert Goal.objects.get(number="18").actions.get().lead_text == "Gemeente en Sterker"
    if has_javascript:
        assert [fits(page, width) for width in (360, 1280)] == [True, True]
        axe(page)
    page.get_by_role("button", name="Alles terugdraaien").click()
    expect(page.get_by_role("status")).to_contain_text("Het inlezen is teruggedraaid.")
    assert not Goal.objects.filter(number="18").exists()
    context.close()


def test_a_file_that_cannot_be_read_leads_back_to_the_field(cast, page, file, sign_in, axe, watch):
    sign_in(page, cast.officer)
    watch.expect("422")
    file.write_bytes(b"%PDF-1.7")
    page.goto(f"{cast.agenda.get_absolute_url()}inlezen/")
    axe(page)
    page.get_by_label("Bestand").set_input_files(file)
    with page.expect_response(lambda response: response.status == 422):
        page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.get_by_role("alert").get_by_role("link").click()
    assert [fits(page, width) for width in (360, 1280)] == [True, True]


def test_a_file_that_changes_nothing_is_thrown_away_at_once(cast, page, file, sign_in, axe):
    sign_in(page, cast.officer)
    goal, action = cast.goal.text, cast.action.text
    file.write_bytes(variants.excel(ROWS[0], ROWS[1], [17, goal, action, None, None]))
    page.goto(f"{cast.agenda.get_absolute_url()}inlezen/")
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.get_by_text("Er is niets over te nemen")).to_be_visible()
    page.get_by_text("1 doel blijft gelijk").click()
    axe(page)
    assert [fits(page, width) for width in (360, 1280)] == [True, True]
    page.get_by_role("button", name="Gooi dit bestand weg").click()
    expect(page.get_by_role("status")).to_contain_text("«agenda.xlsx» is weggegooid.")


def test_a_guess_is_changed_with_one_click(page, cast, sign_in, axe):
    rows = [["Onze ambitie", "Zo pakken we het aan", "Gedaan door", "Als het af is"]]
    rows += [["Een fijne wijk", f"We maken een plan voor wijk {nth}", "De Sleutel", "zomer 2024"] for nth in range(3)]
    sign_in(page, cast.officer)
    page.goto(f"{cast.agenda.get_absolute_url()}inlezen/")
    page.get_by_label("Bestand").set_input_files(
        files=[{"name": "gok.xlsx", "mimeType": "application/octet-stream", "buffer": variants.excel(*rows)}]
    )
    page.get_by_role("button", name="Toon wat er verandert").click()
    guesses = page.get_by_role("region", name="Gegokt")
    expect(guesses).to_contain_text("«Zo pakken we het aan» is gelezen als afspraak van het jaar.")
    assert [fits(page, width) for width in (360, 1280)] == [True, True]
    axe(page)
    guesses.get_by_role("listitem").filter(has_text="Zo pakken").get_by_role("button", name="doel").click()
    expect(page.get_by_role("region", name="Gegokt")).to_contain_text("«Onze ambitie» is gelezen als afspraak van het jaar.")
