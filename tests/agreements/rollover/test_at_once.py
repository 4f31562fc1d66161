"""Two people who make the next year at one moment, or one who makes it while the other takes it back."""

from functools import partial

import pytest
from django.db import transaction

from agreements.models import Action, ActionLink, Agenda, RollChoice
from agreements.rollover.choosing import keep_choices
from agreements.rollover.making import make_next_year
from agreements.rollover.taking_back import take_back
from parties.refusals import NotAllowedNowError
from tests.factories import ActionFactory, make_cast
from tests.races import meeting_point, needs_postgresql, race, staggers, until_another_waits

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]


@pytest.fixture
def chosen():
    cast = make_cast()
    for action in (cast.action, ActionFactory(goal=cast.goal, agenda=cast.agenda, position=2)):
        keep_choices(agenda=cast.agenda, choices=[RollChoice(action=action, choice="goes_on")], by=cast.officer)
    return cast


def make(cast, person) -> int:
    return make_next_year(agenda=Agenda.objects.get(pk=cast.agenda.pk), by=person).added


def back(cast, person) -> None:
    take_back(agenda=Agenda.objects.get(pk=cast.agenda.pk), by=person)


def choose(cast, person) -> int:
    row = RollChoice(action=cast.action, choice="split", parts=["Een.", "Twee."])
    return keep_choices(agenda=cast.agenda, choices=[row], by=person)


def test_two_who_make_it_make_it_once(chosen):
    for stagger in staggers(0.1):
        outcomes = race(partial(make, chosen, chosen.officer), partial(make, chosen, chosen.association_officer), stagger=stagger)
        assert sorted(outcome.value for outcome in outcomes) == [0, 2]
        assert Action.objects.filter(agenda__year=2025).count() == ActionLink.objects.count() == 2
        back(chosen, chosen.officer)


def test_one_who_takes_it_back_while_another_makes_it(chosen):
    for stagger in staggers(0.1):
        make(chosen, chosen.officer)
        calls = partial(back, chosen, chosen.officer), partial(make, chosen, chosen.association_officer)
        race(*calls, refusals=(NotAllowedNowError,), stagger=stagger)
        assert Action.objects.filter(agenda__year=2025).count() == ActionLink.objects.count()
        assert ActionLink.objects.count() == RollChoice.objects.filter(made_in__isnull=False).count()
        if ActionLink.objects.exists():
            back(chosen, chosen.officer)


def test_a_choice_at_the_moment_of_making_is_made_or_kept_for_later(chosen):
    for stagger in staggers(0.1):
        calls = partial(choose, chosen, chosen.officer), partial(make, chosen, chosen.association_officer)
        race(*calls, refusals=(NotAllowedNowError,), stagger=stagger)
        choice = RollChoice.objects.get(action=chosen.action)
        assert choice.is_made
        assert ActionLink.objects.filter(earlier=chosen.action).count() == (2 if choice.choice == "split" else 1)
        back(chosen, chosen.officer)
        keep_choices(agenda=chosen.agenda, choices=[RollChoice(action=chosen.action, choice="goes_on")], by=chosen.officer)


def test_an_action_that_is_being_deleted_is_not_carried_over(chosen):
    """Its choice goes with it; who makes the next year waits for that, and does not copy what is gone a moment later."""
    started = meeting_point(2)

    @transaction.atomic
    def delete() -> None:
        Action.objects.get(pk=chosen.action.pk).delete()
        started.wait()
        until_another_waits()

    def make_meanwhile() -> int:
        started.wait()
        return make(chosen, chosen.officer)

    _deleted, made = race(delete, make_meanwhile)
    assert made.value == 1
    assert list(Action.objects.filter(agenda__year=2025).values_list("position", flat=True)) == [2]
    assert ActionLink.objects.count() == 1
