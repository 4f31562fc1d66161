"""Everyone's start: what waits, how it goes, what comes and what is new."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.advice.waiting import to_ask_for
from agreements.advice.workflow import ask
from agreements.consent.adoption import propose
from agreements.models import Proposal
from agreements.models.advice_days import TERM
from monitoring.dashboard.start import collect_overview
from monitoring.dashboard.waits import kinds_there
from monitoring.meetings.minuting import finish
from tests.factories import (
    ActionPointFactory,
    AgendaFactory,
    CommentFactory,
    DecisionFactory,
    MeetingFactory,
    MembershipFactory,
    MentionFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundExtensionFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 10, 10, tzinfo=UTC)


def overview_of(person, *, now=NOW, since=None):
    return collect_overview(person, now=now, since=since)


def waiting(person, *, now=NOW) -> list[int]:
    return [row.number for row in overview_of(person, now=now).to_report]


# -- What waits


@pytest.fixture
def waits_for_advice(cast):
    """`waits_for_advice()`: one more proposal of the municipality that the tenants, who only advise, were not asked about."""
    row = cast.agreement.participations.get(party=cast.tenants)
    row.role, row.right_of_advice = "advisory", "advice"
    row.save()
    coordinator = MembershipFactory(party=cast.municipality, role="coordinator").user
    for party in (cast.municipality, cast.association):
        MembershipFactory(party=party, may_sign=True)

    def waits_for_advice() -> Proposal:
        agenda = cast.agreement.agendas.filter(state="draft").first() or AgendaFactory(
            agreement=cast.agreement, year=cast.agreement.agendas.order_by("-year")[0].year + 1
        )
        return propose(text=agenda, by=coordinator, deadline=timezone.localdate() + timedelta(days=9))

    return waits_for_advice, coordinator


def test_advice_that_must_be_asked_waits_for_who_proposed_it(cast, waits_for_advice):
    make, coordinator = waits_for_advice
    proposal = make()
    (row,) = overview_of(coordinator).advice_to_ask
    assert (row.proposal, row.party) == (proposal, cast.tenants)
    assert row.address.endswith(f"/adviezen/vragen/?over=voorstel-{proposal.pk}&partij={cast.tenants.pk}")
    assert overview_of(cast.tenant).advice_to_ask == overview_of(cast.association_officer).advice_to_ask == ()
    due_on = timezone.localdate() + TERM
    ask(about=proposal, party=cast.tenants, by=coordinator, subject="De tekst", question="Wat vindt u?", due_on=due_on)
    assert overview_of(coordinator).advice_to_ask == ()


def test_many_proposals_that_wait_for_advice_take_no_more_queries(waits_for_advice):
    make, coordinator = waits_for_advice
    make()
    with CaptureQueriesContext(connection) as one:
        assert len(to_ask_for(coordinator)) == 1
    make()
    make()
    with CaptureQueriesContext(connection) as three:
        assert len(to_ask_for(coordinator)) == 3
    assert len(three) == len(one) <= 10


def test_of_what_kinds_anything_is_there_is_asked_of_the_moment_itself():
    row = ParticipationFactory(asked=True, asked_at=NOW)
    for days, waits in ((6, False), (8, True), (6, False)):
        now = NOW + timedelta(days=days)
        assert ("unanswered" in kinds_there(row.asked_by, now=now, today=now.date(), has_few_years=True)) is waits


def test_unreported_and_returned_actions_wait_for_people_who_report(cast, round):
    assert {person.name: waiting(person) for person in (cast.association_officer, cast.officer, cast.tenant)} == {
        "Abel Bouwer": [1],
        "Olga Officier": [],
        "Tess Huurder": [],
    }
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, submitted_at=NOW)
    assert waiting(cast.association_officer) == []
    ReviewFactory(update=update, outcome="returned", reason="Welk blok?", at=NOW + timedelta(hours=1))
    assert waiting(cast.association_officer) == [1]


def test_after_its_last_day_a_round_waits_only_for_parties_with_an_extension(cast, round, at):
    at("2024-11-02 10:00")
    assert waiting(cast.association_officer) == []
    RoundExtensionFactory(round=round, party=cast.association, until=date(2024, 11, 7))
    (row,) = overview_of(cast.association_officer).to_report
    assert (row.number, row.last_day) == (1, date(2024, 11, 7))


def test_a_coordinator_has_the_answers_to_look_at_and_the_rounds_whose_time_is_over(cast, round, at):
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, submitted_at=NOW)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, draft=True)
    assert [(row.answers, row.is_over) for row in overview_of(cast.officer).to_close] == [(1, False)]
    assert overview_of(cast.association_officer).to_close == ()
    ReviewFactory(update=update, at=NOW)
    assert overview_of(cast.officer).to_close == ()
    at("2024-11-01 09:00")
    assert [(row.answers, row.is_over) for row in overview_of(cast.officer).to_close] == [(0, True)]


def test_a_comment_in_which_one_is_named_waits_until_it_is_seen(cast):
    said = CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant)
    mention = MentionFactory(comment=said, person=cast.executive)
    MentionFactory(comment=CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant, is_own=True), person=cast.executive)
    overview = overview_of(cast.executive)
    assert [(row.mention, row.place) for row in overview.named] == [
        (mention, "doel 17 De sociale voorraad groeit met 75 woningen.")
    ]
    assert overview.is_waiting
    assert overview_of(cast.officer).named == ()
    mention.seen_at = NOW
    mention.save()
    assert not overview_of(cast.executive).is_waiting


# -- How it goes and what comes


def test_each_agreement_has_its_counts_and_how_many_need_attention(cast, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True, submitted_at=NOW)
    (mine,) = overview_of(cast.tenant).own.mine
    assert (mine.agenda, mine.round, mine.counts.number_of("off_track"), mine.exceptions) == (cast.agenda, round, 1, 1)


def test_the_dates_of_three_months_come_in_order_and_only_the_own_actions(cast, round):
    MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))
    MeetingFactory(agreement=cast.agreement, held_on=date(2025, 3, 1))
    MeetingFactory(agreement=cast.other_agreement, held_on=date(2024, 11, 8))
    cast.action.due_on, cast.action.due_precision = date(2024, 12, 31), "year"
    cast.action.save()
    own, other = (
        [(row.kind, row.on) for row in overview_of(person).coming] for person in (cast.association_officer, cast.tenant)
    )
    assert own == [("round", date(2024, 10, 31)), ("meeting", date(2024, 11, 7)), ("action", date(2024, 12, 31))]
    assert other == own[:2]


# -- What is new


def test_what_happened_since_the_last_visit_is_told_per_agreement(cast, round):
    since = NOW - timedelta(days=1)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True, submitted_at=NOW)
    DecisionFactory(action=cast.action, meeting=MeetingFactory(agreement=cast.agreement))
    cast.action.text = "Anders."
    cast.action.save()
    (news,) = overview_of(cast.tenant, since=since).news
    assert (news.agenda, news.reports, news.troubled, news.decisions, news.texts) == (cast.agenda, 1, 1, 1, 1)
    assert (news.opened, news.closed) == ((), ()), "the round was opened before"


def test_a_round_that_was_opened_or_closed_is_news(cast, round):
    earlier = datetime(2024, 9, 30, tzinfo=UTC)
    assert overview_of(cast.tenant, since=earlier).news[0].opened == (round,)
    round.closed_at, round.closed_by = NOW, cast.officer
    round.save()
    (news,) = overview_of(cast.tenant, since=earlier).news
    assert (news.opened, news.closed) == ((), (round,))


def test_nothing_is_news_on_the_first_visit_nor_after_which_nothing_happened(cast, round):
    assert overview_of(cast.tenant).news == ()
    cast.action.history.all().delete()
    assert overview_of(cast.tenant, since=NOW + timedelta(days=1)).news == ()
    assert overview_of(cast.outsider, since=datetime(2024, 9, 30, tzinfo=UTC)).news[0].agenda == cast.other_agenda


def test_what_one_promised_at_a_meeting_waits_until_it_is_done(cast, round):
    meeting = MeetingFactory(agreement=cast.agreement)
    own = ActionPointFactory(meeting=meeting, party=cast.association, person=cast.association_officer)
    ActionPointFactory(meeting=meeting, party=cast.tenants)
    found = overview_of(cast.association_officer)
    assert found.promised == (own,)
    assert found.is_waiting
    finish(point=own, by=cast.association_officer, note="Gedaan.")
    assert overview_of(cast.association_officer).promised == ()
