"""Many rows at once, past the rules and the history: only to count queries with."""

from datetime import UTC, date, datetime

from django.db import connection

from agreements.models import Action, Agenda, Agreement, Goal, Indicator, Lead, Participation, Target, Theme
from monitoring.models import Measurement, ProgressUpdate, Round
from parties.models import Party, User

JUDGEMENTS = ("on_track", "at_risk", "off_track")


def fill(agenda: Agenda, *, goals: int, actions: int, leads: Party, by: User, rounds: int = 4) -> None:
    """Goals with an indicator each, actions with a lead, and in every round a report on each of them."""
    theme = Theme.objects.create(agreement=agenda.agreement, number="7", title="Groot thema")
    rows = Goal.objects.bulk_create(Goal(theme=theme, number=f"7.{n}", text="Meer.", position=n) for n in range(goals))
    indicators = Indicator.objects.bulk_create(
        Indicator(goal=goal, name="Woningen", unit="woningen", kind="minimum", per="year", position=1) for goal in rows
    )
    Target.objects.bulk_create(Target(indicator=row, year=agenda.year, value=10) for row in indicators)
    Measurement.objects.bulk_create(
        Measurement(
            indicator=row, measured_on=date(agenda.year, 3, 31), value=1, party=leads, recorded_by=by, recorded_at=moment(4)
        )
        for row in indicators
    )
    found = Action.objects.bulk_create(
        Action(agenda=agenda, goal=rows[n % goals], text=f"Afspraak {n}.", position=n) for n in range(actions)
    )
    Lead.objects.bulk_create(Lead(action=action, party=leads) for action in found)
    for number in range(rounds):
        report(agenda, found, f"Ronde {number}", month=3 * number + 1, leads=leads, by=by)


def report(agenda: Agenda, actions: list[Action], name: str, *, month: int, leads: Party, by: User) -> None:
    first = date(agenda.year, month, 1)
    round = Round(agenda=agenda, name=name, reference_date=first, opens_on=first, closes_on=date(agenda.year, month, 28))
    round.opened_at, round.opened_by = moment(month, agenda.year), by
    round.save()
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            action=action,
            round=round,
            party=leads,
            reported_by=by,
            phase="running",
            judgement=JUDGEMENTS[n % 3],
            cause="Geen stroom.",
            effect="Later.",
            correction="Bellen.",
            ask="Help ons.",
            reference_date=first,
            saved_at=moment(month, agenda.year),
            submitted_at=moment(month, agenda.year),
        )
        for n, action in enumerate(actions)
    )


def many_agreements(number: int, *, party: Party, by: User, year: int = 2024, first: int = 0) -> None:
    """Agreements of the party, each with a municipality of its own, one goal, two actions and an open round.

    A server that fills up in days keeps statistics of its tables; one that got all of it a moment ago, after thousands of tests
    that took their rows back, may hold every table for empty and choose a way that takes minutes.
    """
    places = Party.objects.bulk_create(
        Party(name=f"Gemeente {n}", short_name=f"Gemeente {n}", kind=Party.Kind.MUNICIPALITY)
        for n in range(first, first + number)
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(title=f"Afspraken {n}", slug=f"afspraken-{n}-groot", start_year=2023, end_year=2026)
        for n in range(first, first + number)
    )
    pairs = [(agreement, who) for agreement, place in zip(agreements, places, strict=True) for who in (place, party)]
    Participation.objects.bulk_create(Participation(agreement=agreement, party=who, state="accepted") for agreement, who in pairs)
    agendas = Agenda.objects.bulk_create(Agenda(agreement=row, year=year, title=f"Agenda {year}") for row in agreements)
    themes = Theme.objects.bulk_create(Theme(agreement=row, number="1", title="Thema") for row in agreements)
    goals = Goal.objects.bulk_create(Goal(theme=theme, number="1", text="Meer.") for theme in themes)
    indicators = Indicator.objects.bulk_create(
        Indicator(goal=goal, name="Woningen", unit="woningen", kind="minimum", per="year", position=1) for goal in goals
    )
    Target.objects.bulk_create(Target(indicator=row, year=year, value=10) for row in indicators)
    both = list(zip(agendas, goals, strict=True)) * 2
    actions = Action.objects.bulk_create(
        Action(agenda=agenda, goal=goal, text="Afspraak.", due_on=date(year, 12, 31), due_precision="year", position=n)
        for n, (agenda, goal) in enumerate(both)
    )
    Lead.objects.bulk_create(Lead(action=action, party=party) for action in actions)
    rounds = Round.objects.bulk_create(
        Round(
            agenda=agenda,
            name="Ronde 1",
            reference_date=date(year, 9, 30),
            opens_on=date(year, 10, 1),
            closes_on=date(year, 10, 31),
            opened_at=moment(10, year),
            opened_by=by,
        )
        for agenda in agendas
    )
    of_agenda = {round.agenda_id: round for round in rounds}
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            action=action,
            round=of_agenda[action.agenda_id],
            party=party,
            reported_by=by,
            phase="running",
            judgement=JUDGEMENTS[n % 3],
            cause="Geen stroom.",
            effect="Later.",
            correction="Bellen.",
            ask="Help ons.",
            reference_date=date(year, 9, 30),
            saved_at=moment(10, year),
            submitted_at=moment(10, year),
        )
        for n, action in enumerate(actions)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def moment(month: int, year: int = 2024) -> datetime:
    return datetime(year, month, 2, 9, tzinfo=UTC)
