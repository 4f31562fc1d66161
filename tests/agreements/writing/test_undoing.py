"""Undoing: what stands in its way, and what stays as a colleague made it."""

import pytest

from agreements.models import Action, ActionLink, Agenda, Participation
from agreements.writing import rearranging, workflow
from agreements.writing.steps import StandsStillError, may_write
from agreements.writing.undoing import NotUndoneError, undo
from parties.models import Membership
from tests.factories import ActionFactory, MembershipFactory, PartyFactory, UserFactory

from .conftest import now

pytestmark = pytest.mark.django_db


def write(desk, person: int, **values):
    place = desk.place(desk.action, "tekst")
    return workflow.write_part(place=place, by=desk.people[person], values=values, seen={})


def add(desk, person: int, text: str) -> Action:
    place = desk.place(desk.action, "actie-erbij")
    return workflow.add_row(place=place, by=desk.people[person], kind="actie", values={"text": text})


def test_what_a_colleague_changed_since_is_not_undone(desk):
    write(desk, 0, text="Van mij.")
    write(desk, 1, text="Van een collega.")
    with pytest.raises(NotUndoneError, match="Somebody changed it since"):
        undo(agenda=desk.agenda, by=desk.people[0])
    assert desk.texts == ["Van een collega."]
    undo(agenda=desk.agenda, by=desk.people[1])
    undo(agenda=desk.agenda, by=desk.people[0])
    assert desk.texts == ["De sloop is begonnen."]


def test_another_field_of_the_same_row_stays_as_the_colleague_made_it(desk):
    write(desk, 0, text="Van mij.")
    workflow.write_part(place=desk.place(desk.action, "budget"), by=desk.people[1], values={"budget": "5000"}, seen={})
    undo(agenda=desk.agenda, by=desk.people[0])
    assert (desk.action.text, desk.action.budget) == ("De sloop is begonnen.", 5000)


def test_a_row_below_which_a_colleague_put_something_stays(desk):
    new = add(desk, 0, "Nieuw.")
    leads = [{"party": desk.scene.cast.tenants.pk, "task": "", "contact": None}]
    workflow.write_part(place=desk.place(new, "trekkers"), by=desk.people[1], values={"leads": leads}, seen={})
    with pytest.raises(NotUndoneError, match="added something to it since"):
        undo(agenda=desk.agenda, by=desk.people[0])
    assert now(new).text == "Nieuw."


def test_a_place_that_was_taken_since_is_not_taken_twice(desk):
    second = add(desk, 0, "Tweede.")
    workflow.shift(place=desk.place(second, "omhoog"), by=desk.people[0], down=False)
    place = desk.place(second, "actie-erbij")
    workflow.add_row(place=place, by=desk.people[1], kind="actie", values={"text": "Van een collega."})
    undo(agenda=desk.agenda, by=desk.people[0])
    places = list(Action.objects.filter(agenda=desk.agenda).values_list("position", flat=True))
    assert len(set(places)) == 3


def test_nobody_undoes_what_another_person_did(desk):
    write(desk, 0, text="Van mij.")
    with pytest.raises(NotUndoneError, match="nothing of yours"):
        undo(agenda=desk.agenda, by=desk.people[1])


def test_a_text_that_stands_still_is_written_by_nobody(desk):
    desk.scene.adopt(desk.agenda)
    with pytest.raises(StandsStillError, match="changes by consent only"):
        write(desk, 0, text="Toch.")


def test_who_is_only_involved_does_not_write(desk):
    party, person = PartyFactory(), UserFactory()
    MembershipFactory(user=person, party=party, role=Membership.Role.EDITOR)
    Participation(agreement=desk.agenda.agreement, party=party, role="involved", state="accepted", position=9).save()
    assert not may_write(desk.agenda, person)
    assert all(may_write(desk.agenda, person) for person in desk.people)


def test_what_is_split_and_merged_keeps_where_it_comes_from(desk):
    earlier = Action.objects.filter(agenda=Agenda.objects.get(agreement=desk.agenda.agreement, year=2024)).order_by("pk").first()
    ActionLink(earlier=earlier, later=desk.action).save()
    rearranging.split(place=desk.place(desk.action, "splitsen"), by=desk.people[0], parts=["Een.", "Twee."])
    assert {(link.later.text, link.kind) for link in earlier.later_links.all()} == {("Een.", "split"), ("Twee.", "split")}
    other = Action.objects.get(text="Twee.")
    rearranging.merge(place=desk.place(desk.action, "samenvoegen"), by=desk.people[1], others=[other.pk], text="Samen.")
    assert [(link.later.text, link.kind) for link in earlier.later_links.all()] == [("Samen.", "carried")]
    desk.scene.all_is_well()


def test_what_carries_something_is_dropped_when_it_is_merged(desk):
    later = desk.agenda.agreement.agendas.create(year=2026, title="2026")
    other = ActionFactory(goal=desk.action.goal, agenda=desk.agenda, text="Gaat door.", position=5)
    ActionFactory(goal=desk.action.goal, agenda=later, text="Gaat door.", carried_from=other)
    rearranging.merge(place=desk.place(desk.action, "samenvoegen"), by=desk.people[0], others=[other.pk], text="Samen.")
    assert now(other).drop_reason == "Merged with «Samen.»."
    assert ActionLink.objects.filter(earlier=other, later=desk.action, kind="merged").exists()
