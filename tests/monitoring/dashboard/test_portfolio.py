"""The dashboard over many agreements.

De Sleutel takes part in Waterhoek and in Zandbergen. In Waterhoek it leads two actions: one will not be achieved, one is on
schedule; the municipality leads a third one, at risk. In Zandbergen it leads one action, which is late, and another is dropped.
"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from agreements.models import Action, Agreement
from monitoring.dashboard.behind import figures_behind
from monitoring.dashboard.counts import Trouble
from monitoring.dashboard.portfolio import agendas_in, collect_portfolio, years_of
from monitoring.models import Meeting, ProgressUpdate, Round
from parties.models import Membership, Party
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 10)


@pytest.fixture
def two_places(cast, round):
    """Both agreements, with a reader of De Sleutel who sees both: the officer of the association."""
    ParticipationFactory(agreement=cast.other_agreement, party=cast.association)
    fields = {"party": cast.association, "submitted_at": datetime(2024, 10, 8, 9, tzinfo=UTC)}
    ProgressUpdateFactory(action=cast.action, round=round, red=True, **fields)
    green = ActionFactory(goal=cast.goal, agenda=cast.agenda, position=2, due_on=date(2024, 12, 31), due_precision="year")
    LeadFactory(action=green, party=cast.association)
    ProgressUpdateFactory(action=green, round=round, **fields)
    amber = ActionFactory(goal=cast.goal, agenda=cast.agenda, position=3)
    LeadFactory(action=amber, party=cast.municipality)
    ProgressUpdateFactory(action=amber, round=round, amber=True, party=cast.municipality, submitted_at=fields["submitted_at"])
    there = RoundFactory(agenda=cast.other_agenda, name="Ronde 1", opened=True)
    late = cast.other_action
    late.due_on, late.due_precision = date(2024, 6, 30), "quarter"
    late.save()
    LeadFactory(action=late, party=cast.association)
    ProgressUpdateFactory(action=late, round=there, **fields)
    dropped = {"dropped_on": date(2024, 5, 1), "drop_reason": "Verkocht."}
    gone = ActionFactory(goal=cast.other_goal, agenda=cast.other_agenda, position=2, **dropped)
    LeadFactory(action=gone, party=cast.association)
    return cast


def numbers(counts) -> dict[str, int]:
    return {row.light: row.number for row in (*counts.lights, counts.dropped) if row.number}


def collect(cast, party=None, **options):
    return collect_portfolio(cast.association_officer, [party or cast.association], today=TODAY, **options)


def test_what_the_party_leads_is_counted_per_agreement_and_per_municipality(two_places):
    found = collect(two_places)
    assert {entry.label: numbers(entry.counts) for entry in found.entries} == {
        "Gemeente Waterhoek 2023–2026": {"off_track": 1, "on_track": 1},
        "Gemeente Zandbergen 2023–2026": {"on_track": 1, "dropped": 1},
    }
    assert {row.label: numbers(row.counts) for row in found.municipalities} == {
        "Gemeente Waterhoek": {"off_track": 1, "on_track": 1},
        "Gemeente Zandbergen": {"on_track": 1, "dropped": 1},
    }
    assert numbers(found.totals) == {"off_track": 1, "on_track": 2, "dropped": 1}


def test_the_exceptions_of_all_agreements_come_worst_first(two_places):
    found = collect(two_places)
    assert [(row.entry.name, row.row.troubles) for row in found.exceptions] == [
        ("Prestatieafspraken Waterhoek", (Trouble.OFF_TRACK,)),
        ("Prestatieafspraken Zandbergen", (Trouble.OVERDUE,)),
    ]


def test_everything_has_what_others_lead_as_well(two_places):
    found = collect(two_places, everything=True)
    assert numbers(found.totals) == {"off_track": 1, "at_risk": 1, "on_track": 2, "dropped": 1}


def test_a_reader_sees_of_another_party_only_the_shared_agreements(two_places):
    cast = two_places
    found = collect_portfolio(cast.tenant, [cast.association], today=TODAY)
    assert [entry.name for entry in found.entries] == ["Prestatieafspraken Waterhoek"]
    assert collect_portfolio(cast.outsider, [cast.tenants], today=TODAY).entries == ()


def test_a_region_has_the_agreements_of_its_members(two_places):
    region = PartyFactory(name="Regio", kind=Party.Kind.UMBRELLA)
    for member in (two_places.municipality, two_places.elsewhere):
        PartyMemberFactory(umbrella=region, member=member)
    found = collect_portfolio(two_places.admin, [region, *region.members.all()], today=TODAY)
    assert len(found.entries) == 2
    assert numbers(found.totals) == {"at_risk": 1}, "what its members lead"


def test_a_figure_that_stays_behind_is_told_and_named_hidden_where_all_is_green(two_places):
    cast = two_places
    for goal in (cast.goal, cast.other_goal):
        indicator = IndicatorFactory(goal=goal, delivered_by=cast.association)
        TargetFactory(indicator=indicator, value=75)
        MeasurementFactory(indicator=indicator, value=2, measured_on=date(2024, 9, 30), party=cast.association)
    found = figures_behind(cast.association_officer, {cast.association.pk}, today=TODAY)
    assert [(row.name, row.figure.is_hidden) for row in found] == [
        ("Prestatieafspraken Waterhoek", False),
        ("Prestatieafspraken Zandbergen", True),
    ]
    for_tenant = figures_behind(cast.tenant, {cast.association.pk}, today=TODAY)
    assert [row.name for row in for_tenant] == ["Prestatieafspraken Waterhoek"]


def test_the_dashboard_leads_to_the_figures_that_stay_behind(visit, two_places, in_october):
    cast = two_places
    address = f"/partijen/{cast.association.pk}/cijfers/"
    page = visit(cast.association_officer, f"/partijen/{cast.association.pk}/dashboard/")
    assert address in links_of(page)
    assert f'data-hx-get="{address}" data-hx-trigger="revealed"' in page.content.decode()
    assert "htmx" in page.content.decode().partition("</head>")[0].rpartition("<script")[2], "and what fetches it"
    assert "No figure stays behind." in words_of(visit(cast.association_officer, address))
    indicator = IndicatorFactory(goal=cast.other_goal, delivered_by=cast.association)
    TargetFactory(indicator=indicator, value=75)
    MeasurementFactory(indicator=indicator, value=2, measured_on=date(2024, 9, 30), party=cast.association)
    words = words_of(visit(cast.association_officer, address))
    assert "All actions of this goal are on schedule or done, and yet the figure stays behind." in words
    assert "Prestatieafspraken Zandbergen" in words
    assert "No figure" not in words


def test_old_news_of_one_agreement_says_so_among_the_others(two_places):
    round = two_places.agenda.rounds.get()
    round.closed_at, round.closed_by = datetime(2024, 11, 1, 9, tzinfo=UTC), two_places.officer
    round.save()
    found = collect_portfolio(two_places.association_officer, [two_places.association], today=date(2025, 3, 1))
    assert [(entry.name, entry.is_stale) for entry in found.entries] == [
        ("Prestatieafspraken Waterhoek", True),
        ("Prestatieafspraken Zandbergen", False),  # its round still runs
    ]


def test_what_is_due_comes_in_order_with_rounds_and_meetings(two_places):
    MeetingFactory(agreement=two_places.other_agreement, held_on=date(2024, 11, 7))
    found = collect(two_places)
    assert [(due.on, type(due.what).__name__) for due in found.ahead] == [
        (date(2024, 10, 31), "Round"),
        (date(2024, 10, 31), "Round"),
        (date(2024, 11, 7), "Meeting"),
        (date(2024, 12, 31), "StateAction"),
    ]


def test_of_what_has_the_same_trouble_and_day_the_page_shows_what_the_document_prints_first(two_places, monkeypatch):
    cast = two_places
    for name, position in (("Derde", 23), ("Eerste", 21), ("Tweede", 22)):
        fields = {"text": name, "position": position, "due_on": date(2024, 10, 20), "due_precision": "day"}
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, **fields)
        LeadFactory(action=action, party=cast.association)
        told = {"party": cast.association, "submitted_at": datetime(2024, 10, 8, 9, tzinfo=UTC)}
        ProgressUpdateFactory(action=action, round=cast.agenda.rounds.get(), amber=True, **told)
    monkeypatch.setattr("monitoring.dashboard.portfolio.ROWS", 3)
    monkeypatch.setattr("monitoring.dashboard.portfolio.EVENTS", 2)
    found = collect(cast)
    shown = [(row.row.troubles[0], row.row.action.text) for row in found.exceptions]
    assert shown == [(Trouble.OFF_TRACK, cast.action.text), (Trouble.AT_RISK, "Eerste"), (Trouble.AT_RISK, "Tweede")]
    assert ([due.what.text for due in found.ahead], found.troubled) == (["Eerste", "Tweede"], 5)


def test_of_each_agreement_the_newest_year_that_has_begun_counts(cast):
    AgendaFactory(agreement=cast.agreement, year=2025)
    AgendaFactory(agreement=cast.agreement, year=2023)
    years = [
        [row.year for row in agendas_in(years_of(cast.officer, [cast.municipality.pk], today=day)).values()]
        for day in (date(2024, 12, 31), date(2025, 1, 1), date(2022, 6, 1), date(2027, 12, 31), date(2028, 1, 1))
    ]
    assert years == [[2024], [2025], [2023], [2025], []], "the first where none has begun, none a year after the end"


def test_of_a_party_too_none_counts_a_year_after_its_end(two_places):
    days = (date(2027, 12, 31), date(2028, 1, 1))
    who = two_places.association_officer, [two_places.association]
    assert [len(collect_portfolio(*who, today=day).entries) for day in days] == [2, 0]


def test_it_counts_again_when_somebody_reports_or_a_round_closes(two_places, round):
    """What was counted is kept until the database says something else."""
    cast = two_places
    new = ActionFactory(goal=cast.goal, agenda=cast.agenda, position=9)
    LeadFactory(action=new, party=cast.association)
    assert numbers(collect(cast).totals) == {"off_track": 1, "on_track": 2, "none_yet": 1, "dropped": 1}
    closed = {"closed_at": datetime(2024, 10, 9, 9, tzinfo=UTC), "closed_by": cast.officer}
    rounds = Round.objects.filter(pk=round.pk)
    rounds.update(**closed, asked={})
    assert numbers(collect(cast).totals) == {"off_track": 1, "on_track": 2, "none_yet": 1, "dropped": 1}
    rounds.update(asked={str(new.pk): [cast.association.pk]})
    assert numbers(collect(cast).totals) == {"off_track": 1, "on_track": 2, "not_reported": 1, "dropped": 1}
    answer = {"party": cast.association, "submitted_at": datetime(2024, 10, 8, 9, tzinfo=UTC)}
    ProgressUpdateFactory(action=new, round=round, amber=True, **answer)
    found = collect(cast)
    assert numbers(found.totals) == {"off_track": 1, "on_track": 2, "at_risk": 1, "dropped": 1}
    assert [row.row.troubles[0] for row in found.exceptions] == [Trouble.OFF_TRACK, Trouble.AT_RISK, Trouble.OVERDUE]


# -- Its page


def test_someone_who_may_see_the_party_sees_its_page(visit, two_places):
    cast = two_places
    address = f"/partijen/{cast.association.pk}/dashboard/"
    people = (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.admin, cast.outsider)
    assert [visit(person, address).status_code for person in people] == [200] * 6
    address = f"/partijen/{cast.tenants.pk}/dashboard/"
    assert [visit(person, address).status_code for person in people] == [200, 200, 200, 200, 200, 404]


@pytest.mark.parametrize(
    ("model", "column", "becomes"),
    [
        (Action, "text", "Alle sloten zijn gedempt."),
        (Party, "short_name", "Zandbank"),
        (Round, "name", "Zomerronde"),
        (Meeting, "title", "Het grote overleg"),
        (ProgressUpdate, "cause", "De heipaal brak."),
        (Agreement, "title", "Woonakkoord"),
    ],
)
def test_the_page_tells_it_as_soon_as_it_is_otherwise(visit, two_places, model, column, becomes):
    """What it told is told again as long as the database answers the same."""
    cast = two_places
    MeetingFactory(agreement=cast.agreement, title="Overleg", held_on=date(2024, 11, 7))
    address = f"/partijen/{cast.association.pk}/dashboard/"
    with time_machine.travel(datetime(2024, 10, 10, 12, tzinfo=UTC), tick=False):
        before = visit(cast.association_officer, address).content.decode()
        model.objects.update(**{column: becomes})  # past every stamp
        after = visit(cast.association_officer, address).content.decode()
    assert (becomes in before, becomes in after) == (False, True)


def test_each_sees_the_agreements_of_the_page_that_this_person_may_see(visit, two_places):
    cast = two_places
    address = f"/partijen/{cast.association.pk}/dashboard/"
    told = {person: "Zandbergen" in words_of(visit(person, address)) for person in (cast.association_officer, cast.tenant)}
    assert told == {cast.association_officer: True, cast.tenant: False}


def test_a_party_without_agreements_reads_what_comes_here(visit, cast):
    party = PartyFactory()
    MembershipFactory(user=cast.outsider, party=party, role=Membership.Role.READER)
    page = visit(cast.outsider, f"/partijen/{party.pk}/dashboard/")
    assert "No agreement to look at" in page.content.decode()
