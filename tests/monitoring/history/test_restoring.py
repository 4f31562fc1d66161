"""One field or deleted row put back from history: in a draft as a step of writing, in a text in force as a proposal."""

import pytest
from django.urls import reverse

from agreements.models import Action, Agenda, Lead, Proposal
from agreements.writing.undoing import undo
from monitoring.history.restoring import look_back, restore
from monitoring.models import HistoryLine
from parties.history.records import change_set
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import adjust

pytestmark = pytest.mark.django_db
BEFORE = "De sloop is begonnen."


@pytest.fixture
def action(scene) -> Action:
    """The action in the draft of 2025, which somebody wrote anew."""
    found = Action.objects.get(agenda__year=2025, agenda__agreement=scene.agreement)
    found.text = "De sloop is klaar."
    with change_set(reason="Te vroeg", user=scene.coordinator):
        found.save()
    return found


def looked(scene, row, change="~"):
    line = HistoryLine.objects.filter(model=row._meta.label, row=row.pk, change=change).latest("pk")
    return look_back(line, by=scene.coordinator, year=2024)


def test_a_field_comes_back_in_the_draft_as_a_step_that_can_be_undone(scene, action):
    found = looked(scene, action)
    assert [change.column for change in found.fields] == ["text"]
    address = restore(found=found, by=scene.coordinator, field="text", reason="Het was niet klaar")
    assert address == reverse("writing", args=[scene.agreement.slug, 2025])
    action.refresh_from_db()
    assert str(action.text) == BEFORE
    record = action.history.first()
    assert (record.history_user, record.history_change_reason) == (scene.coordinator, "Put back: Het was niet klaar")
    undo(agenda=Agenda.objects.get(pk=action.agenda_id), by=scene.coordinator)
    action.refresh_from_db()
    assert str(action.text) == "De sloop is klaar."


def test_a_deleted_row_comes_back_with_what_stood_below_it(scene, action):
    with change_set(user=scene.coordinator):
        Lead(action=action, party=scene.cast.tenants).save()
    key = action.pk
    with change_set(reason="Weg", user=scene.coordinator):
        action.delete()
    line = HistoryLine.objects.get(model="agreements.Action", row=key, change="-")
    found = look_back(line, by=scene.coordinator, year=2024)
    restore(found=found, by=scene.coordinator, reason="Toch nodig")
    assert Action.objects.get(pk=key).leads.get().party == scene.cast.tenants
    assert look_back(line, by=scene.coordinator, year=2024).why_not == "This is there again already."


def test_in_a_text_in_force_it_becomes_a_proposal_and_changes_nothing(scene):
    scene.change(adjust(scene.cast.action, text="De 21 flexwoningen staan er."))
    found = looked(scene, scene.cast.action)
    address = restore(found=found, by=scene.coordinator, field="text", reason="Het waren er 24")
    draft = Proposal.objects.get(state=Proposal.State.DRAFT)
    assert address == draft.get_absolute_url()
    assert (draft.reason, draft.opened_by) == ("Het waren er 24", scene.coordinator)
    change = draft.changes.get()
    assert (change.was["text"], change.becomes["text"]) == (
        "De 21 flexwoningen staan er.",
        "De 24 flexwoningen aan de Kade zijn opgeleverd.",
    )
    scene.cast.action.refresh_from_db()
    assert str(scene.cast.action.text) == "De 21 flexwoningen staan er."


def test_what_cannot_come_back_says_why(scene, action):
    said = {}
    for model, change in (("agreements.Version", "+"), ("agreements.Action", "+"), ("agreements.Agenda", "~")):
        line = HistoryLine.objects.filter(model=model, change=change, agreement=scene.agreement.pk).latest("pk")
        said[model] = look_back(line, by=scene.coordinator, year=2024).why_not
    assert said == {
        "agreements.Version": "What parties proposed, answered and agreed stays. A new proposal changes what holds.",
        "agreements.Action": "This was added here: there is nothing before it. Delete it where it is written.",
        "agreements.Agenda": "It says already what it said before, or what changed follows from something else.",
    }
    again = looked(scene, action)
    restore(found=again, by=scene.coordinator, field="text", reason="Terug")
    once_more = look_back(again.line, by=scene.coordinator, year=2024)
    with pytest.raises(NotAllowedNowError, match="says already what it said before"):
        restore(found=once_more, by=scene.coordinator, field="text", reason="Nog eens")
