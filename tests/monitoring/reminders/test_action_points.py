"""Who does an action point is told when its day comes near, and each week after it, until it is done."""

from datetime import date, timedelta

import pytest

from monitoring.models import ActionPoint
from monitoring.reminders.action_points import about_action_points
from monitoring.reminders.collect import mails_of
from tests.factories import ActionPointFactory, MeetingFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
TUESDAY = date(2024, 12, 10)


@pytest.fixture
def point(cast):
    meeting = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))
    return ActionPointFactory(meeting=meeting, party=cast.association, person=cast.association_officer, due_on=TUESDAY)


@pytest.fixture
def coordinator(cast):
    return MembershipFactory(party=cast.association, role="coordinator", user=UserFactory(name="Carla Coördinator")).user


def told(on: date) -> list:
    return [(person, section.subject) for person, section in about_action_points(on)]


def test_on_which_days_and_in_which_words(cast, point, coordinator):
    days = {after: told(TUESDAY + timedelta(days=after)) for after in range(-15, 24)}
    assert {after for after, rows in days.items() if rows} == {-7, -1, 0, 1, 8, 17, 23}  # not on Christmas and New Year's Day
    assert days[-1] == [(cast.association_officer, "Een actiepunt moet uiterlijk 10 december 2024 klaar zijn")]
    assert days[1] == [(cast.association_officer, "Een actiepunt was op 10 december 2024 niet klaar")]


def test_it_stands_in_the_mail_of_the_day_with_where_it_was_promised(cast, point):
    (mail,) = [mail for mail in mails_of(TUESDAY) if mail.person == cast.association_officer]
    (item,) = mail.sections[0].items
    assert item.note.startswith("Abel Bouwer (De Sleutel), uiterlijk 10 december 2024; toegezegd in ")
    assert item.link.endswith(point.get_absolute_url())


def test_when_who_promised_it_left_the_coordinators_of_the_party_hear_it(cast, point, coordinator):
    cast.association_officer.memberships.all().delete()
    assert [person for person, _subject in told(TUESDAY)] == [coordinator]


def test_of_a_party_alone_its_coordinators_hear_it(cast, point, coordinator):
    ActionPoint.objects.filter(pk=point.pk).update(person=None)
    assert [person for person, _subject in told(TUESDAY)] == [coordinator]


def test_when_the_party_merged_the_coordinators_of_its_successor_hear_it(cast, point):
    ActionPoint.objects.filter(pk=point.pk).update(person=None)
    successor = MembershipFactory(party=cast.tenants, role="coordinator").user
    type(cast.association).objects.filter(pk=cast.association.pk).update(successor=cast.tenants)
    assert [person for person, _subject in told(TUESDAY)] == [successor]


def test_what_is_done_or_of_a_party_that_left_is_told_to_nobody(cast, point):
    ActionPoint.objects.filter(pk=point.pk).update(done_on=TUESDAY)
    assert told(TUESDAY) == []
    ActionPoint.objects.filter(pk=point.pk).update(done_on=None)
    cast.agreement.participations.filter(party=cast.association).delete()
    assert told(TUESDAY) == []


def test_the_number_of_queries_does_not_grow(cast, point, django_assert_num_queries):
    for _number in range(3):
        ActionPointFactory(meeting=point.meeting, party=cast.tenants, due_on=TUESDAY)
    with django_assert_num_queries(2):
        assert told(TUESDAY)
