"""Somebody who may sign goes while a proposal waits: it says so, who can do something is told, and the others look after it."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from agreements.changes import workflow as changes
from agreements.consent import adoption, answering, signers
from agreements.models import Proposal
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Membership, User
from parties.people.workflow import change_role, end_membership
from tests.agreements.changes.conftest import adjust, in_days, make_scene
from tests.factories import MembershipFactory, UserFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.MAIL_PER_SENDER = settings.MAIL_PER_RECEIVER = (100_000, 100_000)
    with translation.override("en"):
        yield


@pytest.fixture
def client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def scene(cast):
    return make_scene(cast)


@pytest.fixture
def coordinator(cast) -> User:
    return MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user


@pytest.fixture
def proposal(scene) -> Proposal:
    return adoption.propose(text=scene.agenda(), by=scene.coordinator, deadline=in_days(14))


@pytest.fixture
def signer(scene, cast) -> Membership:
    return scene.signers[cast.association].memberships.get()


def sentences(proposal) -> list[str]:
    return [row.why for row in signers.short_answers(proposal)]


def take_right_away(row, by):
    change_role(row, role="reader", may_sign=False, takes_over="nobody", by=by)


def leave(row, by):
    end_membership(row, takes_over="nobody", by=by)


def switch_off(row, by):
    with act(Act.MANAGE_PEOPLE), change_set(user=by):
        row.user.is_active = False
        row.user.save()


@pytest.mark.parametrize("go", [take_right_away, leave, switch_off])
def test_a_right_that_ends_is_said_and_told_to_who_can_do_something(scene, cast, coordinator, proposal, signer, mailoutbox, go):
    mailoutbox.clear()
    assert sentences(proposal) == []
    go(signer, coordinator)
    assert sentences(proposal) == ["Nobody of De Sleutel who has not answered yet may sign, so this cannot come into force."]
    told = {address: message for message in mailoutbox for address in message.to if "Niemand" in message.subject}
    assert any(coordinator.email in address for address in told)
    assert any(scene.coordinator.email in address for address in told)
    assert not any(scene.signers[cast.tenants].email in address for address in told)
    own = next(message for address, message in told.items() if coordinator.email in address)
    assert f"{cast.association.get_absolute_url()}#mensen" in own.body
    assert signers.short_for(coordinator) == signers.short_for(scene.coordinator) != ()
    assert signers.short_for(scene.signers[cast.tenants]) == ()


def test_who_answered_before_leaves_nothing_open(scene, cast, coordinator, proposal, signer, mailoutbox):
    """A mandate that ends later undoes nothing."""
    scene.answer(proposal, cast.association)
    mailoutbox.clear()
    leave(signer, coordinator)
    assert (sentences(proposal), [message.subject for message in mailoutbox if "Niemand" in message.subject]) == ([], [])


def test_of_two_people_the_second_is_missed(scene, cast, coordinator, signer):
    row = cast.agreement.participations.get(party=cast.association)
    row.answers_needed = 2
    row.save()
    second = MembershipFactory(party=cast.association, may_sign=True)
    proposal = adoption.propose(text=scene.agenda(), by=scene.coordinator, deadline=in_days(14))
    scene.answer(proposal, cast.association)
    leave(second, coordinator)
    assert sentences(proposal) == ["Nobody of De Sleutel who has not answered yet may sign, so this cannot come into force."]


def test_a_correction_is_answered_by_who_coordinates(scene, cast, coordinator, signer):
    scene.adopt(scene.agenda())
    correction = scene.propose({**adjust(cast.goal, text="De voorraad groeit."), "kind": "correct"})
    leave(signer, coordinator)
    assert sentences(correction) == []


def test_it_comes_into_force_once_somebody_may_sign_again(scene, cast, coordinator, proposal, signer):
    leave(signer, coordinator)
    scene.signers[cast.association] = UserFactory()
    MembershipFactory(user=scene.signers[cast.association], party=cast.association, may_sign=True)
    assert sentences(proposal) == []
    assert scene.agree(proposal).state == Proposal.State.AGREED


def test_the_start_page_of_both_names_it(scene, cast, coordinator, proposal, signer, client):
    leave(signer, coordinator)
    for person in (coordinator, scene.coordinator):
        client.force_login(person)
        page = words_of(client.get("/"))
        assert "Nobody of De Sleutel who has not answered yet may sign" in page
    client.force_login(scene.signers[cast.tenants])
    assert "Nobody of De Sleutel" not in words_of(client.get("/"))


def test_the_page_says_it_with_the_way_out(scene, cast, coordinator, proposal, signer, client):
    leave(signer, coordinator)
    client.force_login(scene.coordinator)
    page = words_of(client.get(proposal.get_absolute_url()))
    assert "Nobody of De Sleutel who has not answered yet may sign" in page
    assert "To the page of De Sleutel" in page


def test_leaving_oneself_asks_who_takes_over(cast, scene, client, coordinator, signer, proposal):
    """A coordinator who alone may sign for the party."""
    row = coordinator.memberships.get()
    leave(signer, coordinator)
    Membership.objects.filter(pk=row.pk).update(may_sign=True)
    other = MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR, user__name="Bea Bouwer")
    client.force_login(coordinator)
    address = reverse("leave", args=[cast.association.pk, row.pk])
    page = words_of(client.get(address))
    assert "Who may sign after" in page
    assert "Bea Bouwer" in page
    refused = client.post(address)
    assert (refused.status_code, Membership.objects.filter(pk=row.pk).exists()) == (422, True)
    assert "Say who takes over" in words_of(refused)
    client.post(address, {"takes_over": other.pk})
    other.refresh_from_db()
    assert (Membership.objects.filter(pk=row.pk).exists(), other.signing_asked_by) == (False, coordinator)


# -- Who proposed it goes


def test_the_others_look_after_what_somebody_proposed(scene, cast, proposal, client):
    cast.officer.memberships.filter(party=cast.municipality).exclude(role="coordinator").delete()
    assert signers.looks_after(proposal) == scene.coordinator
    row = scene.coordinator.memberships.get()
    client.force_login(scene.coordinator)
    page = words_of(client.get(reverse("leave", args=[cast.municipality.pk, row.pk])))
    assert "the other coordinators of your party look after it" in page
    leave(row, cast.officer)
    assert signers.looks_after(proposal) == cast.officer
    assert answering.withdraw(proposal=proposal, by=cast.officer).state == Proposal.State.WITHDRAWN


def test_what_must_be_put_anew_goes_to_the_others_when_the_proposer_left(scene, cast, mailoutbox):
    scene.adopt(scene.agenda())
    done = scene.propose(adjust(cast.action, text="De 21 flexwoningen zijn opgeleverd."))
    other = scene.propose(adjust(cast.action, text="De 30 woningen staan er."))
    leave(scene.coordinator.memberships.get(), cast.officer)
    mailoutbox.clear()
    scene.agree(done)
    draft = Proposal.objects.filter(state="draft").get()
    assert (draft.renews, draft.opened_by) == (other, cast.officer)
    assert any(cast.officer.email in address for message in mailoutbox if "30" in message.body for address in message.to) or any(
        cast.officer.email in address for message in mailoutbox if str(draft) in message.body for address in message.to
    )
    assert changes.discard(proposal=draft, by=cast.officer).state == Proposal.State.WITHDRAWN


def test_an_adoption_that_is_put_anew_is_put_by_who_is_left(scene, cast):
    """Other parties take part while it waits, and the coordinator who proposed it is gone."""
    scene.adopt(scene.agenda())
    from tests.factories import ActionFactory, AgendaFactory

    later = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(goal=cast.goal, agenda=later, text="De sloop is begonnen.")
    waiting = adoption.propose(text=later, by=scene.coordinator, deadline=in_days(14))
    row = cast.agreement.participations.get(party=cast.tenants)
    change = scene.propose({"kind": "participation", "about": "participation", "row": row, "becomes": {"role": "advisory"}})
    leave(scene.coordinator.memberships.get(), cast.officer)
    assert scene.agree(change).state == Proposal.State.AGREED
    again = Proposal.objects.adopting().open().get()
    assert (again.opened_by, again.text) == (cast.officer, waiting.text)
