"""A party is asked, and takes part once a coordinator of its own said yes."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from agreements.consent.adoption import propose
from agreements.models import Agreement, Participation
from agreements.taking_part import workflow
from agreements.taking_part.page import requests_to
from agreements.taking_part.permissions import why_not_ask, why_not_invite_first
from agreements.versions.recording import hash_as_it_stands
from parties.history.put_back import last_of, put_back
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Invitation, Party
from parties.people.workflow import accept_invitation, invite
from parties.refusals import NotAllowedNowError
from tests.factories import (
    AgendaFactory,
    AgreementFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TOGETHER = "Who takes part, and how, is changed by all parties together. Ask the administrator of Driehoek until then."
PASSWORD = "een lang wachtwoord"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def ask(cast, mailoutbox):
    """The outsider, alone in the agreement of Zandbergen, asks a party."""

    def ask(party: Party, role: str = "signatory", by=None) -> Participation:
        return workflow.ask_party(agreement=cast.other_agreement, party=party, role=role, by=by or cast.outsider)

    return ask


def state_of(row: Participation) -> str:
    return Participation.objects.get(pk=row.pk).state


def receivers(mailoutbox) -> list[str]:
    return [re.sub(r".*<|>", "", mail.to[0]) for mail in mailoutbox]


def refused(action, row, **fields) -> str:
    with pytest.raises(NotAllowedNowError) as reason:
        action(row, **fields)
    return str(reason.value)


# -- Asking


def test_only_the_coordinators_are_mailed_that_they_are_asked(cast, ask, mailoutbox):
    row = ask(cast.municipality)
    assert (row.state, row.asked_by, row.answered_by) == ("asked", cast.outsider, None)
    assert receivers(mailoutbox) == [cast.officer.email]
    (mail,) = mailoutbox
    assert mail.subject == "Doet Gemeente Waterhoek mee aan “Prestatieafspraken Zandbergen”?"
    assert "Bas Buiten van Gemeente Zandbergen vraagt Gemeente Waterhoek om mee te doen" in mail.body
    assert "Zandbergen bouwt 10 woningen" not in mail.body


def test_the_own_party_of_the_asker_takes_part_at_once(cast, ask, mailoutbox):
    second = PartyFactory()
    MembershipFactory(user=cast.outsider, party=second, role="coordinator")
    row = ask(second)
    assert (row.state, row.answered_by) == ("accepted", cast.outsider)
    assert mailoutbox == []


def test_a_party_is_asked_once_and_after_a_no_once_more(cast, ask, mailoutbox):
    row = ask(cast.municipality)
    with pytest.raises(ValidationError, match="already takes part"):
        ask(cast.municipality)
    workflow.say_no(row, by=cast.officer)
    again = ask(cast.municipality, "involved")
    assert (again.pk, again.state, again.role, again.answered_by) == (row.pk, "asked", "involved", None)


def test_once_another_party_said_yes_one_coordinator_asks_nobody_more(cast, ask):
    workflow.say_yes(ask(cast.municipality), by=cast.officer)
    assert why_not_ask(cast.outsider, cast.other_agreement) == TOGETHER
    with pytest.raises(ValidationError, match="changed by all parties together"):
        ask(cast.tenants)
    assert not why_not_ask(cast.admin, cast.other_agreement)
    assert ask(cast.tenants, by=cast.admin).state == "asked", "an administrator asks, and says yes for nobody"


def test_an_agreement_without_participants_belongs_to_its_maker(cast):
    made = AgreementFactory.build(title="Nieuw", slug="nieuw-2025")
    made._history_user = cast.admin
    made.save()
    ParticipationFactory(agreement=made, party=cast.tenants, asked=True, asked_by=cast.admin)
    assert why_not_ask(cast.outsider, made) == TOGETHER
    row = Participation(agreement=made, party=cast.elsewhere)
    with change_set(user=cast.outsider), pytest.raises(ValidationError, match="changed by all parties together"):
        row.save()


# -- Answering


def test_yes_is_recorded_with_its_person_and_mailed_to_the_asker(cast, ask, mailoutbox):
    row = ask(cast.municipality)
    mailoutbox.clear()
    workflow.say_yes(row, by=cast.officer)
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("accepted", cast.officer)
    record = row.history.first()
    assert (record.history_user, record.history_change_reason) == (cast.officer, "Said yes to taking part")
    assert receivers(mailoutbox) == [cast.outsider.email]
    assert mailoutbox[0].subject == "Gemeente Waterhoek doet mee aan “Prestatieafspraken Zandbergen”"
    assert cast.other_agreement in Agreement.objects.visible_to(cast.executive)


def test_no_stays_visible_with_its_person(cast, ask, mailoutbox):
    row = ask(cast.municipality)
    mailoutbox.clear()
    workflow.say_no(row, by=cast.officer)
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("declined", cast.officer)
    assert receivers(mailoutbox) == [cast.outsider.email]
    assert cast.other_agreement not in Agreement.objects.visible_to(cast.officer)


def test_one_answer_and_after_it_nothing_is_withdrawn(cast, ask):
    row = ask(cast.municipality)
    workflow.say_yes(row, by=cast.officer)
    over = str(workflow.ANSWERED)
    for action, by in (
        (workflow.say_no, cast.officer),
        (workflow.say_yes, cast.officer),
        (workflow.withdraw_request, cast.outsider),
    ):
        assert refused(action, row, by=by) == over
    assert state_of(row) == "accepted"


def test_someone_who_asked_takes_it_back_without_a_mail(cast, ask, mailoutbox):
    row = ask(cast.municipality)
    pk = row.pk
    mailoutbox.clear()
    workflow.withdraw_request(row, by=cast.outsider)
    assert not Participation.objects.filter(pk=pk).exists()
    assert Participation.history.filter(id=pk).latest().history_user == cast.outsider
    assert mailoutbox == []


def test_what_a_person_is_asked_is_one_query_with_the_asker(cast, ask, django_assert_num_queries):
    ask(cast.municipality)
    with django_assert_num_queries(1):
        (row,) = requests_to(cast.officer)
        assert (row.asked_for, row.may_answer, str(row.agreement)) == (
            "Gemeente Zandbergen",
            True,
            "Prestatieafspraken Zandbergen",
        )
    (row,) = requests_to(cast.executive)
    assert not row.may_answer
    assert not requests_to(cast.tenant).exists()
    assert not requests_to(cast.outsider).exists()


def test_a_member_of_a_working_group_does_not_answer_for_it(cast, ask):
    group = PartyFactory(kind="umbrella")
    PartyMemberFactory(umbrella=group, member=cast.municipality)
    ask(group)
    assert not requests_to(cast.officer).exists()
    assert cast.other_agreement not in Agreement.objects.visible_to(cast.officer)


# -- No door says yes for another


@pytest.mark.parametrize("person", ["outsider", "admin"])
def test_a_row_that_says_it_was_accepted_is_a_request_all_the_same(cast, person, mailoutbox):
    by = getattr(cast, person)
    row = Participation(agreement=cast.other_agreement, party=cast.municipality, state="accepted", answered_by=cast.officer)
    row._history_user = by
    row.save()
    assert (row.state, row.asked_by, row.answered_by) == ("asked", by, None)


@pytest.mark.parametrize("person", ["outsider", "admin", "tenant"])
def test_nobody_else_writes_the_answer(cast, ask, person):
    row = ask(cast.municipality)
    row.state, row.answered_at, row._history_user = "accepted", timezone.now(), getattr(cast, person)
    with pytest.raises(ValidationError) as error, transaction.atomic():
        row.save()
    assert "Only a coordinator of the party itself says yes or no for it." in error.value.message_dict["state"]
    assert state_of(row) == "asked"


def test_a_row_does_not_pass_to_another_party(cast):
    row = cast.other_agreement.participations.get()
    row.party, row._history_user = cast.municipality, cast.outsider
    with pytest.raises(ValidationError) as error:
        row.save()
    assert error.value.message_dict["party"][0].startswith("Another party is asked for itself")


def test_what_was_deleted_comes_back_as_a_request(cast):
    row = ParticipationFactory(agreement=cast.other_agreement, party=cast.municipality)
    pk = row.pk
    row._history_user = cast.admin
    row.delete()
    (back,) = put_back(last_of(Participation, pk), by=cast.admin)
    assert (back.state, back.asked_by) == ("asked", cast.admin)
    assert cast.other_agreement not in Agreement.objects.visible_to(cast.officer)


def test_someone_who_came_back_with_its_agreement_takes_part_as_before(cast):
    made = AgreementFactory()
    ParticipationFactory(agreement=made, party=cast.elsewhere)
    pk = made.pk
    with change_set(user=cast.outsider):
        made.delete()
    put_back(last_of(Agreement, pk), by=cast.admin)
    assert Participation.objects.get(agreement=pk).state == "accepted"


def test_an_adoption_waits_for_the_answer(cast, ask):
    ask(cast.municipality)
    with pytest.raises(NotAllowedNowError, match="Gemeente Waterhoek was asked to take part and has not said yes"):
        propose(text=cast.other_agenda, by=cast.outsider, deadline=timezone.localdate())


# -- A party that has nobody yet


@pytest.fixture
def empty() -> Party:
    return PartyFactory(name="Woonstichting Nieuw", short_name="Nieuw", kind="housing_association")


def first_of(row, email="nora@nieuw.example", by=None) -> Invitation:
    return workflow.invite_first_coordinator(row, email=email, by=by or row.asked_by)


def token_in(mail) -> str:
    return re.search(r"/account/uitnodiging/([\w-]+)/", mail.body)[1]


def test_its_first_coordinator_says_yes_by_coming_in(cast, ask, empty, mailoutbox):
    row = ask(empty)
    assert mailoutbox == [], "there is nobody to mail"
    invitation = first_of(row)
    assert (invitation.role, invitation.may_sign) == ("coordinator", False)
    assert workflow.in_words(invitation) == ["Prestatieafspraken Zandbergen"]
    nora = accept_invitation(token=token_in(mailoutbox[-1]), name="Nora Nieuw", password=PASSWORD)
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("accepted", nora)
    assert cast.other_agreement in Agreement.objects.visible_to(nora)
    assert receivers(mailoutbox)[-1] == cast.outsider.email


def test_coming_in_answers_only_what_the_invitation_was_about(cast, ask, empty, mailoutbox):
    other = ParticipationFactory(agreement=cast.agreement, party=empty, asked=True, asked_by=cast.officer)
    row = ask(empty)
    first_of(row)
    nora = accept_invitation(token=token_in(mailoutbox[-1]), name="Nora Nieuw", password=PASSWORD)
    assert (state_of(row), state_of(other)) == ("accepted", "asked")
    assert [request.pk for request in requests_to(nora)] == [other.pk]


def test_a_second_invitation_takes_the_place_of_the_first(cast, ask, empty, mailoutbox):
    row = ask(empty)
    old = first_of(row)
    first_of(row, email="noor@nieuw.example")
    old.refresh_from_db()
    assert old.standing == "withdrawn"
    workflow.withdraw_request(row, by=cast.outsider)
    assert not Invitation.objects.waiting().exists(), "with the request goes its invitation"


def test_nobody_comes_into_the_agreements_of_others_as_the_first_of_a_party(cast, ask, empty):
    """Whoever is the first coordinator of a party speaks for it everywhere."""
    row = ask(empty)
    elsewhere = "The administrator of Driehoek gives Nieuw its first coordinator."
    part = ParticipationFactory(agreement=cast.agreement, party=empty)
    assert refused(first_of, row) == elsewhere
    part.delete()
    member = PartyMemberFactory(member=empty)
    assert refused(first_of, row) == elsewhere
    member.delete()
    assert why_not_invite_first(row, cast.outsider) == ""
    assert refused(first_of, row, by=cast.officer) == "Only who asked it takes this request back."
    MembershipFactory(party=empty, role="reader")
    assert refused(first_of, row).startswith("Nieuw has people in Driehoek.")


def test_no_other_invitation_goes_to_a_party_of_others(cast, empty):
    for fields in ({"role": "coordinator", "may_sign": True}, {"role": "editor"}):
        with act(Act.INVITE_FIRST), pytest.raises(ValidationError), transaction.atomic():
            invite(party=empty, email="nora@nieuw.example", by=cast.outsider, **fields)
    with pytest.raises(ValidationError), transaction.atomic():
        invite(party=empty, email="nora@nieuw.example", role="coordinator", by=cast.outsider)


def test_an_old_invitation_does_not_answer_a_later_request(cast, ask, empty, mailoutbox):
    row = ask(empty)
    first_of(row)
    later = ParticipationFactory(
        agreement=cast.agreement, party=empty, asked=True, asked_by=cast.outsider, asked_at=timezone.now() + timedelta(hours=1)
    )
    accept_invitation(token=token_in(mailoutbox[-1]), name="Nora Nieuw", password=PASSWORD)
    assert (state_of(row), state_of(later)) == ("accepted", "asked")


def test_someone_who_joins_a_party_with_people_answers_nothing(cast, ask, mailoutbox):
    row = ask(cast.municipality)
    invite(party=cast.municipality, email="nora@nieuw.example", role="coordinator", by=cast.officer)
    accept_invitation(token=token_in(mailoutbox[-1]), name="Nora Nieuw", password=PASSWORD)
    assert state_of(row) == "asked"


def test_the_mail_of_an_answer_goes_to_nobody_who_sees_the_agreement_no_longer(cast, mailoutbox):
    row = ParticipationFactory(agreement=cast.other_agreement, party=cast.municipality, asked=True, asked_by=UserFactory())
    workflow.say_yes(row, by=cast.officer)
    assert mailoutbox == []


# -- While a text stands still


@pytest.mark.parametrize("state", ["proposed", "adopted"])
def test_who_is_asked_while_a_text_stands_still_takes_part_from_the_next_year_on(cast, state):
    cast.agenda.state, cast.agenda.adopted_on = state, None if state == "proposed" else date(2023, 12, 14)
    cast.agenda.save()
    before = hash_as_it_stands(cast.agenda)
    row = workflow.ask_party(agreement=cast.agreement, party=cast.elsewhere, role="signatory", by=cast.admin)
    assert hash_as_it_stands(cast.agenda) == before
    workflow.say_yes(row, by=cast.outsider)
    assert hash_as_it_stands(cast.agenda) == before
    row.refresh_from_db()
    assert (row.from_year, row.is_accepted) == (2025, True)


def test_nobody_joins_when_the_last_year_stands_still(cast):
    AgendaFactory(agreement=cast.agreement, year=2026, adopted=True)
    with pytest.raises(NotAllowedNowError, match="The text of 2026, the last year, stands still"):
        workflow.ask_party(agreement=cast.agreement, party=cast.elsewhere, role="signatory", by=cast.admin)
    assert not cast.agreement.participations.filter(party=cast.elsewhere).exists()
