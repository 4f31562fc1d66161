"""The right to sign takes two people: who asks, and a second one of the party who confirms; no door gives it otherwise."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from parties.history.put_back import last_of, put_back
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Membership
from parties.people import signing, workflow
from parties.people.page import people_of
from parties.refusals import NotAllowedNowError
from tests.factories import InvitationFactory, MembershipFactory, UserFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ELSEWHERE = "The right to sign is asked for on the page of the party, and somebody else of the party confirms it there."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def coby(cast) -> Membership:
    """Another coordinator of the municipality."""
    return MembershipFactory(
        party=cast.municipality, role="coordinator", user__name="Coby Tweede", user__email="coby@waterhoek.example"
    )


@pytest.fixture
def reader(cast) -> Membership:
    return MembershipFactory(party=cast.municipality, user__name="Rein Lezer", user__email="rein@waterhoek.example")


@pytest.fixture
def asked(cast, coby, reader) -> Membership:
    """The officer asks that the reader may sign."""
    return workflow.change_role(reader, role="reader", may_sign=True, by=cast.officer)


def refused(action, row, by) -> str:
    with pytest.raises(NotAllowedNowError) as reason:
        action(row, by=by)
    return str(reason.value)


def may_sign(row: Membership) -> bool:
    return Membership.objects.get(pk=row.pk).may_sign


def test_asking_gives_nothing_and_tells_all_who_coordinate_or_sign(cast, coby, asked, mailoutbox):
    assert (asked.may_sign, asked.signing_asked_by) == (False, cast.officer)
    assert {mail.to[0].split("<")[-1].strip(">") for mail in mailoutbox} == {
        cast.officer.email,
        coby.user.email,
        cast.executive.email,
    }
    assert all("Rein Lezer" in mail.body and "tekenrecht" in mail.body for mail in mailoutbox)


@pytest.mark.parametrize("second", ["coby", "executive"])
def test_another_coordinator_or_who_signs_there_confirms_it(cast, coby, asked, mailoutbox, second):
    person = coby.user if second == "coby" else cast.executive
    mailoutbox.clear()
    row = signing.confirm_signing(asked, by=person)
    assert (row.may_sign, row.signing_asked_by, row.signing_asked_at) == (True, None, None)
    record = row.history.first()
    assert (record.history_user, record.history_change_reason) == (person, "Right to sign confirmed")
    told = {mail.to[0].split("<")[-1].strip(">") for mail in mailoutbox}
    assert told == {cast.officer.email, coby.user.email, asked.user.email} - {person.email}


def test_someone_who_asked_and_whose_it_is_do_not_confirm(cast, coby, asked):
    assert refused(signing.confirm_signing, asked, cast.officer) == (
        "You asked for this right yourself: somebody else of Gemeente Waterhoek confirms it."
    )
    assert refused(signing.confirm_signing, asked, asked.user) == (
        "This is about your own right to sign: somebody else of Gemeente Waterhoek confirms it."
    )
    own = workflow.change_role(coby, role="coordinator", may_sign=True, by=cast.officer)
    assert refused(signing.confirm_signing, own, coby.user).startswith("This is about your own right")
    assert not may_sign(asked)
    assert not may_sign(own)


def test_someone_who_may_sign_elsewhere_or_only_reads_does_not_confirm(cast, asked):
    bystander = MembershipFactory(party=cast.municipality, role="editor").user
    for person in (cast.tenant, cast.outsider, bystander):
        assert refused(signing.confirm_signing, asked, person) == (
            "Another coordinator of Gemeente Waterhoek, or somebody who may sign there, confirms this."
        )
    assert not may_sign(asked)


def test_an_administrator_confirms_only_where_nobody_else_can(cast, reader, mailoutbox):
    executive = cast.executive.memberships.get()
    row = workflow.change_role(reader, role="reader", may_sign=True, by=cast.officer)
    assert refused(signing.confirm_signing, row, cast.admin).startswith("Somebody of Gemeente Waterhoek itself can confirm this")
    assert cast.admin.email not in str([mail.to for mail in mailoutbox])
    signing.refuse_signing(row, by=cast.officer)
    workflow.change_role(executive, role="reader", may_sign=False, takes_over="nobody", by=cast.officer)
    row = workflow.change_role(reader, role="reader", may_sign=True, by=cast.officer)
    assert cast.admin.email in str(mailoutbox[-1].to)
    assert signing.confirm_signing(row, by=cast.admin).may_sign


def test_a_coordinator_alone_asks_for_herself_and_the_administrator_confirms(cast):
    cast.executive.memberships.get().delete()
    row = workflow.change_role(cast.officer.memberships.get(), role="coordinator", may_sign=True, by=cast.officer)
    assert not row.may_sign
    assert refused(signing.confirm_signing, row, cast.officer).startswith("This is about your own right")
    assert signing.confirm_signing(row, by=cast.admin).may_sign


def test_it_is_refused_or_taken_back_and_then_no_longer_given(cast, coby, asked, mailoutbox):
    mailoutbox.clear()
    signing.refuse_signing(asked, by=coby.user)
    row = Membership.objects.get(pk=asked.pk)
    assert (row.may_sign, row.is_signing_asked) == (False, False)
    assert row.history.first().history_change_reason == "Right to sign not given"
    assert len(mailoutbox) == 2  # the officer and the reader
    assert refused(signing.confirm_signing, asked, cast.executive).startswith("Nobody asks for this right any more")
    again = workflow.change_role(row, role="reader", may_sign=True, by=cast.officer)
    assert not workflow.change_role(again, role="reader", may_sign=False, by=cast.officer).is_signing_asked


def test_taking_the_right_away_needs_no_second_person(cast):
    row = workflow.change_role(
        cast.executive.memberships.get(), role="reader", may_sign=False, takes_over="nobody", by=cast.officer
    )
    assert not row.may_sign


@pytest.mark.parametrize("leaves", [True, False])
def test_what_was_asked_lapses_when_who_asked_coordinates_no_longer(cast, coby, asked, leaves):
    officer = cast.officer.memberships.get()
    if leaves:
        workflow.end_membership(officer, takes_over="nobody", by=coby.user)
    else:
        workflow.change_role(officer, role="reader", may_sign=False, by=coby.user)
    assert refused(signing.confirm_signing, asked, coby.user).startswith("Nobody asks for this right any more")


# -- Every other door


def test_an_invitation_asks_for_the_right_and_does_not_give_it(cast, coby, mailoutbox):
    InvitationFactory(party=cast.municipality, email="nora@test.example", may_sign=True, invited_by=cast.officer, token="nora")
    person = workflow.accept_invitation(token="nora", name="Nora Nieuw", password="een lang wachtwoord")
    row = person.memberships.get()
    assert (row.may_sign, row.signing_asked_by) == (False, cast.officer)
    assert len(mailoutbox) == 3
    assert refused(signing.confirm_signing, row, cast.officer)
    assert refused(signing.confirm_signing, row, person)
    assert signing.confirm_signing(row, by=coby.user).may_sign


def test_someone_who_is_taken_back_signs_again_after_a_second_person_said_so(cast, coby):
    row = cast.executive.memberships.get()
    pk = row.pk
    workflow.end_membership(row, takes_over="nobody", by=cast.officer)
    back = workflow.take_back(party=cast.municipality, membership_id=pk, by=cast.officer)
    assert (back.may_sign, back.signing_asked_by) == (False, cast.officer)


def test_putting_back_gives_no_right(cast):
    row = cast.executive.memberships.get()
    pk = row.pk
    MembershipFactory(party=cast.municipality, may_sign=True)
    row._history_user = cast.admin
    row.delete()
    (back,) = put_back(last_of(Membership, pk), by=cast.admin)
    assert (back.may_sign, back.signing_asked_by) == (False, cast.admin)
    assert not may_sign(back)


@pytest.mark.parametrize("person", ["officer", "admin"])
@pytest.mark.parametrize("doing", [Act.MANAGE_PEOPLE, Act.CONFIRM_SIGNING])
def test_no_code_gives_it_past_the_request(cast, reader, person, doing):
    """Whatever act is open: without a request of somebody else the model refuses."""
    by = getattr(cast, person)
    new = Membership(user=UserFactory(), party=cast.municipality, may_sign=True)
    for row in (new, reader):
        row.may_sign, row._history_user = True, by
        with act(Act.MANAGE_PEOPLE), act(doing), pytest.raises(ValidationError) as error, transaction.atomic():
            row.save()
        assert error.value.message_dict["may_sign"] == [ELSEWHERE]
    assert not may_sign(reader)


def test_someone_who_asked_does_not_confirm_it_past_the_function_either(cast, asked):
    for by in (cast.officer, asked.user):
        row = Membership.objects.get(pk=asked.pk)
        row.forget_signing()
        row.may_sign, row._history_user = True, by
        with act(Act.MANAGE_PEOPLE), act(Act.CONFIRM_SIGNING), pytest.raises(ValidationError) as error:
            row.save()
        assert error.value.message_dict["may_sign"][0].startswith("Who asked for the right to sign")


def test_the_right_does_not_pass_to_another_person(cast, reader):
    row = cast.executive.memberships.get()
    other = UserFactory()
    row.user = other
    with change_set(user=cast.admin), pytest.raises(ValidationError) as error:
        row.save()
    assert error.value.message_dict["user"] == [
        "A membership stays with its person and party. Take this one away, and add another."
    ]


def test_a_superuser_does_not_tick_it_in_administration(cast, reader):
    client = Client()
    client.force_login(cast.admin)
    address = reverse("admin:parties_user_change", args=[reader.user_id])
    page = client.get(address)
    data = {"email": reader.user.email, "name": reader.user.name, "is_active": "on", "change_reason": "Proef"}
    formset = page.context["inline_admin_formsets"][0].formset
    prefix = formset.prefix
    data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1, f"{prefix}-0-id": reader.pk}
    data |= {f"{prefix}-0-user": reader.user_id, f"{prefix}-0-party": reader.party_id, f"{prefix}-0-role": "reader"}
    data |= {f"{prefix}-0-may_sign": "on"}
    client.cookies["django_language"] = "en"
    answer = client.post(address, data)
    assert ELSEWHERE in answer.content.decode()
    assert not may_sign(reader)


# -- The pages


def page_of(row: Membership, name: str = "signing") -> str:
    return reverse(name, args=[row.party_id, row.pk])


def test_the_page_asks_once_and_a_press_gives_it(in_english, cast, coby, asked):
    in_english.force_login(coby.user)
    party = words_of(in_english.get(cast.municipality.get_absolute_url()))
    assert "Right to sign asked on" in party
    assert "by Olga Officier; waits for a second person." in party
    page = words_of(in_english.get(page_of(asked)))
    assert "May Rein Lezer sign for Gemeente Waterhoek?" in page
    assert "Yes, may sign" in page
    assert not may_sign(asked), "looking changes nothing"
    answer = in_english.post(page_of(asked), follow=True)
    assert "Rein Lezer may sign for Gemeente Waterhoek from now on." in words_of(answer)
    assert may_sign(asked)
    assert "Nobody asks for this right any more" in words_of(in_english.get(page_of(asked)))


def test_someone_who_asked_may_only_take_it_back(in_english, cast, asked):
    in_english.force_login(cast.officer)
    page = words_of(in_english.get(page_of(asked)))
    assert "Take the request back" in page
    assert "Yes, may sign" not in page
    assert in_english.post(page_of(asked)).status_code == 403
    in_english.post(page_of(asked, "signing_refuse"))
    assert not Membership.objects.get(pk=asked.pk).is_signing_asked


def test_people_show_the_answer_link_to_those_who_may_answer(cast, coby, asked):
    def answers(person) -> frozenset[int]:
        return people_of(cast.municipality, seen_by=person).signing

    for person in (cast.officer, coby.user, cast.executive, asked.user):
        assert answers(person) == {asked.pk}
        assert signing.why_not_refuse(asked, person) == ""
    for person in (MembershipFactory(party=cast.municipality).user, cast.admin):
        assert answers(person) == frozenset()
        assert signing.why_not_refuse(asked, person)


def test_changing_a_role_says_that_it_waits(in_english, cast, coby, reader):
    in_english.force_login(cast.officer)
    answer = in_english.post(page_of(reader, "role"), {"role": "editor", "may_sign": "on"}, follow=True)
    assert "Rein Lezer may sign as soon as a second person confirms it." in words_of(answer)
    assert in_english.get(page_of(reader, "role")).context["form"].initial["may_sign"]


def test_a_request_without_a_moment_cannot_be_stored(cast, reader):
    reader.signing_asked_by = cast.officer
    with pytest.raises(ValidationError, match="asked for by someone"):
        reader.save()
    reader.signing_asked_at, reader.may_sign = timezone.now(), True
    with pytest.raises(ValidationError, match="not given yet"):
        reader.save()


# -- The last one who may sign goes


def test_the_last_one_does_not_go_before_somebody_said_who_takes_over(cast, reader):
    row = cast.executive.memberships.get()
    assert signing.is_last_signer(row)
    for leaving in (
        lambda: workflow.end_membership(row, by=cast.officer),
        lambda: workflow.change_role(row, role="reader", may_sign=False, by=cast.officer),
        lambda: workflow.end_membership(row, takes_over="999999", by=cast.officer),
        lambda: workflow.end_membership(row, takes_over=str(row.pk), by=cast.officer),
    ):
        with (
            pytest.raises(ValidationError, match="is the last who may sign for Gemeente Waterhoek") as refused,
            transaction.atomic(),
        ):
            leaving()
        assert list(refused.value.message_dict) == ["takes_over"]
    assert may_sign(row)


def test_who_takes_over_is_asked_and_a_second_person_confirms_as_ever(cast, coby, reader, mailoutbox):
    workflow.end_membership(cast.executive.memberships.get(), takes_over=str(reader.pk), by=cast.officer)
    reader.refresh_from_db()
    assert (reader.may_sign, reader.signing_asked_by) == (False, cast.officer)
    assert any("Rein Lezer" in message.subject for message in mailoutbox)
    assert signing.confirm_signing(reader, by=coby.user).may_sign


def test_where_another_may_sign_nothing_is_asked(cast, reader):
    MembershipFactory(party=cast.municipality, may_sign=True)
    row = cast.executive.memberships.get()
    assert not signing.is_last_signer(row)
    workflow.end_membership(row, by=cast.officer)
    assert not Membership.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("how", ["taken away", "deleted"])
def test_in_the_administration_the_last_one_stays(cast, how):
    row = cast.executive.memberships.get()
    row.may_sign = how == "deleted"
    with change_set(user=cast.admin), pytest.raises(ValidationError, match="the last one who may sign for the party"):
        (row.delete if how == "deleted" else row.save)()
    assert may_sign(row)
    MembershipFactory(party=cast.municipality, may_sign=True)
    with change_set(user=cast.admin):
        Membership.objects.get(pk=row.pk).delete()
