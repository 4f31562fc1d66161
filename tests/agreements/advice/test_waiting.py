"""For which advice a proposal waits, in which sentence, and from which moment it may take effect."""

from datetime import date

import pytest
from django.utils import timezone

from agreements.advice.waiting import needed_advices, why_it_waits
from agreements.advice.workflow import answer, give, mark, withdraw
from agreements.consent.adoption import propose
from agreements.models import Agenda
from tests.factories import ActionFactory, AgendaFactory, GoalFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cast, right, at):
    """The agenda of 2024, proposed on 1 February to the municipality and De Sleutel; the tenants advise."""
    at("2024-02-01 10:00")
    MembershipFactory(party=cast.association, may_sign=True)
    return propose(text=Agenda.objects.get(pk=cast.agenda.pk), by=cast.officer, deadline=date(2024, 6, 1))


def clear_on(proposal) -> date | None:
    """The first day on which the one advice that it needs holds nothing up."""
    (needed,) = needed_advices(proposal)
    return needed.clear_on


def test_who_must_advise_and_was_not_asked_is_named(proposal):
    assert why_it_waits(proposal) == "Huurdersraad Waterhoek has the right of advice on this and was not asked yet."
    assert clear_on(proposal) is None


def test_without_a_right_of_advice_nothing_waits(proposal, right):
    right.right_of_advice, right.advice_adds = "", ""
    right.save()
    assert (why_it_waits(proposal), needed_advices(proposal)) == ("", [])


def test_a_party_that_signs_says_so_with_its_own_answer(cast, right, at):
    right.role = "signatory"
    right.save()
    MembershipFactory(party=cast.association, may_sign=True)
    proposal = propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate())
    assert needed_advices(proposal) == []


def test_a_party_that_does_not_take_part_in_that_year_is_not_asked(proposal, right):
    right.from_year = 2025
    right.save()
    assert needed_advices(proposal) == []


def test_it_waits_for_the_term_and_then_no_more(proposal, asked, at):
    asked(proposal)
    assert why_it_waits(proposal) == "Huurdersraad Waterhoek has until 14 March 2024 to advise."
    assert clear_on(proposal) == date.fromisoformat("2024-03-15")
    at("2024-03-14 23:59")
    assert why_it_waits(proposal) != ""
    at("2024-03-15 00:00")
    assert why_it_waits(proposal) == ""


@pytest.mark.parametrize("outcome", ["no_objection", "positive"])
def test_no_objection_frees_it_at_once(proposal, asked, adviser, outcome):
    give(advice=asked(proposal), by=adviser, outcome=outcome, text="")
    assert (why_it_waits(proposal), clear_on(proposal)) == ("", date.fromisoformat("2024-02-01"))


def test_against_it_waits_for_the_answer_and_three_whole_days(proposal, asked, adviser, asker, at):
    advice = give(advice=asked(proposal), by=adviser, outcome="negative", text="Nee.")
    assert why_it_waits(proposal) == (
        "The advice of Huurdersraad Waterhoek must first be answered; the last day for that is 15 February 2024."
    )
    at("2024-05-01 10:00")
    assert clear_on(proposal) is None, "the end of the term frees nothing that is not answered"
    answer(advice=advice, by=asker, follows="not", answer="Toch wel.")
    assert why_it_waits(proposal) == (
        "The advice of Huurdersraad Waterhoek was not followed altogether: this can take effect on 5 May 2024."
    )
    at("2024-05-04 23:59")
    assert why_it_waits(proposal) != ""
    at("2024-05-05 00:00")
    assert (why_it_waits(proposal), clear_on(proposal)) == ("", date.fromisoformat("2024-05-05"))


@pytest.mark.parametrize(
    ("asked_at", "free_on"),
    [
        ("2024-02-20 23:30", "2024-04-03"),  # summer time begins in between
        ("2024-10-01 00:30", "2024-11-13"),  # and ends; it is still September in UTC
        ("2024-12-01 12:00", "2025-01-13"),
        ("2024-12-31 23:30", "2025-02-12"),
    ],
)
def test_days_are_those_of_the_dutch_calendar(cast, right, asked, at, asked_at, free_on):
    at(asked_at)
    MembershipFactory(party=cast.association, may_sign=True)
    proposal = propose(text=cast.agenda, by=cast.officer, deadline=date(2026, 1, 1))
    asked(proposal)
    assert clear_on(proposal) == date.fromisoformat(free_on)


def test_a_request_that_was_withdrawn_counts_as_not_asked(proposal, asked, asker):
    withdraw(advice=asked(proposal), by=asker)
    assert "was not asked yet" in why_it_waits(proposal)


def test_the_newest_request_counts(proposal, asked, adviser, at):
    asked(proposal)
    at("2024-03-20 10:00")
    assert why_it_waits(proposal) == ""
    asked(proposal)
    assert why_it_waits(proposal) == "Huurdersraad Waterhoek has until 1 May 2024 to advise."


# -- On what


def test_advice_on_the_text_itself_counts_for_its_adoption(cast, right, asked, adviser, at):
    at("2024-02-01 10:00")
    give(advice=asked(cast.agenda), by=adviser, outcome="no_objection", text="")
    MembershipFactory(party=cast.association, may_sign=True)
    proposal = propose(text=cast.agenda, by=cast.officer, deadline=date(2024, 6, 1))
    assert why_it_waits(proposal) == ""


def test_a_later_question_about_one_of_its_goals_does_not_hold_up_what_was_advised_on(cast, right, asked, adviser, at):
    at("2024-01-02 10:00")
    MembershipFactory(party=cast.association, may_sign=True)
    give(advice=asked(cast.agenda), by=adviser, outcome="no_objection", text="")
    asked(cast.goal)
    mark(about=cast.goal, party=cast.tenants, by=adviser)
    proposal = propose(text=cast.agenda, by=cast.officer, deadline=date(2024, 6, 1))
    assert why_it_waits(proposal) == ""


def test_advice_on_another_year_or_goal_does_not(cast, proposal, asked, adviser):
    for about in (AgendaFactory(agreement=cast.agreement, year=2025), cast.agreement, cast.goal):
        give(advice=asked(about), by=adviser, outcome="no_objection", text="")
    assert "was not asked yet" in why_it_waits(proposal)


def test_who_marked_goals_advises_on_those(cast, proposal, asked, adviser):
    elsewhere = GoalFactory(theme=cast.theme, number="18")
    mark(about=elsewhere, party=cast.tenants, by=adviser)
    assert needed_advices(proposal) == [], "that goal has no action this year"
    mark(about=cast.goal, party=cast.tenants, by=adviser)
    assert "was not asked yet" in why_it_waits(proposal)
    give(advice=asked(cast.goal), by=adviser, outcome="positive", text="")
    assert why_it_waits(proposal) == ""


def test_a_change_waits_only_where_it_touches_what_was_marked(cast, proposal, adviser):
    other = ActionFactory(goal=GoalFactory(theme=cast.theme, number="18"), agenda=cast.agenda)
    mark(about=cast.goal, party=cast.tenants, by=adviser)
    assert why_it_waits(proposal, changed=[other]) == ""
    assert "was not asked yet" in why_it_waits(proposal, changed=[cast.goal])
    assert "was not asked yet" in why_it_waits(proposal, changed=[cast.action]), "what is done for the goal"


def test_without_marks_every_change_is_its_subject(cast, proposal, asked, adviser):
    assert "was not asked yet" in why_it_waits(proposal, changed=[cast.action])
    assert "was not asked yet" in why_it_waits(proposal, changed=[]), "something new"
    give(advice=asked(cast.action), by=adviser, outcome="positive", text="")
    assert why_it_waits(proposal, changed=[cast.action]) == ""
    assert "was not asked yet" in why_it_waits(proposal, changed=[cast.action, cast.goal])


def test_each_party_gets_its_sentence_once(cast, proposal, adviser):
    for about in (cast.goal, cast.action):
        mark(about=about, party=cast.tenants, by=adviser)
    assert len(needed_advices(proposal)) == 2
    assert why_it_waits(proposal).count("was not asked yet") == 1


def test_the_number_of_queries_stays_the_same(cast, proposal, adviser, django_assert_num_queries):
    mark(about=cast.goal, party=cast.tenants, by=adviser)
    with django_assert_num_queries(5):
        needed_advices(proposal)
    for number in range(18, 21):
        mark(
            about=ActionFactory(goal=GoalFactory(theme=cast.theme, number=str(number)), agenda=cast.agenda),
            party=cast.tenants,
            by=adviser,
        )
    with django_assert_num_queries(5):
        assert len(needed_advices(proposal)) == 4
