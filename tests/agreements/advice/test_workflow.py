"""Asking, giving and answering advice: who may, when, and who is mailed."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.advice.workflow import answer, extend, give, keep_draft, mark, withdraw
from agreements.models import Advice, AdviceSubject
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory

from .conftest import day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_february(at):
    at("2024-02-01 10:00")


def mailed() -> list[tuple[str, str]]:
    """Who got which mail since the last time, by name and subject."""
    found = sorted((message.to[0].partition(" <")[0].strip('"'), message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def given(advice, adviser, outcome="negative", text="Wij zijn tegen."):
    return give(advice=advice, by=adviser, outcome=outcome, text=text)


# -- Asking


def test_a_coordinator_asks_and_all_who_write_or_sign_for_the_party_are_mailed(cast, asked, adviser):
    advice = asked()
    assert (advice.asking_party, advice.party, advice.goal, advice.asked_on) == (
        cast.association,
        cast.tenants,
        cast.goal,
        day("2024-02-01"),
    )
    assert (advice.right, advice.adds) == ("qualified", "Afwijken alleen na een gesprek."), "as the agreement says it now"
    assert mailed() == [
        ("Hans Huurder", "Advies gevraagd: De huren van 2025"),
        ("Tess Huurder", "Advies gevraagd: De huren van 2025"),
    ]


def test_the_mail_has_the_question_the_last_day_and_what_the_right_adds(asked):
    asked()
    body = mail.outbox[0].body
    assert "donderdag 14 maart 2024" in body
    assert "Wij willen de huren met 3% verhogen." in body
    assert "Afwijken alleen na een gesprek." in body


def test_nobody_else_asks(cast, asked, adviser):
    for person in (cast.association_officer, cast.executive, cast.tenant, adviser, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            asked(by=person)
    assert not Advice.objects.exists()


def test_a_party_asks_no_advice_of_itself(cast, asked, right):
    right.role = "signatory"
    right.save()
    both = MembershipFactory(party=cast.tenants, role="coordinator").user
    with pytest.raises(PermissionDenied):
        asked(by=both)
    MembershipFactory(user=both, party=cast.municipality, role="coordinator")
    assert asked(by=both).asking_party == cast.municipality


def test_less_than_six_weeks_is_refused_and_more_is_not(asked):
    with pytest.raises(ValidationError, match="14 March 2024"):
        asked(due_on=day("2024-03-13"))
    assert asked(due_on=day("2024-06-01")).due_on == day("2024-06-01")


def test_only_a_party_with_the_right_is_asked(cast, asked):
    with pytest.raises(ValidationError, match="has no right of advice"):
        asked(party=cast.municipality)


def test_the_same_is_not_asked_twice_while_it_runs(cast, asked, at):
    asked()
    with pytest.raises(ValidationError, match="asked for advice on this already"):
        asked()
    asked(cast.action)
    at("2024-03-15 10:00")
    assert asked().due_on == day("2024-04-26"), "after the term it can be asked anew"


# -- More time, and taking back


def test_more_time_is_mailed_and_never_less(asked, asker):
    advice = asked()
    mailed()
    assert extend(advice=advice, by=asker, due_on=day("2024-03-28")).due_on == day("2024-03-28")
    assert mailed() == [("Tess Huurder", "Meer tijd voor uw advies: De huren van 2025")]
    for shorter in ("2024-03-28", "2024-03-20"):
        with pytest.raises(ValidationError, match="Choose a day after the one that holds now"):
            extend(advice=advice, by=asker, due_on=day(shorter))


def test_a_term_that_is_over_does_not_begin_again(asked, asker, at):
    advice = asked()
    at("2024-03-15 00:00")
    with pytest.raises(NotAllowedNowError):
        extend(advice=advice, by=asker, due_on=day("2024-05-01"))


def test_a_request_is_withdrawn_until_the_advice_is_given(asked, asker, adviser):
    advice = withdraw(advice=asked(), by=asker, reason="Het plan gaat niet door.")
    assert (advice.state, advice.withdraw_reason) == ("withdrawn", "Het plan gaat niet door.")
    with pytest.raises(NotAllowedNowError, match="withdrawn"):
        given(advice, adviser)
    second = given(asked(), adviser)
    with pytest.raises(NotAllowedNowError, match="given already"):
        withdraw(advice=second, by=asker)


def test_only_the_party_that_asked_does_these(cast, asked, asker, adviser):
    advice = asked()
    for person in (cast.officer, adviser, cast.association_officer, cast.admin, cast.outsider):
        for step in (
            lambda by: extend(advice=advice, by=by, due_on=day("2024-05-01")),
            lambda by: withdraw(advice=advice, by=by),
        ):
            with pytest.raises(PermissionDenied):
                step(person)
    asker.memberships.all().delete()
    extend(advice=advice, by=cast.officer, due_on=day("2024-05-01"))  # nobody coordinates De Sleutel any more


# -- Giving


def test_an_editor_drafts_and_a_coordinator_or_someone_who_may_sign_gives(cast, asked, adviser):
    editor = MembershipFactory(party=cast.tenants, role="editor").user
    reader = MembershipFactory(party=cast.tenants, role="reader").user
    advice = keep_draft(advice=asked(), by=editor, outcome="", text="Een begin.")
    assert (advice.text, advice.is_given, advice.state) == ("Een begin.", False, "asked")
    for person in (editor, reader, cast.officer, cast.admin):
        with pytest.raises(PermissionDenied):
            given(advice, person)
    with pytest.raises(PermissionDenied):
        keep_draft(advice=advice, by=reader, outcome="", text="")
    assert given(advice, cast.tenant, "no_objection", "").given_by == cast.tenant
    assert given(asked(cast.action), adviser, "no_objection", "").given_by == adviser


def test_a_draft_mails_nobody_and_the_advice_mails_who_asked(asked, asker, adviser):
    advice = asked()
    mailed()
    keep_draft(advice=advice, by=adviser, outcome="negative", text="Nog niet af.")
    assert mailed() == []
    given(advice, adviser)
    body = mail.outbox[0].body
    assert mailed() == [("Corry Corporatie", "Advies gegeven: De huren van 2025")]
    assert "Wij zijn tegen." in body
    assert "donderdag 15 februari 2024" in body, "the last day to answer"


@pytest.mark.parametrize("outcome", ["negative", "positive_if"])
def test_against_it_comes_with_reasons(asked, adviser, outcome):
    with pytest.raises(ValidationError, match="Write what must change"):
        given(asked(), adviser, outcome, "")


def test_an_advice_has_an_outcome_and_is_given_once(asked, adviser):
    advice = asked()
    with pytest.raises(ValidationError, match="Choose what your party advises"):
        given(advice, adviser, "")
    given(advice, adviser)
    with pytest.raises(NotAllowedNowError, match="given already"):
        given(advice, adviser, "positive")
    with pytest.raises(NotAllowedNowError, match="given already"):
        keep_draft(advice=advice, by=adviser, outcome="positive", text="")


def test_after_the_term_it_is_still_given(asked, adviser, at):
    advice = asked()
    at("2024-03-14 23:59")
    assert Advice.objects.asked_of(adviser).get() == advice
    at("2024-03-15 00:00")
    assert not Advice.objects.asked_of(adviser).exists()
    assert given(advice, adviser).is_late


# -- Answering


def test_the_party_that_asked_answers_and_the_adviser_hears_from_when_it_can_be_done(cast, asked, asker, adviser, at):
    advice = given(asked(), adviser)
    assert Advice.objects.answered_by(asker).get() == advice
    assert not Advice.objects.answered_by(cast.officer).exists()
    mailed()
    at("2024-02-12 10:00")
    advice = answer(advice=advice, by=asker, follows="partly", answer="Het eerste wel, het tweede niet.")
    body = mail.outbox[0].body
    assert [name for name, _subject in mailed()] == ["Hans Huurder", "Tess Huurder"]
    assert "Het eerste wel, het tweede niet." in body
    assert "vrijdag 16 februari 2024" in body
    assert not Advice.objects.answered_by(asker).exists()


@pytest.mark.parametrize("follows", ["partly", "not"])
def test_not_following_comes_with_reasons(asked, asker, adviser, follows):
    with pytest.raises(ValidationError, match="Give the reasons"):
        answer(advice=given(asked(), adviser), by=asker, follows=follows, answer="")


def test_it_is_answered_once_and_only_what_asks_for_an_answer(cast, asked, asker, adviser):
    advice = given(asked(), adviser)
    answer(advice=advice, by=asker, follows="followed", answer="")
    with pytest.raises(NotAllowedNowError, match="answered already"):
        answer(advice=advice, by=asker, follows="not", answer="Toch niet.")
    with pytest.raises(NotAllowedNowError, match="no advice that asks for an answer"):
        answer(advice=given(asked(cast.action), adviser, "positive", ""), by=asker, follows="followed", answer="")
    with pytest.raises(PermissionDenied):
        answer(advice=advice, by=cast.officer, follows="not", answer="Nee.")


# -- What a party advises on


def test_a_party_marks_itself_what_it_advises_on_and_takes_it_back(cast, right, adviser, asker):
    for person in (asker, cast.tenant, cast.admin):
        with pytest.raises(PermissionDenied):
            mark(about=cast.goal, party=cast.tenants, by=person)
    mark(about=cast.goal, party=cast.tenants, by=adviser)
    mark(about=cast.action, party=cast.tenants, by=adviser)
    assert [row.about for row in AdviceSubject.objects.all()] == [cast.goal, cast.action]
    mark(about=cast.goal, party=cast.tenants, by=adviser)
    assert [row.about for row in AdviceSubject.objects.all()] == [cast.action]


def test_a_party_without_the_right_marks_nothing(cast, asker):
    with pytest.raises(PermissionDenied, match="no right of advice"):
        mark(about=cast.goal, party=cast.association, by=asker)


def test_no_other_path_writes_an_advice(cast, asked, adviser):
    """Not administration, a table or a view that forgets to ask: the fields have no other writer than these functions."""
    advice = asked()
    advice.outcome, advice._history_user = "positive", adviser
    with pytest.raises(ValidationError, match="asked, given and answered on its own page"):
        advice.save()
    assert timedelta(days=42) == date(2024, 3, 14) - advice.asked_on
