"""An advice: on which day it holds things up, what stands once it was said, and in which sentences."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Advice, AdviceSubject
from tests.factories import AdviceFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db
ASKED_ON = date(2024, 2, 1)


@pytest.fixture
def advice(cast) -> Advice:
    """Asked on 1 February 2024, six weeks."""
    return AdviceFactory(
        agreement=cast.agreement,
        goal=cast.goal,
        party=cast.tenants,
        asking_party=cast.association,
        asked_on=ASKED_ON,
        due_on=date(2024, 3, 14),
    )


def given(advice: Advice, cast, outcome: str, on: date = date(2024, 3, 1)) -> Advice:
    advice.outcome, advice.given_on, advice.given_by, advice.text = outcome, on, cast.tenant, "Omdat."
    advice.save()
    return advice


def answered(advice: Advice, cast, follows: str, on: date = date(2024, 3, 12)) -> Advice:
    advice.follows, advice.answered_on, advice.answered_by, advice.answer = follows, on, cast.officer, "Daarom."
    advice.save()
    return advice


# -- From which day one may act


def test_without_advice_from_the_day_after_the_term(advice):
    assert advice.clear_on == date(2024, 3, 15)
    assert [advice.is_clear(date(2024, 3, number)) for number in (14, 15)] == [False, True]
    assert [advice.state_on(date(2024, 3, number)) for number in (14, 15)] == ["asked", "term_over"]


@pytest.mark.parametrize("outcome", ["no_objection", "positive"])
def test_without_objection_from_the_day_on_which_that_was_said(advice, cast, outcome):
    given(advice, cast, outcome)
    assert (advice.clear_on, advice.answer_due_on, advice.state) == (date(2024, 3, 1), None, "given")


@pytest.mark.parametrize("outcome", ["positive_if", "negative"])
def test_against_it_waits_for_an_answer_within_fourteen_days_also_after_the_term(advice, cast, outcome):
    given(advice, cast, outcome)
    assert (advice.clear_on, advice.answer_due_on, advice.state) == (None, date(2024, 3, 15), "to_answer")
    assert not advice.is_clear(date(2025, 1, 1)), "no silence of the party that asked makes it free"


@pytest.mark.parametrize(("follows", "clear"), [("followed", 12), ("partly", 16), ("not", 16)])
def test_what_is_not_followed_rests_three_whole_days_after_the_answer(advice, cast, follows, clear):
    answered(given(advice, cast, "negative"), cast, follows)
    assert (advice.clear_on, advice.state) == (date(2024, 3, clear), "answered")


def test_after_the_term_it_is_read_and_holds_nothing_up(advice, cast):
    given(advice, cast, "negative", on=date(2024, 3, 15))
    assert (advice.is_late, advice.clear_on, advice.answer_due_on, advice.state) == (True, date(2024, 3, 15), None, "given")
    assert advice.asks_answer, "it may be answered all the same"
    answered(advice, cast, "not", on=date(2024, 3, 29))
    assert advice.clear_on == date(2024, 3, 15)


def test_on_the_last_day_it_is_in_time(advice, cast):
    given(advice, cast, "negative", on=date(2024, 3, 14))
    assert (advice.is_late, advice.clear_on) == (False, None)


def test_a_request_that_was_withdrawn_makes_nothing_free(advice, cast):
    advice.withdrawn_on, advice.withdrawn_by = date(2024, 2, 2), cast.officer
    advice.save()
    assert (advice.state, advice.clear_on, advice.is_clear(date(2025, 1, 1))) == ("withdrawn", None, False)


@pytest.mark.parametrize(
    ("asked_on", "due_on"),
    [
        (date(2024, 2, 20), date(2024, 4, 2)),  # the clock goes forward on 31 March
        (date(2024, 10, 1), date(2024, 11, 12)),  # and back on 27 October
        (date(2024, 12, 1), date(2025, 1, 12)),  # over the end of the year
        (date(2024, 1, 25), date(2024, 3, 7)),  # over 29 February
    ],
)
def test_six_weeks_are_42_days_of_the_calendar(advice, asked_on, due_on):
    fields = {"agreement": advice.agreement, "party": advice.party, "asking_party": advice.asking_party}
    AdviceFactory(**fields, asked_on=asked_on, due_on=due_on)
    with pytest.raises(ValidationError, match=r"at least six weeks|ten minste zes weken"):
        AdviceFactory(**fields, asked_on=asked_on, due_on=due_on - timedelta(days=1))


# -- What stands


def test_a_term_becomes_longer_and_never_shorter(advice):
    advice.due_on = date(2024, 4, 1)
    advice.save()
    assert set(refusal(advice, due_on=date(2024, 3, 31))) == {"due_on"}


def test_what_was_asked_stays(advice, cast):
    changes = {"question": "Iets anders.", "subject": "Anders", "party": cast.municipality, "goal": None, "adds": "Meer."}
    changes |= {"asked_on": date(2024, 1, 1), "asked_by": cast.tenant, "right": "advice"}
    assert {name: set(refusal(Advice.objects.get(pk=advice.pk), **{name: value})) for name, value in changes.items()} == {
        name: {name} for name in changes
    }


def test_a_draft_changes_and_what_was_given_stays(advice, cast):
    advice.outcome, advice.text = "positive", "Een begin."
    advice.save()
    given(advice, cast, "negative")
    changes = {"text": "Toch niet.", "outcome": "positive", "given_on": date(2024, 3, 2), "given_by": cast.officer}
    assert {name: set(refusal(Advice.objects.get(pk=advice.pk), **{name: value})) for name, value in changes.items()} == {
        name: {name} for name in changes
    }


def test_what_was_answered_stays(advice, cast):
    answered(given(advice, cast, "negative"), cast, "partly")
    changes = {"answer": "Toch niet.", "follows": "followed", "answered_on": date(2024, 3, 13)}
    assert {name: set(refusal(Advice.objects.get(pk=advice.pk), **{name: value})) for name, value in changes.items()} == {
        name: {name} for name in changes
    }


def test_nobody_deletes_it(advice):
    with pytest.raises(ValidationError):
        advice.delete()


def test_it_is_about_something_of_its_own_agreement(advice, cast):
    fields = {"agreement": cast.agreement, "party": cast.tenants, "asking_party": cast.association}
    for about in ({"goal": cast.other_goal}, {"action": cast.other_action}, {"agenda": cast.other_agenda}):
        with pytest.raises(ValidationError) as refused:
            AdviceFactory(**fields, **about)
        assert set(refused.value.message_dict) == {"agreement"}
    with pytest.raises(ValidationError):
        AdviceSubject(agreement=cast.agreement, party=cast.tenants, goal=cast.other_goal).save()
