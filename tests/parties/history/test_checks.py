"""What a row is asked before it is saved: its checks in SQL that was written for another one, and what it points to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from agreements.models import Agenda, Appendix, Theme
from parties.history.checks import all_hold
from parties.models import Membership, Party
from tests.factories import ActionFactory, AppendixFactory, PartyFactory, ThemeFactory

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


def as_django_finds(row: models.Model) -> bool:
    try:
        models.Model.validate_constraints(row)
    except ValidationError:
        return False
    return True


def test_what_another_row_says_already_is_found_as_django_finds_it(cast):
    """Of every row, of a part of them, and where a field says nothing; a row is no other one than itself."""
    first = cast.goal.theme
    second = ThemeFactory(agreement=first.agreement, number="8", title="Anders")
    without = ThemeFactory(agreement=first.agreement, number="", title="Zonder nummer")
    AppendixFactory(agreement=first.agreement, agenda=None, number="1", title="Kaart")
    appendix = AppendixFactory(agreement=first.agreement, agenda=cast.agenda, number="1", title="Kaart")
    new = {"agreement": first.agreement, "title": "Nieuw"}
    rows = [
        (first, True),
        (written(second, number=first.number), False),
        (written(without, number=""), True),
        (Theme(number="", **new), True),
        (Theme(agreement=first.agreement, number="", title=first.title), True),
        (Theme(number=first.number, **new), False),
        (Agenda(agreement=first.agreement, year=cast.agenda.year, title="Nog een"), False),
        (Agenda(agreement=first.agreement, year=cast.agenda.year + 1, title="Nog een"), True),
        (Appendix(agreement=first.agreement, agenda=cast.agenda, number="1", title="Kaart"), False),
        (Appendix(agreement=first.agreement, number="1", title="Kaart"), False),
        (appendix, True),
    ]
    assert [all_hold(row, None) for row, _ in rows] == [holds for _, holds in rows]
    assert [as_django_finds(row) for row, _ in rows] == [holds for _, holds in rows]


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
