"""A condition is written by who writes, settled by who reports, and asks nobody's consent: what binds stands in the words."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.conditions.listing import conditions_in, with_conditions_known
from agreements.conditions.workflow import remove_condition, set_condition, settle_condition
from agreements.models import Agenda, Condition
from agreements.versions.recording import hash_as_it_stands
from tests.factories import ActionFactory, ConditionFactory

pytestmark = pytest.mark.django_db


def test_it_is_written_settled_and_waits_again(cast):
    values = {"words": "mits de vergunning er is", "party": cast.municipality, "waits_for": "de provincie", "until": None}
    row = set_condition(action=cast.action, by=cast.officer, **values)
    assert (row.is_waiting, row.on_whom) == (True, "Gemeente Waterhoek, de provincie")
    settle_condition(condition=row, state="met", by=cast.association_officer)
    assert (row.is_waiting, row.settled_on) == (False, timezone.localdate())
    assert [(past.state, past.history_user) for past in row.history.all()] == [
        ("met", cast.association_officer),
        ("open", cast.officer),
    ]
    settle_condition(condition=row, state="open", by=cast.officer)
    assert (row.is_waiting, row.settled_on) == (True, None)


def test_writing_again_changes_the_one_that_is_there(cast):
    for words in ("mits het mag", "mits het kan"):
        set_condition(action=cast.action, by=cast.officer, words=words)
    assert [row.words for row in Condition.objects.all()] == ["mits het kan"]


def test_who_may(cast):
    row = ConditionFactory(action=cast.action)
    for person in (cast.tenant, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            set_condition(action=cast.action, by=person, words="mits")
        with pytest.raises(PermissionDenied):
            settle_condition(condition=row, state="met", by=person)
        with pytest.raises(PermissionDenied):
            remove_condition(condition=row, by=person)


def test_a_lead_that_is_only_involved_settles_and_does_not_write(cast):
    cast.agreement.participations.filter(party=cast.association).update(role="involved")
    row = ConditionFactory(action=cast.action)
    settle_condition(condition=row, state="lapsed", by=cast.association_officer)
    with pytest.raises(PermissionDenied):
        set_condition(action=cast.action, by=cast.association_officer, words="mits")


def test_a_text_in_force_has_no_say_in_it(cast):
    plain = hash_as_it_stands(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk))
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1))
    set_condition(action=cast.action, by=cast.association_officer, words="mits")
    assert hash_as_it_stands(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)) == plain


def test_beside_a_text_in_force_nobody_sets_a_condition_to_what_another_party_leads(cast):
    row = set_condition(action=cast.action, by=cast.officer, words="mits de vergunning er is")
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1))
    cast.action.refresh_from_db()
    with pytest.raises(PermissionDenied, match="Staat de tekst vast"):
        set_condition(action=cast.action, by=cast.officer, words="mits De Sleutel alles betaalt")
    with pytest.raises(PermissionDenied):
        remove_condition(condition=row, by=cast.officer)
    settle_condition(condition=row, state="met", by=cast.officer)
    set_condition(action=cast.action, by=cast.association_officer, words="mits de vergunning er in maart is")


def test_a_party_of_elsewhere_is_written_and_not_chosen(cast):
    with pytest.raises(ValidationError, match="doet niet mee"):
        set_condition(action=cast.action, by=cast.officer, words="mits", party=cast.elsewhere)


def test_late_is_what_waits_after_its_day(cast):
    yesterday = timezone.localdate() - timedelta(days=1)
    row = ConditionFactory(action=cast.action, until=yesterday)
    assert row.is_late
    row.state = "met"
    assert not row.is_late


def test_dropped_actions_wait_for_nothing_and_a_year_is_read_in_one_query(cast, django_assert_num_queries):
    dropped = ActionFactory(agenda=cast.agenda, goal=cast.goal, dropped_on=date(2024, 1, 1), drop_reason="Kan niet.")
    rows = [ConditionFactory(action=action, party=cast.tenants) for action in (cast.action, dropped)]
    assert list(Condition.objects.waiting()) == rows[:1]
    with django_assert_num_queries(1):
        assert {pk: row.on_whom for pk, row in conditions_in(cast.agenda).items()} == dict.fromkeys(
            (cast.action.pk, dropped.pk), "Huurdersraad Waterhoek"
        )


def test_a_year_without_any_is_asked_nothing(cast, django_assert_num_queries):
    agenda = with_conditions_known(Agenda.objects.all()).get(pk=cast.agenda.pk)
    with django_assert_num_queries(0):
        assert conditions_in(agenda) == {}
    row = ConditionFactory(action=cast.action)
    assert conditions_in(with_conditions_known(Agenda.objects.all()).get(pk=cast.agenda.pk)) == {cast.action.pk: row}
