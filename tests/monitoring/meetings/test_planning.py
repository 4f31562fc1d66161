"""A year of meetings: the days follow from the agreement, and all of them are kept or none."""

from datetime import date, time
from itertools import pairwise

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from icalendar import Calendar

from agreements.models import MeetingRule
from monitoring.meetings.attending import concerned_with
from monitoring.meetings.planning import BREAKS, MeetingWanted, days_of, plan_year, plans_for
from monitoring.models import Meeting
from parties.working_days import is_working_day
from tests.factories import MeetingFactory, MeetingRuleFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def rule(**more) -> MeetingRule:
    return MeetingRule(**{"kind": "ambtelijk", "frequency": "vaak", **more})


@pytest.mark.parametrize("year", range(2024, 2032))
@pytest.mark.parametrize("often", [{"per_year": 2}, {"per_year": 4}, {"per_year": 12}, {"every_weeks": 6}], ids=str)
def test_days_are_working_days_outside_the_holidays_and_of_the_year(year, often):
    days = days_of(rule(**often), year)
    assert days == sorted(set(days))
    for day in days:
        assert is_working_day(day)
        assert day.year == year
        assert not any(first <= (day.month, day.day) <= last for first, last in BREAKS)


def test_so_many_times_a_year_lies_spread_over_it():
    twice, four = days_of(rule(per_year=2), 2027), days_of(rule(per_year=4), 2027)
    assert [day.month for day in twice] == [4, 9], "in spring and in autumn"
    assert [(day.month - 1) // 3 for day in four] == [0, 1, 2, 3], "one in each quarter"


def test_every_six_weeks_is_six_weeks_apart_but_for_the_holidays():
    days = days_of(rule(every_weeks=6), 2027)
    gaps = {(later - day).days for day, later in pairwise(days)}
    assert days[0].month == 1
    assert 6 <= len(days) <= 9
    assert all(40 <= gap <= 44 or 82 <= gap <= 86 for gap in gaps)


def test_what_is_planned_already_is_not_proposed_again():
    free = days_of(rule(per_year=4), 2027)
    assert days_of(rule(per_year=4), 2027, taken=[date(2027, 2, 20)]) == free[1:]
    assert days_of(rule(per_year=1), 2027, taken=[date(2027, 2, 20), date(2027, 8, 1)]) == []
    assert days_of(rule(), 2027) == [], "not said in a number"


@pytest.fixture
def rules(cast):
    officers = MeetingRuleFactory(agreement=cast.agreement, kind="ambtelijk", subject="", per_year=4, minuted_by=cast.association)
    two = MeetingRuleFactory(agreement=cast.agreement, kind="bilateral", subject="locaties", every_weeks=6, position=2)
    return officers, two


def test_a_year_is_proposed_with_the_hours_and_parties_of_last_time(cast, rules):
    officers, two = rules
    MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=date(2026, 2, 5), starts_at=time(14), place="Raadhuis")
    MeetingFactory(
        agreement=cast.agreement, kind="ambtelijk", held_on=date(2026, 11, 5), cancelled_on="2026-11-01", cancel_reason="X"
    )
    first, second = plans_for(cast.agreement, 2026, cast.officer, today=date(2026, 3, 1))
    assert (first.rule, second.rule) == (officers, two)
    assert [row.held_on for row in first.planned] == [date(2026, 2, 5)], "what was cancelled does not count"
    assert first.usual.place == "Raadhuis"
    assert len(first.days) == 3
    assert all(day >= date(2026, 3, 1) for day in second.days)


def test_two_kinds_of_meeting_are_not_proposed_on_one_day(cast, rules):
    MeetingRuleFactory(agreement=cast.agreement, kind="thematic", subject="duurzaamheid", per_year=4, position=3)
    MeetingFactory(agreement=cast.agreement, held_on=days_of(rules[0], 2026)[0])
    found = [day for plan in plans_for(cast.agreement, 2026, cast.officer, today=date(2026, 1, 1)) for day in plan.days]
    assert len(found) > 12
    assert len(found) == len(set(found))
    assert Meeting.objects.get().held_on not in found
    assert all(is_working_day(day) and day.year == 2026 for day in found)


def test_for_a_meeting_of_two_the_own_party_is_chosen_beforehand(cast, rules):
    _officers, two = plans_for(cast.agreement, 2026, cast.officer, today=date(2026, 1, 1))
    assert two.parties == (cast.municipality.pk,)


def test_all_are_planned_with_one_mail_for_each_person(cast, rules):
    officers, two = rules
    MembershipFactory(party=cast.association, may_sign=True)
    wanted = [
        MeetingWanted(officers, date(2026, 2, 12), time(14), time(16), "Raadhuis"),
        MeetingWanted(officers, date(2026, 5, 14)),
        MeetingWanted(two, date(2026, 2, 19), parties=(cast.municipality, cast.tenants)),
    ]
    planned = plan_year(agreement=cast.agreement, wanted=wanted, by=cast.officer, invite=True)
    assert [row.minuted_by for row in planned] == [cast.association, cast.association, None]
    assert all(row.invited_at and row.history.first().history_user == cast.officer for row in planned)
    assert len({row.history.first().change_set for row in planned}) == 1, "together, so that it reads as one change"
    to = [address for message in mail.outbox for address in message.to]
    assert len(to) == len(set(to))
    assert {len(message.attachments) for message in mail.outbox} == {2, 3}
    text = mail.outbox[0].body
    assert text.index("12 februari 2026") < text.index("19 februari 2026") < text.index("14 mei 2026")
    for message in mail.outbox:
        uids = {event["uid"] for file in message.attachments for event in Calendar.from_ical(file[1]).walk("VEVENT")}
        assert len(uids) == len(message.attachments)
        invited = [row for row in planned if any(user.email in message.to[0] for user in concerned_with(row))]
        assert len(uids) == len(invited)


def test_one_wrong_day_keeps_all_out_and_is_named(cast, rules):
    officers, _two = rules
    MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=date(2026, 5, 14))
    wanted = [MeetingWanted(officers, date(2026, 2, 12)), MeetingWanted(officers, date(2026, 5, 14))]
    with pytest.raises(ValidationError, match="14 May 2026"):
        plan_year(agreement=cast.agreement, wanted=wanted, by=cast.officer)
    assert Meeting.objects.count() == 1
    with pytest.raises(PermissionDenied):
        plan_year(agreement=cast.agreement, wanted=wanted[:1], by=cast.tenant)


def test_a_bilateral_meeting_is_planned_by_one_of_its_parties(cast, rules):
    _officers, two = rules
    for parties in ((cast.municipality,), (cast.tenants, cast.association)):
        with pytest.raises(ValidationError):
            plan_year(agreement=cast.agreement, wanted=[MeetingWanted(two, date(2026, 2, 19), parties=parties)], by=cast.officer)
    assert not Meeting.objects.exists()
