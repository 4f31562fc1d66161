"""Every door through which agreed text comes in asks the lock; test_lock.py has each kind of row in each state.

Imports, their undoing and the command are in tests/agreements/imports, views/test_imports.py and test_import_agenda.py.
"""

import pytest
from django.db import models
from django.utils.text import capfirst

from agreements.consent import lock
from agreements.consent.lock import LockedError
from agreements.models import Action, Comment, Goal, Lead
from agreements.ordering import UP, move
from parties.tables.widgets import dutch
from tests.agreements.admin.posting import address, history_counts, save, sentences
from tests.agreements.admin.test_tables import confirm, errors, table, upload
from tests.factories import GoalFactory, IndicatorFactory, LeadFactory

pytestmark = pytest.mark.django_db

STATES = ["draft", "proposed", "adopted"]  # one that is closed is to the lock as one that is adopted
REASON = "Besluit van 3 juni"
ADOPTED = "This text has been adopted. Say why you change it; the reason goes into the history."
PROPOSED = "This text is proposed for adoption. Say why you change it; the reason goes into the history."
STANDS_STILL = "The agenda of 2024 has been adopted: its text changes by consent only."
SAY_WHY = {"draft": "", "proposed": PROPOSED, "adopted": ADOPTED, "closed": ADOPTED}

# By the name of the row: the page on which it is edited, its fields there, and what they become.
EDITS = {
    "agreement": ("agreement", {"title": "Anders"}),
    "theme": ("theme", {"title": "Anders"}),
    "goal": ("goal", {"text": "Anders."}),
    "indicator": ("indicator", {"unit": "euro"}),
    "target": ("indicator", {"targets___0___value": "80"}),
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


# -- Pages of administration


@pytest.mark.parametrize("state", ["proposed", "adopted"])
def test_a_page_of_every_kind_of_row(rows, put, officer, state):
    put(state)
    before = history_counts()
    for name, (page, change) in EDITS.items():
        assert told(save(officer, rows[page], **change)) == {SAY_WHY[state]}, name
    assert history_counts() == before


def test_a_page_with_a_reason(rows, put, officer):
    put("adopted")
    for name, (page, change) in EDITS.items():
        assert told(save(officer, rows[page], **change, change_reason=REASON)) == set(), name


def test_next_year_is_written_meanwhile(rows, put, officer):
    put("adopted")
    for page, change in IN_2025.values():
        assert told(save(officer, rows[page], **change)) == set(), page


def test_what_is_never_printed(cast, rows, put, officer):
    put("adopted")
    own = LeadFactory(action=cast.action, party=cast.municipality, position=0)
    assert told(save(officer, cast.action, leads___0___contact=cast.officer.pk)) == set()
    assert Lead.objects.get(pk=own.pk).contact == cast.officer
    assert told(save(officer, cast.action, leads___0___contact="", leads___0___task="bouw")) == {ADOPTED}
    site = {"phase": "planning", "expected_on": "2025-03-31", "area": "Kade", "dwellings": "24"}
    assert told(save(officer, rows["project"], **site)) == set()


@pytest.mark.parametrize("state", STATES)
def test_a_new_row(cast, rows, put, officer, state):
    put(state)
    new_action = {"goal": cast.goal.pk, "text": "Nog iets.", "kind": "specific"}
    why = {SAY_WHY[state]} if SAY_WHY[state] else set()
    assert told(save(officer, Action, add={}, **new_action, agenda=cast.agenda.pk)) == why
    assert told(save(officer, Goal, add={}, theme=cast.theme.pk, number="30", text="Nog iets.")) == why
    assert told(save(officer, Action, add={}, **new_action, agenda=rows["agenda of 2025"].pk)) == set()
    assert told(save(officer, Goal, add={}, theme=cast.theme.pk, number="31", text="Nog iets.", start_year="2025")) == set()


@pytest.mark.parametrize("state", STATES)
def test_deleting(rows, put, officer, state):
    put(state)
    for name in ("action", "indicator", "appendix", "appendix of 2024", "meeting rule"):
        page = address(rows[name], "delete")
        answer = officer.post(page, {"post": "yes"})
        is_there = type(rows[name]).objects.filter(pk=rows[name].pk).exists()
        assert is_there == (state != "draft"), name
        if is_there:
            assert said_last(officer, answer.url) == SAY_WHY[state]
            assert officer.post(page, {"post": "yes", "change_reason": REASON}).status_code == 302
            assert not type(rows[name]).objects.filter(pk=rows[name].pk).exists(), name
    officer.post(address(rows["action of 2025"], "delete"), {"post": "yes"})
    assert not Action.objects.filter(pk=rows["action of 2025"].pk).exists()


@pytest.mark.parametrize("state", STATES)
def test_putting_back(cast, rows, put, officer, state):
    gone: list[models.Model] = [cast.action, rows["indicator"]]
    for row in gone:
        officer.post(address(row, "delete"), {"post": "yes"})
    put(state)
    for row in gone:
        history = address(row, "history")
        officer.get(history)  # with what was said about deleting it
        assert ("required" in officer.get(history).content.decode()) == (state != "draft")
        officer.post(address(row, "put_back"))
        assert type(row).objects.filter(pk=row.pk).exists() == (state == "draft")
        if state != "draft":
            assert said_last(officer, history) == SAY_WHY[state]
            officer.post(address(row, "put_back"), {"change_reason": REASON})
            assert type(row).history.filter(id=row.pk).latest().history_change_reason == f"Put back: {REASON}"
        assert type(row).objects.filter(pk=row.pk).exists()


def test_putting_back_a_row_below(cast, rows, put, officer):
    save(officer, cast.action, leads___0___DELETE="on")
    put("adopted")
    page, row = address(cast.action, "put_back"), {"row": f"lead-{cast.lead.pk}"}
    officer.post(page, row)
    assert not Lead.objects.filter(pk=cast.lead.pk).exists()
    officer.post(page, {**row, "change_reason": REASON})
    assert Lead.objects.filter(pk=cast.lead.pk).exists()


@pytest.mark.parametrize("state", STATES)
def test_the_order(cast, rows, put, officer, state):
    lead = LeadFactory(action=cast.action, party=cast.tenants, position=2)
    goal = GoalFactory(theme=cast.theme, number="40", position=99)
    indicator = IndicatorFactory(goal=cast.goal, position=99)
    put(state)
    for row in (lead, goal, indicator):
        for asked in ({}, {"reason": ""}):
            if state == "draft":
                continue
            with pytest.raises(LockedError):
                move(row, direction=UP, by=cast.officer, **asked)
        before = row.position
        page = address(cast.action if row is lead else cast.theme if row is goal else cast.goal, "order")
        officer.post(page, {"move": f"{row._meta.model_name}s-{row.pk}-up"})
        row.refresh_from_db()
        assert (row.position == before) == (state != "draft")
        if state != "draft":
            assert said_last(officer, page) == SAY_WHY[state]
            officer.post(page, {"move": f"{row._meta.model_name}s-{row.pk}-up", "change_reason": REASON})
            row.refresh_from_db()
            assert row.position != before


# -- Tables


# By the name of the row: the field that a file changes.
FIELDS = {
    "agreement": "title",
    "goal": "text",
    "theme": "title",
    "indicator": "unit",
    "meeting rule": "frequency",
    "appendix": "title",
    "project": "name",
    "agenda": "title",
    "action": "text",
    "lead": "task",
}


@pytest.mark.parametrize("state", ["proposed", "adopted"])
def test_a_table_of_every_kind_of_row(rows, put, officer, state):
    put(state)
    before = history_counts()
    for name, field in FIELDS.items():
        row = rows[name]
        page = Action if isinstance(row, Lead) else type(row)
        heading = capfirst(dutch(row._meta.get_field(field).verbose_name))
        shown = upload(officer, page, table(f"Regelnummer;{heading}", f"{row.pk};Anders"), table=type(row))
        assert (errors(shown), shown.context["outcome"].reason_needed) == ([], SAY_WHY[state]), name
        assert confirm(officer, shown).status_code == 200, name
    assert history_counts() == before
    assert confirm(officer, shown, REASON).status_code == 302


def test_a_table_of_what_does_not_change_or_stands_in_no_locked_year(rows, put, officer):
    put("adopted")
    lines = [f"{rows['action'].pk};{rows['action'].text}", f"{rows['action of 2025'].pk};Anders."]
    shown = upload(officer, Action, table("Regelnummer;Tekst", *lines))
    assert shown.context["outcome"].reason_needed == ""
    assert confirm(officer, shown).status_code == 302


# -- Without the exception of administration


def test_once_nobody_may_correct_every_door_refuses_with_one_sentence(cast, rows, put, officer, monkeypatch):
    """What adoption by consent will change in the lock, and nowhere else."""
    officer.post(address(rows["indicator"], "delete"), {"post": "yes"})
    lead = LeadFactory(action=cast.action, party=cast.tenants, position=2)
    put("adopted")
    monkeypatch.setattr(lock, "_may_correct", lambda by, reason: False)
    why, with_reason, before = STANDS_STILL, {"change_reason": REASON}, history_counts()
    assert told(save(officer, cast.action, text="Anders.", **with_reason)) == {why}
    assert told(save(officer, cast.action, leads___0___task="meedenken", **with_reason)) == {why}
    assert told(save(officer, Goal, add={}, theme=cast.theme.pk, number="30", text="Nog iets.", **with_reason)) == {why}
    assert errors(upload(officer, Action, table("Regelnummer;Tekst", f"{cast.action.pk};Anders"))) == [(2, "", why)]
    officer.post(address(cast.action, "delete"), {"post": "yes", **with_reason})
    assert said_last(officer, address(cast.action, "delete")) == why
    officer.post(address(rows["indicator"], "put_back"), with_reason)
    assert said_last(officer, address(rows["indicator"], "history")) == why
    officer.post(address(cast.action, "order"), {"move": f"leads-{lead.pk}-up", **with_reason})
    assert said_last(officer, address(cast.action, "order")) == why
    assert history_counts() == before
    assert told(save(officer, rows["action of 2025"], text="Anders.")) == set()


# -- What is no agreed text


def test_notes_and_contacts_on_the_site(cast, rows, put, officer):
    put("closed")
    officer.post(f"/acties/{cast.action.pk}/opmerkingen/", {"text": "Bellen.", "audience": "own"})
    assert Comment.objects.get(text="Bellen.").party == cast.municipality
    put("adopted", "agenda of 2025")
    lead = LeadFactory(action=rows["action of 2025"], party=cast.municipality)
    officer.post(f"/partijen/{cast.municipality.pk}/contactpersonen/", {f"lead_{lead.pk}": cast.officer.pk})
    assert Lead.objects.get(pk=lead.pk).contact == cast.officer
