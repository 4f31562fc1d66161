"""The state of an agenda, and the position that is kept of it."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.models import Indicator
from monitoring.figures.agreed import agreed_on, readings_of
from monitoring.figures.progression import progression
from monitoring.models import Position, PositionTamperedError
from monitoring.position.collect import collect_state, freeze, state_in
from monitoring.position.indicators import progression_in
from monitoring.position.state import Code, NewerSchemaError, State
from monitoring.rounds.workflow import close_round
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    DecisionFactory,
    DissentFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
    TargetFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(cast, round):
    """On the action of the story an amber, accepted, and seen as red by the tenants; a target; a decision; a row of lights."""
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 3, 31), closed=True)
    fields = {"action": cast.action, "party": cast.association, "reported_by": cast.association_officer}
    ProgressUpdateFactory(round=before, submitted_at=datetime(2024, 4, 2, 9, tzinfo=UTC), **fields)
    update = ProgressUpdateFactory(round=round, amber=True, **fields)
    ReviewFactory(update=update, by=cast.officer)
    DissentFactory(update=update, party=cast.tenants, judgement="off_track", by=cast.tenant)
    indicator = IndicatorFactory(goal=cast.goal, name="Sociale woningen", delivered_by=cast.association)
    TargetFactory(indicator=indicator, value=75)
    MeasurementFactory(
        indicator=indicator, measured_on=date(2024, 9, 30), party=cast.association, recorded_by=cast.association_officer
    )
    DecisionFactory(
        action=cast.action, meeting=MeetingFactory(agreement=cast.agreement, held_on=date(2024, 5, 16)), text="Wij bellen."
    )
    return update


def only_action(state: State):
    (action,) = state.actions
    return action


# -- What stands in it


def test_it_has_the_agreed_text_with_its_leads_dates_and_place(cast, round):
    cast.action.starts_on, cast.action.starts_precision = date(2024, 1, 1), "quarter"
    cast.action.due_on, cast.action.due_precision, cast.action.budget = date(2024, 9, 30), "quarter", Decimal("350000.50")
    cast.action.save()
    state = collect_state(cast.agenda, round)
    (theme,) = state.themes
    (goal,) = theme.goals
    (action,) = goal.actions
    assert (theme.heading, goal.number, goal.text) == (
        "Thema 1. Betaalbaar wonen",
        "17",
        "De sociale voorraad groeit met 75 woningen.",
    )
    assert (action.text, action.kind, action.budget) == (
        "De 24 flexwoningen aan de Kade zijn opgeleverd.",
        "specific",
        Decimal("350000.50"),
    )
    assert [str(lead) for lead in action.leads] == ["De Sleutel (realisatie bouw)"]
    assert action.lead_line == "De Sleutel (realisatie bouw)"
    assert action.period == "kwartaal 1 van 2024 tot en met kwartaal 3 van 2024"
    assert [party.name for party in state.parties] == [
        "Gemeente Waterhoek",
        "Woonstichting De Sleutel",
        "Huurdersraad Waterhoek",
    ]


def test_it_has_what_was_reported_by_whom_and_how_others_see_it(reported, cast, round):
    action = only_action(collect_state(cast.agenda, round))
    report = action.report
    assert (report.reported_by, report.party, report.entered_for_it_by) == ("Abel Bouwer", "De Sleutel", "")
    assert (report.done, report.next) == ("De fundering ligt er.", "In maart begint de ruwbouw.")
    assert (report.cause, report.ask) == ("De netbeheerder sluit pas in juni aan.", "Bel met de netbeheerder.")
    assert (action.state.key, action.light.key, action.other_light.key) == ("accepted", "at_risk", "off_track")
    assert [(view.party, view.by, view.reason) for view in action.open_views] == [
        ("Huurdersraad Waterhoek", "Tess Huurder", "De huurders horen al een jaar niets.")
    ]


def test_it_has_the_row_of_earlier_lights_and_what_was_reported_before(reported, cast, round):
    action = only_action(collect_state(cast.agenda, round))
    assert [(light.round, light.light.key, light.other.key) for light in action.earlier] == [("Ronde 0", "on_track", "")]
    assert (action.previous.round, action.previous.judgement.key) == ("Ronde 0", "on_track")


def test_it_has_the_targets_the_figures_known_then_and_the_decisions(reported, cast, round):
    indicator = cast.goal.indicators.get()
    MeasurementFactory(indicator=indicator, measured_on=date(2024, 10, 2), value=60, party=cast.association)
    (goal,) = collect_state(cast.agenda, round).goals
    (row,) = goal.indicators
    assert (row.name, [target.phrase for target in row.agreed.targets]) == ("Sociale woningen", ["ten minste 75 woningen"])
    assert [(figure.phrase, figure.party, figure.recorded_by) for figure in row.figures] == [
        ("38 woningen", "De Sleutel", "Abel Bouwer")
    ], "what was measured after the reference date is not of this position"
    assert (row.standing.key, row.sentence.startswith("38 ")) == ("behind", True)
    assert [(row.meeting, row.held_on, row.text) for row in goal.actions[0].decisions] == [
        ("Bestuurlijk overleg", date(2024, 5, 16), "Wij bellen.")
    ]


def test_a_draft_is_not_in_it(cast, round):
    ProgressUpdateFactory(action=cast.action, round=round, draft=True, done="Nog niet klaar met schrijven.")
    state = collect_state(cast.agenda, round)
    assert (only_action(state).state.key, only_action(state).report) == ("nothing", None)
    assert "schrijven" not in state.to_json()


def test_what_was_returned_is_no_judgement_but_stays_readable_with_the_reason(cast, round):
    update = ProgressUpdateFactory(action=cast.action, round=round, amber=True)
    ReviewFactory(update=update, outcome="returned", reason="Wat is de oorzaak precies?")
    action = only_action(collect_state(cast.agenda, round))
    assert (action.state.key, action.light.key, action.report.return_reason) == (
        "returned",
        "none_yet",
        "Wat is de oorzaak precies?",
    )


def test_what_is_missing_is_not_reported_once_the_round_is_closed(cast, round):
    assert only_action(collect_state(cast.agenda, round)).light.key == "none_yet"
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    state = collect_state(cast.agenda, round)
    assert (only_action(state).state.key, only_action(state).light.key) == ("not_reported", "not_reported")
    assert (state.not_reported, state.is_final) == (state.actions, True)


def test_on_a_dropped_action_nothing_is_asked(cast, round):
    cast.action.dropped_on, cast.action.drop_reason = date(2024, 5, 1), "De grond is verkocht."
    cast.action.save()
    state = collect_state(cast.agenda, round)
    action = only_action(state)
    assert (action.drop_reason, action.state, action.light) == ("De grond is verkocht.", Code(), Code())
    assert state.asked == state.not_reported == ()


def test_a_round_before_the_goal_was_agreed_counts_against_nobody(cast, round):
    RoundFactory(agenda=cast.agenda, closed=True, reference_date=date(2024, 3, 31))
    cast.goal.added_on = date(2024, 11, 20)
    cast.goal.save()
    assert only_action(collect_state(cast.agenda, round)).earlier == ()


def test_a_carried_over_action_keeps_its_lights_through_the_years(reported, cast, round):
    close_round(round=round, by=cast.officer)
    next_year = AgendaFactory(agreement=cast.agreement, year=2025)
    later = ActionFactory(goal=cast.goal, agenda=next_year, carried_from=cast.action)
    LeadFactory(action=later, party=cast.association)
    action = only_action(collect_state(next_year))
    assert [(light.round, light.light.key) for light in action.earlier] == [("Ronde 0", "on_track"), ("Ronde 1", "at_risk")]
    assert (action.previous.round, action.state.key, action.light.key) == ("Ronde 1", "nothing", "none_yet")


def test_without_a_round_it_is_the_newest_that_was_opened(reported, cast, round):
    RoundFactory(agenda=cast.agenda, name="Ronde 2", reference_date=date(2024, 12, 31))
    state = collect_state(cast.agenda)
    assert (state.round.name, state.reference_date) == ("Ronde 1", date(2024, 10, 10))
    assert collect_state(cast.agenda, at=date(2024, 6, 1)).round.name == "Ronde 0"
    assert collect_state(cast.agenda, at=date(2024, 1, 1)).round is None


def test_a_goal_without_an_action_is_in_it_while_it_runs(cast, round):
    theme = ThemeFactory(agreement=cast.agreement, number="2", title="Zorg", position=2)
    running = GoalFactory(theme=theme, number="18")
    GoalFactory(theme=theme, number="19", start_year=2025)
    assert [goal.id for goal in collect_state(cast.agenda, round).goals] == [cast.goal.pk, running.pk]


def test_a_chapter_and_a_party_of_a_later_year_are_not_in_it(cast, round):
    before = collect_state(cast.agenda, round)
    theme = ThemeFactory(agreement=cast.agreement, title="Wonen met zorg", introduction="Nieuw in 2025.")
    GoalFactory(theme=theme, start_year=2025)
    ParticipationFactory(agreement=cast.agreement, from_year=2025)
    assert collect_state(cast.agenda, round) == before


def test_it_takes_at_most_nine_queries_whatever_the_size(reported, cast, round):
    round.meeting = MeetingFactory(agreement=cast.agreement, title="Voor deze ronde")
    round.save()

    def queries() -> int:
        agenda = type(cast.agenda).objects.select_related("agreement").get(pk=cast.agenda.pk)
        with CaptureQueriesContext(connection) as captured:
            collect_state(agenda, type(round).objects.get(pk=round.pk))
        return len(captured) - 1  # without reading the round itself

    one = queries()
    for number in range(3):
        theme = ThemeFactory(agreement=cast.agreement, number=f"5{number}")
        action = ActionFactory(goal=GoalFactory(theme=theme), agenda=cast.agenda)
        update = ProgressUpdateFactory(action=action, round=round, red=True)
        ReviewFactory(update=update)
        DissentFactory(update=update)
        TargetFactory(indicator=IndicatorFactory(goal=action.goal, delivered_by=cast.association))
        MeasurementFactory(indicator=action.goal.indicators.get(), measured_on=date(2024, 9, 30))
        DecisionFactory(action=action, meeting=MeetingFactory(agreement=cast.agreement, title=f"Overleg {number}"))
        RoundFactory(agenda=cast.agenda, closed=True, reference_date=date(2024, 2, number + 1))
    assert (queries(), one <= 9) == (one, True)


# -- Several leads, and who was asked


@pytest.fixture
def two_answers(cast, round):
    """De Sleutel is on schedule, the tenants lead it too and see a risk."""
    LeadFactory(action=cast.action, party=cast.tenants, position=2)
    green = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, proposal="ready")
    return green, ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants, amber=True)


def test_it_has_the_answers_of_all_leads_the_worst_first_and_who_sees_it_how(two_answers, cast, round):
    state = collect_state(cast.agenda, round)
    action = only_action(state)
    assert [(report.party, report.judgement.key) for report in action.answers] == [
        ("Huurdersraad Waterhoek", "at_risk"),
        ("De Sleutel", "on_track"),
    ]
    assert (action.report, action.beside) == (action.answers[0], action.answers[1:])
    assert (action.light.key, action.other_light.key) == ("at_risk", "on_track")
    assert [(side.light.key, side.parties) for side in action.sides] == [
        ("at_risk", "Huurdersraad Waterhoek"),
        ("on_track", "De Sleutel"),
    ]
    assert [report.party for report in action.proposals] == ["De Sleutel"]
    assert State.from_json(state.to_json()) == state


def test_a_position_of_before_reads_on_with_one_answer_and_no_names_beside_the_lights(reported, cast, round):
    content = json.loads(collect_state(cast.agenda, round).to_json())
    old = content["themes"][0]["goals"][0]["actions"][0]
    for name in ("beside", "sides", "parties_asked"):
        del old[name]
    for light in old["earlier"]:
        del light["sides"]
    action = only_action(State.from_json(json.dumps(content)))
    assert (action.sides, action.beside, action.parties_asked, action.earlier[0].sides) == ((), (), None, ())
    assert (action.is_split, len(action.answers), len(action.open_views)) == (True, 1, 1)


def test_closing_keeps_of_which_parties_what_was_asked(cast, round):
    dropped = ActionFactory(goal=cast.goal, agenda=cast.agenda, dropped_on=date(2024, 6, 6), drop_reason="Verkocht.")
    nobody = ActionFactory(goal=cast.goal, agenda=cast.agenda)
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    assert round.asked == {str(cast.action.pk): [cast.association.pk], str(nobody.pk): []}
    assert str(dropped.pk) not in round.asked


def test_an_action_of_after_the_closing_has_no_light_and_is_not_missing(cast, round):
    close_round(round=round, by=cast.officer)
    later = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda, position=2), party=cast.tenants).action
    lights = {action.id: action.light.key for action in collect_state(cast.agenda).actions}
    assert lights == {cast.action.pk: "not_reported", later.pk: "none_yet"}
    RoundFactory(agenda=cast.agenda, name="Ronde 2", reference_date=date(2024, 10, 9), opened=True)
    earlier = {action.id: [light.light.key for light in action.earlier] for action in collect_state(cast.agenda).actions}
    assert earlier == {cast.action.pk: ["not_reported"], later.pk: []}


# -- Frozen


def test_closing_a_round_freezes_its_position(reported, cast, round):
    round.meeting = MeetingFactory(agreement=cast.agreement)
    round.save()
    close_round(round=round, by=cast.officer)
    position = Position.objects.get()
    assert (position.round, position.meeting, position.made_by) == (round, round.meeting, cast.officer)
    assert position.reference_date == date(2024, 9, 30)
    round.refresh_from_db()
    assert state_in(position) == collect_state(cast.agenda, round)


def test_nothing_is_closed_when_freezing_fails(cast, round, monkeypatch):
    monkeypatch.setattr("monitoring.position.collect.hash_of", lambda content: "0" * 64)
    with pytest.raises(ValidationError):
        close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    assert (round.is_closed, Position.objects.count()) == (False, 0)


def test_it_reads_the_same_whatever_changes_afterwards(reported, cast, round):
    close_round(round=round, by=cast.officer)
    position = Position.objects.get()
    content, state = position.content, state_in(position)
    for row, fields in {
        cast.agreement: {"title": "Andere titel", "theme_label": "Hoofdstuk"},
        cast.agenda: {"title": "Andere agenda"},
        cast.theme: {"title": "Ander thema", "position": 9},
        cast.goal: {"text": "Ander doel"},
        cast.action: {"text": "Andere tekst", "position": 7, "dropped_on": date(2024, 12, 1), "drop_reason": "Vervalt."},
        cast.association: {"name": "Nieuwe corporatie", "short_name": "Nieuw"},
        cast.association_officer: {"name": "Iemand Anders"},
        cast.lead: {"task": "niets meer"},
        round: {"name": "Ronde anders"},
    }.items():
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
    cast.lead.delete()
    cast.goal.indicators.get().targets.all()[0].delete()
    MeasurementFactory(indicator=cast.goal.indicators.get(), measured_on=date(2024, 9, 30), value=99)
    dissent = reported.dissents.get()
    dissent.discussed_in = MeetingFactory(agreement=cast.agreement)
    dissent.save()
    DecisionFactory(action=cast.action, meeting=dissent.discussed_in, text="Later besloten.")
    kept = Position.objects.get()
    assert kept.verified_content().encode() == content.encode()
    assert state_in(kept) == state
    assert only_action(state_in(kept)).report.reported_by == "Abel Bouwer"


def test_it_is_in_dutch_whoever_closes_the_round(reported, cast, round):
    with translation.override("en"):
        close_round(round=round, by=cast.officer)
        (action,) = state_in(Position.objects.get()).actions
    with translation.override("nl"):
        round.refresh_from_db()
        assert action == only_action(collect_state(cast.agenda, round))
    assert action.kind_label == "concrete actie"


def test_a_position_without_a_round_is_that_of_the_day(cast, in_october):
    position = freeze(agenda=cast.agenda, by=cast.officer)
    assert (position.round, position.reference_date, state_in(position).round) == (None, date(2024, 10, 10), None)


def test_there_is_one_position_of_a_round(cast, round):
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    with pytest.raises(ValidationError, match="Van deze ronde is er al een stand"):
        freeze(agenda=cast.agenda, round=round, by=cast.officer)


def test_a_position_is_never_changed_or_deleted(cast, in_october):
    position = freeze(agenda=cast.agenda, by=cast.officer)
    position.reference_date = date(2024, 1, 1)
    for attempt in (position.save, position.delete, Position.objects.all().delete):
        with pytest.raises(ValidationError, match="Een stand blijft bewaard zoals hij was"):
            attempt()
    assert Position.objects.get().reference_date == date(2024, 10, 10)


@pytest.mark.parametrize("thorough", [False, True])
def test_tampering_past_the_program_is_noticed_also_when_the_hash_is_changed_too(cast, in_october, thorough):
    position = freeze(agenda=cast.agenda, by=cast.officer)
    forged = position.content.replace("24 flexwoningen", "12 flexwoningen")
    fields = {"content": forged} | ({"sha256": hashlib.sha256(forged.encode()).hexdigest()} if thorough else {})
    Position.objects.filter(pk=position.pk).update(**fields)
    with pytest.raises(PositionTamperedError):
        state_in(Position.objects.get())


# -- As JSON


def test_the_json_is_canonical_and_reads_back_as_the_same_state(reported, cast, round):
    state = collect_state(cast.agenda, round)
    content = state.to_json()
    assert State.from_json(content) == state
    assert State.from_json(content).to_json() == content
    assert json.dumps(json.loads(content), sort_keys=True, ensure_ascii=False, separators=(",", ":")) == content


def test_content_of_a_later_schema_is_refused_and_unknown_names_are_passed_over(cast, round):
    content = json.loads(collect_state(cast.agenda, round).to_json())
    assert State.from_json(json.dumps({**content, "mood": "fine"})) == collect_state(cast.agenda, round)
    del content["themes"][0]["sections"]
    assert State.from_json(json.dumps(content)) == collect_state(cast.agenda, round)
    with pytest.raises(NewerSchemaError):
        State.from_json(json.dumps({**content, "schema": 99}))


def test_a_chart_can_be_drawn_from_the_position_alone(reported, cast, round):
    indicator = cast.goal.indicators.get()
    IndicatorFactory(
        goal=cast.goal, name="Voorraad", kind="no_decrease", per="moment", baseline=4730, baseline_on=date(2023, 1, 1)
    )
    state = State.from_json(collect_state(cast.agenda, round).to_json())
    stock, dwellings = sorted(state.goals[0].indicators, key=lambda row: row.name, reverse=True)
    rows = {row.name: row for row in Indicator.objects.select_related("goal__theme__agreement").prefetch_related("targets")}
    figures = readings_of(indicator.measurements.all())
    assert progression_in(state, dwellings) == progression(
        agreed_on(rows["Sociale woningen"], year=2024), figures, on=date(2024, 9, 30)
    )
    assert progression_in(state, stock) == progression(agreed_on(rows["Voorraad"], year=2024), (), on=date(2024, 9, 30))
