"""Coordinators of the parties that a step of the law concerns are told of it a month and a week before, once each."""

from datetime import date

import pytest

from agreements.models import Agreement
from monitoring.legal_steps.cycle import CYCLE, usual_steps
from monitoring.models import LegalStep, Reminder
from monitoring.reminders.collect import mails_of
from monitoring.reminders.legal_steps import about_legal_steps
from tests.factories import LegalStepFactory, MembershipFactory, ParticipationFactory, PartyFactory, ReminderTextFactory
from tests.monitoring.reminders.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps_of_the_year():
    """The usual ones, in this file."""


@pytest.fixture
def coordinator(cast):
    """Of De Sleutel, which makes the bod; the municipality has Olga."""
    return MembershipFactory(party=cast.association, role="coordinator", user__name="Coby Coördinator").user


def told(on: date, person) -> list[str]:
    """Of what the person is told that day."""
    return [item.words for receiver, section in about_legal_steps(on) if receiver == person for item in section.items]


OFFER = "Overzicht van voorgenomen werkzaamheden (bod)"
ACCOUNTS = "Verantwoording over het vorige jaar (dVi)"


def test_a_month_and_a_week_before_and_no_other_day(cast, coordinator, run):
    days = {day for day in range(1, 29) if "Coby Coördinator" in run(f"2024-06-{day:02}")}
    assert days == {3, 24}, "1 June is a Saturday; the bod and the accounts are a day apart"
    assert Reminder.objects.filter(user=coordinator, step="offer").count() == 2


def test_the_same_day_it_is_told_once(cast, coordinator, run):
    assert "Coby Coördinator" in run("2024-06-03")
    assert "Coby Coördinator" not in run("2024-06-03", "10:00")
    assert "Coby Coördinator" not in run("2024-06-04")


def test_a_morning_that_was_missed_is_made_up_for(cast, coordinator, run):
    assert "Coby Coördinator" in run("2024-06-05")
    assert "Coby Coördinator" not in run("2024-06-06")


def test_it_goes_to_whom_it_concerns(cast, coordinator):
    """The bod is made by the association; the IBW comes to municipality and tenants; the outsider is of another agreement."""
    on = date(2024, 6, 24)
    assert told(on, coordinator) == [ACCOUNTS, OFFER]
    assert told(on, cast.officer) == ["Indicatieve bestedingsruimte (IBW)"]
    assert {person for person, _section in about_legal_steps(on)} == {coordinator, cast.officer, cast.outsider}


def test_someone_who_coordinates_two_such_parties_is_told_once(cast, coordinator):
    other = ParticipationFactory(agreement=cast.agreement, party=PartyFactory(kind="housing_association")).party
    MembershipFactory(party=other, user=coordinator, role="coordinator")
    assert told(date(2024, 6, 24), coordinator) == [ACCOUNTS, OFFER]


def test_what_is_done_or_moved_is_not_told(cast, coordinator):
    LegalStepFactory(agreement=cast.agreement, done_on=date(2024, 6, 1))
    LegalStepFactory(agreement=cast.agreement, kind="accounts", due_on=date(2024, 9, 1))
    assert told(date(2024, 6, 24), coordinator) == []
    assert told(date(2024, 8, 2), coordinator) == [ACCOUNTS]


def test_a_day_that_moves_is_told_anew(cast, coordinator, run):
    run("2024-06-24")
    LegalStepFactory(agreement=cast.agreement, due_on=date(2024, 7, 8))
    assert told(date(2024, 6, 28), coordinator) == [OFFER]


def test_what_is_only_practice_is_told_by_no_mail(cast, coordinator):
    assert told(date(2024, 10, 25), coordinator) == [], "the evaluation of 1 November"


def test_an_agreement_that_is_over_or_revoked_tells_nothing(cast, coordinator):
    Agreement.objects.filter(pk=cast.agreement.pk).update(state="revoked", adopted_on=date(2023, 1, 1))
    assert told(date(2024, 6, 24), coordinator) == []
    Agreement.objects.filter(pk=cast.agreement.pk).update(state="draft", adopted_on=None, end_year=2023)
    assert told(date(2024, 6, 24), coordinator) == []


def test_the_year_in_which_the_agreement_is_made_counts(cast, coordinator):
    Agreement.objects.filter(pk=cast.agreement.pk).update(start_year=2025)
    assert told(date(2024, 6, 24), coordinator) == [ACCOUNTS, OFFER]


def test_in_the_words_of_the_agreement(cast, coordinator, run, mailoutbox):
    ReminderTextFactory(agreement=cast.agreement, kind="legal_step", subject="Voor {partij}", body="Uiterlijk {sluit}.")
    run("2024-06-24")
    (mail,) = [mail for mail in mailoutbox if coordinator.email in mail.to[0]]
    assert mail.subject == "Voor De Sleutel"
    assert "Uiterlijk 1 juli 2024." in words_of(mail)
    assert "Woningwet, artikelen 43 en 44" in words_of(mail)
    assert "/afspraken/waterhoek-2023-2026/kalender/" in words_of(mail)


def test_it_takes_the_same_queries_for_more_steps(cast, coordinator, django_assert_max_num_queries):
    MembershipFactory(party=cast.association, role="coordinator")
    with django_assert_max_num_queries(6):
        assert list(about_legal_steps(date(2024, 6, 24)))


def test_nobody_else_is_told(cast, coordinator):
    """The outsider's own agreement tells the outsider of its own steps."""
    for mail in mails_of(date(2024, 6, 24)):
        if mail.person == cast.outsider:
            assert {section.agreement for section in mail.sections} == {"Prestatieafspraken Zandbergen"}


# -- The list of usual steps


@pytest.mark.parametrize("year", range(2000, 2101))
def test_each_kind_of_step_comes_once_a_year_on_a_day_of_it(year):
    kinds = [step.kind for step in usual_steps(year)]
    assert len(kinds) == len(set(kinds))
    assert all(step.day_in(year) is None or step.day_in(year).year == year for step in usual_steps(year))


def test_every_kind_stands_in_the_list_with_its_basis():
    assert {step.kind for step in CYCLE} == set(LegalStep.Kind)
    assert all(step.basis for step in CYCLE)
