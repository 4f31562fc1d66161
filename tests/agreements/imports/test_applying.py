"""Taking an import over: all or nothing, only what the person saw, with the import as the reason in the history."""

from datetime import date

import pytest
from django.utils import translation

from agreements.agenda.words import words_of
from agreements.imports.applying import ChangedMeanwhileError, NotAppliedError, apply_import
from agreements.imports.previewing import preview
from agreements.imports.undoing import undo_import
from agreements.models import Action, AgendaImport, Goal, Lead, Project, Theme
from tests.documents import variants
from tests.factories import ActionFactory, AgendaFactory, LeadFactory

pytestmark = pytest.mark.django_db

HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
CHAPTER = ["Thema 1: Betaalbaar wonen"]
GOAL = "De sociale voorraad groeit met 75 woningen."
ACTION = "De 24 flexwoningen aan de Kade zijn opgeleverd."


def written() -> tuple[int, ...]:
    return tuple(
        count for model in (Theme, Goal, Action, Lead, Project) for count in (model.objects.count(), model.history.count())
    )


@pytest.fixture
def waiting(cast, kept):
    """`waiting(row, …)`: an import of a sheet with these rows, below the chapter that is there."""

    def waiting(*rows: list, **fields) -> AgendaImport:
        return kept(variants.excel(CHAPTER, HEAD, *rows), "agenda.xlsx", cast.agenda, uploaded_by=cast.officer, **fields)

    return waiting


def test_new_rows_get_their_place_behind_the_others_and_the_import_as_reason(cast, waiting):
    plan = apply_import(
        waiting([17, GOAL, ACTION, None], [18, "Huur blijft laag.", "Geen verhoging.", "De Sleutel"]), by=cast.officer
    )
    goal = Goal.objects.get(number="18")
    action = goal.actions.get()
    assert (goal.theme, goal.position, action.position) == (cast.theme, 2, 1)
    assert [(lead.party, lead.position) for lead in action.leads.all()] == [(cast.association, 1)]
    assert plan.counts == {"unclear": 0, "new": 2, "changed": 0, "same": 3}
    stored = AgendaImport.objects.get()
    assert (stored.state, stored.counts) == ("applied", plan.counts)
    for row in (goal, action, action.leads.get()):
        record = row.history.get()
        assert (record.history_change_reason, record.history_user, record.change_set) == (
            "Import van agenda.xlsx",
            cast.officer,
            stored.change_set,
        )


def test_a_changed_text_says_what_was_and_becomes_and_leaves_the_rest_alone(cast, waiting):
    cast.action.leads.all().delete()
    found = waiting(
        [17, GOAL, "De 30 flexwoningen aan de Kade zijn in kwartaal 3 opgeleverd.", "Gemeente Waterhoek en De Sleutel"]
    )
    changes = [change for row in preview(found).plan.rows for change in row.changes]
    assert [change.label for change in changes] == ["Tekst", "Klaar op", "Trekkers"]
    assert [piece.text.strip() for piece in changes[0].pieces if piece.kind == "new"] == ["30", "in kwartaal", "3"]
    apply_import(found, by=cast.officer)
    cast.action.refresh_from_db()
    assert (cast.action.due_on, cast.action.due_precision, cast.action.position) == (date(2024, 9, 30), "quarter", 1)
    assert [str(lead) for lead in cast.action.leads.all()] == ["Gemeente Waterhoek", "De Sleutel"]
    assert cast.goal.history.count() == 1, "a goal that stays the same is not written"


def test_leads_that_are_named_no_longer_go_and_the_others_keep_their_row(cast, waiting):
    LeadFactory(action=cast.action, party=cast.tenants, position=2)
    apply_import(waiting([17, GOAL, ACTION, "Huurdersraad Waterhoek"]), by=cast.officer)
    assert [(lead.party, lead.position) for lead in cast.action.leads.all()] == [(cast.tenants, 1)]
    assert Lead.history.filter(history_type="-").count() == 1


def test_what_people_filled_in_by_hand_stays_when_the_words_stay(cast, waiting):
    cast.action.due_on, cast.action.due_precision, cast.action.kind = date(2024, 5, 31), "month", "process"
    cast.action.save()
    plan = preview(waiting([17, GOAL, ACTION, "De Sleutel (realisatie bouw)"])).plan
    assert not plan.has_changes


def test_what_is_not_in_the_file_is_reported_and_never_deleted(cast, waiting):
    other = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Er is een tweede afspraak.", position=2)
    found = waiting([17, GOAL, ACTION, None], [18, "Nieuw doel.", "Nieuwe afspraak.", None])
    assert preview(found).plan.missing == [words_of(other)]
    apply_import(found, by=cast.officer)
    assert Action.objects.filter(pk=other.pk).exists()


def test_nothing_is_written_when_one_row_is_refused(cast, waiting, monkeypatch):
    found = waiting(
        [18, "Eerste nieuw doel.", "Een.", None], ["n" * 3, "x", "y", None], [19, "Tweede nieuw doel.", "Twee.", None]
    )
    save, before = Action.save, written()

    def refuse_the_last(action, *args, **kwargs):
        action.kind = "onbestaand" if action.text == "Twee." else action.kind
        save(action, *args, **kwargs)

    monkeypatch.setattr(Action, "save", refuse_the_last)
    with translation.override("en"), pytest.raises(NotAppliedError) as refused:
        apply_import(found, by=cast.officer)
    assert str(refused.value).startswith("Nothing was taken over. Agenda, row 5: Value 'onbestaand' is not a valid choice.")
    assert written() == before
    assert AgendaImport.objects.get().state == "previewed"


def test_a_text_that_is_too_long_is_named_before_it_is_taken_over(cast, waiting):
    found = waiting([17, GOAL, ACTION, None], [18, "a" * 20_001, "Geen verhoging.", None])
    with translation.override("nl"), pytest.raises(NotAppliedError) as refused:
        apply_import(found, by=cast.officer)
    assert "rij 4, tekst: Hoogstens 20.000 tekens; deze tekst heeft er 20.001. Haal er minstens 1 weg." in str(refused.value)


def test_what_somebody_changed_after_the_person_looked_is_shown_first(cast, waiting):
    found = waiting([17, GOAL, "Heel andere woorden over hetzelfde.", None])
    seen = preview(found).plan.digest
    cast.action.text = "Een collega was eerder."
    cast.action.save()
    before = written()
    with pytest.raises(ChangedMeanwhileError):
        apply_import(found, by=cast.officer, seen=seen)
    assert written() == before
    apply_import(found, by=cast.officer, seen=preview(found).plan.digest)
    cast.action.refresh_from_db()
    assert cast.action.text == "Heel andere woorden over hetzelfde."


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([[18, "Doel.", "Afspraak.", "Sterker"]], "First answer the questions: 1 are open."),
        (
            [[17, GOAL, ACTION, "De Sleutel (realisatie bouw)"]],
            "There is nothing to take over: the agenda says the same as the file.",
        ),
    ],
)
def test_it_waits_for_answers_and_for_something_to_do(rows, sentence, cast, waiting):
    with translation.override("en"), pytest.raises(NotAppliedError) as refused:
        apply_import(waiting(*rows), by=cast.officer)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("state", ["proposed", "adopted", "closed"])
def test_an_agenda_that_stands_still_is_closed_to_imports(cast, waiting, state):
    found = waiting([18, "Doel.", "Afspraak.", None])
    cast.agenda.state, cast.agenda.adopted_on = state, None if state == "proposed" else date(2023, 12, 14)
    cast.agenda.save()
    for person in (cast.officer, cast.admin, None):
        with translation.override("en"), pytest.raises(NotAppliedError, match=r"^The agenda of 2024 .*: its text"):
            apply_import(found, by=person)
    assert not Goal.objects.filter(number="18").exists()


def test_it_is_taken_over_once(cast, waiting):
    found = waiting([18, "Doel.", "Afspraak.", None])
    apply_import(found, by=cast.officer)
    with pytest.raises(NotAppliedError):
        apply_import(found, by=cast.officer)
    assert Goal.objects.filter(number="18").count() == 1


def test_the_goals_of_an_adopted_year_keep_their_words(cast, waiting):
    AgendaFactory(agreement=cast.agreement, year=2023, adopted=True)
    found = waiting(
        [17, "De sociale voorraad groeit met 80 woningen.", "Nieuwe afspraak over flexwoningen.", None],
        [18, "Nieuw.", "Ja.", None],
    )
    with translation.override("en"):
        plan = preview(found).plan
    assert [(change.label, change.was) for change in plan.goals[0].changes] == [("Text", GOAL)]
    apply_import(found, by=cast.officer)
    cast.goal.refresh_from_db()
    assert words_of(cast.goal, 2023).text == GOAL
    assert words_of(cast.goal, 2024).text == "De sociale voorraad groeit met 80 woningen."
    new = Goal.objects.get(number="18")
    assert (new.start_year, new.words_from) == (2024, 2024), "a new goal does not turn up in an earlier, adopted year"


def test_a_file_of_an_earlier_year_is_compared_with_its_words_and_leaves_later_ones(cast, waiting):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    cast.goal.write_for(later.year)
    cast.goal.text = "De sociale voorraad groeit met 90 woningen."
    cast.goal.save()
    found = waiting([17, "De sociale voorraad groeit met 80 woningen.", None, None])
    with translation.override("en"):
        plan = preview(found).plan
    assert [(change.label, change.was) for change in plan.goals[0].changes] == [("Text", GOAL)]
    apply_import(found, by=cast.officer)
    goal = Goal.objects.get(pk=cast.goal.pk)
    assert {year: words_of(goal, year).text for year in (2024, 2025)} == {
        2024: "De sociale voorraad groeit met 80 woningen.",
        2025: "De sociale voorraad groeit met 90 woningen.",
    }
    undo_import(AgendaImport.objects.get(pk=found.pk), by=cast.officer)
    goal = Goal.objects.get(pk=cast.goal.pk)
    assert (words_of(goal, 2024).text, words_of(goal, 2025).text) == (GOAL, "De sociale voorraad groeit met 90 woningen.")


def test_a_new_goal_of_an_earlier_year_does_not_turn_up_in_a_later_one_that_is_adopted(cast, waiting):
    AgendaFactory(agreement=cast.agreement, year=2026, adopted=True)
    apply_import(waiting([18, "Nieuw.", "Ja.", None]), by=cast.officer)
    goal = Goal.objects.get(number="18")
    assert (goal.start_year, goal.end_year) == (2024, 2025)


def test_a_goal_that_begins_after_the_adopted_years_gets_new_words(cast, waiting):
    AgendaFactory(agreement=cast.agreement, year=2023, adopted=True)
    cast.goal.start_year = 2024
    cast.goal.save()
    apply_import(waiting([17, "De sociale voorraad groeit met 80 woningen.", ACTION, None]), by=cast.officer)
    assert Goal.objects.get(pk=cast.goal.pk).text == "De sociale voorraad groeit met 80 woningen."


def test_names_in_a_cell_become_projects_once(cast, waiting):
    cell = "Kade\n• Start bouw\nHaven\n• Ontwerp klaar"
    apply_import(waiting([18, "Er wordt gebouwd.", cell, None], [19, "Er wordt verbouwd.", cell, None]), by=cast.officer)
    assert sorted(Project.objects.values_list("name", flat=True)) == ["Haven", "Kade"]
    assert [(str(row.project), row.text) for row in Goal.objects.get(number="18").actions.all()] == [
        ("Kade", "- Start bouw"),
        ("Haven", "- Ontwerp klaar"),
    ]


def test_a_dropped_action_takes_its_date_from_the_words_or_from_the_answer(cast, waiting):
    words = "Deze afspraak vervalt omdat de grond is verkocht."
    found = waiting([18, "Doel een.", words[:-1] + " (overleg 7-12-23).", None], [19, "Doel twee.", words, None])
    assert [question.options for question in preview(found).plan.questions.values()] == [()]
    found.answers = {"drop:de grond is verkocht.": "14-12-2023"}
    found.save()
    apply_import(found, by=cast.officer)
    dropped = {row.goal.number: (row.dropped_on, row.drop_reason) for row in Action.objects.exclude(dropped_on=None)}
    assert dropped == {
        "18": (date(2023, 12, 7), "de grond is verkocht (overleg 7-12-23)."),
        "19": (date(2023, 12, 14), "de grond is verkocht."),
    }
