"""Layouts and headings as they occur in the country: read, or asked; never nonsense."""

from datetime import date

import pytest

from agreements.imports.forms import ChoicesForm
from agreements.imports.planning.plan import Status
from agreements.imports.recognising.articles import KEY
from agreements.imports.recognising.columns import Labels, Role, columns_of, kind_of_heading
from agreements.imports.showing import sentence_of as sentence_about
from agreements.imports.words.leads import Names, Participant
from tests.agreements.imports.test_variants import leads_of, roles, told
from tests.documents import variants
from tests.documents.strangers import FORMATS, file_of

pytestmark = pytest.mark.django_db
LABELS = Labels("Wat wij beloven", "Afspraak voor 2024", "Thema", 2024)
each_format = pytest.mark.parametrize("kind", FORMATS)


def sentence_of(found) -> str:
    return sentence_about(found.plan, found.columns)


# -- Headings by kind


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Hoofdverantwoordelijke", Role.LEAD),
        ("Procestrekker", Role.LEAD),
        ("Dossierhouder", Role.LEAD),
        ("Projectleiders", Role.LEAD),
        ("Raamafspraken 2024–2028", Role.GOAL),
        ("Hoofdlijn 2024-2028", Role.GOAL),
        ("Afspraken 2024 t/m 2027", Role.GOAL),
        ("Klimaatambitie", Role.GOAL),
        ("Ambitie 2030", Role.GOAL),
        ("Wat wij beloven", Role.GOAL),
        ("Werkafspraken 2024", Role.ACTION),
        ("Jaaractie", Role.ACTION),
        ("Uitwerking 2024", Role.ACTION),
        ("Afspraken 2023", Role.IGNORE),
        ("Reactie", Role.IGNORE),
        ("Eindresultaat", Role.IGNORE),
        ("Streefdatum", Role.DUE),
        ("Beleidslijn", Role.THEME),
        ("Afspraaknr.", Role.NUMBER),
    ],
)
def test_a_dutch_compound_ends_in_what_it_is(heading, role):
    assert kind_of_heading(heading, LABELS)[0] == role


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Raamafspraken", "Jaarafspraken"], [Role.GOAL, Role.ACTION]),
        (["Prestatieafspraken", "Acties 2024"], [Role.GOAL, Role.ACTION]),
        (["Meerjarendoel", "Doel 2024", "Wie"], [Role.GOAL, Role.ACTION, Role.LEAD]),
        (["Doel", "Afspraken 2024-2027", "Wie"], [Role.GOAL, Role.ACTION, Role.LEAD]),
        (["Doel", "2023", "2024", "2025"], [Role.GOAL, Role.IGNORE, Role.ACTION, Role.IGNORE]),
    ],
)
def test_two_headings_of_one_kind_are_a_goal_and_its_action(headings, expected):
    from agreements.imports.formats.source import Cell, Place, Row

    columns = columns_of(Row(tuple(map(Cell, headings)), Place()), LABELS, {})
    assert [column.role for column in columns] == expected


@each_format
def test_what_is_guessed_by_what_stands_below_is_a_guess_and_can_be_swapped(kind, cast, look):
    rows = [
        ["Onze ambitie", "Zo pakken we het aan", "Gedaan door", "Als het af is"],
        ["Een fijne wijk", "We maken een plan voor de wijk", "De Sleutel", "Q1"],
        ["Minder gas", "We isoleren vijftig woningen", "Gemeente", "Q2"],
        ["Betaalbaar", "We matigen de huur dit jaar", "De Sleutel", "Q3"],
    ]
    found = look(file_of(kind, *rows), f"a.{kind}", cast.agenda)
    assert list(roles(found).values()) == ["goal", "action", "lead", "due"]
    assert any(column.is_guess for column in found.columns)
    key = found.columns[0].key
    swapped = look(file_of(kind, *rows), f"a.{kind}", cast.agenda, columns={key: "action"})
    assert list(roles(swapped).values()) == ["action", "goal", "lead", "due"]


# -- Layouts

CARDS = [
    *[["Nummer", "1"], ["Doel", "Minder gas"], ["Afspraak", "Isoleren"], ["Trekker", "De Sleutel"], ["Planning", "Q3 2024"]],
    *[["Nummer", "2"], ["Doel", "Betaalbaar"], ["Afspraak", "Matigen"], ["Trekker", "Gemeente"], ["Planning", "31-12-2024"]],
]


@each_format
def test_a_card_per_agreement(kind, cast, look):
    content = variants.word(CARDS[:5], CARDS[5:], before="Duurzaam") if kind == "docx" else file_of(kind, *CARDS)
    found = look(content, f"a.{kind}", cast.agenda)
    assert [row[1:] for row in told(found)] == [("1", "Minder gas", ["Isoleren"]), ("2", "Betaalbaar", ["Matigen"])]
    assert leads_of(found, [cast.municipality, cast.association]) == [[("De Sleutel", "")], [("Gemeente Waterhoek", "")]]
    dues = [goal.children[0].values["due_on"] for goal in found.plan.goals]
    assert dues == [date(2024, 9, 30), date(2024, 12, 31)]


@each_format
def test_quarters_as_columns_below_a_second_row_of_headings(kind, cast, look):
    rows = [
        ["Nr", "Doel", "Actie", "Wie", "Planning 2024", "", "", ""],
        ["", "", "", "", "Q1", "Q2", "Q3", "Q4"],
        ["1", "Minder gas", "Isoleren", "De Sleutel", "X", "", "", ""],
        ["2", "Betaalbaar", "Matigen", "Gemeente", "", "", "x", "✓"],
    ]
    found = look(file_of(kind, *rows), f"a.{kind}", cast.agenda)
    first, second = (goal.children[0].values for goal in found.plan.goals)
    assert (first["starts_on"], first["due_on"]) == (None, date(2024, 3, 31))
    assert (second["starts_on"], second["due_on"]) == (date(2024, 7, 1), date(2024, 12, 31))


def test_a_gap_between_crosses_is_told(cast, look):
    rows = [["Doel", "Actie", "jan", "feb", "mrt"], ["Minder gas", "Isoleren", "x", "", "x"]]
    action = look(file_of("csv", *rows), "a.csv", cast.agenda).plan.goals[0].children[0]
    assert (action.values["starts_on"], action.values["due_on"], len(action.notes)) == (date(2024, 1, 1), date(2024, 3, 31), 1)


@each_format
def test_a_column_per_party(kind, cast, look):
    rows = [
        ["Nr", "Doel", "Actie", "Gemeente", "De Sleutel", "Huurdersraad"],
        ["1", "Minder gas", "Isoleren", "", "x", ""],
        ["2", "Betaalbaar", "Schuldhulp", "T", "x", "x"],
        ["3", "Bouwen", "Grond", "grond leveren", "x", ""],
    ]
    found = look(file_of(kind, *rows), f"a.{kind}", cast.agenda)
    assert leads_of(found, [cast.municipality, cast.association, cast.tenants]) == [
        [("De Sleutel", "")],
        [("Gemeente Waterhoek", "")],
        [("Gemeente Waterhoek", "grond leveren"), ("De Sleutel", "")],
    ]
    assert len(found.plan.goals[1].children[0].notes) == 2


@each_format
def test_what_each_party_does_in_a_column_of_its_own(kind, cast, look):
    rows = [["Doel", "Gemeente", "De Sleutel"], ["Minder gas", "Stelt een warmteplan op", "Isoleert vijftig woningen"]]
    found = look(file_of(kind, *rows), f"a.{kind}", cast.agenda)
    assert told(found)[0][2:] == ("Minder gas", ["Stelt een warmteplan op", "Isoleert vijftig woningen"])
    assert [len(leads) for leads in leads_of(found, [cast.municipality, cast.association])] == [1, 1]


@each_format
def test_a_goal_in_a_row_over_the_whole_width(kind, cast, look):
    rows = [
        ["Nr", "Afspraak", "Wie"],
        *[["Doel 1: Betaalbaar wonen", "", ""], ["1.1", "Matigen", "De Sleutel"], ["1.2", "Schuldhulp", "Gemeente"]],
        *[["Doel 2: Minder gas", "", ""], ["2.1", "Isoleren", "De Sleutel"]],
    ]
    found = look(file_of(kind, *rows), f"a.{kind}", cast.agenda)
    assert [row[1:] for row in told(found)] == [
        ("1", "Betaalbaar wonen", ["Matigen", "Schuldhulp"]),
        ("2", "Minder gas", ["Isoleren"]),
    ]
    assert [action.values["number"] for goal in found.plan.goals for action in goal.children] == ["1.1", "1.2", "2.1"]


@each_format
def test_a_file_without_goals_asks_once_and_keeps_who_and_when(kind, cast, look):
    rows = [
        ["Thema", "Wat gaan we doen?", "Wie?", "Wanneer?", "Stand van zaken"],
        ["Wonen", "De huur matigen", "De Sleutel", "1e kwartaal", "loopt"],
        ["Wonen", "Schuldhulp aanbieden", "Gemeente", "doorlopend", "loopt"],
    ]
    found = look(file_of(kind, *rows), f"a.{kind}", cast.agenda)
    assert [question.key for question in found.plan.open_questions] == ["no_goals"]
    assert "«Stand van zaken»" in sentence_of(found)
    own = look(file_of(kind, *rows), f"a.{kind}", cast.agenda, answers={"no_goals": "own"})
    assert told(own) == [
        ("Wonen", "", "De huur matigen", ["Doel is ook afspraak"]),
        ("Wonen", "", "Schuldhulp aanbieden", ["Doorlopend"]),
    ]
    assert [goal.children[0].values["due_on"] for goal in own.plan.goals] == [date(2024, 3, 31), None]
    by_theme = look(file_of(kind, *rows), f"a.{kind}", cast.agenda, answers={"no_goals": "theme"})
    assert told(by_theme) == [("Wonen", "", "Wonen", ["De huur matigen", "Schuldhulp aanbieden"])]
    for chosen in (own, by_theme):
        assert leads_of(chosen, [cast.municipality, cast.association]) == [[("De Sleutel", "")], [("Gemeente Waterhoek", "")]]
        assert {row.status for row in chosen.plan.rows if row.model.__name__ != "Theme"} == {Status.NEW}


def test_numbered_articles(cast, look):
    from docx import Document

    document = Document()
    document.add_heading("Betaalbaar", 1)
    for text in ("Artikel 1", "De gemeente zoekt grond.", "Artikel 2. De Sleutel bouwt tien woningen."):
        document.add_paragraph(text)
    assert told(look(variants.saved(document), "a.docx", cast.agenda)) == [
        ("Betaalbaar", "1", "De gemeente zoekt grond.", []),
        ("Betaalbaar", "2", "De Sleutel bouwt tien woningen.", []),
    ]


ARTICLES = [
    *["Artikel 3 Betaalbaarheid", "3.1 De Sleutel matigt de huur.", "3.2 De gemeente biedt schuldhulp."],
    *["Artikel 4. Nieuwbouw", "4.1 De Sleutel bouwt veertig woningen.", "Artikel 5. De gemeente zoekt grond."],
]


def articles(kind: str, lines: list[str]) -> bytes:
    """In Word as paragraphs, else as a column of lines."""
    if kind != "docx":
        return file_of(kind, *([line] for line in lines))
    document = variants.Document()
    for line in lines:
        document.add_paragraph(line)
    return variants.saved(document)


@each_format
def test_articles_are_goals_and_that_is_a_guess_that_one_click_changes(kind, cast, look):
    found = look(articles(kind, ARTICLES[:-1]), f"a.{kind}", cast.agenda)
    assert told(found) == [
        ("Betaalbaarheid", "3.1", "De Sleutel matigt de huur.", []),
        ("Betaalbaarheid", "3.2", "De gemeente biedt schuldhulp.", []),
        ("Nieuwbouw", "4.1", "De Sleutel bouwt veertig woningen.", []),
    ]
    assert found.plan.open_questions == []
    form = ChoicesForm(preview=found)
    assert [(str(field.label), [role for role, _label in others]) for field, others in form.guesses] == [
        ('<span lang="nl">3.1, 3.2, 4.1</span>', ["action"])
    ]
    swapped = look(articles(kind, ARTICLES[:-1]), f"a.{kind}", cast.agenda, columns={KEY: "action"})
    assert [question.key for question in swapped.plan.open_questions] == ["no_goals"]
    assert ChoicesForm(preview=swapped).guesses == []
    by_theme = {"no_goals": "theme"}
    chosen = look(articles(kind, ARTICLES[:-1]), f"a.{kind}", cast.agenda, columns={KEY: "action"}, answers=by_theme)
    assert [row[2:] for row in told(chosen)] == [
        ("Betaalbaarheid", ["De Sleutel matigt de huur.", "De gemeente biedt schuldhulp."]),
        ("Nieuwbouw", ["De Sleutel bouwt veertig woningen."]),
    ]


@each_format
def test_an_article_without_parts_does_not_fall_under_the_article_before_it(kind, cast, look):
    found = look(articles(kind, ARTICLES), f"a.{kind}", cast.agenda)
    assert told(found)[-1][:3] == ("", "5", "De gemeente zoekt grond.")
    assert [question.key for question in found.plan.open_questions] == ["theme"]


@each_format
def test_numbers_in_a_column_beside_the_articles_and_parts_that_count_from_one(kind, cast, look):
    rows = [["Artikel 4", "Betaalbaarheid"], ["1.", "De huur stijgt niet"], ["2.", "De gemeente biedt schuldhulp"]]
    found = look(file_of(kind, *rows, ["Artikel 5", "Nieuwbouw"], ["1.", "Bouwen"]), f"a.{kind}", cast.agenda)
    assert [row[:3] for row in told(found)] == [
        ("Betaalbaarheid", "1", "De huur stijgt niet"),
        ("Betaalbaarheid", "2", "De gemeente biedt schuldhulp"),
        ("Nieuwbouw", "1", "Bouwen"),
    ]


def test_a_hidden_article_is_asked(cast, look):
    book = variants.workbook({"Agenda": [[line] for line in ARTICLES[:-1]]})
    book["Agenda"].row_dimensions[2].hidden = True
    found = look(variants.saved(book), "a.xlsx", cast.agenda)
    assert [question.key for question in found.plan.open_questions] == ["hidden:Agenda"]


def test_a_heading_in_word_is_a_theme_once(cast, look):
    rows = [["Thema", "Nr", "Doel", "Actie"], ["Wonen", "1", "Minder gas", "Isoleren"], ["Wonen", "2", "Betaalbaar", "Matigen"]]
    found = look(variants.word(rows, before="1. Wonen"), "a.docx", cast.agenda)
    assert [theme.words for theme in found.plan.themes] == ["Wonen"]


def test_a_list_of_words_behind_the_agenda_is_no_agenda(cast, look):
    from docx import Document

    first = [["Doel", "Actie", "Wie"], ["Minder gas", "Isoleren", "De Sleutel"]]
    document = Document()
    for heading, rows in (("Wonen", first), ("Bijlage: begrippen", [["DAEB", "Dienst", "wet"], ["WMO", "Hulp", "gids"]])):
        document.add_heading(heading, 1)
        table = document.add_table(0, 3)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    found = look(variants.saved(document), "a.docx", cast.agenda)
    assert (len(found.plan.goals), "stukken van het bestand worden niet overgenomen" in sentence_of(found)) == (1, True)


# -- Names of parties

PLACE, DAM, TENANTS = 1, 2, 3
NAMES = Names(
    [
        Participant(PLACE, "Gemeente Noorderdam", "municipality", ("Gemeente Noorderdam", "Noorderdam")),
        Participant(DAM, "Dam & Wonen", "housing_association", ("Dam & Wonen",)),
        Participant(TENANTS, "HV Noorderdam", "tenants_organisation", ("HV Noorderdam",)),
    ]
)


@pytest.mark.parametrize(
    ("line", "leads", "unknown"),
    [
        ("Welzijn Noorderdam", [], ["Welzijn Noorderdam"]),
        ("Welzijn Noorderdam en gemeente", [PLACE], ["Welzijn Noorderdam"]),
        ("Gemeente Noorderdam", [PLACE], []),
        ("Noorderdam", [PLACE], []),
        ("Dam en Wonen", [DAM], []),
        ("Dam & Wonen, HV Noorderdam", [DAM, TENANTS], []),
        ("HV Noorderdam adviseert", [], []),
        ("Dam + Wonen; HV Noorderdam (adviseert)", [DAM], []),
        ("Gemeente, HV Noorderdam denkt mee", [PLACE], []),
    ],
)
def test_a_name_is_that_of_a_party_only_when_it_is_the_whole_name(line, leads, unknown):
    read = NAMES.read(line)
    assert ([lead.party_id for lead in read.leads], [row.words for row in read.unknown]) == (leads, unknown)
    assert NAMES.subject_of("HV Noorderdam adviseert over de huur") == ()
