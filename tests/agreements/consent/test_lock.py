"""Which text stands still, in which state, for whom, and with which sentence."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.consent.lock import (
    AGREED,
    LockedError,
    demand_unlocked,
    locks_of,
    refusal_beforehand,
    why_not_change,
)
from agreements.models import (
    Action,
    Advice,
    AdviceSubject,
    Agenda,
    AgendaImport,
    Appendix,
    Assent,
    Ceremony,
    Change,
    Condition,
    Goal,
    GoalLink,
    Indicator,
    Label,
    Labelling,
    NeededAnswer,
    Participation,
    Project,
    ProjectStep,
    Proposal,
    Publication,
    PublicConsent,
    RollChoice,
    SignedCopy,
    SourceDocument,
    Version,
    VersionFile,
    Withholding,
)
from agreements.models.agreement import InAgreement
from tests.factories import ActionFactory, AgendaFactory, GoalFactory

from .conftest import FREE, OF_2024, SHARED

pytestmark = pytest.mark.django_db

ADOPTED = "The agenda of 2024 has been adopted: its text changes by consent only."
CLOSED = "The agenda of 2024 is closed: its text stays as it is."
REVOKED = "The agenda of 2024 was revoked: its text stays as it is."
PROPOSED = "The agenda of 2024 is proposed for adoption: its text stands still. Take the proposal back first."
KEPT = (
    "This stands in the agenda of 2024, so it cannot be deleted. Drop a goal from a later year on instead; a theme without"
    " goals is no longer printed."
)
NEXT_YEAR_FIRST = (
    "The agenda of 2024 stands still, and no later year is being written. Start a draft of the next year first: these words are"
    " written for that year, and 2024 keeps its own."
)
PER_YEAR = {"goal", "goal of 2024", "theme", "theme of 2024"}  # their words hold from a year
STANDS_STILL = {"draft": "", "proposed": PROPOSED, "adopted": ADOPTED, "closed": CLOSED, "revoked": REVOKED}


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
    assert {why_not_change(rows[name]) for name in (OF_2024 | SHARED) - PER_YEAR} == {STANDS_STILL[state]}
    assert {why_not_change(rows[name]) for name in PER_YEAR} == {KEPT if state != "draft" else ""}


def test_of_several_years_the_one_that_is_adopted_is_named(cast, rows, put):
    put("proposed")
    put("adopted", "agenda of 2025")
    told = why_not_change(rows["indicator"]), why_not_change(rows["action"])
    assert told == (ADOPTED.replace("2024", "2025"), PROPOSED)


def test_a_goal_stands_in_the_years_in_which_it_runs_or_has_an_action(cast, rows, put):
    put("adopted")
    goal = rows["goal of 2025"]
    assert why_not_change(goal) == ""
    ActionFactory(goal=goal, agenda=cast.agenda)
    assert (why_not_change(goal), why_not_change(goal, fields=["is_focus"])) == (KEPT, ADOPTED)


def test_every_kind_of_row_is_agreed_text_or_is_known_not_to_be():
    models = {model for model in apps.get_app_config("agreements").get_models() if issubclass(model, InAgreement)}
    written_by_consent = {Version, VersionFile, Proposal, Change, NeededAnswer, Assent, SignedCopy, Ceremony, Withholding}
    said_about_it = {Advice, AdviceSubject}
    beside_it = {Condition, GoalLink, Label, Labelling, ProjectStep, SourceDocument}  # docs/decisions/0032 and 0035
    shown_of_it = {Publication, PublicConsent}  # docs/decisions/0045
    assert models - {AgendaImport, RollChoice, *shown_of_it, *said_about_it, *written_by_consent, *beside_it} == set(AGREED)


# -- New rows


def test_a_new_row_is_locked_where_it_would_be_printed_and_a_goal_begins_in_the_written_year(cast, rows, put):
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
        "participation of 2025": Participation(agreement=agreement, party=cast.elsewhere, from_year=2025),
        "project": Project(agreement=agreement, name="Nog iets"),
        "agenda": Agenda(agreement=agreement, year=2026, title="Nog een jaar"),
    }
    assert locked(new) == {"action", "indicator", "appendix", "participation"}


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


# -- Words that hold from a year


@pytest.mark.parametrize(
    ("name", "field"), [("goal", "text"), ("goal", "theme"), ("theme", "title"), ("theme", "position"), ("target", "value")]
)
def test_words_that_hold_from_a_year_are_written_for_the_draft_of_a_later_year(cast, rows, put, name, field):
    put("adopted")
    assert why_not_change(rows[name], fields=[field]) == ""
    put("proposed", "agenda of 2025")
    assert why_not_change(rows[name], fields=[field]) == NEXT_YEAR_FIRST.replace("2024", "2025")
    AgendaFactory(agreement=cast.agreement, year=2026)
    assert why_not_change(rows[name], fields=[field]) == ""


def test_what_all_years_share_of_a_goal_stands_still(rows, put):
    put("adopted")
    assert why_not_change(rows["goal"], fields=["text", "start_year"]) == ADOPTED


def test_a_goal_is_dropped_from_a_year_that_is_still_written(cast, put):
    put("adopted")
    goal = Goal.objects.get(pk=cast.goal.pk)
    goal.dropped_from, goal.drop_reason = 2025, "Besluit."
    assert why_not_change(goal, fields=["dropped_from", "drop_reason"]) == ""
    goal.dropped_from = 2024
    assert why_not_change(goal, fields=["dropped_from"]) == ADOPTED
    goal.dropped_from = 2025
    goal.save()
    put("adopted", "agenda of 2025")
    goal.dropped_from = 2026
    assert why_not_change(goal, fields=["dropped_from"]) == ADOPTED.replace("2024", "2025")


def test_a_writer_who_names_the_year_is_held_by_that_year_alone(cast, put):
    put("adopted")
    goal = Goal.objects.get(pk=cast.goal.pk)
    goal.write_for(2024)
    assert why_not_change(goal, fields=["text"]) == ADOPTED
    goal.write_for(2025)
    assert why_not_change(goal, fields=["text"]) == ""


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
    refused = {name: refusal_beforehand(row) for name, row in rows.items()}
    holding = {name: refusal and refusal.text for name, refusal in refused.items()}
    assert {name for name, agenda in holding.items() if agenda} == (set() if state == "draft" else OF_2024 | SHARED)
    assert set(holding.values()) <= {None, cast.agenda}


# -- For other code


def test_demand_unlocked_raises_the_sentence(cast, rows, put):
    demand_unlocked(rows["action"])
    put("closed")
    with pytest.raises(LockedError, match=CLOSED):
        demand_unlocked(rows["action"])


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
