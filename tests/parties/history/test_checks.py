"""The checks of the database are asked of a row in SQL that was written for another one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from parties.history.checks import all_hold
from tests.factories import ActionFactory

pytestmark = pytest.mark.django_db
DROPPED = {"dropped_on": date(2024, 5, 3), "drop_reason": "Niet meer nodig."}


def written(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_what_was_written_for_one_row_answers_for_another(cast):
    asked = [
        all_hold(cast.action, None),
        all_hold(written(ActionFactory(goal=cast.goal, agenda=cast.agenda), **DROPPED), None),
        all_hold(written(cast.action, dropped_on=DROPPED["dropped_on"]), None),
        all_hold(written(cast.action, **DROPPED), None),
        all_hold(written(cast.action, dropped_on=None), None),
    ]
    assert asked == [True, True, False, True, False]


def test_what_looks_at_a_field_that_is_left_out_is_not_asked_of_all_at_once(cast):
    assert not all_hold(cast.action, {"drop_reason"})
    assert all_hold(cast.action, {"position"})


def test_a_value_that_the_database_is_to_make_is_not_asked_of_all_at_once(cast):
    assert not all_hold(written(cast.action, position=F("position") + 1), None)


def test_one_that_does_not_hold_is_told_in_its_own_sentence(cast):
    with pytest.raises(ValidationError) as refused:
        written(cast.action, dropped_on=DROPPED["dropped_on"]).validate_constraints()
    assert len(refused.value.messages) == 1
