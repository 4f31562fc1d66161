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
from agreements.writing.places import place_at
from agreements.writing.workflow import add_row, delete, drop, shift, write_part
from parties.history.records import change_set
from parties.refusals import NotAllowedNowError
from parties.tables.widgets import dutch
from tests.agreements.admin.posting import address, history_counts, save, sentences, take_away
from tests.agreements.admin.test_tables import confirm, errors, table, upload
from tests.documents import variants
from tests.factories import (
    AgendaFactory,
    AgendaImportFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingRuleFactory,
    ThemeFactory,
    make_cast,
)
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
    ("proposed", "officer"),
    ("closed", "admin"),
    pytest.param("adopted", "admin", marks=with_all),
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


# By the name of the row: what becomes of it on its page in administration; a name of another row stands for its key.
EDITS = {
    "agreement": {"title": "Anders"},
    "indicator": {"baseline": "5"},
    "meeting rule": {"frequency": "nooit"},
    "appendix": {"agenda": "agenda of 2025"},
    "appendix of 2024": {"agenda": "agenda of 2025"},
    "project": {"name": "Anders"},
    "agenda": {"year": "2026"},
    "action": {"agenda": "agenda of 2025"},
}
IN_2025 = {
    "appendix of 2025": {"agenda": "agenda of 2026"},
    "project of 2025": {"name": "Nog anders"},
    "agenda of 2025": {"year": "2023"},
    "action of 2025": {"agenda": "agenda of 2026"},
}
# The same on the page for writing: its part, and what it writes there.
WRITTEN = {
    "goal": ("doel", "jaren", {"is_focus": True}),
    "indicator": ("cijfer", "cijfer", {"unit": "euro"}),
    "appendix": ("bijlage", "bijlage", {"title": "Anders"}),
    "appendix of 2024": ("bijlage", "bijlage", {"title": "Anders"}),
    "agenda": ("tekst", "kop", {"title": "Anders"}),
    "action": ("actie", "tekst", {"text": "Anders."}),
}
WRITTEN_IN_2025 = {
    "goal of 2025": ("doel", "tekst", {"text": "Anders."}),
    "appendix of 2025": ("bijlage", "bijlage", {"title": "Anders"}),
    "agenda of 2025": ("tekst", "kop", {"title": "Anders"}),
    "action of 2025": ("actie", "tekst", {"text": "Anders."}),
}


def edited(client, rows, name: str, change: dict):
    return save(client, rows[name], **{field: rows[value].pk if value in rows else value for field, value in change.items()})


def refusal_on_page(agenda, who: str, cast, act, at: str, pk: int, part: str, **arguments) -> str:
    """What the page of this year says to the act, in English; nothing when it is done."""
    place = place_at(Agenda.objects.get(pk=agenda.pk), at, pk, part)
    with translation.override("en"):
        try:
            act(place=place, by=getattr(cast, who), **arguments)
        except NotAllowedNowError as refused:
            return str(refused)
        except ValidationError as refused:
            return " ".join(refused.messages)
    return ""


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
    for name, change in EDITS.items():
        assert told(edited(client, rows, name, change)) == {WHY[state]}, name
    assert told(edited(client, rows, "meeting rule", EDITS["meeting rule"] | REASON)) == {WHY[state]}, "a reason opens nothing"
    assert history_counts() == before


@while_it_stands_still
def test_the_page_for_writing(cast, rows, put, who, state):
    put(state)
    before = history_counts()
    lead = {"leads": [{"party": cast.tenants.pk, "task": "", "contact": None}]}
    for agenda in (rows["agenda"], rows["agenda of 2025"]):  # also by the page of the draft
        for name, (kind, part, values) in [*WRITTEN.items(), ("action", ("actie", "trekkers", lead))]:
            if agenda == rows["agenda of 2025"] and name in {"agenda", "action", "appendix of 2024"}:
                continue  # which has no such row
            assert (
                refusal_on_page(agenda, who, cast, write_part, kind, rows[name].pk, part, values=values, seen={}) == WHY[state]
            ), name
    assert history_counts() == before


@while_it_stands_still
def test_the_next_year_is_written_on_its_page_meanwhile(cast, rows, put, who, state):
    put(state)
    for name, (kind, part, values) in WRITTEN_IN_2025.items():
        pk = rows[name].pk
        assert refusal_on_page(rows["agenda of 2025"], who, cast, write_part, kind, pk, part, values=values, seen={}) == "", name


@pytest.mark.parametrize("who", ["admin"])  # of its other columns only the superuser is owner
@of_each_state
def test_the_page_of_participants(rows, put, client, state):
    put(state)
    assert told(save(client, rows["participation"], right_of_advice="advice", **REASON)) == {WHY[state]}


@while_it_stands_still
def test_a_page_says_so_beforehand_with_a_link_to_the_adoption(rows, put, client, state):
    put(state)
    for name in (*EDITS, "participation"):
        page = client.get(address(rows[name]))
        assert notice(page) == WHY[state], name
        assert '<a href="/afspraken/waterhoek-2023-2026/2024/vaststellen/">' in page.content.decode()
        assert "deletelink" not in page.content.decode(), name
    for name in ("appendix", "meeting rule", "agenda"):
        page = client.get(address(rows[name])).content.decode()
        assert ('name="_save"' in page, "change_reason" in page) == (False, False), name
    for name in ("action", "project"):
        assert 'name="_save"' in client.get(address(rows[name])).content.decode(), name
    for name in IN_2025:
        page = client.get(address(rows[name]))
        assert (notice(page), 'name="_save"' in page.content.decode()) == ("", True), name


@while_it_stands_still
def test_next_year_is_written_meanwhile(rows, put, client, state):
    put(state)
    later = {**rows, "agenda of 2026": AgendaFactory(agreement=rows["agreement"], year=2026)}
    for name, change in IN_2025.items():
        assert told(edited(client, later, name, change)) == set(), name


@while_it_stands_still
def test_what_is_never_printed(cast, rows, put, client, state):
    own = LeadFactory(action=cast.action, party=cast.municipality, position=0)
    put(state)
    assert told(save(client, cast.action, leads___0___contact=cast.officer.pk)) == set()
    assert Lead.objects.get(pk=own.pk).contact == cast.officer
    assert told(save(client, cast.action, leads___0___task="bouw")) == set()
    assert Lead.objects.get(pk=own.pk).task == own.task, "it is not read"
    site = {"phase": "planning", "expected_on": "2025-03-31", "area": "Kade", "dwellings": "24"}
    assert told(save(client, rows["project"], **site)) == set()
    assert told(save(client, cast.agreement, projects___0___phase="permit")) == set()
    assert told(save(client, rows["project"], **site | {"area": "Haven"}, name="Anders")) == {WHY[state]}
    confirm(client, upload(client, Project, table("Regelnummer;Fase", f"{rows['project'].pk};Opgeleverd")))
    assert Project.objects.get(pk=rows["project"].pk).phase == "delivered"
    contact = table("Regelnummer;Contactpersoon", f"{own.pk};{cast.officer.email}")
    assert errors(upload(client, Action, contact, table=Lead)) == []


@in_each_state
def test_a_new_row(cast, rows, put, who, client, state):
    put(state)
    assert (
        client.post(address(Action, "add"), {"goal": cast.goal.pk, "agenda": cast.agenda.pk, "text": "Nog iets."}).status_code
        == 403
    )
    new = {"kind": "actie", "values": {"text": "Nog iets."}}
    goal = (cast.goal.pk, "actie-erbij")
    assert refusal_on_page(rows["agenda"], who, cast, add_row, "doel", *goal, **new) == WHY[state]
    assert refusal_on_page(rows["agenda of 2025"], who, cast, add_row, "doel", *goal, **new) == ""
    later = {"kind": "doel", "values": {"number": "31", "text": "Nog iets.", "start_year": 2025}}
    assert refusal_on_page(rows["agenda of 2025"], who, cast, add_row, "thema", cast.theme.pk, "doel-erbij", **later) == ""


@in_each_state
def test_deleting(cast, rows, put, who, client, state):
    put(state)
    page = address(rows["meeting rule"], "delete")
    assert notice(client.get(page)) == WHY[state]
    assert ("Yes, delete" in client.get(page).content.decode()) == (state == "draft")
    answer = client.post(page, {"post": "yes", **REASON})
    assert is_there(rows["meeting rule"]) == (state != "draft")
    if state != "draft":
        assert said_last(client, answer.url) == WHY[state]
    for name, kind in {"action": "actie", "indicator": "cijfer", "appendix": "bijlage", "appendix of 2024": "bijlage"}.items():
        client.post(address(rows[name], "delete"), {"post": "yes", **REASON})
        assert is_there(rows[name]), "no door at all"
        assert refusal_on_page(rows["agenda"], who, cast, delete, kind, rows[name].pk, "weg") == WHY[state], name
        assert is_there(rows[name]) == (state != "draft"), name
    assert refusal_on_page(rows["agenda of 2025"], who, cast, delete, "actie", rows["action of 2025"].pk, "weg") == ""
    assert not is_there(rows["action of 2025"])


@in_each_state
def test_putting_back(cast, rows, put, client, state):
    gone: list[models.Model] = [cast.action, rows["indicator"]]
    for row in gone:
        take_away(row, by=cast.officer)
    put(state)
    for row in gone:
        history = address(row, "history")
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
    take_away(cast.lead, by=cast.officer)
    take_away(later, by=cast.officer)
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
def test_the_order(cast, rows, put, who, client, state):
    rule, indicator = MeetingRuleFactory(agreement=cast.agreement, position=99), IndicatorFactory(goal=cast.goal, position=99)
    put(state)
    page, button = address(cast.agreement, "order"), f"meeting_rules-{rule.pk}-up"
    assert notice(client.get(page)) == WHY[state]
    assert (f'value="{button}"' in client.get(page).content.decode()) == (state == "draft")
    client.post(page, {"move": button, **REASON})
    if state != "draft":
        assert said_last(client, page) == WHY[state]
    assert client.post(address(cast.goal, "order"), {"move": f"indicators-{indicator.pk}-up"}).status_code == 404
    assert refusal_on_page(rows["agenda"], who, cast, shift, "cijfer", indicator.pk, "omhoog", down=False) == WHY[state]
    for row in (rule, indicator):
        row.refresh_from_db()
        assert (row.position == 99) == (state != "draft")
        if state != "draft":
            with pytest.raises(LockedError):
                move(row, direction=UP, by=cast.officer)


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


OF_80 = {"year": None, "value": "80", "value_to": None, "formula": "", "approximate": False, "provisional": False}
WRITES = {
    "goal": ("doel", "tekst", {"text": "Anders."}),
    "theme": ("thema", "kop", {"title": "Anders"}),
    "indicator": ("cijfer", "streefwaarden", {"targets": [OF_80]}),
}


def words_refused(agenda, rows, who, cast) -> dict[str, str]:
    return {
        name: refusal_on_page(agenda, who, cast, write_part, kind, rows[name].pk, part, values=values, seen={})
        for name, (kind, part, values) in WRITES.items()
    }


@while_it_stands_still
def test_the_words_of_the_next_year_are_written(cast, rows, put, who, state):
    put(state)
    assert words_refused(rows["agenda of 2025"], rows, who, cast) == dict.fromkeys(WRITES, "")
    assert (Goal.objects.get(pk=rows["goal"].pk).words_from, rows["target"].indicator.targets.count()) == (2025, 2)


@for_everyone
def test_without_a_draft_in_which_to_write_every_door_refuses(cast, rows, put, who, client):
    for name in ("agenda", "agenda of 2025"):
        put("adopted", name)
    before, why = history_counts(), NEXT_YEAR_FIRST
    for agenda, year in ((rows["agenda"], 2024), (rows["agenda of 2025"], 2025)):
        adopted = WHY["adopted"].replace("2024", str(year))
        assert words_refused(agenda, rows, who, cast) == dict.fromkeys(WRITES, adopted)
    assert notice(client.get(address(rows["theme"]))) == notice(client.get(address(rows["goal"]))) == why
    save(client, rows["theme"], goals___0___text="Anders.", **REASON)
    assert errors(upload(client, Goal, table("Regelnummer;Tekst", f"{cast.goal.pk};Anders"))) == [(2, "", why)]
    assert history_counts() == before


@for_everyone
def test_what_a_locked_year_prints_is_dropped_and_never_deleted(cast, rows, put, who):
    put("adopted")
    draft = rows["agenda of 2025"]
    for name, kind in {"goal": "doel", "theme": "thema"}.items():
        assert "cannot be deleted" in refusal_on_page(draft, who, cast, delete, kind, rows[name].pk, "weg")
        assert is_there(rows[name])
    assert refusal_on_page(draft, who, cast, drop, "doel", rows["goal"].pk, "vervallen", reason="Besluit.") == ""


@for_everyone
@pytest.mark.parametrize("below", ["goal", "paragraph"])
def test_a_theme_takes_nothing_of_a_locked_year_along(cast, rows, put, who, client, below):
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
    refused = refusal_on_page(rows["agenda of 2025"], who, cast, delete, "thema", later.pk, "weg")
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
