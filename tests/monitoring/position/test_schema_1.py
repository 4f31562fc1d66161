"""A position that was frozen before schema 2: position_schema_1.json is one, byte for byte as the program of then stored it."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from monitoring.dashboard.counts import dashboard
from monitoring.models import Position
from monitoring.position.collect import collect_state, state_in
from monitoring.position.indicators import progression_in
from monitoring.position.state import Code, State
from parties.canonical import hash_of
from tests.pages import words_of

STORED = Path(__file__).with_name("position_schema_1.json").read_text(encoding="utf-8")
SHA256 = "11c65e281c42a7c5b07270e80eb0fd4ed89dd8a7b52e373a3aa82786f1e50ea1"
# What was stored in words and is a key alone by now; no page shows them.
ONLY_A_KEY = {"gemeente", "woningcorporatie", "huurdersorganisatie", "inspanning"}


@pytest.fixture(scope="module")
def state() -> State:
    return State.from_json(STORED)


def leaves(content) -> set[str]:
    """Every text that stands in the content."""
    if isinstance(content, dict):
        return leaves(list(content.values()))
    return set().union(*map(leaves, content)) if isinstance(content, list) else {content} if isinstance(content, str) else set()


def test_the_stored_text_is_the_one_that_was_frozen():
    assert (json.loads(STORED)["schema"], hashlib.sha256(STORED.encode()).hexdigest()) == (1, SHA256)


def test_every_word_of_it_stands_in_the_state(state):
    assert leaves(json.loads(STORED)) - leaves(json.loads(state.to_json())) == ONLY_A_KEY


def test_the_text_stands_at_its_place(state):
    assert (state.agreement.slug, state.agreement.title) == ("heumen-2023-2026", "Meerjarige prestatieafspraken 2023-2026")
    assert (state.agenda.year, state.agenda.title, state.agenda.standing) == (2025, "Uitvoeringsagenda 2025", "Concept, versie 1")
    assert (state.round.name, state.round.meeting.name) == ("Ronde 2025-1", "Bestuurlijk overleg najaar")
    assert state.signed_by == "Gemeente Heumen, Oosterpoort en HV Woonbelang"
    assert (len(state.themes), len(state.goals), len(state.actions), len(state.asked)) == (4, 30, 31, 30)
    first = state.actions[0]
    assert (first.kind, first.kind_label, first.due_on, first.period) == (
        "specific",
        "concrete actie",
        date(2025, 9, 30),
        "kwartaal 3 van 2025",
    )
    assert [str(lead) for lead in first.leads] == ["Oosterpoort", "Gemeente Heumen"]
    (dropped,) = [action for action in state.actions if action.is_dropped]
    assert (dropped.drop_reason, dropped.light) == ("De grond is verkocht.", Code())


def test_the_answers_stand_with_their_actions(state):
    split = [action for action in state.actions if action.is_split]
    assert [(action.light.key, action.other_light.key, len(action.open_views)) for action in split] == [
        ("at_risk", "off_track", 1)
    ]
    assert sum(len(action.earlier) for action in state.actions) == 80
    carried = [action for action in state.actions if len(action.lineage) > 1]
    assert (len(carried), {action.lineage[0] == action.id for action in carried}) == (20, {True})
    assert [row.text for goal in state.goals for row in goal.decisions] == ["Besluit over doel."]
    assert [row.text for action in state.actions for row in action.decisions] == ["Wij schuiven op."]


def test_its_figures_are_computed_as_they_were(state):
    rows = [row for goal in state.goals for row in goal.indicators]
    assert len(rows) == 23
    assert {row.name: progression_in(state, row).standing for row in rows} == {row.name: row.standing.key for row in rows}
    stock = next(row.agreed for row in rows if row.name == "Sociale voorraad")
    assert (stock.targets, [aim.phrase for aim in stock.aims]) == ((), ["niet onder 4.730 woningen"])
    (growth,) = [row for row in rows if row.name == "Groei van de sociale huurvoorraad"]
    assert (growth.agreed.start_year, growth.agreed.starts_by_itself, growth.figures[0].party) == (2023, True, "Oosterpoort")
    assert growth.agreed.targets[0].value == Decimal(75)


def test_the_dashboard_reads_it(state):
    board = dashboard(state, today=date(2025, 7, 20))
    assert (board.totals.total, board.totals.dropped.number, len(board.rows)) == (30, 1, 31)


@pytest.mark.django_db
def test_it_is_verified_shown_and_given_as_it_was_stored(cast, client):
    position = Position(agenda=cast.agenda, reference_date=date(2025, 6, 30), made_by=cast.officer, content=STORED, sha256=SHA256)
    position.save()
    assert state_in(Position.objects.get()) == State.from_json(STORED)
    client.force_login(cast.officer)
    words = words_of(client.get(position.get_absolute_url()))
    assert "Besluit over doel." in words
    assert SHA256 in words
    given = client.get(reverse("position_json", args=[position.pk])).content
    assert (given.decode(), hash_of(given.decode())) == (STORED, SHA256)


@pytest.mark.django_db
def test_what_is_frozen_now_has_the_next_schema(cast, round):
    assert json.loads(collect_state(cast.agenda, round).to_json())["schema"] == 2
