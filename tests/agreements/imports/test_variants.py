"""Agendas as other municipalities write them: what is understood of each, without a hand on the columns."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.imports.planning.plan import Status
from tests.documents import variants

pytestmark = pytest.mark.django_db


def told(preview) -> list[tuple]:
    """(chapter, number, goal, [action, ...]) as the file says it."""
    return [(row.above.words, row.number, row.words, [child.words for child in row.children]) for row in preview.plan.goals]


def leads_of(preview, parties) -> list[list[tuple[str, str]]]:
    names = {party.pk: party.short_name for party in parties}
    actions = [action for goal in preview.plan.goals for action in goal.children]
    return [[(names[lead.party_id], lead.task) for lead in action.leads or ()] for action in actions]


def roles(preview) -> dict[str, str]:
    return {column.key: str(column.role) for column in preview.columns}


def test_several_associations_and_tenants_organisations_under_other_headings(cast, more_parties, look):
    found = look(variants.associations(), "verenigingen.docx", cast.agenda)
    assert roles(found) == {
        "wie?": "lead",
        "wat willen we bereiken": "goal",
        "wat gaan we doen in 2024?": "action",
        "planning": "due",
        "resultaat": "ignore",
        "indicator": "ignore",
        "status": "ignore",
    }
    assert told(found) == [
        ("Thema A – Wijken", "1", "Een gezonde, coöperatieve wijk", ["Er is een plan."]),
        ("Thema A – Wijken", "2", "Geen geïsoleerde bewoners", ["Doorlopend"]),
        ("Thema A – Wijken", "3", "Huurders praten mee", ["Er is overleg."]),
        ("Thema B – Bouwen", "4", "Ruimte om te bouwen", ["Er is grond."]),
        ("Thema B – Bouwen", "5", "Een klacht is snel verholpen", ["Klachten binnen een week."]),
    ]
    parties = [cast.municipality, cast.association, cast.tenants, *more_parties]
    assert leads_of(found, parties) == [
        [("Thús Wonen", ""), ("De Sleutel", "")],
        [("De Sleutel", ""), ("Thús Wonen", ""), ("Gemeente Waterhoek", "")],
        [("HV Zuid", ""), ("Huurdersraad Waterhoek", "")],
        [("Gemeente Waterhoek", "grond"), ("Thús Wonen", "bouw")],
        [("Huurdersraad Waterhoek", ""), ("HV Zuid", "")],
    ]
    actions = [action for goal in found.plan.goals for action in goal.children]
    assert [action.values.get("due_on") for action in actions] == [
        date(2024, 9, 30),
        None,
        date(2024, 12, 31),
        None,
        date(2024, 12, 31),
    ]
    assert [question.words for question in found.plan.open_questions] == ["na de zomer"]


def test_an_answer_holds_for_every_row_with_the_same_words(cast, more_parties, look):
    found = look(variants.associations(), "verenigingen.docx", cast.agenda, answers={"due:na de zomer": "add"})
    assert found.plan.open_questions == []
    assert found.plan.goals[3].children[0].values["text"] == "Er is grond.\n\nna de zomer"


def test_merged_cells_in_word(cast, look):
    found = look(variants.merged_word(), "samen.docx", cast.agenda)
    assert told(found) == [
        ("Bouwen", "1", "Meer woningen", ["Eerste", "Tweede", "Derde **vooral**\n\n- Een\n  - Onder een\n- Twee"]),
        ("Bouwen", "2", "Betaalbaar", ["### Huur\n\nDe huur stijgt niet."]),
    ]
    parties = [cast.municipality, cast.association]
    assert [[name for name, _task in leads] for leads in leads_of(found, parties)] == [
        ["De Sleutel"],
        ["De Sleutel"],
        ["Gemeente Waterhoek"],
        ["Gemeente Waterhoek"],
    ]


def test_merged_cells_dates_amounts_and_shortened_numbers_in_excel(cast, look):
    found = look(variants.merged_sheet(), "samen.xlsx", cast.agenda)
    assert [number for _theme, number, _goal, _actions in told(found)] == [*(f"1.{n}" for n in range(1, 11)), "2.1"]
    tenth = found.plan.goals[9]
    assert [child.words for child in tenth.children] == ["Actie tien", "Nog een actie"]
    assert tenth.children[0].values["due_on"] == date(2024, 10, 1)
    assert [child.values["budget"] for child in tenth.children] == [Decimal("1250.5"), Decimal("3000")]
    assert [remark.words for remark in found.plan.remarks] == ["Het verborgen werkblad «Kladblok» is niet gelezen."]


def test_tracked_changes_count_as_accepted_and_text_boxes_are_read(cast, look):
    found = look(variants.tracked_word(), "wijzigingen.docx", cast.agenda)
    assert [(number, goal, actions) for _theme, number, goal, actions in told(found)] == [
        ("1", "Meer woningen", ["Er staan twaalf woningen."]),
        ("3", "In een kader", ["Ook dit telt."]),
    ]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("utf-8", ","), ("utf-16-le", ";")]
)
def test_a_list_with_a_column_for_the_theme_in_every_alphabet(encoding, separator, cast, look):
    found = look(variants.flat_csv(encoding=encoding, separator=separator), "lijst.csv", cast.agenda)
    assert told(found) == [
        ("Wonen", "1.10", "Meer woningen voor iedereen", ["Café is open\n\nMet terras", "Reünie is geweest"]),
        ("Zorg", "2.1", "Zorg dichtbij", ["=SOM is een tekst"]),
    ]


def test_headings_that_say_nothing_are_guessed_by_what_stands_below(cast, look):
    found = look(variants.unknown_headings(), "raadsel.xlsx", cast.agenda)
    assert list(roles(found).values()) == ["number", "goal", "action", "lead"]
    assert {column.confidence for column in found.columns} == {0.4}
    assert [question.key for question in found.plan.open_questions] == ["theme"]
    swapped = look(
        variants.unknown_headings(), "raadsel.xlsx", cast.agenda, columns={"hierheen#2": "action", "daarmee#3": "goal"}
    )
    assert swapped.plan.goals[0].words == "We bouwen tien woningen aan de Kade."


def test_numbers_that_word_counts_itself(cast, look):
    found = look(variants.counted_by_word(), "genummerd.docx", cast.agenda)
    assert told(found) == [
        ("Nieuwbouw", "1.1.1", "We bouwen woningen.", ["er staan tien woningen."]),
        ("Nieuwbouw", "1.1.2", "We bouwen snel.", ["De Sleutel bouwt in kwartaal 3 modulair."]),
        ("Huur", "2.1.1", "De huur stijgt niet.\n\nDat geldt voor iedereen.", []),
    ]


def test_a_thousand_rows(cast, look, django_assert_max_num_queries):
    content = variants.thousand_rows()
    with django_assert_max_num_queries(9):
        found = look(content, "duizend.xlsx", cast.agenda)
    assert (len(found.plan.goals), len(found.plan.themes)) == (1000, 10)
    assert len([row for row in found.plan.rows if row.status == Status.NEW]) == 2008


def test_two_columns_with_one_heading_are_pointed_out_and_can_be_chosen(cast, look):
    rows = [["Nr", "Doel", "Afspraak", "Afspraak"], [1, "Meer woningen", "Bouwen", "Slopen"]]
    found = look(variants.excel(*rows), "dubbel.xlsx", cast.agenda)
    assert (found.plan.goals[0].children[0].words, [remark.words for remark in found.plan.remarks]) == ("Bouwen", ["Afspraak"])
    chosen = {"afspraak": "ignore", "afspraak (2)": "action"}
    assert look(variants.excel(*rows), "dubbel.xlsx", cast.agenda, columns=chosen).plan.goals[0].children[0].words == "Slopen"


def test_the_column_of_another_year_is_left_alone(cast, look):
    rows = [["Nr", "Doel", "Afspraak 2023", "Afspraak 2024"], [1, "Meer woningen", "Vorig jaar", "Dit jaar"]]
    assert told(look(variants.excel(*rows), "jaren.xlsx", cast.agenda))[0][3] == ["Dit jaar"]


def test_a_table_that_goes_on_over_the_page_without_headings(cast, look):
    first = [["Nr", "Doel", "Actie", "Wie"], ["1.", "Meer woningen", "Bouwen", "Gemeente"]]
    content = variants.word(first, [["2.", "Betaalbaar", "Rekenen", "De Sleutel"]], before="Hoofdstuk 1: Wonen")
    assert told(look(content, "pagina.docx", cast.agenda)) == [
        ("Wonen", "1", "Meer woningen", ["Bouwen"]),
        ("Wonen", "2", "Betaalbaar", ["Rekenen"]),
    ]


def test_rows_that_belong_nowhere_are_reported_and_not_taken_over(cast, look):
    rows = [["Nr", "Doel", "Actie"], [None, None, "Zomaar een actie"], [1, "Meer woningen", "Bouwen"]]
    found = look(variants.excel(["Hoofdstuk 1: Wonen"], *rows), "los.xlsx", cast.agenda)
    assert [(str(remark.place), remark.words) for remark in found.plan.remarks] == [("Agenda, rij 3", "Zomaar een actie")]
    assert len(found.plan.goals) == 1
