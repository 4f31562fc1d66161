"""The evaluation of 2024 in Waterhoek, opened on 1 October and open through 31 October; today is 10 October."""

from datetime import date

import pytest

from monitoring.evaluation.answering import write_answer
from monitoring.evaluation.workflow import open_evaluation, plan_evaluation
from monitoring.models.evaluation import QUESTIONS
from parties.models import Membership
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def asker(cast):
    """Editor of the tenants' organisation."""
    user = UserFactory(name="Hetty Huur", email="hetty@huurdersraad.example")
    return MembershipFactory(user=user, party=cast.tenants, role=Membership.Role.EDITOR).user


@pytest.fixture
def planned(cast, asker, at):
    at("2024-10-01 09:00")
    return plan_evaluation(
        agenda=cast.agenda,
        questions=QUESTIONS,
        by=cast.officer,
        name="",
        answered_by="party",
        opens_on=date(2024, 10, 1),
        closes_on=date(2024, 10, 31),
    )


@pytest.fixture
def evaluation(cast, planned, at):
    found = open_evaluation(evaluation=planned, by=cast.officer)
    at("2024-10-10 12:00")
    return found


@pytest.fixture
def say():
    """`say(evaluation, party, person, "words")`: to the first question, submitted; a draft with submit=False."""

    def say(evaluation, party, person, words: str, *, mark: int | None = 7, submit: bool = True):
        first = evaluation.questions.first()
        return write_answer(
            evaluation=evaluation,
            party=party,
            by=person,
            cooperation=mark,
            reason=f"Cijfer van {party}." if mark else "",
            replies={first.pk: words},
            submit=submit,
        )

    return say
