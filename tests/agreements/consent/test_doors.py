"""Every door through which agreed text comes in refuses what stands still, of everyone and with one sentence.

A door is tested with a row of each kind, in each state, for a coordinator and for a superuser; test_lock.py tells which rows
stand still when.
"""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import models
from django.db.transaction import atomic
from django.utils import translation
from django.utils.text import capfirst

from agreements.consent.lock import LockedError
from agreements.imports.applying import NotAppliedError, apply_import
from agreements.imports.undoing import undo_import
from agreements.models import Action, Agenda, Comment, Goal, Lead, Project
from agreements.ordering import UP, move
from parties.history.records import change_set
from parties.tables.widgets import dutch
from tests.agreements.admin.posting import address, history_counts, save, sentences
from tests.agreements.admin.test_tables import confirm, errors, table, upload
from tests.documents import variants
from tests.factories import AgendaImportFactory, GoalFactory, IndicatorFactory, LeadFactory, ThemeFactory, make_cast
from tests.shared_rows import made_once

from .conftest import make_rows

pytestmark = pytest.mark.django_db

STATES = ["proposed", "adopted", "closed"]
WHY = {
    "draft": "",
    "proposed": "The agenda of 2024 is proposed for adoption: its text stands still. Take the proposal back first.",
    "adopted": "The agenda of 2024 has been adopted: its text changes by consent only.",
    "closed": "The agenda of 2024 is closed: its text stays as it is.",
}
NEXT_YEAR_FIRST = (
    "The agenda of 2025 stands still, and no later year is being written. Start a draft of the next year first: these words are"
    " written for that year, and 2025 keeps its own."
)
REASON = {"change_reason": "Besluit van 3 juni"}  # which opens nothing any more

for_everyone = pytest.mark.parametrize("who", ["officer", "admin"])
# Every state and both people; each state for both with --all, for the lock is not told who asks (test_lock.py).
with_all = pytest.mark.with_all
STANDS_STILL = [
    ("adopted", "officer"),
    ("adopted", "admin"),
    ("proposed", "officer"),
    ("closed", "admin"),
    pytest.param("proposed", "admin", marks=with_all),
    pytest.param("closed", "officer", marks=with_all),
]
DRAFT = [("draft", "officer"), ("draft", "admin")]
while_it_stands_still = pytest.mark.parametrize(("state", "who"), STANDS_STILL)
in_each_state = pytest.mark.parametrize(("state", "who"), [*DRAFT, *STANDS_STILL])
of_each_state = pytest.mark.parametrize("state", STATES)


def made() -> tuple:
    cast = make_cast()
    return cast, make_rows(cast)


@pytest.fixture(scope="module")
def story(module_rows, django_db_blocker):
    with made_once(django_db_blocker, made) as fresh:
        yield fresh


@pytest.fixture
def begun(story, db) -> tuple:
    return story()


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture
def rows(begun):
    return begun[1]


@pytest.fixture
def client(who, request):
    """The coordinator or the superuser, signed in."""
    return request.getfixturevalue(who)


# By the name of the row: the page on which it is edited, its fields there, and what they become.
EDITS = {
    "agreement": ("agreement", {"title": "Anders"}),
    "goal": ("goal", {"is_focus": "on"}),
    "indicator": ("indicator", {"unit": "euro"}),
    "meeting rule": ("meeting rule", {"frequency": "nooit"}),
    "appendix": ("appendix", {"title": "Anders"}),
    "appendix of 2024": ("appendix of 2024", {"title": "Anders"}),
    "project": ("project", {"name": "Anders"}),
    "agenda": ("agenda", {"title": "Anders"}),
    "action": ("action", {"text": "Anders."}),
    "lead": ("action", {"leads___0___task": "meedenken"}),
}
IN_2025 = {
    "goal of 2025": ("goal of 2025", {"text": "Anders."}),
    "appendix of 2025": ("appendix of 2025", {"title": "Anders"}),
    "project of 2025": ("project of 2025", {"name": "Nog anders"}),
    "agenda of 2025": ("agenda of 2025", {"title": "Anders"}),
    "action of 2025": ("action of 2025", {"text": "Anders."}),
    "lead of 2025": ("action of 2025", {"leads___0___task": "meedenken"}),
}


def told(response) -> set[str]:
    """The sentences of a page that was not saved; none when it was."""
    return set() if response.status_code == 302 else {line for lines in sentences(response).values() for line in lines}


def said_last(client, url: str) -> str:
    return [str(message) for message in client.get(url).context["messages"]][-1]


def is_there(row) -> bool:
    return type(row).objects.filter(pk=row.pk).exists()


def notice(page) -> str:
    """What the page says beforehand, without its markup; empty when it may change."""
    return page.context.get("notice", "").partition(" <a")[0]


# -- Pages of administration


@while_it_stands_still
def test_a_page_of_every_kind_of_row(rows, put, client, state):
    put(state)
    before = history_counts()
    for name, (page, change) in EDITS.items():
        assert told(save(client, rows[page], **change)) == {WHY[state]}, name
    page, change = EDITS["goal"]
    assert told(save(client, rows[page], **change, **REASON)) == {WHY[state]}, "a reason opens nothing"
    assert history_counts() == before


@pytest.mark.parametrize("who", ["admin"])  # of its other columns only the superuser is owner
@of_each_state
def test_the_page_of_participants(rows, put, client, state):
    put(state)
    assert told(save(client, rows["participation"], right_of_advice="advice", **REASON)) == {WHY[state]}


@while_it_stands_still
def test_a_page_says_so_beforehand_with_a_link_to_the_adoption(rows, put, client, state):
    put(state)
    for name in (*EDITS.keys() - {"goal", "lead"}, "participation"):
        page = client.get(address(rows[name]))
        assert notice(page) == WHY[state], name
        assert '<a href="/afspraken/waterhoek-2023-2026/2024/vaststellen/">' in page.content.decode()
        assert "deletelink" not in page.content.decode(), name
    for name in ("appendix", "meeting rule", "agenda"):
        page = client.get(address(rows[name])).content.decode()
        assert ('name="_save"' in page, "change_reason" in page) == (False, False), name
    for name in ("action", "project", "theme", "goal"):
        assert 'name="_save"' in client.get(address(rows[name])).content.decode(), name
    for name in IN_2025.keys() - {"lead of 2025"}:
        page = client.get(address(rows[name]))
        assert (notice(page), 'name="_save"' in page.content.decode()) == ("", True), name


@while_it_stands_still
def test_next_year_is_written_meanwhile(rows, put, client, state):
    put(state)
    for page, change in IN_2025.values():
        assert told(save(client, rows[page], **change)) == set(), page


@while_it_stands_still
def test_what_is_never_printed(cast, rows, put, client, state):
    own = LeadFactory(action=cast.action, party=cast.municipality, position=0)
    put(state)
    assert told(save(client, cast.action, leads___0___contact=cast.officer.pk)) == set()
    assert Lead.objects.get(pk=own.pk).contact == cast.officer
    assert told(save(client, cast.action, leads___0___contact="", leads___0___task="bouw")) == {WHY[state]}
    site = {"phase": "planning", "expected_on": "2025-03-31", "area": "Kade", "dwellings": "24"}
    assert told(save(client, rows["project"], **site)) == set()
    assert told(save(client, cast.agreement, projects___0___phase="permit")) == set()
    assert told(save(client, rows["project"], **site | {"area": "Haven"}, name="Anders")) == {WHY[state]}
    confirm(client, upload(client, Project, table("Regelnummer;Fase", f"{rows['project'].pk};Opgeleverd")))
    assert Project.objects.get(pk=rows["project"].pk).phase == "delivered"
    contact = table("Regelnummer;Contactpersoon", f"{own.pk};{cast.officer.email}")
    assert errors(upload(client, Action, contact, table=Lead)) == []


@in_each_state
def test_a_new_row(cast, rows, put, client, state):
    put(state)
    new_action = {"goal": cast.goal.pk, "text": "Nog iets.", "kind": "specific", **REASON}
    why = {WHY[state]} - {""}
    assert told(save(client, Action, add={}, **new_action, agenda=cast.agenda.pk)) == why
    assert told(save(client, Action, add={}, **new_action, agenda=rows["agenda of 2025"].pk)) == set()
    assert told(save(client, Goal, add={}, theme=cast.theme.pk, number="31", text="Nog iets.", start_year="2025")) == set()


@in_each_state
def test_a_new_row_below_another(cast, rows, put, client, state):
    put(state)
    new = {"leads___TOTAL_FORMS": "2", "leads___1___party": cast.tenants.pk, **REASON}
    assert told(save(client, cast.action, **new)) == {WHY[state]} - {""}
    new = {"actions___TOTAL_FORMS": "2", "actions___1___text": "Nieuw", "actions___1___kind": "specific"}
    assert told(save(client, cast.goal, **new, actions___1___agenda=cast.agenda.pk)) == {WHY[state]} - {""}
    new_in_2025 = new | {"actions___1___agenda": rows["agenda of 2025"].pk}
    if state == "draft":
        new_in_2025 = {name.replace("_1_", "_2_"): value for name, value in new_in_2025.items()} | {"actions___TOTAL_FORMS": "3"}
    assert told(save(client, cast.goal, **new_in_2025)) == set()


@in_each_state
def test_deleting(rows, put, client, state):
    put(state)
    for name in ("action", "indicator", "appendix", "appendix of 2024", "meeting rule"):
        page = address(rows[name], "delete")
        assert notice(client.get(page)) == WHY[state], name
        assert ("Yes, delete" in client.get(page).content.decode()) == (state == "draft"), name
        answer = client.post(page, {"post": "yes", **REASON})
        assert is_there(rows[name]) == (state != "draft"), name
        if state != "draft":
            assert said_last(client, answer.url) == WHY[state]
    client.post(address(rows["action of 2025"], "delete"), {"post": "yes"})
    assert not is_there(rows["action of 2025"])


@in_each_state
def test_deleting_below_another(cast, put, client, state):
    put(state)
    page = client.get(address(cast.action)).content.decode()
    assert ('name="leads-0-DELETE"' in page) == (state == "draft")
    assert told(save(client, cast.action, leads___0___DELETE="on", **REASON)) == {WHY[state]} - {""}
    assert is_there(cast.lead) == (state != "draft")


@in_each_state
def test_putting_back(cast, rows, put, client, state):
    gone: list[models.Model] = [cast.action, rows["indicator"]]
    for row in gone:
        client.post(address(row, "delete"), {"post": "yes"})
    put(state)
    for row in gone:
        history = address(row, "history")
        client.get(history)  # with what was said about deleting it
        page = client.get(history)
        assert notice(page) == WHY[state]
        assert (f'action="{address(row, "put_back")}"' in page.content.decode()) == (state == "draft")
        client.post(address(row, "put_back"), REASON)
        assert is_there(row) == (state == "draft")
        if state != "draft":
            assert said_last(client, history) == WHY[state]
        else:
            assert type(row).history.filter(id=row.pk).latest().history_change_reason == "Put back: Besluit van 3 juni"


@in_each_state
def test_putting_back_a_row_below(cast, rows, put, client, state):
    later = rows["action of 2025"]
    save(client, cast.action, leads___0___DELETE="on")
    client.post(address(later, "delete"), {"post": "yes"})
    put(state)
    button = f'value="lead-{cast.lead.pk}"'
    assert (button in client.get(address(cast.action, "history")).content.decode()) == (state == "draft")
    client.post(address(cast.action, "put_back"), {"row": f"lead-{cast.lead.pk}", **REASON})
    assert is_there(cast.lead) == (state == "draft")
    assert f'value="action-{later.pk}"' in client.get(address(later.goal, "history")).content.decode()
    client.post(address(later.goal, "put_back"), {"row": f"action-{later.pk}"})
    assert is_there(later)


def test_what_stood_in_an_adopted_year_that_is_gone_does_not_come_back_as_adopted(rows, put, admin):
    """An agenda of a year that was deleted in the days when that could be."""
    agenda = rows["agenda of 2025"]
    put("adopted", "agenda of 2025")
    Action.objects.filter(agenda=agenda).delete()
    Agenda.objects.get(pk=agenda.pk).delete()
    admin.post(address(agenda, "put_back"))
    assert not is_there(agenda)


@in_each_state
def test_the_order(cast, rows, put, client, state):
    lead = LeadFactory(action=cast.action, party=cast.tenants, position=2)
    indicator = IndicatorFactory(goal=cast.goal, position=99)
    put(state)
    for row in (lead, indicator):
        before = row.position
        page = address(cast.action if row is lead else cast.goal, "order")
        button = f"{row._meta.model_name}s-{row.pk}-up"
        assert notice(client.get(page)) == WHY[state]
        assert (f'value="{button}"' in client.get(page).content.decode()) == (state == "draft")
        client.post(page, {"move": button, **REASON})
        row.refresh_from_db()
        assert (row.position == before) == (state != "draft")
        if state != "draft":
            assert said_last(client, page) == WHY[state]
            with pytest.raises(LockedError):
                move(row, direction=UP, by=cast.officer)


@while_it_stands_still
def test_the_order_of_what_is_free_among_what_is_not(cast, rows, put, client, state):
    """Goals that begin in 2026, in a theme that stands still, while no year is being written."""
    for place, goal in enumerate(cast.theme.goals.all()):
        goal.position = place
        goal.save()
    goals = [GoalFactory(theme=cast.theme, number=str(number), position=100 + number, start_year=2026) for number in range(3)]
    put(state)
    put("adopted", "agenda of 2025")
    (group,) = client.get(address(cast.theme, "order")).context["groups"]
    assert [ordered.goes_up for ordered in group.rows[-4:]] == [False, False, True, True]
    client.post(address(cast.theme, "order"), {"move": f"goals-{goals[2].pk}-up"})
    assert list(cast.theme.goals.order_by("-position")[:2]) == [goals[1], goals[2]]


# -- Tables


# By the name of the row: the field that a file changes.
FIELDS = {
    "agreement": "title",
    "participation": "right_of_advice",
    "indicator": "unit",
    "meeting rule": "frequency",
    "appendix": "title",
    "project": "name",
    "agenda": "title",
    "action": "text",
    "lead": "task",
}
LISTED = {"lead": Action}  # the list whose page has the table


@while_it_stands_still
def test_a_table_of_every_kind_of_row(rows, put, client, state):
    put(state)
    before = history_counts()
    for name, field in FIELDS.items():
        row = rows[name]
        heading = capfirst(dutch(row._meta.get_field(field).verbose_name))
        typed = "Adviesrecht" if name == "participation" else "Anders"
        data = table(f"Regelnummer;{heading}", f"{row.pk};{typed}")
        shown = upload(client, LISTED.get(name, type(row)), data, table=type(row))
        assert errors(shown) == [(2, "", WHY[state])], name
        assert confirm(client, shown, REASON["change_reason"]).status_code == 200, name
    assert history_counts() == before


@in_each_state
def test_a_new_row_by_a_table(cast, put, client, state):
    put(state)
    headings = "Prestatieafspraken;Uitvoeringsagenda: jaar;Thema: nummer;Thema: titel;Doel: nummer;Volgorde;Tekst;Soort"
    data = table(headings, f"{cast.agreement.slug};2024;1;Betaalbaar wonen;17;;De brug ligt er.;doorlopend")
    assert errors(upload(client, Action, data)) == ([] if state == "draft" else [(2, "", WHY[state])])


@for_everyone
def test_a_table_of_what_does_not_change_or_stands_in_no_locked_year(rows, put, client):
    put("adopted")
    lines = [f"{rows['action'].pk};{rows['action'].text}", f"{rows['action of 2025'].pk};Anders."]
    assert confirm(client, upload(client, Action, table("Regelnummer;Tekst", *lines))).status_code == 302


def test_a_text_that_is_adopted_after_the_preview(cast, put, officer):
    shown = upload(officer, Action, table("Regelnummer;Tekst", f"{cast.action.pk};Anders."))
    put("adopted")
    again = confirm(officer, shown, REASON["change_reason"])
    assert errors(again) == [(2, "", WHY["adopted"])]
    assert Action.objects.get(pk=cast.action.pk).text == cast.action.text


# -- Words that hold from a year; tests/monitoring/test_two_years.py writes them through every door


WRITES = {
    "goal": {"text": "Anders."},
    "theme": {"title": "Anders"},
    "indicator": {"targets___0___value": "80"},
}


@while_it_stands_still
def test_the_words_of_the_next_year_are_written_and_the_page_says_for_which(rows, put, client, state):
    assert notice(client.get(address(rows["goal"]))) == ""
    put(state)
    for name in ("goal", "theme"):
        page = client.get(address(rows[name]))
        assert notice(page) == "You write for 2025; 2024 stays as it was agreed."
        assert ("deletelink" in page.content.decode(), 'name="_save"' in page.content.decode()) == (False, True)
    for page, change in WRITES.items():
        assert told(save(client, rows[page], **change)) == set(), page
    assert (Goal.objects.get(pk=rows["goal"].pk).words_from, rows["target"].indicator.targets.count()) == (2025, 2)


@for_everyone
def test_without_a_draft_in_which_to_write_every_door_refuses(cast, rows, put, client):
    second = GoalFactory(theme=cast.theme, number="41", position=98)
    for name in ("agenda", "agenda of 2025"):
        put("adopted", name)
    before, why = history_counts(), NEXT_YEAR_FIRST
    for page, change in WRITES.items():
        assert told(save(client, rows[page], **change, **REASON)) == {why}, page
    assert notice(client.get(address(rows["theme"]))) == notice(client.get(address(cast.theme, "order"))) == why
    assert told(save(client, rows["theme"], goals___0___text="Anders.", **REASON)) == {why}
    assert told(save(client, Goal, add={}, theme=cast.theme.pk, number="30", text="Nog iets.", **REASON)) == {why}
    assert errors(upload(client, Goal, table("Regelnummer;Tekst", f"{cast.goal.pk};Anders"))) == [(2, "", why)]
    client.post(address(cast.theme, "order"), {"move": f"goals-{second.pk}-up", **REASON})
    assert said_last(client, address(cast.theme, "order")) == why
    assert history_counts() == before


@for_everyone
def test_what_a_locked_year_prints_is_dropped_and_never_deleted(rows, put, client):
    put("adopted")
    for name in ("goal", "theme"):
        client.post(address(rows[name], "delete"), {"post": "yes", **REASON})
        assert is_there(rows[name])
    assert told(save(client, rows["goal"], dropped_from="2025", drop_reason="Besluit.")) == set()


@for_everyone
@pytest.mark.parametrize("below", ["goal", "paragraph"])
def test_a_theme_takes_nothing_of_a_locked_year_along(cast, rows, put, client, below):
    """A theme of next year alone could be deleted, with what was moved to it for that year: also out of this year."""
    goal = rows["goal of 2024"]
    if below == "paragraph":
        goal.theme = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1", title="Huren")
        goal.save()
    put("adopted")
    later = ThemeFactory(agreement=cast.agreement, number="2", title="Groen")
    moved = goal.theme if below == "paragraph" else goal
    moved.refresh_from_db()
    setattr(moved, "parent" if below == "paragraph" else "theme", later)
    moved.save()
    why = "This stands in the agenda of 2024, so it cannot be deleted."
    place = [row.pk for row in cast.agreement.themes.filter(parent=None).order_by("position", "pk")].index(later.pk)
    (refused,) = told(save(client, cast.agreement, **{f"themes___{place}___DELETE": "on"}, **REASON))
    assert refused.startswith(why)
    client.post(address(later, "delete"), {"post": "yes", **REASON})
    with pytest.raises(ValidationError, match=why), translation.override("en"), change_set(user=cast.officer), atomic():
        later.delete()
    assert (is_there(later), is_there(goal)) == (True, True)


# -- Files that are read in, and the command


HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
NEW = [50, "Iedereen kan fietsen.", "Er is een pad.", "De Sleutel"]
FILE = variants.excel(["Thema 1: Betaalbaar wonen"], HEAD, NEW)


@pytest.fixture
def uploaded(cast):
    file = ContentFile(FILE, name="agenda.xlsx")
    return AgendaImportFactory(agenda=cast.agenda, file=file, file_name="agenda.xlsx")


@of_each_state
def test_a_file_that_waits_and_one_that_was_taken_over(cast, put, uploaded, state):
    before = history_counts()
    put(state)
    for person in (cast.officer, cast.admin, None):
        with translation.override("en"), pytest.raises(NotAppliedError, match=WHY[state]):
            apply_import(uploaded, by=person)
    put("draft")
    apply_import(uploaded, by=cast.officer)
    put(state)
    before = history_counts()
    for person in (cast.officer, cast.admin):
        with translation.override("en"), pytest.raises(NotAppliedError, match=WHY[state]):
            undo_import(uploaded, by=person)
    assert history_counts() == before


@of_each_state
def test_the_command(cast, put, tmp_path, state):
    path = tmp_path / "agenda.xlsx"
    path.write_bytes(FILE)
    put(state)
    before = history_counts()
    with translation.override("en"), pytest.raises(CommandError, match=WHY[state]):
        call_command("import_agenda", str(path), agreement=cast.agreement.slug, year=2024)
    assert history_counts() == before


# -- State, version and date of adoption, which only an adoption writes


BY_ADOPTION = "State, version and date of adoption follow from the adoption; nobody fills them in by hand."


@for_everyone
@pytest.mark.parametrize(("heading", "typed"), [("Status", "vastgesteld"), ("Versie", "2"), ("Vastgesteld op", "14-12-2023")])
def test_a_table_that_adopts(cast, put, client, heading, typed):
    data = table(f"Regelnummer;{heading}", f"{cast.agenda.pk};{typed}")
    before = history_counts()
    assert (2, heading, BY_ADOPTION) in errors(upload(client, Agenda, data))
    new = f"Prestatieafspraken;Jaar;Titel;{heading}", f"{cast.agreement.slug};2026;Uitvoeringsagenda 2026;{typed}"
    assert (2, heading, BY_ADOPTION) in errors(upload(client, Agenda, table(*new)))
    assert history_counts() == before
    for state in STATES:
        put(state)
        data = table("Regelnummer;Status", f"{cast.agenda.pk};concept")
        assert errors(upload(client, Agenda, data)) == [(2, "", WHY[state])]


@for_everyone
def test_a_form_that_adopts(cast, client):
    """The fields are shown and not asked: what is posted for them is not read."""
    before = history_counts()
    adopting = {"state": "adopted", "version": "2", "adopted_on": "2023-12-14"}
    save(client, cast.agenda, **adopting)
    save(client, cast.agreement, **{f"agendas___0___{name}": value for name, value in adopting.items()})
    assert history_counts() == before
    save(client, Agenda, add={}, agreement=cast.agreement.pk, year="2026", title="Nieuw", **adopting)
    new = Agenda.objects.get(year=2026)
    assert (new.state, new.version, new.adopted_on) == ("draft", 1, None)


# -- What is no agreed text


def test_notes_and_contacts_on_the_site(cast, rows, put, officer):
    put("closed")
    officer.post(f"/acties/{cast.action.pk}/opmerkingen/", {"text": "Bellen.", "audience": "own"})
    assert Comment.objects.get(text="Bellen.").party == cast.municipality
    put("adopted", "agenda of 2025")
    lead = LeadFactory(action=rows["action of 2025"], party=cast.municipality)
    officer.post(f"/partijen/{cast.municipality.pk}/contactpersonen/", {f"lead_{lead.pk}": cast.officer.pk})
    assert Lead.objects.get(pk=lead.pk).contact == cast.officer
