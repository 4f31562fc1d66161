"""Coming to a party, changing role, leaving and coming back."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.test import Client
from django.utils import timezone, translation

from parties.canonical import hash_of
from parties.history.write_rules import Act, act
from parties.models import Invitation, Membership, User
from parties.people import workflow
from parties.refusals import NotAllowedNowError
from tests.factories import InvitationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

NORA = "nora@waterhoek.example"
PASSWORD = "een lang wachtwoord"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def invite(cast, mailoutbox):
    """`invite()`: an invitation by the officer, with the secret from the mail."""

    def invite(email=NORA, **fields) -> tuple[Invitation, str]:
        row = workflow.invite(**{"party": cast.municipality, "email": email, "role": "editor", "by": cast.officer, **fields})
        return row, token_in(mailoutbox[-1])

    return invite


def token_in(mail) -> str:
    return re.search(r"/account/uitnodiging/([\w-]+)/", mail.body)[1]


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(NotAllowedNowError) as reason:
        act(*args, **kwargs)
    return str(reason.value)


def another_coordinator(cast) -> Membership:
    return MembershipFactory(party=cast.municipality, role="coordinator", user__name="Coby Coördinator")


# -- Inviting


def test_the_mail_says_who_invites_to_what_until_when_and_why_it_comes(cast, invite, mailoutbox):
    with translation.override("nl"), time_machine.travel("2026-11-24 12:00+01:00", tick=False):
        _row, token = invite(name="Nora Nieuw", may_sign=True)
    (mail,) = mailoutbox
    assert mail.to == [NORA]
    assert mail.subject == "Olga Officier nodigt u uit voor Driehoek, namens Gemeente Waterhoek"
    for part in (mail.body, mail.alternatives[0][0]):
        for words in ("Beste Nora Nieuw", "bewerker", "8 december 2026", f"/account/uitnodiging/{token}/", "U krijgt deze mail"):
            assert words in part


def test_the_link_is_not_to_be_found_in_our_tables(invite):
    row, token = invite()
    assert row.token_hash == hash_of(token)
    columns = {field.name for field in Invitation.history.model._meta.get_fields()}
    assert "token_hash" not in columns
    assert token not in repr(list(Invitation.objects.values()) + list(Invitation.history.values()))


def test_the_same_happens_whether_or_not_the_address_has_an_account(cast, invite, mailoutbox):
    invite()
    invite(email=cast.outsider.email)
    first, second = [mail.body.replace(NORA, "").replace(cast.outsider.email, "") for mail in mailoutbox]
    assert re.sub(r"uitnodiging/[\w-]+", "", first) == re.sub(r"uitnodiging/[\w-]+", "", second)


def test_nobody_is_invited_twice_nor_to_the_own_party(cast, invite):
    invite()
    with pytest.raises(ValidationError, match="is waiting already"):
        invite(email="Nora@Waterhoek.example")
    with pytest.raises(ValidationError, match="already belongs to this party"):
        invite(email=cast.executive.email)
    assert Invitation.objects.count() == 1


def test_after_sending_again_only_the_new_link_works_and_for_the_whole_time(cast, invite, mailoutbox):
    row, old = invite()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert refused(workflow.invitation_for, old) == str(workflow.CLOSED["expired"])
        workflow.resend_invitation(row, by=cast.officer)
        new = token_in(mailoutbox[-1])
        assert refused(workflow.invitation_for, old) == str(workflow.UNKNOWN)
        assert workflow.invitation_for(new).is_open


def test_a_withdrawn_invitation_is_over(cast, invite):
    row, token = invite()
    workflow.withdraw_invitation(row, by=cast.officer)
    assert refused(workflow.accept_invitation, token=token, name="Nora", password=PASSWORD) == str(workflow.CLOSED["withdrawn"])
    assert refused(workflow.resend_invitation, row, by=cast.officer) == "This invitation has been used or withdrawn already."
    assert not User.objects.filter(email=NORA).exists()
    assert row.history.first().history_user == cast.officer


# -- Coming in


def test_someone_new_gets_an_account_and_the_role(cast, invite):
    row, token = invite(may_sign=True)
    person = workflow.accept_invitation(token=token, name="Nora Nieuw", password=PASSWORD)
    assert authenticate(username=NORA, password=PASSWORD) == person
    membership = person.memberships.get()
    assert (membership.party, membership.role, membership.may_sign) == (cast.municipality, "editor", False)
    assert membership.signing_asked_by == cast.officer
    row.refresh_from_db()
    assert (row.standing, row.accepted_by) == ("accepted", person)
    assert membership.history.get().history_user == person


def test_a_link_works_once(invite):
    _row, token = invite()
    workflow.accept_invitation(token=token, name="Nora Nieuw", password=PASSWORD)
    assert refused(workflow.accept_invitation, token=token, name="Eva", password=PASSWORD) == str(workflow.CLOSED["accepted"])
    assert User.objects.get(email=NORA).name == "Nora Nieuw"


def test_a_link_that_was_never_sent_opens_nothing(cast, invite):
    row, _token = invite()
    for token in ("x", "", row.token_hash):
        assert refused(workflow.accept_invitation, token=token) == str(workflow.UNKNOWN)


def test_someone_with_an_account_joins_when_signed_in_as_that_person_only(cast, invite):
    _row, token = invite(email=cast.tenant.email)
    sentence = "Sign in as tess@huurdersraad.example to accept this invitation."
    for by in (None, cast.outsider):
        assert refused(workflow.accept_invitation, token=token, by=by, password=PASSWORD, name="X") == sentence
    assert workflow.accept_invitation(token=token, by=cast.tenant) == cast.tenant
    assert {row.party for row in cast.tenant.memberships.all()} == {cast.tenants, cast.municipality}
    assert (cast.tenant.name, authenticate(username=cast.tenant.email, password=PASSWORD)) == ("Tess Huurder", None)


def test_nobody_who_is_signed_in_makes_or_brings_back_an_account_for_another_address(cast, invite):
    workflow.end_membership(cast.executive.memberships.get(), takes_over="nobody", by=cast.officer)
    for email in (NORA, cast.executive.email):
        _row, token = invite(email=email)
        assert refused(workflow.accept_invitation, token=token, name="X", password=PASSWORD, by=cast.outsider).startswith(
            "Sign in as"
        )
    assert not User.objects.filter(email=NORA).exists()
    assert not User.objects.get(pk=cast.executive.pk).is_active


def test_someone_who_got_a_role_meanwhile_keeps_it(cast, invite):
    _row, token = invite(email=cast.tenant.email, role="reader")
    MembershipFactory(user=cast.tenant, party=cast.municipality, role="coordinator")
    workflow.accept_invitation(token=token, by=cast.tenant)
    assert cast.tenant.memberships.get(party=cast.municipality).role == "coordinator"


def test_someone_who_left_comes_back_with_a_new_password_under_the_old_account(cast, invite):
    workflow.end_membership(cast.executive.memberships.get(), takes_over="nobody", by=cast.officer)
    _row, token = invite(email=cast.executive.email, role="reader")
    person = workflow.accept_invitation(token=token, name="Wies Wethouder", password=PASSWORD)
    assert (person, person.is_active) == (cast.executive, True)
    assert authenticate(username=person.email, password=PASSWORD) == person


@pytest.mark.parametrize("kind", ["switched off with a party", "superuser", "switched off after leaving"])
def test_an_account_that_was_switched_off_for_another_reason_stays_off(cast, invite, kind):
    person = UserFactory(email=NORA, is_active=False, is_superuser=kind == "superuser")
    if kind == "switched off with a party":
        MembershipFactory(user=person, party=cast.elsewhere)
    if kind == "switched off after leaving":
        row = MembershipFactory(user=cast.executive, party=cast.elsewhere)
        workflow.end_membership(cast.executive.memberships.get(party=cast.municipality), takes_over="nobody", by=cast.officer)
        row.delete()
        person = User.objects.get(pk=cast.executive.pk)
        person.is_active = False
        person.save()
    _row, token = invite(email=person.email)
    assert refused(workflow.accept_invitation, token=token, name="X", password=PASSWORD) == str(workflow.SWITCHED_OFF)
    person.refresh_from_db()
    assert not person.is_active


# -- Roles


def test_a_coordinator_gives_another_role(cast):
    row = workflow.change_role(
        cast.executive.memberships.get(), role="editor", may_sign=False, takes_over="nobody", by=cast.officer
    )
    assert (row.role, row.may_sign, row.history.first().history_user) == ("editor", False, cast.officer)


def test_the_last_coordinator_stays_coordinator_until_there_is_another(cast):
    row = cast.officer.memberships.get()
    sentence = "Olga Officier is the last coordinator of Gemeente Waterhoek. First make someone else coordinator."
    MembershipFactory(party=cast.municipality, role="coordinator", user__is_active=False)
    assert refused(workflow.change_role, row, role="reader", may_sign=False, by=cast.officer) == sentence
    assert refused(workflow.end_membership, row, by=cast.officer) == sentence
    another_coordinator(cast)
    assert workflow.change_role(row, role="reader", may_sign=False, by=cast.officer).role == "reader"


def test_nobody_lets_oneself_or_a_colleague_sign_alone(cast):
    row = cast.officer.memberships.get()
    other = another_coordinator(cast).user
    for by in (cast.officer, other):
        asked = workflow.change_role(row, role="coordinator", may_sign=True, by=by)
        assert (asked.may_sign, asked.signing_asked_by) == (False, cast.officer), "asking again changes nothing"
    executive = cast.executive.memberships.get()
    assert workflow.change_role(executive, role="editor", may_sign=True, by=other).may_sign, "it was so already"


# -- Leaving


def test_someone_who_leaves_the_only_party_is_switched_off_and_stays_in_the_history(cast):
    row = cast.executive.memberships.get()
    workflow.end_membership(row, takes_over="nobody", by=cast.officer)
    person = User.objects.get(pk=cast.executive.pk)
    assert (person.is_active, person.has_left) == (False, True)
    gone = Membership.history.filter(user=person).latest()
    assert (gone.history_type, gone.role, gone.may_sign, gone.history_user) == ("-", "reader", True, cast.officer)
    assert gone.change_set == person.history.first().change_set


def test_what_the_person_wrote_meanwhile_is_kept_and_does_not_stand_in_the_way(cast):
    person = User.objects.get(pk=cast.executive.pk)
    User.objects.filter(pk=person.pk).update(name="Wendy Nieuwenaam")
    person.is_active, person._history_user = False, cast.officer
    with act(Act.MANAGE_PEOPLE):
        person.save(update_fields=["is_active"])
    person = User.objects.get(pk=person.pk)
    assert (person.is_active, person.name) == (False, "Wendy Nieuwenaam")


def test_someone_who_belongs_to_another_party_goes_on_there(cast):
    MembershipFactory(user=cast.executive, party=cast.elsewhere)
    workflow.end_membership(cast.executive.memberships.get(party=cast.municipality), takes_over="nobody", by=cast.officer)
    assert User.objects.get(pk=cast.executive.pk).is_active
    assert [row.party for row in cast.executive.memberships.all()] == [cast.elsewhere]


def test_a_superuser_who_leaves_a_party_stays_a_superuser(cast):
    workflow.end_membership(MembershipFactory(user=cast.admin, party=cast.municipality), takes_over="nobody", by=cast.officer)
    assert User.objects.get(pk=cast.admin.pk).is_active


def test_all_sessions_end_and_stay_ended_after_coming_back(cast):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(cast.executive)
    colleague = Client()
    colleague.force_login(cast.officer)
    row = cast.executive.memberships.get()
    workflow.end_membership(row, takes_over="nobody", by=cast.officer)
    workflow.take_back(party=cast.municipality, membership_id=row.pk or Membership.history.latest().id, by=cast.officer)
    assert [browser.get("/").status_code for browser in browsers] == [302, 302]
    assert colleague.get("/").status_code == 200


def test_someone_signed_in_with_a_password_is_out_at_once_and_no_browser_is_remembered(cast):
    browser = Client()
    cast.executive.set_password(PASSWORD)
    cast.executive.save()
    browser.post("/account/login/", {"login": cast.executive.email, "password": PASSWORD})
    assert browser.get("/").status_code == 200
    workflow.end_membership(cast.executive.memberships.get(), takes_over="nobody", by=cast.officer)
    assert not Session.objects.filter(session_key=browser.cookies["sessionid"].value).exists()
    assert browser.get("/").status_code == 302
    assert not UserSession.objects.exists()


def test_leaving_is_undone_with_the_same_role(cast):
    row = cast.executive.memberships.get()
    pk = row.pk
    workflow.end_membership(row, takes_over="nobody", by=cast.officer)
    back = workflow.take_back(party=cast.municipality, membership_id=pk, by=cast.officer)
    assert (back.pk, back.role, back.may_sign) == (pk, "reader", False)
    assert back.signing_asked_by == cast.officer, "a second person lets her sign again"
    person = User.objects.get(pk=cast.executive.pk)
    assert (person.is_active, person.history.first().history_user) == (True, cast.officer)
    assert refused(workflow.take_back, party=cast.municipality, membership_id=pk, by=cast.officer) == (
        "This person belongs to the party already."
    )


def test_a_coordinator_restores_members_of_the_own_party_only_and_no_account_switched_off(cast):
    row = cast.executive.memberships.get()
    pk = row.pk
    workflow.end_membership(row, takes_over="nobody", by=cast.officer)
    assert refused(workflow.take_back, party=cast.tenants, membership_id=pk, by=cast.officer)
    person = User.objects.get(pk=cast.executive.pk)
    person.name = "Wies W."
    person.save()  # a superuser had a look: it is no longer the leaving that keeps the account off
    assert refused(workflow.take_back, party=cast.municipality, membership_id=pk, by=cast.officer).startswith("This account")
    assert not person.memberships.exists()


def test_no_account_is_ever_deleted(cast):
    for delete in (cast.tenant.delete, User.objects.filter(pk=cast.tenant.pk).delete, User.objects.all().delete):
        with pytest.raises(ValidationError, match="A person is never deleted"), transaction.atomic():
            delete()
    assert User.objects.filter(pk=cast.tenant.pk).exists()


def test_invitations_are_for_the_coordinators_of_the_party(cast):
    row = InvitationFactory(party=cast.municipality, invited_by=cast.officer)
    seen = {
        person
        for person in (cast.officer, cast.executive, cast.tenant, cast.outsider, cast.admin)
        if isinstance(rows := Invitation.objects.visible_to(person), models.QuerySet) and row in rows
    }
    assert seen == {cast.officer, cast.admin}
