"""The invented year on the real agenda of Heumen: its text stays literal, its rounds have everything to show."""

from datetime import date

import pytest
from django.http import QueryDict

from agreements import demo
from agreements.models import Action, Agenda, Goal, Lead
from monitoring.dashboard.board import collect_board
from monitoring.dashboard.changes import ChangeKind
from monitoring.dashboard.counts import Trouble
from monitoring.dashboard.deciding import questions_for
from monitoring.demo.heumen import PROGRESS, REASON, load_progress
from monitoring.meetings.minutes_content import minutes_of
from monitoring.meetings.register import RegisterQuery, register_of, rows_of
from monitoring.models import Measurement, Meeting, Position, Round
from monitoring.position.collect import state_in
from parties.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def year(module_rows):
    """The whole demonstration as it is on an ordinary day; rolled back after the last test."""
    for name in demo.DOCUMENTS:
        demo.load_document(demo.FIXTURES / name)
    demo.load_people(demo.FIXTURES / demo.PEOPLE)
    assert load_progress(demo.FIXTURES / PROGRESS, today=date(2025, 1, 20))
    return collect_board(heumen(), QueryDict(), today=date(2025, 1, 20)).board


IN_THE_TEXT = date(2023, 12, 7)  # «afspraak gemaakt in gezamenlijk overleg 7-12-23»


def heumen() -> Agenda:
    return Agenda.objects.select_related("agreement").get(agreement__slug="heumen-2023-2026", year=2024)


def test_the_official_text_stays_literal(year):
    rows = [*Action.objects.all(), *Goal.objects.all(), *Agenda.objects.all()]
    assert [row for row in rows if row.history.count() != 1] == []


def test_everything_invented_says_so(year):
    invented = Meeting.objects.exclude(held_on=IN_THE_TEXT)
    named = [*Round.objects.values_list("name", flat=True), *invented.values_list("title", flat=True)]
    sources = Measurement.objects.values_list("source", flat=True)
    people = User.objects.values_list("name", flat=True)
    assert [words for words in (*named, *sources, *people) if "(fictief)" not in words] == []


def test_the_dashboard_of_the_demonstration_has_everything_to_show(year):
    lights = {count.light for count in year.totals.lights if count.number}
    assert lights == {"off_track", "at_risk", "on_track", "done", "none_yet"}
    troubles = {trouble for row in year.exceptions for trouble in row.troubles}
    assert {Trouble.OFF_TRACK, Trouble.AT_RISK, Trouble.SPLIT, Trouble.OVERDUE} <= troubles
    assert min(year.totals.dropped.number, len(questions_for(year.rows)), len(year.hidden_misses)) > 0
    assert year.is_running
    assert {ChangeKind.NEWLY_OFF_TRACK, ChangeKind.NEWLY_AT_RISK, ChangeKind.FINISHED} <= {change.kind for change in year.changes}
    assert max(len(row.action.earlier) for row in year.rows) == 3, "a row of lights of four rounds"


def test_someone_who_reports_for_a_party_is_the_contact_for_what_it_leads(year):
    leads = Lead.objects.filter(action__agenda=heumen()).select_related("party", "contact")
    contacts = {(lead.party.name, lead.contact.email) for lead in leads}
    assert contacts == {
        ("Gemeente Heumen", "noor@heumen.example"),
        ("Oosterpoort", "sander@oosterpoort.example"),
        ("HV Woonbelang", "rian@woonbelang.example"),
    }
    assert {lead.history.latest().history_change_reason for lead in leads} == {REASON}


def test_the_dropped_rows_are_decisions_of_the_meeting_that_the_text_names_with_its_minutes_adopted(year):
    held = Meeting.objects.get(held_on=IN_THE_TEXT)
    dropped = Action.objects.filter(agenda=heumen(), dropped_on=IN_THE_TEXT)
    decided = {row.action_id: row.text for row in held.decisions.all()}
    assert decided == {row.pk: row.text for row in dropped}
    assert len(decided) == 4
    minutes = minutes_of(held)
    assert (minutes.is_adopted, [row.text for row in minutes.decisions]) == (True, list(decided.values()))
    noor = User.objects.get(email="noor@heumen.example")
    found = rows_of(register_of(noor, within=heumen().agreement, query=RegisterQuery(meeting=held)))
    assert {row.became for row in found} == {"Uitgevoerd: vervallen op 7 december 2023, in Uitvoeringsagenda 2024."}
    assert {row.row.action_id for row in found} == set(decided)


def test_each_closed_round_left_its_position(year):
    assert Position.objects.count() == 3
    assert [state_in(position).is_final for position in Position.objects.all()] == [True] * 3
