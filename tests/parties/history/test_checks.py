"""What a row is asked before it is saved: its checks in SQL that was written for another one, and what it points to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from parties.history.checks import all_hold
from parties.models import Membership, Party
from tests.factories import ActionFactory, PartyFactory

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


def test_a_row_that_was_read_already_is_not_asked_for_again(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        Membership(user=cast.officer, party=cast.municipality).clean_fields()
    with django_assert_num_queries(2):
        Membership(user_id=cast.officer.pk, party_id=cast.municipality.pk).clean_fields()


def test_a_row_that_was_deleted_or_never_there_is_asked_for(cast):
    gone = PartyFactory()
    rows = [Membership(user=cast.officer, party=party) for party in (gone, Party(pk=gone.pk + 1000))]
    gone.delete()
    for row in rows:
        with pytest.raises(ValidationError) as refused:
            row.clean_fields()
        assert set(refused.value.error_dict) == {"party"}


def test_one_that_went_meanwhile_is_refused_by_the_database(cast):
    gone = PartyFactory()
    Party.objects.filter(pk=gone.pk).delete()
    with transaction.atomic():
        Membership.objects.create(user=cast.officer, party=gone)
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)
