"""Who pays what, written on the writing page, split and merged with its action, and proposed where the text is in force."""

import pytest
from django.utils import translation

from agreements.models import Action, Proposal
from agreements.writing import rearranging, workflow
from tests.factories import ActionFactory, LabelFactory, LabellingFactory

pytestmark = pytest.mark.django_db
PAYS = "De Sleutel | € 150.000 | grond"


def form(client, place) -> dict:
    return client.get(f"{place.agenda.address('writing')}?deel={place.id}").context["open"].form


def sent(client, place, **filled):
    shown = form(client, place)
    with translation.override("nl"):
        values = {name: shown[name].value() for name in shown.fields}
    kept = {name: value for name, value in values.items() if value not in {None, False}}
    return client.post(place.address, {**kept, **filled}, follow=True)


@pytest.fixture
def place(desk, client):
    client.force_login(desk.people[0])
    return desk.place(desk.action, "bijdragen")


def test_it_is_typed_row_by_row_and_an_amount_may_be_left_open(client, desk, place):
    sent(client, place, contributions_0_payer="woonstichting de sleutel", contributions_0_amount="150.000")
    sent(client, place, contributions_0_note="grond", contributions_1_payer="de provincie | Gelderland")
    assert desk.action.contributions == f"{PAYS}\nde provincie / Gelderland"
    page = client.get(desk.agenda.address("writing")).content.decode()
    assert "De Sleutel" in page
    last = desk.action.history.first()
    assert (last.history_user, bool(last.history_change_reason)) == (desk.people[0], True)
    sent(client, place, contributions_0_payer="", contributions_0_amount="", contributions_0_note="")
    assert desk.action.contributions == "de provincie / Gelderland"


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"contributions_0_amount": "5"}, "contributions_0_payer"),
        ({"contributions_0_payer": "A", "contributions_0_amount": "veel"}, "contributions_0_amount"),
        ({"contributions_0_payer": "A", "contributions_1_payer": "a"}, "contributions_0_payer"),
        ({"contributions_0_payer": "A", "contributions_0_amount": "-1"}, "contributions_0_amount"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(client, desk, place, filled, field):
    shown = sent(client, place, **filled)
    assert list(shown.context["open"].form.errors) == [field]
    assert desk.action.contributions == ""


def test_a_colleague_who_was_first_is_not_written_over(client, desk, place):
    old = form(client, place)
    workflow.write_part(place=place, by=desk.people[1], values={"contributions": PAYS}, seen={})
    shown = client.post(
        place.address, {"als": "schrijven", "gezien": old["gezien"].value(), "contributions_0_payer": "Het Rijk"}, follow=True
    )
    assert shown.context["open"].conflict
    assert desk.action.contributions == PAYS


def test_the_amounts_stay_in_the_first_part_and_add_up_when_merged(desk):
    action = desk.action
    action.contributions = PAYS
    action.save()
    rearranging.split(place=desk.place(action, "splitsen"), by=desk.people[0], parts=["Een.", "Twee."])
    rows = {row.text: row for row in Action.objects.filter(agenda=desk.agenda)}
    assert (rows["Een."].contributions, rows["Twee."].contributions) == (PAYS, "")
    other = ActionFactory(agenda=desk.agenda, goal=action.goal, text="Drie.", contributions="de sleutel | 1", position=9)
    rearranging.merge(place=desk.place(rows["Een."], "samenvoegen"), by=desk.people[0], others=[other.pk], text="Samen.")
    assert Action.objects.get(text="Samen.").contributions == "De Sleutel | € 150.001 | grond"


def test_a_copy_has_the_labels_as_well(desk):
    LabellingFactory(label=LabelFactory(agreement=desk.agenda.agreement), action=desk.action)
    new = workflow.copy_row(place=desk.place(desk.action, "kopie"), by=desk.people[0])
    assert new.labellings.count() == 1


def test_on_a_text_in_force_it_becomes_a_proposal_as_does_what_the_document_prints(client, desk):
    agenda = desk.scene.agenda(2024)
    desk.agenda = agenda
    client.force_login(desk.people[0])
    sent(client, desk.place(desk.action, "bijdragen"), contributions_0_payer="De Sleutel", contributions_0_amount="150000")
    sent(client, desk.place(agenda, "afdruk"), prints_contributions="on")
    proposal = Proposal.objects.get(state="draft")
    found = {change.about: change.becomes for change in proposal.changes.all()}
    assert found == {"action": {"contributions": "De Sleutel | € 150.000"}, "agenda": {"prints_contributions": True}}
    assert desk.action.contributions == ""
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "De Sleutel | € 150.000" in page
