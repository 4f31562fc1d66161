"""The coordinator of each lead is told of a condition when its day comes near, and once when it is over."""

from datetime import date, timedelta

import pytest

from agreements.models import Agenda
from monitoring.reminders.collect import mails_of
from monitoring.reminders.conditions import about_conditions
from tests.factories import ConditionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
TUESDAY = date(2024, 9, 10)


@pytest.fixture
def coordinator(cast):
    return MembershipFactory(party=cast.association, role="coordinator").user


def told(on: date) -> list:
    return [(person, section.subject) for person, section in about_conditions(on)]


def test_on_which_days_and_in_which_words(cast, coordinator):
    ConditionFactory(action=cast.action, until=TUESDAY)
    days = {before: told(TUESDAY - timedelta(days=before)) for before in range(-7, 20)}
    assert {before for before, rows in days.items() if rows} == {14, 7, 1, 0, -1}
    assert days[1] == [(coordinator, "Een voorwaarde moet uiterlijk 10 september 2024 vervuld zijn")]
    assert days[-1] == [(coordinator, "Een voorwaarde was op 10 september 2024 niet vervuld")]


def test_it_stands_in_the_mail_of_the_day(cast, coordinator):
    ConditionFactory(action=cast.action, until=TUESDAY, party=cast.municipality)
    (mail,) = [mail for mail in mails_of(TUESDAY) if mail.person == coordinator]
    (item,) = mail.sections[0].items
    assert item.note == "mits de vergunning er is (Gemeente Waterhoek)"
    assert item.link.endswith(cast.action.get_absolute_url())


def test_over_a_weekend_it_is_told_on_monday(cast, coordinator):
    ConditionFactory(action=cast.action, until=date(2024, 9, 13))
    assert [day for day in range(14, 19) if told(date(2024, 9, day))] == [16]


def test_what_is_settled_or_of_a_closed_year_is_told_to_nobody(cast, coordinator):
    row = ConditionFactory(action=cast.action, until=TUESDAY)
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="closed", adopted_on=date(2024, 1, 1))
    assert told(TUESDAY) == []
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="draft", adopted_on=None)
    assert told(TUESDAY)
    row.state, row.settled_on = "met", TUESDAY
    row.save()
    assert told(TUESDAY) == []
