"""Undoing an import: every row as it was, or a sentence that says who went on working with which row."""

from datetime import date

import pytest
from django.utils import translation

from agreements.imports.applying import NotAppliedError, apply_import
from agreements.imports.undoing import undo_import
from agreements.models import Action, AgendaImport, Goal, Lead, Project, Theme
from parties.history.records import change_set
from tests.documents import variants
from tests.factories import ActionFactory, AgendaFactory, IndicatorFactory

pytestmark = pytest.mark.django_db

HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
ROWS = [
    [
        17,
        "De sociale voorraad groeit met 80 woningen.",
        "De 30 flexwoningen aan de Kade zijn opgeleverd.",
        "Huurdersraad Waterhoek",
    ],
    ["Thema 2: Duurzaam wonen"],
    HEAD,
    [18, "Er wordt gebouwd.", "Kade\n• Start bouw\nHaven\n• Ontwerp klaar", "De Sleutel"],
]


def everything() -> dict:
    return {model: sorted(model.objects.values_list(), key=str) for model in (Theme, Goal, Action, Lead, Project)}


@pytest.fixture
def taken_over(cast, kept):
    """The content before, and an import that was taken over after."""
    before = everything()
    found = kept(variants.excel(["Thema 1: Betaalbaar wonen"], HEAD, *ROWS), "agenda.xlsx", cast.agenda)
    apply_import(found, by=cast.officer)
    assert everything() != before
    return before, found


def refusal_of(found, by) -> str:
    before = everything()
    with translation.override("en"), pytest.raises(NotAppliedError) as refused:
        undo_import(found, by=by)
    assert everything() == before
    assert AgendaImport.objects.get(pk=found.pk).state == "applied"
    return str(refused.value)


def test_everything_is_as_it_was_with_the_keys_of_before(cast, taken_over):
    before, found = taken_over
    undo_import(found, by=cast.officer)
    assert everything() == before
    assert AgendaImport.objects.get().state == "undone"


def test_the_undoing_stands_in_the_history_itself(cast, taken_over):
    _before, found = taken_over
    undo_import(found, by=cast.association_officer)
    record = cast.action.history.latest()
    assert (record.history_change_reason, record.history_user) == (
        "Inlezen uit agenda.xlsx teruggedraaid",
        cast.association_officer,
    )
    assert record.change_set != found.change_set
    assert cast.action.history.count() == 3


def test_a_row_that_somebody_changed_since_stops_it(cast, taken_over):
    _before, found = taken_over
    cast.action.refresh_from_db()
    cast.action.text = "Een collega werkte verder."
    with change_set(user=cast.association_officer):
        cast.action.save()
    sentence = "Abel Bouwer changed «Een collega werkte verder.» after the import, so it can no longer be undone as a whole."
    assert refusal_of(found, cast.officer) == sentence


@pytest.mark.parametrize(
    "add",
    [
        lambda goal, agenda: ActionFactory(goal=goal, agenda=agenda, text="Nog iets."),
        lambda goal, _agenda: IndicatorFactory(goal=goal, name="Nog iets"),
    ],
)
def test_what_people_added_below_a_new_row_stops_it(add, cast, taken_over):
    _before, found = taken_over
    add(Goal.objects.get(number="18"), cast.agenda)
    assert refusal_of(found, cast.officer).startswith("Something was added since: ")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("proposed", "The agenda of 2024 is proposed for adoption: its text stands still. Take the proposal back first."),
        ("adopted", "The agenda of 2024 has been adopted: its text changes by consent only."),
        ("closed", "The agenda of 2024 is closed: its text stays as it is."),
    ],
)
def test_an_agenda_that_stands_still_stops_it(cast, taken_over, state, sentence):
    _before, found = taken_over
    cast.agenda.refresh_from_db()
    cast.agenda.state, cast.agenda.adopted_on = state, None if state == "proposed" else date(2023, 12, 14)
    cast.agenda.save()
    for person in (cast.officer, cast.admin, None):
        assert refusal_of(found, person) == f"The import cannot be undone: {sentence}"


def test_words_that_another_year_has_adopted_since_stop_it(cast, taken_over):
    _before, found = taken_over
    assert Goal.objects.get(pk=cast.goal.pk).text == ROWS[0][1]
    AgendaFactory(agreement=cast.agreement, year=2025, adopted=True)
    sentence = "The import cannot be undone: The agenda of 2025 has been adopted: its text changes by consent only."
    assert refusal_of(found, cast.officer) == sentence


def test_words_of_an_earlier_year_that_was_adopted_since_stop_it(cast, kept):
    """2023 was brought in after 2024: it reads what the import wrote, for nothing was kept before it."""
    row = [17, "De sociale voorraad groeit met 80 woningen.", cast.action.text, "De Sleutel (realisatie bouw)"]
    found = kept(variants.excel(["Thema 1: Betaalbaar wonen"], HEAD, row), "agenda.xlsx", cast.agenda)
    apply_import(found, by=cast.officer)
    assert cast.goal.history.count() == 2
    AgendaFactory(agreement=cast.agreement, year=2023, adopted=True)
    sentence = "The import cannot be undone: The agenda of 2023 has been adopted: its text changes by consent only."
    assert refusal_of(found, cast.officer) == sentence


def test_it_is_undone_once_and_only_when_it_was_taken_over(cast, kept, taken_over):
    _before, found = taken_over
    undo_import(found, by=cast.officer)
    for row in (found, kept(b"Doel;Afspraak\n", "leeg.csv", cast.agenda)):
        with pytest.raises(NotAppliedError):
            undo_import(row, by=cast.officer)


def test_after_undoing_the_file_can_be_taken_over_anew(cast, kept, taken_over):
    _before, found = taken_over
    undo_import(found, by=cast.officer)
    with found.file.open() as file:
        again = kept(file.read(), "agenda.xlsx", cast.agenda)
    apply_import(again, by=cast.officer)
    assert Goal.objects.filter(number="18").exists()
