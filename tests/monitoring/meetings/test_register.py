"""The register: every decision and action point that the person may read, what became of it, and overdue first."""

from datetime import date

import pytest
from django.utils import translation

from monitoring.meetings.minuting import withdraw_decision
from monitoring.meetings.register import POINT, RegisterQuery, RegisterStanding, register_of, rows_of
from monitoring.models import Decision
from tests.factories import ActionPointFactory, DecisionFactory, ItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 20)


@pytest.fixture
def held(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))


def found(cast, user=None, *, within=None, **query) -> list[tuple[str, RegisterStanding]]:
    rows = register_of(user or cast.tenant, within=within or cast.agreement, query=RegisterQuery(**query), today=TODAY)
    return [(row.row.text, row.standing) for row in rows_of(rows)]


def test_overdue_stands_first_then_open_by_its_last_day_then_done_newest_first(cast, held):
    def point(text: str, due: date, **more) -> None:
        ActionPointFactory(meeting=held, party=cast.tenants, text=text, due_on=due, **more)

    older = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 3, 7))
    DecisionFactory(meeting=older, action=cast.action, text="Besproken in maart.")
    DecisionFactory(meeting=held, action=cast.action, kind="adjust", text="Wordt 24.")
    DecisionFactory(meeting=held, action=cast.action, text="Besproken in november.")
    point("Volgende week.", date(2024, 11, 27))
    point("Gisteren.", date(2024, 11, 19))
    point("Vorige maand.", date(2024, 10, 19))
    point("Klaar.", date(2024, 10, 1), done_on=date(2024, 10, 2), done_note="Gebeld.")
    assert found(cast) == [
        ("Vorige maand.", RegisterStanding.OVERDUE),
        ("Gisteren.", RegisterStanding.OVERDUE),
        ("Volgende week.", RegisterStanding.OPEN),
        ("Wordt 24.", RegisterStanding.OPEN),
        ("Besproken in november.", RegisterStanding.DONE),
        ("Klaar.", RegisterStanding.DONE),
        ("Besproken in maart.", RegisterStanding.DONE),
    ]


def test_a_decision_that_was_corrected_or_carried_out_in_the_text_is_done(cast, held):
    wrong = DecisionFactory(meeting=held, action=cast.action, kind="adjust", text="Fout.")
    DecisionFactory(meeting=held, action=cast.action, kind="other", text="Goed.", corrects=wrong)
    dropped = DecisionFactory(meeting=held, action=cast.action, kind="drop", text="Vervalt.")
    assert dict(found(cast))["Vervalt."] == RegisterStanding.OPEN
    type(cast.action).objects.filter(pk=cast.action.pk).update(dropped_on=held.held_on, drop_reason="Verkocht.")
    assert dict(found(cast)) == dict.fromkeys(("Fout.", "Goed.", "Vervalt."), RegisterStanding.DONE)
    with translation.override("en"):
        became = {
            row.row.pk: row.became for row in rows_of(register_of(cast.tenant, within=cast.agreement, query=RegisterQuery()))
        }
    assert became[dropped.pk].startswith("Carried out: dropped on 7 November 2024")
    assert became[wrong.pk].startswith("Corrected by a later decision")


def test_a_goal_that_was_dropped_is_done_and_until_then_somebody_answers_for_it(cast, held):
    type(held).objects.filter(pk=held.pk).update(prepared_by=cast.municipality)
    DecisionFactory(meeting=held, action=None, goal=cast.goal, kind="drop", text="Te duur.")

    def row():
        (found_row,) = rows_of(register_of(cast.tenant, within=cast.agreement, query=RegisterQuery()))
        return found_row

    with translation.override("en"):
        assert (row().standing, row().parties) == (RegisterStanding.OPEN, (cast.municipality.short_name,))
        type(cast.goal).objects.filter(pk=cast.goal.pk).update(dropped_from=2025, drop_reason="Te duur.")
        assert (row().standing, row().became) == (RegisterStanding.DONE, "Carried out: the goal is dropped from 2025.")


def test_a_withdrawn_decision_is_done_and_says_when_by_whom_and_why(cast, held):
    row = DecisionFactory(meeting=held, action=cast.action, kind="adjust", text="Wordt 24.")
    assert found(cast) == [("Wordt 24.", RegisterStanding.OPEN)]
    withdraw_decision(decision=row, by=cast.officer, reason="Het was een misverstand.")
    assert found(cast, standing=RegisterStanding.OPEN) == []
    assert found(cast, standing=RegisterStanding.DONE) == [("Wordt 24.", RegisterStanding.DONE)]
    with translation.override("en"):
        (told,) = rows_of(register_of(cast.tenant, within=cast.agreement, query=RegisterQuery()))
    assert told.became.startswith("Withdrawn on ")
    assert told.became.endswith(f" by {cast.officer}: Het was een misverstand.")


def test_a_correction_that_was_withdrawn_corrects_nothing_any_more(cast, held):
    wrong = DecisionFactory(meeting=held, action=cast.action, kind="adjust", text="Fout.")
    later = DecisionFactory(meeting=held, action=cast.action, kind="other", text="Goed.", corrects=wrong)
    assert dict(found(cast))["Fout."] == RegisterStanding.DONE
    withdraw_decision(decision=later, by=cast.officer, reason="Toch niet.")
    assert dict(found(cast))["Fout."] == RegisterStanding.OPEN
    with translation.override("en"):
        became = {
            row.row.pk: row.became for row in rows_of(register_of(cast.tenant, within=cast.agreement, query=RegisterQuery()))
        }
    assert became[wrong.pk] == "Waits: nobody made a proposal of it yet."


def test_a_decision_about_an_item_alone_leads_to_that_item(cast, held):
    item = ItemFactory(meeting=held, title="De garages")
    DecisionFactory(meeting=held, action=None, item=item, kind="other", text="Zij gaan weg.")
    (row,) = rows_of(register_of(cast.tenant, within=cast.agreement, query=RegisterQuery()))
    assert (row.about, row.address) == ("De garages", item.get_absolute_url())


def test_one_searches_by_words_kind_meeting_party_year_and_how_it_stands(cast, held):
    other = MeetingFactory(agreement=cast.agreement, held_on=date(2023, 12, 7), title="Overleg van december")
    DecisionFactory(meeting=held, action=cast.action, text="De kavel is verkocht.")
    item = ItemFactory(meeting=other, title="De garages")
    DecisionFactory(meeting=other, action=None, item=item, kind="other", text="Zij gaan weg.")
    ActionPointFactory(meeting=other, party=cast.tenants, text="Belt over de kavel.", due_on=date(2024, 1, 1))

    def texts(**query) -> set[str]:
        return {text for text, _standing in found(cast, **query)}

    sold, gone, calls = "De kavel is verkocht.", "Zij gaan weg.", "Belt over de kavel."
    assert texts(words="KAVEL") == {sold, calls}
    assert texts(words="kavel verkocht") == {sold}
    assert texts(words="garages") == {gone}
    assert texts(words="december") == {gone, calls}
    assert texts(kind=POINT) == {calls}
    assert texts(kind="other") == {gone}
    assert texts(meeting=held) == {sold}
    assert texts(party=cast.tenants) == {calls}
    assert texts(party=cast.association) == {sold}, "it leads the action"
    assert texts(year=2023) == {gone, calls}
    assert texts(standing=RegisterStanding.OVERDUE) == texts(standing=RegisterStanding.OPEN) == {calls}
    assert texts(standing=RegisterStanding.DONE) == {sold, gone}


def test_words_that_are_withheld_are_not_found(cast, held):
    DecisionFactory(meeting=held, action=cast.action, text="Besproken.")
    word = cast.action.text.split()[-1].strip(".")
    assert found(cast, words=word)
    type(cast.action).objects.filter(pk=cast.action.pk).update(has_withheld=True)
    assert not found(cast, words=word)


def test_what_a_bilateral_meeting_decided_only_its_parties_find(cast):
    own = MeetingFactory(agreement=cast.agreement, kind="bilateral", held_on=date(2024, 11, 7))
    for party in (cast.municipality, cast.association):
        own.own_parties.create(party=party)
    DecisionFactory(meeting=own, action=cast.action, text="Onder ons.")
    ActionPointFactory(meeting=own, party=cast.association, text="Ook onder ons.")
    for within in (cast.agreement, cast.association):
        assert found(cast, cast.tenant, within=within) == []
        assert {text for text, _standing in found(cast, cast.association_officer, within=within)} == {
            "Onder ons.",
            "Ook onder ons.",
        }
    own.shared_on = date(2024, 11, 8)
    type(own).objects.filter(pk=own.pk).update(shared_on=own.shared_on)
    assert len(found(cast, cast.tenant)) == 2


def test_a_party_finds_what_it_leads_and_promised_in_every_agreement_that_the_reader_reads(cast, held):
    DecisionFactory(meeting=held, action=cast.action, text="Hier.")
    there = MeetingFactory(agreement=cast.other_agreement, held_on=date(2024, 11, 7))
    DecisionFactory(meeting=there, action=cast.other_action, text="Elders.")
    ActionPointFactory(meeting=held, party=cast.tenants, text="Van een ander.")
    assert found(cast, within=cast.association) == [("Hier.", RegisterStanding.DONE)]
    assert Decision.objects.count() == 2


def test_the_number_of_queries_is_the_same_for_one_row_and_for_many(cast, held, django_assert_max_num_queries):
    def read() -> None:
        rows_of(register_of(cast.tenant, within=cast.agreement, query=RegisterQuery()))

    for number in range(12):
        DecisionFactory(meeting=held, action=cast.action, text=f"Besluit {number}.")
        DecisionFactory(meeting=held, action=None, goal=cast.goal, text=f"Besluit {number}.")
        ActionPointFactory(meeting=held, party=cast.tenants, text=f"Punt {number}.")
    with django_assert_max_num_queries(9):
        read()
