"""What is counted of very many actions is what a StateAction says of each of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from agreements.models import Agenda, Lead
from monitoring.dashboard.counts import seen_by, troubles_of
from monitoring.dashboard.newest import newest_rounds
from monitoring.dashboard.portfolio import lights_of
from monitoring.dashboard.standings import standings_of
from tests.factories import (
    ActionFactory,
    DissentFactory,
    LeadFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 10)
AT = datetime(2024, 10, 8, 9, tzinfo=UTC)


@pytest.fixture
def of_every_kind(cast, round):
    """Actions of one agenda: reported and seen differently, by two leads, returned, answered again, silent, dropped, nobody's."""

    def led(position: int, *parties, **fields):
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, position=position, **fields)
        for party in parties:
            LeadFactory(action=action, party=party)
        return action

    def told(action, party, **fields):
        return ProgressUpdateFactory(action=action, round=round, party=party, **{"submitted_at": AT, **fields})

    own, other = cast.association, cast.municipality
    DissentFactory(update=told(led(10, own), own), party=cast.tenants, judgement="off_track")
    both = led(11, own, other)
    told(both, own)
    told(both, other, amber=True)
    ReviewFactory(update=told(led(12, own), own, red=True), outcome="returned", by=cast.officer, reason="Wat is er gedaan?")
    again = led(13, own)
    ReviewFactory(update=told(again, own, red=True), outcome="returned", by=cast.officer, reason="Wat is er gedaan?")
    told(again, own, submitted_at=AT + timedelta(hours=1))
    told(led(14, other), other, amber=True)
    led(15, own, due_on=date(2024, 6, 30), due_precision="quarter")
    led(16, own, dropped_on=date(2024, 5, 1), drop_reason="Verkocht.")
    led(17)
    return cast


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("led", [(), ("association",), ("association", "municipality")], ids=["all", "by one", "by two"])
def test_it_is_what_the_states_of_the_actions_say(of_every_kind, round, led, is_closed):
    cast = of_every_kind
    if is_closed:
        round.closed_at, round.closed_by = timezone.now(), cast.officer
        asked = {row.pk: [lead.party_id for lead in row.leads.all()] for row in cast.agenda.actions.filter(dropped_on=None)}
        silent = cast.agenda.actions.get(position=15)
        round.asked = {str(pk): parties for pk, parties in asked.items()} | {str(silent.pk): [cast.municipality.pk]}
        round.save()
        LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda, position=18), party=cast.association)
    agendas = {cast.agenda.pk: cast.agenda, cast.other_agenda.pk: cast.other_agenda}
    rounds = newest_rounds(agendas, today=TODAY)
    assert list(rounds.values()) == [round], "of the other agenda nothing was asked yet"
    led_by = {getattr(cast, name).pk for name in led}
    leads = Lead.objects.filter(party__in=led_by).values_list("action", flat=True)
    states = {pk: state for pk, state in lights_of(agendas, rounds).states.items() if not led or pk in leads}

    def said(action):
        lights = (action.light.key, action.other_light.key, [side.light.key for side in action.sides])
        seen = seen_by(action, {cast.association.pk})
        who = sorted(getattr(lead, "party_id", lead) for lead in action.leads)
        return action.id, lights, action.parties_asked, troubles_of(action, on=TODAY), seen.light.key, who

    found = [said(row) for row in standings_of(agendas, rounds, led_by)]
    assert found == [said(states[pk]) for pk in sorted(states)]
    assert len({lights[0] for _, lights, *_ in found}) > 3


def test_the_round_that_counts_is_the_newest_that_was_opened_within_its_year(cast):
    days = {"Ronde 1": date(2024, 3, 1), "Ronde 2": date(2024, 6, 1), "Te vroeg": date(2024, 12, 1)}
    days["Na afloop"] = date(2025, 2, 1)
    for name, day in days.items():
        RoundFactory(agenda=cast.agenda, name=name, reference_date=day, opened=True)
    RoundFactory(agenda=cast.agenda, name="Gepland", reference_date=date(2024, 9, 1))
    agendas = {row.pk: row for row in Agenda.objects.filter(pk=cast.agenda.pk)}
    named = [newest_rounds(agendas, today=day)[cast.agenda.pk].name for day in (TODAY, date(2025, 3, 1))]
    assert named == ["Ronde 2", "Te vroeg"]
    assert newest_rounds(agendas, today=date(2024, 2, 1)) == {}


def test_a_goal_that_was_agreed_after_the_round_closed_is_not_asked_about(of_every_kind, round):
    cast = of_every_kind
    silent = cast.agenda.actions.get(position=15)

    def light() -> str:
        found = standings_of({cast.agenda.pk: cast.agenda}, {cast.agenda.pk: round}, {cast.association.pk})
        return next(row.light.key for row in found if row.id == silent.pk)

    round.closed_at, round.closed_by = timezone.now(), cast.officer
    assert light() == "not_reported"
    silent.goal.added_on = round.closes_on + timedelta(days=1)
    silent.goal.save()
    assert light() == "none_yet"
