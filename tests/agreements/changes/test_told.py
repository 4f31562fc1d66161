"""A change in words: every kind of value as people read it, in a fixed number of queries, and nothing that is withheld."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.changes.told import tell
from agreements.markdown import first_words
from agreements.models import Change
from tests.agreements.changes.conftest import adjust, drop, now

pytestmark = pytest.mark.django_db


def said(proposal) -> list[tuple[str, str, str]]:
    return [(change.label, change.was, change.becomes) for told in tell(proposal) for change in told.changes]


def test_dates_leads_money_and_choices_are_told_as_people_read_them(scene):
    cast = scene.cast
    leads = [{"party": cast.tenants.pk, "task": "toets"}, {"party": cast.municipality.pk, "task": ""}]
    becomes = {"due_on": "2024-09-30", "due_precision": "quarter", "budget": "1250.5", "leads": leads, "recurrence": "quarter"}
    assert sorted(said(scene.draft(adjust(cast.action, **becomes)))) == [
        ("Budget in euros", "", "€ 1,250.5"),
        ("Due", "", "quarter 3 of 2024"),
        ("Lead", "De Sleutel (realisatie bouw)", "Huurdersraad Waterhoek (toets) and Gemeente Waterhoek"),
        ("Recurs", "", "every quarter"),
    ]


def test_a_date_of_which_only_the_precision_changes_is_told_as_a_whole(scene):
    scene.change(adjust(scene.cast.action, due_on="2024-12-31", due_precision="day"))
    draft = scene.draft(adjust(now(scene.cast.action), due_precision="year"))
    assert said(draft) == [("Due", "31 December 2024", "2024")]


def test_a_mail_tells_short_values_and_of_text_what_nobody_may_overlook(scene):
    words = scene.cast.action.text.replace("24", "42")
    told = tell(scene.draft(adjust(scene.cast.action, text=words, number="3b")))[0]
    assert told.short == ["Text: 24 becomes 42"]
    again = tell(scene.draft(adjust(scene.cast.second, number="4")))[0]
    assert again.short == []
    assert tell(scene.draft(drop(scene.cast.second, "Te duur.")))[0].reason == "Te duur."


def test_what_is_dropped_is_told_in_the_words_that_go(scene):
    told = tell(scene.draft(drop(scene.cast.action)))[0]
    assert told.heading == "Action of goal 17"
    assert [(change.was, change.becomes) for change in told.changes] == [("De 24 flexwoningen aan de Kade zijn opgeleverd.", "")]


def test_changes_of_one_name_are_told_apart_by_how_they_begin(scene):
    first, second = scene.cast.action, scene.cast.second
    added = {"kind": Change.Kind.ADD, "about": "action", "becomes": {"goal": first.goal_id, "text": "Er komt een loket."}}
    found = [row.heading for row in tell(scene.draft(drop(first), drop(second), added))]
    assert second.goal_id == first.goal_id
    assert found == [
        f"Action of goal 17 · {first_words(first.text, 40)}",
        f"Action of goal 17 · {first_words(second.text, 40)}",
        "New action for goal 17",
    ]


def test_a_mail_says_how_what_goes_or_comes_begins(scene):
    added = {"kind": Change.Kind.ADD, "about": "action", "becomes": {"goal": scene.cast.goal.pk, "text": "Er komt een loket."}}
    found = [row.short for row in tell(scene.draft(drop(scene.cast.action), added))]
    assert found == [["De 24 flexwoningen aan de Kade zijn opgeleverd."], ["Text: Er komt een loket."]]


def test_ten_changes_take_as_many_queries_as_two(scene):
    def counted(*changes) -> int:
        proposal = scene.draft(*changes)
        with CaptureQueriesContext(connection) as captured:
            tell(proposal)
        return len(captured)

    def added(number: int) -> list[dict]:
        row = {"kind": Change.Kind.ADD, "about": "action"}
        lead = [{"party": scene.cast.tenants.pk, "task": ""}]
        texts = (f"Afspraak {place}." for place in range(number))
        return [{**row, "becomes": {"goal": scene.cast.goal.pk, "text": text, "leads": lead}} for text in texts]

    two = counted(adjust(scene.cast.action, text="Anders."), *added(1))
    assert counted(adjust(scene.cast.action, text="Anders."), adjust(scene.cast.second, text="Ook."), *added(8)) == two
