"""Twelve small files as strangers would write them, made without looking at the code: three for each kind."""

# ruff: noqa: TID253  (only tests read this module)

from datetime import date

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from agreements.imports.planning.plan import Status
from agreements.imports.showing import sentence_of
from tests.agreements.imports.test_variants import leads_of, roles, told
from tests.documents import variants
from tests.documents.strangers import file_of, ods, ods_cell, ods_row

pytestmark = pytest.mark.django_db


def dues(found) -> list:
    return [action.values.get("due_on") for goal in found.plan.goals for action in goal.children]


def repeats(found) -> list:
    return [action.values.get("recurrence") for goal in found.plan.goals for action in goal.children]


def actions(found) -> list:
    return [words for *_goal, children in told(found) for words in children]


def asked(found) -> list[str]:
    return [question.words for question in found.plan.open_questions]


# -- Signs and states


def test_signs_in_an_old_csv(cast, look):
    text = (
        "Nr.;Doel;Actie;Trekker;Planning\r\n"
        '2,1;"Privé én huur < 30%";"3*4 kamers en 2*3 kamers, _uitdrukkelijk_ klein";De Sleutel;Q1\r\n'
        '2,2;"# 1 prioriteit: coöperatie";"1. eerst\n2. daarna";Gemeente;Q2\r\n'
        '2,10;"Eén – of twee – wijken";"[Lijst] van € 1.000";De Sleutel;Q3\r\n'
    )
    found = look(text.encode("cp1252"), "a.csv", cast.agenda)
    assert [(number, goal) for _t, number, goal, _a in told(found)] == [
        ("2.1", "Privé én huur < 30%"),
        ("2.2", "\\# 1 prioriteit: coöperatie"),
        ("2.10", "Eén – of twee – wijken"),
    ]
    first, second, third = actions(found)
    assert first.replace("\\", "") == "3*4 kamers en 2*3 kamers, _uitdrukkelijk_ klein"
    assert second.replace("\\", "").split() == ["1.", "eerst", "2.", "daarna"]
    assert third.replace("\\", "") == "[Lijst] van € 1.000"


def test_filtered_rows_and_dutch_errors_in_excel(cast, look):
    rows = [
        ["Nr", "Doel", "Actie", "Trekker", "Planning"],
        ["1", "Minder gas", "Isoleren", "De Sleutel", "Q1"],
        ["2", "Betaalbaar", "Matigen", "De Sleutel", "Q2"],
        ["3", "Bouwen", "#N/B", "De Sleutel", "Q3"],
        ["4", "Zorg", "Plan maken", "#VERW!", "Q4"],
    ]
    book = variants.workbook({"Agenda": rows})
    book["Agenda"].auto_filter.ref = "A1:E5"
    book["Agenda"].auto_filter.add_filter_column(1, ["Minder gas", "Bouwen", "Zorg"])
    book["Agenda"].row_dimensions[3].hidden = True
    found = look(variants.saved(book), "a.xlsx", cast.agenda)
    assert {question.key.partition(":")[0] for question in found.plan.open_questions} >= {"hidden"}
    broken = [action for goal in found.plan.goals for action in goal.children if "#" in f"{action.words}{action.lead_line}"]
    assert [action.status for action in broken] == [Status.UNCLEAR]
    assert found.plan.goals[3].children[0].status == Status.UNCLEAR


def test_struck_row_and_endnote_in_word(cast, look):
    import io

    rows = [
        ["Nr", "Doel", "Afspraak"],
        ["1", "Minder gas", "Isoleren"],
        ["2", "Bouwen", "Slopen"],
        ["3", "Zorg", "24\u201124 uur"],
    ]
    document = Document(io.BytesIO(variants.word(rows)))
    for cell in document.tables[0].rows[2].cells:
        for run in cell.paragraphs[0].runs:
            run.font.strike = True
    paragraph = document.tables[0].cell(1, 2).paragraphs[0]._p
    for run in parse_xml(
        f'<w:p {nsdecls("w")}><w:del w:id="7" w:author="A"><w:r><w:delText> niet</w:delText></w:r></w:del>'
        '<w:r><w:endnoteReference w:id="2"/></w:r></w:p>'
    ):
        paragraph.append(run)
    notes = (
        f'<w:endnotes {nsdecls("w")}><w:endnote w:id="2"><w:p><w:r><w:t>Mits subsidie.</w:t></w:r></w:p></w:endnote></w:endnotes>'
    )
    content = variants.with_part(variants.saved(document), "word/endnotes.xml", notes.encode())
    found = look(content, "a.docx", cast.agenda)
    first, *_rest = actions(found)
    assert "Mits subsidie." in first or "eindnoot" in sentence_of(found.plan, found.columns)
    assert "niet" not in first
    assert {question.key.partition(":")[0] for question in found.plan.open_questions} == {"struck", "theme"}
    assert told(found)[-1][1:] == ("3", "Zorg", ["24-24 uur"])


# -- Headings


def test_compounds_in_csv(cast, look):
    rows = [
        [
            "Volgnummer",
            "Pijler",
            "Meerjarendoelstelling 2023-2026",
            "Jaarafspraak 2024",
            "Eerstverantwoordelijke",
            "Uiterlijk gereed",
        ],
        ["1", "Bouwen", "Meer huizen", "Veertig woningen opleveren", "De Sleutel", "1-7-2024"],
        ["2", "Bouwen", "Grond", "Twee kavels aanwijzen", "Gemeente", "Q4"],
    ]
    found = look(file_of("csv", *rows), "a.csv", cast.agenda)
    assert list(roles(found).values()) == ["number", "theme", "goal", "action", "lead", "due"]
    assert told(found) == [
        ("Bouwen", "1", "Meer huizen", ["Veertig woningen opleveren"]),
        ("Bouwen", "2", "Grond", ["Twee kavels aanwijzen"]),
    ]
    assert dues(found) == [date(2024, 7, 1), date(2024, 12, 31)]


def test_other_words_in_excel(cast, look):
    rows = [
        ["Onderdeel", "Beoogd effect", "Inspanning", "Penvoerder", "Deadline", "Budget (€)"],
        ["Wijken", "Een schone wijk", "Opruimdag houden", "Huurdersraad Waterhoek", "mei 2024", "€ 2.500"],
        ["Wijken", "Een veilige wijk", "Lampen plaatsen", "Gemeente Waterhoek", "okt. 2024", ""],
    ]
    found = look(file_of("xlsx", *rows), "a.xlsx", cast.agenda)
    assert list(roles(found).values())[:5] == ["theme", "goal", "action", "lead", "due"]
    assert told(found) == [
        ("Wijken", "", "Een schone wijk", ["Opruimdag houden"]),
        ("Wijken", "", "Een veilige wijk", ["Lampen plaatsen"]),
    ]
    assert dues(found) == [date(2024, 5, 31), date(2024, 10, 31)]


def test_spans_and_spellings_in_ods(cast, look):
    rows = [
        [
            "PRESTATIEVELD",
            "KADERAFSPRAAK\n2023 T/M 2026",
            "Concrete prestaties in 2024",
            "Coördinator",
            "Oplevering",
            "Toelichting",
        ],
        ["Zorg", "Iedereen woont passend", "Tien zorgwoningen", "de sleutel", "4e kw. 2024", "zie bijlage"],
    ]
    found = look(file_of("ods", *rows), "a.ods", cast.agenda)
    assert list(roles(found).values()) == ["theme", "goal", "action", "lead", "due", "ignore"]
    assert told(found) == [("Zorg", "", "Iedereen woont passend", ["Tien zorgwoningen"])]
    assert "«Toelichting»" in sentence_of(found.plan, found.columns)


# -- Names of parties, and dates


def test_names_in_word(cast, more_parties, look):
    leads = [
        "gemeente / De Sleutel",
        "Stichting De Sleutel (trekker) en Huurdersraad",
        "Gem. Waterhoek",
        "Welzijn Waterhoek",
        "De Sleutel i.s.m. Thús Wonen",
        "Thus Wonen; HV Zuid",
        "De Sleutel + gemeente (vergunning)",
    ]
    rows = [["Nr", "Doel", "Afspraak", "Wie"], *[[str(n), f"Doel {n}", f"Doe {n}", words] for n, words in enumerate(leads, 1)]]
    found = look(file_of("docx", *rows), "a.docx", cast.agenda)
    parties = [cast.municipality, cast.association, cast.tenants, *more_parties]
    names = [[name for name, _task in row] for row in leads_of(found, parties)]
    assert names[0] == ["Gemeente Waterhoek", "De Sleutel"]
    assert names[1] == ["De Sleutel", "Huurdersraad Waterhoek"]
    assert names[2] == ["Gemeente Waterhoek"]
    assert names[3] == []
    assert names[4][0] == "De Sleutel"
    assert names[5] == ["Thús Wonen", "HV Zuid"]
    assert leads_of(found, parties)[6] == [("De Sleutel", ""), ("Gemeente Waterhoek", "vergunning")]


DATES = {
    "eind 2024": date(2024, 12, 31),
    "vóór 1 juli 2024": date(2024, 7, 1),
    "Q2/Q3 2024": date(2024, 9, 30),
    "2e helft 2024": date(2024, 12, 31),
    "mei '24": date(2024, 5, 31),
    "31/12/24": date(2024, 12, 31),
    "01.09.2024": date(2024, 9, 1),
    "uiterlijk december": date(2024, 12, 31),
    "kwartaal 3": date(2024, 9, 30),
    "medio juni 2024": None,
    "zomer 2024": None,
}


def test_dates_in_csv(cast, look):
    rows = [["Nr", "Doel", "Actie", "Termijn"], *[[str(n), f"Doel {n}", f"Doe {n}", w] for n, w in enumerate(DATES, 1)]]
    found = look(file_of("csv", *rows), "a.csv", cast.agenda)
    assert dict(zip(DATES, dues(found), strict=True)) == DATES
    assert set(asked(found)) >= {"zomer 2024"}


def test_dates_and_lines_in_excel(cast, more_parties, look):
    from datetime import datetime

    rows = [
        ["Nr", "Doel", "Actie", "Trekker(s)", "Wanneer"],
        ["1", "Een", "Doe een", "De Sleutel\nGemeente", datetime(2024, 11, 5)],
        ["2", "Twee", "Doe twee", "• HV Zuid\n• De Sleutel", 2024],
        ["3", "Drie", "Doe drie", "De Sleutel", "jaarlijks"],
        ["4", "Vier", "Doe vier", "De Sleutel", "n.v.t."],
        ["5", "Vijf", "Doe vijf", "De Sleutel", "elk kwartaal"],
    ]
    found = look(variants.excel(*rows), "a.xlsx", cast.agenda)
    parties = [cast.municipality, cast.association, *more_parties]
    assert [[name for name, _task in row] for row in leads_of(found, parties)[:2]] == [
        ["De Sleutel", "Gemeente Waterhoek"],
        ["HV Zuid", "De Sleutel"],
    ]
    assert dues(found) == [date(2024, 11, 5), date(2024, 12, 31), None, None, None]
    assert [bool(words) for words in repeats(found)] == [False, False, True, False, True]
    assert [question.key for question in found.plan.open_questions] == ["theme"]


# -- Layouts


def test_articles_in_word(cast, look):
    document = Document()
    for text in (
        "Artikel 3 Betaalbaarheid",
        "3.1 De Sleutel matigt de huur.",
        "3.2 De gemeente biedt schuldhulp.",
        "Artikel 4 Nieuwbouw",
        "4.1 De Sleutel bouwt veertig woningen.",
    ):
        document.add_paragraph(text)
    found = look(variants.saved(document), "a.docx", cast.agenda)
    assert [row[:3] for row in told(found)] == [
        ("Betaalbaarheid", "3.1", "De Sleutel matigt de huur."),
        ("Betaalbaarheid", "3.2", "De gemeente biedt schuldhulp."),
        ("Nieuwbouw", "4.1", "De Sleutel bouwt veertig woningen."),
    ]
    assert found.plan.open_questions == []


def test_cards_in_excel_with_other_words(cast, look):
    card = ("Afspraak nr.", "Thema", "Doelstelling", "Wat gaan we doen", "Wie is aan zet", "Klaar op")
    values = [
        ("1", "Wijken", "Een schone wijk", "Opruimdag houden", "Huurdersraad", "mei 2024"),
        ("2", "Wijken", "Een veilige wijk", "Lampen plaatsen", "Gemeente", "Q4 2024"),
    ]
    rows = [[label, value] for one in values for label, value in [*zip(card, one, strict=True), ("", "")]]
    found = look(file_of("xlsx", *rows), "a.xlsx", cast.agenda)
    assert told(found) == [
        ("Wijken", "1", "Een schone wijk", ["Opruimdag houden"]),
        ("Wijken", "2", "Een veilige wijk", ["Lampen plaatsen"]),
    ]
    assert dues(found) == [date(2024, 5, 31), date(2024, 12, 31)]
    assert leads_of(found, [cast.municipality, cast.tenants]) == [[("Huurdersraad Waterhoek", "")], [("Gemeente Waterhoek", "")]]


def test_quarters_and_chapters_in_ods(cast, look):
    rows = [
        ["Nr", "Doel", "Actie", "Trekker", "1e kwartaal", "2e kwartaal", "3e kwartaal", "4e kwartaal"],
        ["A. Bouwen", *[""] * 7],
        ["A1", "Meer huizen", "Opleveren", "De Sleutel", "", "●", "", ""],
        ["B. Betaalbaar", *[""] * 7],
        ["B1", "Lage huur", "Matigen", "De Sleutel", "", "", "●", "●"],
    ]
    content = ods("".join(ods_row("".join(map(ods_cell, row))) for row in rows))
    found = look(content, "a.ods", cast.agenda)
    assert [row[1:] for row in told(found)] == [("A1", "Meer huizen", ["Opleveren"]), ("B1", "Lage huur", ["Matigen"])]
    assert [theme.words for theme in found.plan.themes] == ["A. Bouwen", "B. Betaalbaar"]
    assert dues(found) == [date(2024, 6, 30), date(2024, 12, 31)]
