"""What is counted, and what waits for a meeting, is kept until something is written that it follows from: by whatever way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agreements.models import Action, Agenda, Goal, Lead
from monitoring.dashboard.counted import counted_in
from monitoring.dashboard.newest import newest_rounds, told_of_newest
from monitoring.dashboard.stands import stands_of
from monitoring.models import EscalationRule, ProgressUpdate, Round
from monitoring.progress.waiting import number_waiting
from parties.models import Party
from parties.remembered import forget_all
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    AgreementFactory,
    DecisionFactory,
    DissentFactory,
    LeadFactory,
    MeetingFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.pages import words_of
from tests.withheld import passage_withheld

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks each time"),
]
TODAY = date(2024, 10, 10)
EARLIER = date(2024, 6, 1)
LATER = datetime(2024, 10, 11, 10, tzinfo=UTC)


@pytest.fixture
def of_two_years(cast, round, at):
    """2023 and 2024, with an action that went on and one that did not; reports that ask something, seen differently too."""
    at("2024-10-10 10:00")
    ParticipationFactory(agreement=cast.other_agreement, party=cast.association)
    RoundFactory(agenda=cast.other_agenda, opened=True)
    LeadFactory(action=cast.other_action, party=cast.association)
    before = AgendaFactory(agreement=cast.agreement, year=2023, adopted=True)
    of_2023 = RoundFactory(agenda=before, name="Ronde 1", reference_date=date(2023, 6, 1), opened=True)
    went_on, stayed = ActionFactory(goal=cast.goal, agenda=before), ActionFactory(goal=cast.goal, agenda=before, position=2)
    ActionLinkFactory(earlier=went_on, later=cast.action)
    for action in (went_on, stayed):
        ProgressUpdateFactory(
            action=action, round=of_2023, party=LeadFactory(action=action, party=cast.association).party, red=True, ask="Hoe nu?"
        )
    report = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True, ask="Wie bouwt?")
    DissentFactory(update=report, party=cast.tenants, judgement="on_track")
    EscalationRule(agreement=cast.agreement, off_track=1).save_base(raw=True)
    Action.objects.filter(pk=cast.action.pk).update(has_withheld=True)
    return cast


def agendas_and_rounds():
    agendas = {row.pk: row for row in Agenda.objects.filter(year=2024).select_related("agreement").order_by("pk")}
    return agendas, newest_rounds(agendas, today=TODAY)


def told(cast):
    """All that is kept of both agreements, in values that can be compared."""
    agendas, rounds = agendas_and_rounds()
    return (
        counted_in(agendas, None, today=TODAY),
        counted_in(agendas, {cast.association.pk}, today=TODAY),
        stands_of(agendas, rounds, today=TODAY),
        told_of_newest({row.pk: row.agreement_id for row in agendas.values()}, today=TODAY),
        number_waiting(cast.association_officer),
    )


def run(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def report(cast) -> ProgressUpdate:
    return ProgressUpdate.objects.get(action=cast.action)


def close_round(cast):
    Round.objects.filter(agenda=cast.agenda).update(
        closed_at=timezone.now(), closed_by=cast.officer, asked={str(cast.action.pk): [cast.municipality.pk]}
    )


def decide(cast):
    meeting = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 10, 12))
    DecisionFactory(meeting=meeting, action=cast.action)


WRITES = {
    "a report": lambda cast: ProgressUpdateFactory(
        action=cast.action, round=cast.agenda.rounds.get(), party=cast.association, submitted_at=LATER, amber=True
    ),
    "other words in a report": lambda cast: run(
        "UPDATE monitoring_progressupdate SET ask = 'Anders?' WHERE id = %s", report(cast).pk
    ),
    "a report that is returned": lambda cast: ReviewFactory(
        update=report(cast), outcome="returned", reason="Wat is er gedaan?", by=cast.officer
    ),
    "a view that is taken back": lambda cast: run("DELETE FROM monitoring_dissent WHERE update_id = %s", report(cast).pk),
    "an action that is dropped": lambda cast: Action.objects.filter(pk=cast.action.pk).update(
        dropped_on=EARLIER, drop_reason="Verkocht."
    ),
    "other words of an action": lambda cast: Action.objects.filter(pk=cast.action.pk).update(text="Iets heel anders."),
    "a new action": lambda cast: ActionFactory(goal=cast.goal, agenda=cast.agenda, position=9),
    "a lead": lambda cast: LeadFactory(action=cast.action, party=cast.municipality),
    "a lead that goes": lambda cast: Lead.objects.filter(action=cast.action).delete(),
    "a goal that was agreed later": lambda cast: Goal.objects.filter(pk=cast.goal.pk).update(added_on=date(2024, 12, 1)),
    "another number of a goal": lambda cast: Goal.objects.filter(pk=cast.goal.pk).update(number="77"),
    "a link that goes": lambda cast: run("DELETE FROM agreements_actionlink WHERE later_id = %s", cast.action.pk),
    "a round that closes": close_round,
    "a newer round": lambda cast: RoundFactory(
        agenda=cast.agenda, name="Ronde 2", reference_date=TODAY - timedelta(days=1), opened=True
    ),
    "another name of a round": lambda cast: Round.objects.filter(agenda=cast.agenda).update(name="Najaar"),
    "the rule of the executives": lambda cast: EscalationRule.objects.filter(agreement=cast.agreement).update(off_track=9),
    "another name of a party": lambda cast: Party.objects.filter(pk=cast.association.pk).update(short_name="De Hamer"),
    "a decision": decide,
    "a passage of a row that has another": lambda cast: passage_withheld(cast, cast.action.text.split()[0]),
}


@pytest.mark.parametrize("write", WRITES)
def test_what_is_kept_is_never_older_than_what_was_written(of_two_years, write):
    cast = of_two_years
    before = told(cast)
    WRITES[write](cast)
    kept = told(cast)
    forget_all()
    assert kept == told(cast)
    assert kept != before


def test_a_row_that_was_read_before_it_was_written_is_not_kept_as_it_was(of_two_years):
    cast = of_two_years
    before = agendas_and_rounds()
    close_round(cast)
    stands_of(*before, today=TODAY)
    kept = told(cast)
    forget_all()
    assert kept == told(cast)


def test_a_write_in_one_agreement_leaves_what_is_kept_of_another(of_two_years):
    cast = of_two_years
    before = told(cast)
    report(cast).reviews.create(outcome="accepted", by=cast.officer, at=timezone.now())
    for was, now in zip(before[:2], told(cast)[:2], strict=True):
        assert now[cast.other_agenda.pk] is was[cast.other_agenda.pk]
        assert now[cast.agenda.pk] is not was[cast.agenda.pk]


def test_an_agreement_that_goes_on_from_another_is_told_anew_with_it(of_two_years):
    cast = of_two_years
    follows = AgreementFactory(predecessor=cast.other_agreement)
    AgendaFactory(agreement=follows)
    (stands,) = [told(cast)[2][follows.pk] for _again in range(2)][1:]
    assert told(cast)[2][follows.pk] is stands
    Action.objects.filter(pk=cast.other_action.pk).update(text="Anders.")
    assert told(cast)[2][follows.pk] is not stands


def test_the_dashboard_of_a_party_tells_a_report_that_no_row_shows(of_two_years, visit, at):
    at("2024-10-10 10:00")
    cast = of_two_years
    address = f"/partijen/{cast.association.pk}/dashboard/"
    for number in range(30):
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, position=10 + number)
        LeadFactory(action=action, party=cast.association)
    shown = words_of(visit(cast.association_officer, address))
    assert words_of(visit(cast.association_officer, address)) == shown
    ProgressUpdateFactory(action=action, round=cast.agenda.rounds.get(), party=cast.association, submitted_at=timezone.now())
    assert words_of(visit(cast.association_officer, address)) != shown
