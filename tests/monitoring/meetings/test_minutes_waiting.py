"""Minutes that wait for a reaction of a party, for an answer of who minutes, or to be adopted: on the start page and by mail."""

from datetime import date, timedelta

import pytest

from monitoring.meetings.minutes import adopt_minutes, answer_reaction, meetings_that_adopt, react, send_minutes
from monitoring.meetings.minutes_waiting import waiting_minutes
from monitoring.models import Meeting, MeetingParty
from monitoring.reminders.meeting_minutes import about_minutes
from tests.factories import MeetingFactory, MembershipFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 10)


@pytest.fixture(autouse=True)
def now(at):
    at("2024-10-10 12:00")


@pytest.fixture
def sent(cast):
    row = MeetingFactory(
        agreement=cast.agreement, held_on=date(2024, 10, 3), minutes="Wij spraken erover.", minuted_by=cast.association
    )
    send_minutes(meeting=row, by=cast.officer, react_until=date(2024, 10, 24))
    return Meeting.objects.select_related("agreement").get(pk=row.pk)


def told(person, today: date = TODAY) -> tuple[list, list, list]:
    found = waiting_minutes(person, today)
    return list(found.to_react), list(found.to_answer), list(found.to_adopt)


def test_they_wait_for_whoever_speaks_for_a_party_until_it_reacted_or_the_term_is_over(cast, sent):
    for person in (cast.officer, cast.executive, cast.association_officer, cast.tenant):
        assert told(person) == ([sent], [], [])
    for person in (cast.outsider, cast.admin, MembershipFactory(party=cast.tenants).user):
        assert told(person) == ([], [], [])
    assert told(cast.tenant, date(2024, 10, 25)) == ([], [], [])
    react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)
    assert told(cast.tenant) == ([], [], [])
    assert told(cast.officer) == ([sent], [], []), "of its own party"


def test_a_reaction_waits_for_who_minutes_until_it_is_answered(cast, sent):
    reaction = react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)
    assert told(cast.association_officer) == ([sent], [sent], [])
    assert told(cast.officer)[1] == [], "another party minutes"
    answer_reaction(reaction=reaction, outcome="taken_over", text="Ja.", by=cast.association_officer)
    assert told(cast.association_officer)[1] == []


def test_they_can_be_adopted_once_the_term_is_over_all_is_answered_and_a_later_meeting_was_held(cast, sent, at):
    over = date(2024, 11, 8)
    assert told(cast.officer, over) == ([], [], []), "no later meeting"
    for fields in ({"quorum_missed": True}, {"kind": "ambtelijk"}, {"cancelled_on": TODAY, "cancel_reason": "Ziek."}):
        MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 5), title=str(fields), **fields)
    assert told(cast.officer, over)[2] == []
    later = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))
    assert told(cast.officer, date(2024, 11, 6))[2] == []
    assert told(cast.officer, over) == ([], [], [sent])
    assert told(cast.association_officer, over)[2] == [], "a coordinator of a party that signs records it"
    at("2024-11-08 12:00")
    adopt_minutes(meeting=sent, adopted_in=later, by=cast.officer)
    assert told(cast.officer, over) == ([], [], [])


def test_they_are_adopted_where_the_page_adopts_them_also_of_few_parties(cast, at):
    """The one query knows a meeting that can adopt as meetings_that_adopt() does."""
    at("2024-11-08 12:00")
    pairs = [(cast.municipality, cast.association), (cast.municipality, cast.tenants), (cast.municipality, cast.association)]
    rows = []
    for number, parties in enumerate(pairs):
        day = date(2024, 9, 1) + timedelta(days=number)
        row = MeetingFactory(agreement=cast.agreement, kind="bilateral", held_on=day)
        for party in parties:
            MeetingParty.objects.create(meeting=row, party=party)
        rows.append(row)
    Meeting.objects.filter(pk__in=[row.pk for row in rows]).update(
        minutes_sent_at="2024-09-10T10:00Z", react_until=date(2024, 9, 24)
    )
    expected = [row for row in Meeting.objects.order_by("react_until", "held_on", "pk") if meetings_that_adopt(row).exists()]
    assert told(cast.officer, date(2024, 11, 8))[2] == expected == [rows[0]]


def test_it_takes_one_query_for_any_number(cast, sent, django_assert_num_queries):
    for number in range(5):
        row = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 1) + timedelta(days=number), minutes="Meer.")
        send_minutes(meeting=row, by=cast.officer)
    with django_assert_num_queries(1):
        assert len(waiting_minutes(cast.tenant, TODAY).to_react) == 6


def test_the_start_page_says_so_in_a_sentence(visit, cast, sent):
    page = visit(cast.tenant, "/").content.decode()
    words = " ".join(page.split())
    assert "of 3 October wait for your reaction, through 24 October" in words
    assert f'href="/overleggen/{sent.pk}/verslag/lezen/"' in page
    react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)
    assert "of 3 October wait for your answer" in " ".join(visit(cast.association_officer, "/").content.decode().split())


# -- By mail


def mailed(day: date) -> list:
    return [(person, section.subject) for person, section in about_minutes(day)]


def test_before_the_last_day_who_did_not_react_is_mailed(cast, sent):
    days = {day: mailed(date(2024, 10, day)) for day in range(10, 25)}
    assert {day for day, rows in days.items() if rows} == {21, 23}
    assert {person for person, _subject in days[21]} == {cast.officer, cast.executive, cast.tenant}
    assert days[21][0][1] == "The minutes wait for your reaction, through 24 October 2024"
    react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)
    assert {person for person, _subject in mailed(date(2024, 10, 23))} == {cast.officer, cast.executive}


def test_after_the_last_day_the_coordinators_hear_what_is_not_answered(cast, sent):
    assert mailed(date(2024, 10, 25)) == []
    react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)
    assert mailed(date(2024, 10, 25)) == [(cast.officer, "Reactions to the minutes wait for an answer")]


def test_after_the_meeting_that_adopts_the_coordinators_hear_it(cast, sent, at):
    MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))
    at("2024-11-08 07:00")
    assert mailed(date(2024, 11, 8)) == [(cast.officer, "Minutes can be adopted")]
