"""In the mail of the day: an advice that is still to be given or answered, and that a term is over."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from agreements.advice.workflow import answer, ask, give, withdraw
from agreements.consent.adoption import propose
from agreements.models.advice_days import TERM
from tests.factories import AgendaFactory, MembershipFactory, UserFactory
from tests.monitoring.reminders.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(cast):
    return MembershipFactory(user=UserFactory(name="Corry Corporatie"), party=cast.association, role="coordinator").user


@pytest.fixture
def advice(cast, at, asker):
    """Asked on Monday 3 June 2024; the last day is Monday 15 July."""
    at("2024-06-03 09:00")
    row = cast.agreement.participations.get(party=cast.tenants)
    row.right_of_advice = "advice"
    row.save()
    words = {"subject": "De huren van 2025", "question": "Wij willen 3%."}
    found = ask(about=cast.goal, party=cast.tenants, by=asker, due_on=timezone.localdate() + TERM, **words)
    mail.outbox.clear()
    return found


def days(run, month: int, *, last: int = 31) -> list[int]:
    return [day for day in range(1, last + 1) if run(f"2024-{month:02}-{day:02}")]


def test_the_party_hears_it_two_weeks_a_week_three_days_and_one_before_and_on_the_last_day(advice, run):
    """Of which 14 July is a Sunday. The day after the term it is the turn of the party that asked."""
    assert days(run, 7) == [1, 8, 12, 15, 16]


def test_it_names_the_subject_the_day_and_the_way(advice, run):
    assert run("2024-07-12") == ["Tess Huurder"]
    (message,) = mail.outbox
    assert message.subject == "Advies van Huurdersraad Waterhoek gevraagd, uiterlijk 15 juli 2024"
    words = words_of(message)
    assert "De huren van 2025" in words
    assert f"http://127.0.0.1:8000/adviezen/{advice.pk}/" in words


def test_the_day_after_the_term_the_asker_hears_that_nothing_came(advice, run):
    assert run("2024-07-16") == ["Corry Corporatie"]
    assert mail.outbox[0].subject == "Huurdersraad Waterhoek gaf geen advies"


def test_after_a_weekend_or_holidays_it_is_the_first_working_day(advice, run, at, cast, asker):
    at("2024-11-15 09:00")  # 42 days later is Friday 27 December
    words = {"subject": "Nog iets", "question": "Wat vindt u?"}
    ask(about=cast.action, party=cast.tenants, by=asker, due_on=date(2024, 12, 27), **words)
    assert [day for day in (27, 28, 29, 30, 31) if "Corry Corporatie" in run(f"2024-12-{day}")] == [30]


def test_an_advice_that_was_given_or_withdrawn_is_asked_no_more(advice, run, cast, asker):
    withdraw(advice=advice, by=asker)
    assert days(run, 7) == []


def test_who_asked_is_reminded_to_answer_until_it_is_answered(advice, run, cast, asker, at):
    at("2024-06-05 09:00")  # fourteen days later is Wednesday 19 June
    give(advice=advice, by=cast.tenant, outcome="negative", text="Te duur.")
    assert days(run, 6, last=18) == [5, 12, 18], "the 16th is a Sunday"
    at("2024-06-18 12:00")
    answer(advice=advice, by=asker, follows="not", answer="De bouw is duurder.")
    assert run("2024-06-19") == []
    mail.outbox.clear()


def test_its_words_say_by_when_it_must_be_answered(advice, run, cast, at):
    at("2024-06-05 09:00")
    give(advice=advice, by=cast.tenant, outcome="positive_if", text="Mits het minder is.")
    mail.outbox.clear()
    assert run("2024-06-12") == ["Corry Corporatie"]
    assert mail.outbox[0].subject == "Het advies van Huurdersraad Waterhoek moet uiterlijk 19 juni 2024 zijn beantwoord"


def test_who_proposed_hears_every_day_that_advice_must_be_asked_until_it_is(cast, at, run):
    at("2024-06-03 09:00")
    row = cast.agreement.participations.get(party=cast.tenants)
    row.role, row.right_of_advice = "advisory", "advice"
    row.save()
    coordinator = MembershipFactory(user=UserFactory(name="Cees Coordinator"), party=cast.municipality, role="coordinator").user
    for party in (cast.municipality, cast.association):
        MembershipFactory(party=party, may_sign=True)
    agenda = AgendaFactory(agreement=cast.agreement, year=2025)
    proposal = propose(text=agenda, by=coordinator, deadline=date(2024, 9, 2))
    mail.outbox.clear()
    assert run("2024-06-04") == run("2024-06-05") == ["Cees Coordinator", "Olga Officier"]
    assert mail.outbox[0].subject == "Vraag advies aan Huurdersraad Waterhoek"
    assert f"/adviezen/vragen/?over=voorstel-{proposal.pk}&partij={cast.tenants.pk}" in words_of(mail.outbox[0])
    ask(about=proposal, party=cast.tenants, by=coordinator, subject="De tekst", question="Wat vindt u?", due_on=date(2024, 8, 1))
    assert run("2024-06-06") == []
