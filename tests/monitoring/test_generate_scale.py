"""Generated data is what people would have made: its rules hold, its versions are whole, and it comes out the same again."""

from datetime import date

import pytest
from django.apps import apps

from agreements.changes.outcome import try_out
from agreements.consent.answering import effect_of
from agreements.models import Action, Agenda, Agreement, Comment, Goal, Lead, Participation, Proposal, Version
from agreements.versions.checking import faults
from monitoring.history.checking import faults_of_lines
from monitoring.history.lines import PLACE, make_missing_lines
from monitoring.history.places import TOLD, is_told, place_of
from monitoring.models import Decision, HistoryLine, Item, Meeting, Position, ProgressUpdate, Review, Round
from monitoring.scale.country import Country, name_of_place
from monitoring.scale.generate import generate
from parties.models import Membership, Party, User

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 29)
REPORTED = (Round, ProgressUpdate, Review, Meeting, Item, Decision, Position)
SMALL = Country(municipalities=3, years=2, today=TODAY)


@pytest.fixture(scope="module")
def country(module_rows) -> Country:
    generate(SMALL)
    return SMALL


def test_the_national_size_has_its_largest_association_in_166_places():
    places = list(Country(342, 10, TODAY).places())
    works_in = [number for place in places for number in place.associations]
    assert (len(places), works_in.count(0), set(works_in)) == (342, 166, set(range(280)))
    assert max(len(place.associations) for place in places) == 5
    assert len({name_of_place(number) for number in range(1000)}) == 1000


def test_every_version_is_what_check_versions_expects(country):
    found = [sentence for agreement in Agreement.objects.all() for sentence in faults(agreement)]
    assert found == []
    assert Version.objects.filter(kind=Version.Kind.CHANGE).exists()
    assert Version.objects.filter(agenda=None).exists()


def test_every_open_proposal_can_be_answered(country):
    waiting = list(Proposal.objects.open())
    assert {row.kind for row in waiting} == {Proposal.Kind.ADOPT, Proposal.Kind.ADJUST}
    assert [row for row in waiting if not effect_of(row).is_unchanged(row, row.text)] == []
    changing = [row for row in waiting if row.is_change]
    assert [row for row in changing if try_out(row, row.text).content_sha256 != row.content_sha256] == []


@pytest.mark.parametrize(
    "model",
    [Party, User, Membership, Agreement, Participation, Goal, Agenda, Action, Lead, Proposal, Comment, *REPORTED],
    ids=lambda model: model.__name__,
)
def test_the_rules_allow_each_row(country, model):
    rows = list(model.objects.all()[:12])
    assert rows
    for row in rows:
        row.full_clean()


def test_the_history_says_of_every_row_that_it_was_added(country):
    tracked = [model for model in apps.get_models() if hasattr(model, "history")]
    rows = {model.__name__: set(model._base_manager.values_list("pk", flat=True)) for model in tracked}
    added = {model.__name__: set(model.history.filter(history_type="+").values_list("id", flat=True)) for model in tracked}
    assert {name: keys for name, keys in rows.items() if keys and keys != added[name]} == {}
    assert Action.history.filter(history_type="~").values("id").distinct().count() == Action.objects.count()
    newest = {row.id: row.text for row in Action.history.order_by("history_date", "history_id")}
    assert newest == dict(Action.objects.values_list("pk", "text"))


def test_each_row_of_history_has_the_line_that_writing_it_would_have_made(country):
    assert list(faults_of_lines()) == []
    different = []
    for line in HistoryLine.objects.order_by("-id")[:4000:9]:
        model = apps.get_model(line.model)
        record = model.history.get(history_id=line.record)
        place = place_of(model._base_manager.get(pk=line.row))
        expected = {name: getattr(place, name) for name in PLACE} | {"kind": TOLD[model], "change_set": record.change_set}
        found = {name: getattr(line, name) for name in expected}
        if found != expected or not is_told(record):
            different.append((line.model, set(found.items()) ^ set(expected.items())))
    assert different == []
    assert make_missing_lines() == 0


def test_rounds_are_closed_with_whom_they_asked_open_and_planned(country):
    closed = Round.objects.exclude(closed_at=None)
    assert {row.state for row in Round.objects.all()} >= {Round.State.CLOSED}
    assert not closed.filter(asked=None).exists()
    assert Round.objects.filter(closed_at=None, opened_at__isnull=False).count() == country.municipalities
    assert {*ProgressUpdate.objects.values_list("judgement", flat=True)} >= {"", "on_track", "at_risk", "off_track", "done"}
