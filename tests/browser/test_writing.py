"""Writing an agenda in a browser: in its place, by mouse and by keyboard, by two at a time, and nothing typed is lost."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from agreements.models import Action, Goal, Theme
from tests.browser.looking import look_at
from tests.browser.watch import PATIENCE
from tests.factories import ActionFactory, AgendaFactory, AgreementFactory, CommentFactory, ParticipationFactory, make_cast
from tests.pdf_text import text_of

HOME = "/afspraken/nieuwe-polder/2025/schrijven/"
DESKTOP, PHONE, NARROW = 1280, 390, 320
ASKED_EVERY = 5100  # milliseconds: what others write, and a moment
FORM = "form.part-form"
LOOK = ".part-look"
COUNT_CLICKS = 'window.addEventListener("mousedown", () => { window.clicks = (window.clicks || 0) + 1; }, true);'


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def agenda(cast):
    """The draft of 2025 of a new agreement, with nothing in it."""
    agreement = AgreementFactory(title="Nieuw", slug="nieuwe-polder", start_year=2025, end_year=2028)
    for place, party in enumerate((cast.municipality, cast.association, cast.tenants), start=1):
        ParticipationFactory(agreement=agreement, party=party, position=place)
    return AgendaFactory(agreement=agreement, year=2025)


@pytest.fixture
def goal(agenda):
    theme = Theme.objects.create(agreement=agenda.agreement, number="1", title="Bouwen", position=1)
    return Goal.objects.create(theme=theme, number="1", text="Er komen woningen bij.", position=1)


@pytest.fixture
def three(agenda, goal):
    return [
        ActionFactory(agenda=agenda, goal=goal, text=f"{word} staat er.", position=place) for place, word in enumerate("ABC", 1)
    ]


@pytest.fixture
def writer(page, cast, sign_in):
    """The coordinator of the municipality, at the page."""

    def writer(address: str = HOME):
        sign_in(page, cast.officer)
        page.goto(address)
        return page

    return writer


def text_part(page, row):
    kind = "actie" if isinstance(row, Action) else "doel"
    return page.locator(f"#deel-{kind}-{row.pk}-tekst")


def open_text(page, row):
    text_part(page, row).locator("div").first.click()
    expect(page.locator(f"{FORM} textarea")).to_be_focused()
    return page.locator(f"{FORM} textarea")


def retype(page, words: str) -> None:
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def saved(page, said: str) -> None:
    expect(page.locator("#gezegd")).to_contain_text(said)
    expect(page.locator(FORM)).to_have_count(0)


def choose(page, menu: str, act: str) -> None:
    """An act of the menu of a row, by mouse."""
    page.locator(menu).hover()
    page.locator(menu).locator(".row-menu__more").click()
    page.locator(LOOK).get_by_role("link", name=act, exact=True).click()
    page.locator(FORM).wait_for()


def slot_of(page, row):
    """The link that adds a goal below a theme, or an action below a goal."""
    return page.locator(f"#deel-thema-{row.pk}-doel-erbij a" if isinstance(row, Theme) else f"#deel-doel-{row.pk}-actie-erbij a")


def add_below(page, row) -> None:
    slot_of(page, row).click()
    page.locator(FORM).wait_for()


def leads(page):
    return page.get_by_role("combobox", name="Trekkers", exact=True)


def menu_of(row) -> str:
    if isinstance(row, Action):
        return f"#actie-{row.pk} > .write-action__text > .row-menu"
    return f"#doel-{row.pk} > .write-goal__text > .row-menu" if isinstance(row, Goal) else f"#thema-{row.pk} > .row-menu"


def kept_in_browser(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('driehoek-typed:'))")


def fresh(page) -> None:
    """What the page does every five seconds, now."""
    page.evaluate("window.driehoekFresh.refresh()")


def texts(agenda) -> list[str]:
    return list(Action.objects.filter(agenda=agenda).order_by("goal__position", "position").values_list("text", flat=True))


# -- An agenda, made together


def test_two_people_make_an_agenda_by_mouse_and_by_keyboard(page, watch, context, chromium, live_server, cast, agenda, sign_in):
    watch.expect("409")
    context.add_init_script(COUNT_CLICKS)
    sign_in(page, cast.officer)
    page.goto(HOME)
    olga = page

    # Olga, by mouse: a theme, and a goal with two actions.
    olga.get_by_role("link", name="Eerste thema toevoegen").click()
    olga.locator(FORM).wait_for()
    olga.get_by_label("Titel", exact=True).fill("Bouwen")
    olga.keyboard.press("Control+Enter")
    saved(olga, "gedaan")
    theme = Theme.objects.get(agreement=agenda.agreement)
    olga.evaluate("window.clicks = 0")
    add_below(olga, theme)
    expect(olga.get_by_label("Nummer", exact=True)).to_have_value("1.1")
    olga.get_by_label("Tekst", exact=True).fill("Er komen 100 woningen.")
    olga.get_by_role("button", name="Doel toevoegen").click()
    saved(olga, "gedaan")
    first = Goal.objects.get(theme=theme)
    for words, letters, when in (("De eerste 20 staan er.", "sleut", "Q3"), ("De kavel is verkocht.", "waterh", "eind 2025")):
        add_below(olga, first)
        olga.keyboard.type(words)
        leads(olga).click()
        olga.keyboard.type(letters)
        olga.keyboard.press("Enter")
        olga.get_by_label("Wanneer", exact=True).click()
        olga.keyboard.type(when)
        olga.get_by_role("button", name="Afspraak toevoegen").click()
        saved(olga, "gedaan")
    assert olga.evaluate("window.clicks") <= 15, "a goal with two actions"
    found = [
        (action.text, action.leads.get().party, action.due_on)
        for action in Action.objects.order_by("position").filter(agenda=agenda)
    ]
    assert found == [
        ("De eerste 20 staan er.", cast.association, date(2025, 9, 30)),
        ("De kavel is verkocht.", cast.municipality, date(2025, 12, 31)),
    ]

    # Abel, by keyboard: a second goal, and the other rows one after another.
    other = chromium.new_context(base_url=live_server.url, locale="nl-NL", reduced_motion="reduce")
    other.set_default_timeout(PATIENCE)
    abel = other.new_page()
    sign_in(abel, cast.association_officer)
    abel.goto(HOME)

    def by_keyboard(row, words: str) -> None:
        slot_of(abel, row).focus()
        abel.keyboard.press("Enter")
        box = abel.locator(f"{FORM} textarea").first
        box.wait_for()
        box.focus()
        abel.keyboard.type(words)
        abel.keyboard.press("Control+Enter")
        saved(abel, "gedaan")

    by_keyboard(theme, "De huren blijven betaalbaar.")
    second = Goal.objects.get(theme=theme, text__startswith="De huren")
    for number in range(3, 9):
        by_keyboard(second, f"Afspraak {number} is gemaakt.")
    assert Action.objects.filter(agenda=agenda).count() == 8

    # Two conflicts: Abel writes first, Olga sees both texts; she joins the first, and keeps her own of the second.
    fresh(olga)
    expect(olga.locator(".write-action")).to_have_count(8)
    expect(olga.locator("#van-anderen")).to_have_text(
        re.compile(r"^\d wijziging(en)? van anderen$")
    )  # at most one sentence a minute
    rows = list(Action.objects.filter(agenda=agenda).order_by("goal__position", "position"))
    for row, button, whole in (
        (rows[0], "Zet beide teksten in het vak", "Abel.\n\nOlga."),
        (rows[1], "Bewaar wat ik typte", "Olga."),
    ):
        open_text(olga, row)
        retype(olga, "Olga.")
        text_part(abel, row).locator(".part__edit").focus()
        abel.keyboard.press("Enter")
        expect(abel.locator(f"{FORM} textarea")).to_be_focused()
        retype(abel, "Abel.")
        abel.keyboard.press("Control+Enter")
        saved(abel, "Bewaard")
        olga.keyboard.press("Control+Enter")
        conflict = olga.locator(".part-form__conflict")
        expect(conflict.locator("ins, del")).to_have_count(2)
        expect(olga.locator(".summary")).to_be_focused()
        expect(olga.locator(".summary")).to_contain_text("Abel Bouwer")
        olga.get_by_role("button", name=button).click()
        if "beide" in button:
            expect(olga.locator(f"{FORM} textarea")).to_have_value(whole)
            olga.get_by_role("button", name="Opslaan", exact=True).click()
        saved(olga, "Bewaard")
        row.refresh_from_db()
        assert row.text == whole

    # One dropped, two moved, one split.
    choose(olga, menu_of(rows[2]), "Laten vervallen")
    olga.keyboard.type("Er is geen geld.")
    olga.keyboard.press("Control+Enter")
    saved(olga, "gedaan")
    expect(olga.locator(f"#actie-{rows[2].pk}")).to_contain_text("Er is geen geld.")
    olga.evaluate("window.clicks = 0")
    for row in (rows[3], rows[5]):
        olga.locator(f"#actie-{row.pk}").hover()
        olga.locator(f"#actie-{row.pk} [data-move=down]").click()
        expect(olga.locator("#gezegd")).to_contain_text(f"«{row.text}»: plaats")
    assert olga.evaluate("window.clicks") <= 3, "two rows reordered"
    choose(olga, menu_of(rows[7]), "Splitsen")
    for place, words in enumerate(("Deel een.", "Deel twee."), start=1):
        olga.get_by_label(f"Tekst van deel {place}").fill(words)
    olga.keyboard.press("Control+Enter")
    saved(olga, "gedaan")
    made = [f"Afspraak {number} is gemaakt." for number in (3, 5, 4, 7, 6)]
    assert texts(agenda) == ["Abel.\n\nOlga.", "Olga.", *made, "Deel een.", "Deel twee."]
    other.close()

    from docx import Document

    client = Client()
    client.force_login(cast.officer)
    pdf = text_of(client.get("/afspraken/nieuwe-polder/2025/agenda.pdf").content)
    word = Document(BytesIO(client.get("/afspraken/nieuwe-polder/2025/agenda.docx").content))
    cells = " ".join(cell.text for table in word.tables for cell in table._cells)
    for words in ("Er komen 100 woningen.", "Abel.", "Olga.", "Er is geen geld.", "Deel twee.", "De Sleutel"):
        assert words in pdf, words
        assert words in cells, words


def test_a_typing_error_takes_three_clicks(writer, context, three):
    context.add_init_script(COUNT_CLICKS)
    page = writer()
    box = open_text(page, three[0])
    box.click(position={"x": 15, "y": 12})
    page.keyboard.type("!")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    saved(page, "Bewaard: Tekst van")
    assert page.evaluate("window.clicks") == 3
    expect(text_part(page, three[0]).locator(".part__edit")).to_be_focused()
    three[0].refresh_from_db()
    assert "!" in three[0].text
    expect(page.locator("#ongedaan")).to_contain_text("Tekst van")
    page.locator("#ongedaan button").click()
    expect(page.locator(".write-action").first).to_contain_text("A staat er.")


# -- Nothing typed is lost


def test_escape_closes_and_keeps_and_a_closed_browser_has_it_again(writer, context, three):
    page = writer()
    open_text(page, three[1])
    page.keyboard.type(" Erbij.")
    page.keyboard.press("Escape")
    link = text_part(page, three[1]).locator(".part__edit")
    expect(link).to_be_focused()
    expect(link).to_contain_text("nog niet bewaard")
    assert len(kept_in_browser(page)) == 1
    page.close()
    again = context.new_page()
    again.goto(HOME)
    expect(again.locator(f"{FORM} textarea")).to_have_value("B staat er. Erbij.")
    expect(again.locator(".part-form__status")).to_contain_text("Wat u eerder typte en niet bewaarde, staat er weer.")
    again.keyboard.press("Control+Enter")
    saved(again, "Bewaard")
    assert kept_in_browser(again) == []
    open_text(again, three[1])
    again.keyboard.type(" Geheim.")
    again.locator("form[action*=logout] button").click()
    again.locator("[type=password]").wait_for()
    assert kept_in_browser(again) == []


def test_what_was_typed_on_an_earlier_version_is_offered_and_not_put_back(writer, watch, three):
    watch.expect("409")
    page = writer()
    open_text(page, three[0])
    retype(page, "Van mij.")
    page.keyboard.press("Escape")
    three[0].text = "Van een collega."
    three[0].save()
    page.reload()
    box, status = page.locator(f"{FORM} textarea"), page.locator(".part-form__status")
    expect(box).to_have_value("Van een collega.")
    expect(status).to_contain_text("een collega heeft dit sindsdien gewijzigd")
    status.get_by_role("button", name="Toon wat ik typte").click()
    expect(box).to_have_value("Van mij.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".part-form__conflict")).to_be_visible()
    page.get_by_role("link", name="Laat staan wat er nu staat").click()
    expect(text_part(page, three[0])).to_contain_text("Van een collega.")
    assert kept_in_browser(page) == []


def test_after_signing_in_again_in_another_tab_the_first_goes_on_by_itself(writer, context, cast, three, watch):
    watch.expect("401")
    watch.expect("403")
    cast.officer.set_password("Een lang wachtwoord 12")
    cast.officer.save()
    page = writer()
    open_text(page, three[0])
    retype(page, "Na de lunch.")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    status = page.locator(".part-form__status")
    expect(status).to_contain_text("U bent uitgelogd.")
    with context.expect_page() as opened:
        status.get_by_role("link", name="Log opnieuw in").click()
    tab = opened.value
    tab.get_by_label("E-mailadres").fill(cast.officer.email)
    tab.get_by_label("Wachtwoord", exact=True).fill("Een lang wachtwoord 12")
    tab.get_by_role("button", name="Inloggen", exact=True).click()
    tab.locator("#schrijven").wait_for()
    tab.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page, "Bewaard")
    three[0].refresh_from_db()
    assert three[0].text == "Na de lunch."


def test_without_a_connection_it_waits_and_is_saved_when_it_is_back(writer, context, three, watch):
    for words in ("ERR_INTERNET_DISCONNECTED", "htmx:afterRequest", "htmx:sendError"):
        watch.expect(words)
    page = writer()
    open_text(page, three[0])
    retype(page, "In de trein.")
    context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".part-form__status")).to_contain_text("zodra er weer verbinding is")
    page.locator(f"#actie-{three[2].pk}").hover()
    page.locator(f"#actie-{three[2].pk} [data-move=up]").click()
    expect(page.locator("#gezegd")).to_contain_text("er is niets gedaan")
    context.set_offline(False)
    saved(page, "Bewaard")
    three[0].refresh_from_db()
    assert three[0].text == "In de trein."


def test_what_is_added_without_a_connection_comes_once(writer, context, three, watch):
    for words in ("ERR_INTERNET_DISCONNECTED", "htmx:afterRequest", "htmx:sendError"):
        watch.expect(words)
    page = writer()
    add_below(page, three[0].goal)
    page.keyboard.type("In de trein bedacht.")
    context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".part-form__status")).to_contain_text("zodra er weer verbinding is")
    context.set_offline(False)
    saved(page, "gedaan")
    assert Action.objects.filter(text="In de trein bedacht.").count() == 1


def test_comments_and_what_a_row_was_open_in_their_place(writer, three, cast, axe):
    CommentFactory(action=three[0], party=cast.association, by=cast.association_officer, text="Wanneer precies?", year=2025)
    page = writer()
    page.locator(f"#actie-{three[0].pk}").get_by_role("link", name="1 open opmerking").click()
    look = page.locator(LOOK)
    expect(look).to_be_focused()
    expect(look).to_contain_text("Wanneer precies?")
    axe(page)
    page.keyboard.press("Escape")
    expect(look).to_have_count(0)
    link = page.locator(f"#actie-{three[0].pk}").get_by_role("link", name="1 open opmerking")
    expect(link).to_be_focused()
    link.press("Enter")
    look.get_by_text("Beantwoorden", exact=True).click()
    look.locator(".fold--answer textarea").fill("In mei.")
    page.keyboard.press("Escape")
    fresh(page)
    open_text(page, three[1])
    expect(look.locator(".fold--answer textarea")).to_have_value("In mei."), "what is typed stays"
    look.get_by_role("button", name="Antwoord opslaan").click()
    expect(look).to_contain_text("In mei.")
    look.get_by_role("button", name="Afhandelen").click()
    expect(page.get_by_role("link", name="1 open opmerking")).to_have_count(0)


def test_a_row_that_a_colleague_deletes_keeps_what_is_typed_in_it(writer, three, watch):
    watch.expect("409")
    page = writer()
    open_text(page, three[1])
    retype(page, "Toch nog iets.")
    key = three[1].pk
    three[1].delete()
    fresh(page)
    expect(page.locator(f"{FORM} textarea")).to_have_value("Toch nog iets.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".summary")).to_contain_text("verwijderd")
    expect(page.locator(f"{FORM} textarea")).to_have_value("Toch nog iets.")
    page.get_by_role("button", name="Zet de regel terug").click()
    expect(page.locator("#gezegd")).to_contain_text("gedaan")
    page.locator(f"{FORM} textarea").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#actie-{key} .action__text")).to_have_text("Toch nog iets.")


# -- What others write


def test_what_others_write_appears_and_never_touches_what_one_types(writer, context, three, goal, agenda):
    context.clock.install()
    page = writer()
    page.locator(f"#kies-actie-{three[2].pk}").check()
    box = open_text(page, three[1])
    page.keyboard.type(" Hier")
    box.evaluate("(field) => field.setSelectionRange(3, 3)")
    three[0].text, three[1].text = "Nieuw van een ander.", "Ook daar."
    three[0].save(), three[1].save()
    ActionFactory(agenda=agenda, goal=goal, text="Erbij van een ander.", position=0)
    fresh(page)
    expect(text_part(page, three[0])).to_contain_text("Nieuw van een ander.")
    expect(page.locator(".write-action").first).to_contain_text("Erbij van een ander.")
    expect(page.locator("#van-anderen")).to_have_text("3 wijzigingen van anderen")
    expect(box).to_have_value("B staat er. Hier")
    expect(box).to_be_focused()
    assert box.evaluate("(field) => field.selectionStart") == 3
    expect(page.locator("[data-stale]")).to_be_visible()
    expect(page.locator(f"#kies-actie-{three[2].pk}")).to_be_checked()
    page.get_by_label("Laat meteen zien wat anderen schrijven").uncheck()
    page.keyboard.press("Escape")
    three[0].text = "Later."
    three[0].save()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    context.clock.fast_forward(ASKED_EVERY)
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    expect(text_part(page, three[0])).to_contain_text("Nieuw van een ander.")
    assert asked == []
    page.get_by_label("Laat meteen zien wat anderen schrijven").check()
    context.clock.fast_forward(ASKED_EVERY)
    expect(text_part(page, three[0])).to_contain_text("Later.")


# -- Order


def test_rows_move_by_handle_buttons_and_keys_and_it_is_told(writer, three, agenda, watch):
    watch.expect("422")
    page = writer()
    page.set_viewport_size({"width": DESKTOP, "height": 1000})  # all three rows, so that the page does not scroll along
    first, second, third = (page.locator(f"#actie-{row.pk}") for row in three)
    status = page.get_by_role("status").filter(has_text="plaats")

    first.hover()
    handle, target = first.locator("[data-handle]").bounding_box(), third.bounding_box()
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, target["y"] + target["height"] - 8, steps=6)
    with page.expect_response(lambda answer: "/vers/" in answer.url):
        page.mouse.up()
    expect(status).to_have_text("«A staat er.»: plaats 3 van 3.")
    assert texts(agenda) == ["B staat er.", "C staat er.", "A staat er."]

    button = third.locator("[data-move=up]")
    button.focus()
    with page.expect_response(lambda answer: "/vers/" in answer.url):
        page.keyboard.press("Enter")
    expect(status).to_have_text("«C staat er.»: plaats 1 van 3.")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#gezegd")).to_have_text("Dit is al de eerste.")
    assert "Dit is al de eerste." in page.locator("#gezegd").aria_snapshot()
    with page.expect_response(lambda answer: "/vers/" in answer.url):
        page.keyboard.press("Alt+ArrowDown")
    expect(status).to_have_text("«C staat er.»: plaats 2 van 3.")
    assert texts(agenda) == ["B staat er.", "C staat er.", "A staat er."]

    three[1].delete()  # before which the next is dropped
    handle, target = first.locator("[data-handle]").bounding_box(), second.bounding_box()
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, target["y"] + 4, steps=6)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.up()
    expect(second).to_have_count(0)
    assert texts(agenda) == ["C staat er.", "A staat er."]


# -- Texts, leads and dates


WORD = """<html><body><p class=MsoNormal style='mso-x:1'>Wij doen <b>samen</b>:<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>sloop</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>van de flat</p>
<script>alert(1)</script><p><i>En</i> <a href="http://elders.example">meer</a>.</p></body></html>"""
PASTE = """(field, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_bold_lists_and_what_comes_from_word(writer, three, watch):
    watch.expect("422")
    page = writer()
    box = open_text(page, three[0])
    retype(page, "Twee woorden")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+B")
    expect(box).to_have_value("Twee **woorden**")
    page.keyboard.press("Control+Z")
    expect(box).to_have_value("Twee woorden")
    retype(page, "een")
    page.get_by_role("toolbar", name="Opmaak").get_by_role("button", name="Opsomming").click()
    page.keyboard.press("Enter")
    page.keyboard.type("twee")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Klaar.")
    expect(box).to_have_value("- een\n- twee\n\nKlaar.")
    page.keyboard.press("Control+A")
    box.evaluate(PASTE, WORD)
    expect(box).to_have_value("Wij doen **samen**:\n\n- sloop\n  - van de flat\n\nEn meer.")
    page.keyboard.press("Control+A")
    box.evaluate(PASTE, "<p>" + "woord " * 34_000 + "</p>")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("Hoogstens 20.000 tekens")
    assert len(box.input_value()) > 200_000
    box.focus()
    retype(page, "Kort.")
    page.keyboard.press("Control+Enter")
    saved(page, "Bewaard")


def test_leads_by_a_few_letters_and_a_date_as_people_say_it(writer, three, cast, watch):
    watch.expect("422")
    page = writer()
    page.locator(f"#deel-actie-{three[0].pk}-trekkers .part__edit").focus()
    page.keyboard.press("Enter")
    box = leads(page)
    expect(box).to_be_focused()
    page.keyboard.type("wat")
    names = page.get_by_role("listbox").get_by_role("option")
    expect(names).to_have_text(["Gemeente Waterhoek", "Huurdersraad Waterhoek"])
    page.keyboard.press("ArrowDown")
    expect(names.and_(page.locator("[aria-selected=true]"))).to_have_text("Huurdersraad Waterhoek")
    assert box.get_attribute("aria-activedescendant") == names.and_(page.locator("[aria-selected=true]")).get_attribute("id")
    page.keyboard.press("Escape")
    expect(names).to_have_count(0)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Huurdersraad Waterhoek, ")
    page.keyboard.type("sleutel")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Huurdersraad Waterhoek, Woonstichting De Sleutel, ")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(" (bouw)")
    page.keyboard.press("Alt+ArrowUp")
    expect(box).to_have_value("Woonstichting De Sleutel (bouw), Huurdersraad Waterhoek, ")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowDown")
    expect(box).to_have_value("Huurdersraad Waterhoek, Woonstichting De Sleutel (bouw), ")
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Huurdersraad Waterhoek, Woonstichting De Sleutel (bouw), ")
    page.keyboard.press("Control+Enter")
    saved(page, "Bewaard: Trekkers")
    assert [lead.party for lead in three[0].leads.order_by("position")] == [cast.tenants, cast.association]

    page.locator(f"#deel-actie-{three[0].pk}-wanneer .part__edit").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Wanneer")).to_be_focused()
    page.keyboard.type("voor juli")
    expect(page.locator(".part-form__status")).to_contain_text("Dit kan twee dingen betekenen: juni 2025 / juli 2025")
    assert "status" in page.locator(FORM).aria_snapshot()
    page.keyboard.press("Control+Enter")
    page.get_by_label("Juli 2025").check()
    page.keyboard.press("Control+Enter")
    saved(page, "Bewaard: Wanneer")
    three[0].refresh_from_db()
    assert three[0].due_on == date(2025, 7, 31)


def test_several_rows_at_once(writer, three, cast, watch):
    watch.expect("422")
    page = writer()
    for row in three[:2]:
        page.locator(f"#kies-actie-{row.pk}").check()
    bar = page.get_by_role("region", name="Gekozen regels")
    expect(bar).to_contain_text("2 regels gekozen")
    bar.get_by_role("button", name="Trekkers, datum of hoofdstuk").click()
    page.get_by_role("textbox", name="Wanneer").fill("ooit")
    bar.get_by_role("button", name="Schrijf in deze regels").click()
    expect(bar.locator(".summary")).to_be_focused()
    page.get_by_role("textbox", name="Wanneer").fill("Q2")
    bar.get_by_role("button", name="Schrijf in deze regels").click()
    expect(page.locator("#gezegd")).to_contain_text("2 regels")
    expect(bar).to_be_hidden()
    expect(page.locator(f"#actie-{three[1].pk}")).to_contain_text("kwartaal 2 van 2025")
    assert list(Action.objects.filter(agenda__year=2025).order_by("position").values_list("due_on", flat=True)) == [
        date(2025, 6, 30)
    ] * 2 + [None]


# -- For everyone


# What one presses, where it is smaller than 24 pixels (WCAG 2.5.8).
SMALL = """[...document.querySelectorAll("button, [data-handle], .row-menu a, .part-look a, .row-menu__pick")]
  .filter((each) => each.closest("#schrijven"))
  .map((each) => [each.className, each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))"""


def test_the_page_is_accessible_and_fits_with_everything_open(writer, three):
    page = writer()
    page.locator(f"#kies-actie-{three[2].pk}").check()
    open_text(page, three[0])
    page.keyboard.type("x")
    page.locator(f"{menu_of(three[1])} .row-menu__more").focus()
    page.keyboard.press("Enter")
    page.locator(LOOK).wait_for()

    def nothing_is_small() -> None:
        assert page.evaluate(SMALL) == []

    look_at(page, DESKTOP, PHONE, NARROW, also=nothing_is_small)


def test_adding_is_always_in_sight_and_closes_where_it_was(writer, goal, three, context):
    page = writer()
    page.mouse.move(0, 0)
    for row, words in ((goal.theme, "+ Doel toevoegen"), (goal, "+ Afspraak toevoegen")):
        slot = slot_of(page, row)
        expect(slot).to_have_text(re.compile(f"^{re.escape(words)}"))
        assert slot.evaluate("link => getComputedStyle(link).opacity") == "1"
        add_below(page, row)
        page.keyboard.press("Escape")
        expect(page.locator(FORM)).to_have_count(0)
        expect(slot).to_be_focused()
    add_below(page, goal)
    page.get_by_label("Tekst", exact=True).fill("Half getypt.")
    fresh(page)
    expect(page.locator(f"#doel-{goal.pk} .write-goal__actions > {FORM} textarea").first).to_have_value("Half getypt.")
    page.keyboard.press("Escape")
    expect(slot_of(page, goal)).to_contain_text("(nog niet bewaard)")
    slot_of(page, goal).click()
    expect(page.get_by_label("Tekst", exact=True)).to_have_value("Half getypt.")


def test_what_is_seldom_there_is_opened_from_the_menu_and_gone_when_it_is_left_empty(writer, goal, three):
    page = writer()
    form = page.locator(f"#deel-actie-{three[0].pk}-verwijzingen")
    choose(page, menu_of(three[0]), "+ Verwijzingen")
    expect(form.locator("[name=references_0_document]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(page.locator(f"{menu_of(three[0])} .row-menu__more")).to_be_focused()
    choose(page, menu_of(three[0]), "+ Verwijzingen")
    form.locator("[name=references_0_document]").fill("Woondeal")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#actie-{three[0].pk} .write-action__more")).to_contain_text("Woondeal")
    expect(form).to_have_count(1)
    assert Action.objects.get(pk=three[0].pk).references == "Woondeal"
