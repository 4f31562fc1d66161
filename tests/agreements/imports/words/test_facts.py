"""What the words of an action say of themselves, and what they leave open."""

from datetime import date
from decimal import Decimal
from time import process_time

import pytest

from agreements.imports.words.facts import facts_of, split_dropped
from agreements.imports.words.moments import amount_in, moment_of_cell


@pytest.mark.parametrize(
    ("text", "due", "precision"),
    [
        ("Het staat er t/m 31 december 2024.", date(2024, 12, 31), "day"),
        ("Uiterlijk op 1-7-24 is het klaar.", date(2024, 7, 1), "day"),
        ("In kwartaal 3 leveren we cijfers.", date(2024, 9, 30), "quarter"),
        ("In het eerste trimester komt de vraag.", date(2024, 4, 30), "trimester"),
        ("In de tweede helft van 2024 volgt een plan.", date(2024, 12, 31), "half_year"),
        ("Uiterlijk in mei is er een plan.", date(2024, 5, 31), "month"),
        ("Nog voor de kerst opgeleverd.", date(2024, 12, 24), "month"),
        ("In 2024 is er een plan.", date(2024, 12, 31), "year"),
    ],
)
def test_a_moment_that_is_stated(text, due, precision):
    moment = facts_of(text, 2024).moment
    assert (moment.due_on, moment.due_precision, moment.starts_on) == (due, precision, None)


@pytest.mark.parametrize(
    "text",
    [
        "De woningen van 1 juli 2023 en 1 juli 2024 tellen mee.",
        "Het wordt begin van het jaar opgepakt.",
        "De inventarisatie van 2023 is klaar.",
        "2024 geen woningen",
        "Een planning voor 2024 en verder.",
        "Uiterlijk op 1-7-2025 is het klaar.",
        "Uiterlijk op 1-7-2024 dit, uiterlijk op 1-8-2024 dat.",
        "De huur (prijspeil 2023) stijgt niet, mits we in maart van start kunnen.",
        "De verhuiscoach wordt vanaf 2025 betaald.",
    ],
)
def test_a_moment_that_is_left_open(text):
    assert facts_of(text, 2024).moment.due_on is None


def test_several_quarters_are_a_period_and_from_a_quarter_is_a_start():
    period = facts_of("In Q1 2024 schrijven we aan; in Q2 en Q3 wordt gelegd.", 2024).moment
    assert (period.starts_on, period.due_on) == (date(2024, 1, 1), date(2024, 9, 30))
    start = facts_of("Vanaf kwartaal 2 doet iedereen mee.", 2024).moment
    assert (start.starts_on, start.starts_precision, start.due_on) == (date(2024, 4, 1), "quarter", None)


def test_standing_phrases_are_kinds():
    assert [facts_of(text, 2024).kind for text in ("Doorlopend", "doel is ook afspraak.", "Doorlopend overleg over wonen")] == [
        "ongoing",
        "goal_is_action",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "day", "reason"),
    [
        (
            "Deze afspraak vervalt omdat het niet kan (overleg 7-12-23). Verder niets.",
            date(2023, 12, 7),
            "het niet kan (overleg 7-12-23).",
        ),
        ("Vervallen wegens gebrek aan grond", None, "gebrek aan grond"),
        ("Vervallen.", None, "Vervallen."),
    ],
)
def test_dropped_with_its_reason(text, day, reason):
    facts = facts_of(text, 2024)
    assert (facts.says_dropped, facts.dropped_on, facts.drop_reason) == (True, day, reason)


@pytest.mark.parametrize("text", ["Na 2024 vervalt de subsidie.", "De vervallen panden worden gesloopt."])
def test_other_things_that_lapse_are_no_dropped_action(text):
    assert not facts_of(text, 2024).says_dropped


def test_an_action_that_we_printed_as_dropped():
    says_so = "### Vervallen op 7 december 2023\n\nDit vervalt omdat het niet kan."
    assert split_dropped(says_so) == (date(2023, 12, 7), "Dit vervalt omdat het niet kan.", "het niet kan.")
    apart = "### Vervallen op 7 december 2023\n\nWe bouwen.\n\nDe grond is verkocht."
    assert split_dropped(apart) == (date(2023, 12, 7), "We bouwen.", "De grond is verkocht.")
    assert split_dropped("We bouwen.") == (None, "We bouwen.", "")


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("Jaarlijks overleg.", "year"),
        ("Overleg ieder kwartaal.", "quarter"),
        ("Iedere twee maanden.", "two_months"),
        ("Jaarlijks en ieder kwartaal.", ""),
    ],
)
def test_how_often(text, recurrence):
    assert facts_of(text, 2024).recurrence == recurrence


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2025", date(2025, 12, 31)),
        ("Q3", date(2024, 9, 30)),
        ("mei 2024", date(2024, 5, 31)),
        ("31-12-2024", date(2024, 12, 31)),
        ("2024-06-30", date(2024, 6, 30)),
    ],
)
def test_a_cell_with_a_date(text, due):
    assert moment_of_cell(text, None, 2024).due_on == due


@pytest.mark.parametrize("text", ["na de zomer", "31-2-2024", "2024-13-01", "z.s.m."])
def test_a_cell_without_a_date(text):
    assert moment_of_cell(text, None, 2024) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€ 350.000,-", Decimal(350000)),
        ("1250.5", Decimal("1250.5")),
        ("12,50 euro", Decimal("12.50")),
        ("€ 186,=", Decimal(186)),
        ("€ 12.500", Decimal(12500)),
        ("eur 12", Decimal(12)),
        ("12,500", None),
        ("1.2.3", None),
        ("-5", None),
        ("1e999999999", None),
        ("p.m.", None),
        ("tien", None),
    ],
)
def test_amounts(text, amount):
    assert amount_in(text) == amount


def test_many_spaces_after_dropped_cost_no_time():
    """A pattern that tries every way to divide the spaces would take a second for these."""
    before = process_time()
    assert split_dropped("Vervalt" + " " * 20_000 + "x") == (None, "Vervalt" + " " * 20_000 + "x", "")
    assert process_time() - before < 0.2
