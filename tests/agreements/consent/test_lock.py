"""Which text stands still, in which state, for whom, and with which sentence."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.consent.lock import AGREED, LockedError, agenda_that_holds, demand_unlocked, locks_of, why_not_change
from agreements.models import (
    Action,
    Agenda,
    AgendaImport,
    Appendix,
    Assent,
    Goal,
    Indicator,
    NeededAnswer,
    Participation,
    Project,
    Proposal,
    Version,
    VersionFile,
)
from agreements.models.agreement import InAgreement
from tests.factories import ActionFactory, AgendaFactory, GoalFactory

from .conftest import FREE, OF_2024, SHARED

pytestmark = pytest.mark.django_db

ADOPTED = "The agenda of 2024 has been adopted: its text changes by consent only."
CLOSED = "The agenda of 2024 is closed: its text stays as it is."
PROPOSED = "The agenda of 2024 is proposed for adoption: its text stands still. Take the proposal back first."
STANDS_STILL = {"draft": "", "proposed": PROPOSED, "adopted": ADOPTED, "closed": CLOSED}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def locked(rows, **asked) -> set[str]:
    return {name for name, row in rows.items() if why_not_change(row, **asked)}


# -- Which rows, in which state


@pytest.mark.parametrize("state", Agenda.State.values)
def test_text_stands_still_from_the_proposal_on(rows, put, state):
    """For everyone: the lock is not told who asks."""
    put(state)
    assert locked(rows) == (set() if state == "draft" else OF_2024 | SHARED)
    assert set(rows) == OF_2024 | SHARED | FREE


@pytest.mark.parametrize("state", Agenda.State.values)
def test_each_refusal_names_the_year_and_its_state(cast, rows, put, state):
    put(state)
    assert {why_not_change(rows[name]) for name in OF_2024 | SHARED} == {STANDS_STILL[state]}


def test_of_several_years_the_one_that_is_adopted_is_named(cast, rows, put):
    put("proposed")
    put("adopted", "agenda of 2025")
    told = why_not_change(rows["goal"]), why_not_change(rows["action"])
    assert told == (ADOPTED.replace("2024", "2025"), PROPOSED)


def test_a_goal_stands_in_the_years_in_which_it_runs_or_has_an_action(cast, rows, put):
    put("adopted")
    goal = rows["goal of 2025"]
    assert why_not_change(goal) == ""
    ActionFactory(goal=goal, agenda=cast.agenda)
    assert why_not_change(goal) == ADOPTED


def test_every_kind_of_row_is_agreed_text_or_is_known_not_to_be():
    models = {model for model in apps.get_app_config("agreements").get_models() if issubclass(model, InAgreement)}
    written_by_the_adoption = {Version, VersionFile, Proposal, NeededAnswer, Assent}
    assert models - {AgendaImport, *written_by_the_adoption} == set(AGREED)


# -- New rows


def test_a_new_row_stands_still_where_it_would_be_printed(cast, rows, put):
    put("adopted")
    agreement, theme, draft = cast.agreement, cast.theme, rows["agenda of 2025"]
    new = {
        "action": Action(agenda=cast.agenda, goal=cast.goal, text="Nog iets."),
        "action of 2025": Action(agenda=draft, goal=cast.goal, text="Nog iets."),
        "goal": Goal(theme=theme, text="Nog iets."),
        "goal of 2025": Goal(theme=theme, text="Nog iets.", start_year=2025),
        "goal added in 2025": Goal(theme=theme, text="Nog iets.", added_on=date(2025, 3, 1)),
        "indicator": Indicator(goal=cast.goal, name="Nog iets"),
        "appendix": Appendix(agreement=agreement, title="Nog iets"),
        "appendix of 2025": Appendix(agreement=agreement, agenda=draft, title="Nog iets"),
        "participation": Participation(agreement=agreement, party=cast.elsewhere),
        "project": Project(agreement=agreement, name="Nog iets"),
        "agenda": Agenda(agreement=agreement, year=2026, title="Nog een jaar"),
    }
    assert locked(new) == {"action", "goal", "indicator", "appendix", "participation"}


def test_a_row_that_stands_in_nothing_yet_is_free(cast):
    assert locked({"action": Action(text="Los."), "goal": Goal(text="Los.")}) == set()


# -- Which fields


@pytest.mark.parametrize(
    ("name", "fields", "is_free"),
    [
        ("lead", ["contact"], True),
        ("lead", ["contact", "task"], False),
        ("lead", ["party"], False),
        ("project", ["phase", "expected_on", "area", "dwellings"], True),
        ("project", ["name"], False),
        ("action", ["budget"], False),
        ("agenda", ["state"], False),
        ("action", [], True),
    ],
)
def test_what_is_never_printed_changes_at_any_time(cast, rows, put, name, fields, is_free):
    put("adopted")
    assert (why_not_change(rows[name], fields=fields) == "") == is_free


@pytest.mark.parametrize("name", ["lead", "project"])
def test_a_row_as_a_whole_is_not_free_for_having_such_fields(cast, rows, put, name):
    put("adopted")
    assert why_not_change(rows[name]) == ADOPTED


# -- Rows that move


def test_a_row_is_asked_about_where_it_stood_and_where_it_will_stand(cast, rows, put):
    put("adopted")
    draft = rows["agenda of 2025"]
    for name, field, value in (
        ("action", "agenda", draft),
        ("action of 2025", "agenda", cast.agenda),
        ("appendix of 2024", "agenda", draft),
        ("appendix of 2025", "agenda", None),
        ("goal of 2024", "start_year", 2025),
        ("goal of 2025", "start_year", 2024),
        ("indicator", "goal", rows["goal of 2025"]),
        ("indicator of 2025", "goal", cast.goal),
    ):
        row = rows[name]
        setattr(row, field, value)
        assert why_not_change(row, fields=[field]) == ADOPTED, name


def test_an_agenda_that_is_opened_in_memory_still_stands_still(cast, rows, put):
    put("adopted")
    cast.agenda.state = "draft"
    assert why_not_change(cast.agenda, fields=["state"]) == ADOPTED


# -- Said beforehand


@pytest.mark.parametrize("state", Agenda.State.values)
def test_a_page_knows_beforehand_with_which_agenda_a_row_stands_still(cast, rows, put, state):
    put(state)
    holding = {name: agenda_that_holds(row) for name, row in rows.items()}
    assert {name for name, agenda in holding.items() if agenda} == (set() if state == "draft" else OF_2024 | SHARED)
    assert set(holding.values()) <= {None, cast.agenda}


# -- For other code


def test_demand_unlocked_raises_the_sentence(cast, rows, put):
    demand_unlocked(rows["goal"])
    put("closed")
    with pytest.raises(LockedError, match=CLOSED):
        demand_unlocked(rows["goal"])


def test_locks_are_read_once_for_any_number_of_rows(cast, rows, put):
    goals = [GoalFactory(theme=cast.theme, number=f"20.{number}") for number in range(5)]

    def queries(count: int) -> int:
        known: dict = {}
        with CaptureQueriesContext(connection) as taken:
            for goal in goals[:count]:
                why_not_change(goal, known=known)
        return len(taken)

    assert (queries(1), queries(5)) == (1, 1)
    put("adopted")
    AgendaFactory(agreement=cast.agreement, year=2023, adopted=True)
    assert (queries(1), queries(5)) == (3, 7), "where something stands still, each row is asked how it is stored"
    locks = locks_of(cast.agreement.pk)
    with CaptureQueriesContext(connection) as taken:
        assert [locks.why_not_change(goal) != "" for goal in (rows["goal"], rows["goal of 2025"])] == [True, False]
    assert len(taken) == 0
