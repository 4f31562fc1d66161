"""The calendar of a person has what the person reads now, and keeps its UIDs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from agreements.models import Advice
from monitoring.feed.entries import entries_for
from monitoring.models import DataDelivery, Meeting, MeetingParty
from parties.calendar_file import calendar_file
from tests.factories import AdviceFactory, IndicatorFactory, MeetingFactory, MembershipFactory, RoundFactory

pytestmark = pytest.mark.django_db


def uids(user) -> set[str]:
    return {entry.uid for entry in entries_for(user)}


@pytest.fixture
def dates(cast, in_october):
    """One of each kind, of the agreement of the cast, all to come."""
    day = timezone.localdate() + timedelta(days=60)
    delivery = DataDelivery(indicator=IndicatorFactory(goal=cast.goal), party=cast.tenants, year=day.year, due_on=day)
    delivery.save()
    advice = AdviceFactory(
        agreement=cast.agreement,
        goal=cast.goal,
        party=cast.tenants,
        asking_party=cast.municipality,
        asked_by=cast.officer,
        due_on=day,
    )
    window = {"opens_on": day, "closes_on": day + timedelta(days=7), "reference_date": day}
    return {
        "overleg": MeetingFactory(agreement=cast.agreement, held_on=day),
        "ronde": RoundFactory(agenda=cast.agenda, **window),
        "advies": advice,
        "levering": delivery,
    }


def named(dates, *names) -> set[str]:
    return {f"{name}-{dates[name].pk}" for name in names}


def test_each_has_the_own_dates_and_nobody_else_s(cast, dates):
    assert uids(cast.tenant) == named(dates, "overleg", "ronde", "advies", "levering")
    assert uids(cast.officer) == named(dates, "overleg", "ronde"), "the term and the figure are of the tenants"
    assert uids(cast.outsider) == set()


def test_who_left_has_nothing_any_more(cast, dates):
    cast.tenant.memberships.all().delete()
    assert uids(cast.tenant) == set()


def test_of_a_party_that_left_what_comes_after_is_not_in_it(cast, dates):
    year = dates["overleg"].held_on.year
    old = MeetingFactory(agreement=cast.agreement, held_on=date(year - 1, 12, 15))
    cast.agreement.participations.filter(party=cast.tenants).update(to_year=year - 1)
    assert f"overleg-{dates['overleg'].pk}" not in uids(cast.tenant)
    assert f"overleg-{old.pk}" in uids(cast.tenant)


def test_a_bilateral_meeting_is_in_the_calendars_of_its_parties(cast, dates):
    row = dates["overleg"]
    Meeting.objects.filter(pk=row.pk).update(kind="bilateral")
    assert named(dates, "overleg") & uids(cast.tenant) == set()
    for party in (cast.municipality, cast.tenants):
        MeetingParty.objects.create(meeting=Meeting.objects.get(pk=row.pk), party=party)
    other = MembershipFactory(party=cast.association).user
    assert named(dates, "overleg") <= uids(cast.tenant)
    assert named(dates, "overleg") & uids(other) == set()
    Meeting.objects.filter(pk=row.pk).update(shared_on=date(2024, 10, 1))
    assert named(dates, "overleg") & uids(other) == set(), "read by all, and still of two"


def test_what_is_given_and_delivered_and_long_over_has_gone_out_of_it(cast, dates):
    Advice.objects.update(withdrawn_on=date(2024, 10, 1), withdrawn_by=cast.officer)
    Meeting.objects.update(held_on=timezone.localdate() - timedelta(days=400))
    assert uids(cast.tenant) == named(dates, "ronde", "levering")


def test_a_move_and_a_cancelling_keep_the_uid_and_raise_the_sequence(cast, dates, at):
    def of(name: str) -> tuple:
        (entry,) = [entry for entry in entries_for(cast.tenant) if entry.uid.startswith(name)]
        return entry.uid, entry.sequence, entry.is_cancelled, entry.changed

    was = {name: of(name) for name in ("overleg", "ronde")}
    at("2024-10-11 12:00")
    meeting, round = dates["overleg"], dates["ronde"]
    meeting.held_on += timedelta(days=1)
    meeting.save()
    meeting.cancelled_on, meeting.cancel_reason = date(2024, 10, 1), "Ziek."
    meeting.save()
    round.closes_on += timedelta(days=1)
    round.save()
    assert of("overleg")[:3] == (was["overleg"][0], 2, True)
    assert of("ronde")[:2] == (was["ronde"][0], was["ronde"][1] + 1)
    assert of("ronde")[3] > was["ronde"][3]


def test_unchanged_it_is_the_same_to_the_byte_and_passes_a_parser(cast, dates):
    first, second = (calendar_file(entries_for(cast.tenant), name="Mijn data") for _time in range(2))
    assert first == second
    found = Calendar.from_ical(first)
    assert len(found.walk("VEVENT")) == 4
    assert found["method"] == "PUBLISH"
    assert all("attendee" not in event for event in found.walk("VEVENT"))


def test_it_takes_as_many_queries_for_many_dates_as_for_few(
    cast, dates, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(17) as few:
        entries_for(cast.tenant)
    for number in range(3):
        MeetingFactory(agreement=cast.agreement, held_on=timezone.localdate() + timedelta(days=number))
        RoundFactory(agenda=cast.agenda, name=f"Ronde {number + 7}", reference_date=dates["ronde"].reference_date)
    with django_assert_num_queries(len(few)):
        entries_for(cast.tenant)
