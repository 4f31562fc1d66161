"""Files that went wrong at others: nothing vanishes, nothing struck or hidden comes in unasked, no error becomes text."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from agreements.imports.formats.source import UnreadableError
from agreements.imports.planning.plan import Status
from agreements.imports.showing import sentence_of as sentence_about
from agreements.markdown import to_html
from tests.documents import variants
from tests.documents.strangers import (
    FORMATS,
    HEAD,
    commented,
    file_of,
    footnote,
    hidden,
    in_cell,
    ods,
    ods_cell,
    ods_row,
    row,
    struck,
)

pytestmark = pytest.mark.django_db
each_format = pytest.mark.parametrize("kind", FORMATS)
each_sheet = pytest.mark.parametrize("kind", ["xlsx", "ods"])
each_rich = pytest.mark.parametrize("kind", ["xlsx", "ods", "docx"])


def actions_of(found) -> list:
    return [action for goal in found.plan.goals for action in goal.children]


def texts_of(found) -> list[str]:
    return [action.words for action in actions_of(found)]


def answers_to(found, answer: str) -> dict[str, str]:
    return dict.fromkeys(found.plan.questions, answer)


def sentence_of(found) -> str:
    return sentence_about(found.plan, found.columns)


# -- Nothing vanishes


@each_format
def test_signs_that_mean_something_elsewhere_are_plain(kind, cast, look):
    text = "Voor 2*15 jaar en 3*10 woningen, prijs_per_m2, _schuin_ en [dit](daar)"
    found = look(file_of(kind, HEAD, row("1", text)), f"a.{kind}", cast.agenda)
    assert to_html(texts_of(found)[0]).strip() == f"<p>{text}</p>"


@each_format
def test_letters_of_every_name_stay(kind, cast, look):
    text = "Doğan, Łukasz Wiśniewski, Yıldız, Związek, <20% en >30%"
    assert texts_of(look(file_of(kind, HEAD, row("1", text)), f"a.{kind}", cast.agenda)) == [text]


@each_format
def test_signs_that_nobody_sees_go_and_words_are_found(kind, cast, look):
    text = "De woon\u00adzorg\u00advisie en betaal\u200bbaar\u200bheid, \ufb01nancieel, 20\u201130"
    found = look(file_of(kind, HEAD, row("1", text)), f"a.{kind}", cast.agenda)
    assert texts_of(found) == ["De woonzorgvisie en betaalbaarheid, financieel, 20-30"]


@each_format
@pytest.mark.parametrize("end", ["_x000D_\n", "_x000D_"])
def test_a_line_end_of_a_library_is_a_line_end(kind, end, cast, look):
    found = look(file_of(kind, HEAD, row("1", f"regel een{end}regel twee")), f"a.{kind}", cast.agenda)
    assert texts_of(found)[0].split() == ["regel", "een", "regel", "twee"]


@each_format
def test_numbers_with_a_comma_or_a_letter(kind, cast, look):
    numbers = ["1,1", "1,2", "1,10", "A1", "W-02", "2.b"]
    found = look(file_of(kind, HEAD, *(row(number, "Doen") for number in numbers)), f"a.{kind}", cast.agenda)
    assert [goal.number for goal in found.plan.goals] == ["1.1", "1.2", "1.10", "A1", "W-02", "2.b"]


@each_format
def test_a_number_that_cannot_be_kept_is_named(kind, cast, look):
    found = look(file_of(kind, HEAD, row("eerste", "Doen")), f"a.{kind}", cast.agenda)
    assert ([goal.number for goal in found.plan.goals], [remark.words for remark in found.plan.remarks]) == ([""], ["eerste"])


@pytest.mark.parametrize(("letters", "name"), [("mac_roman", "Mac Roman"), ("cp850", "MS-DOS"), ("cp1252", ""), ("utf-8", "")])
def test_old_letters_are_recognised(letters, name, cast, look):
    text = "Coöperatieve woningen met één geïsoleerde gevel, ruïne en café"
    found = look(file_of("csv", HEAD, row("1", text)).decode().encode(letters), "a.csv", cast.agenda)
    assert texts_of(found) == [text]
    assert (name in sentence_of(found)) if name else not found.plan.remarks


def test_a_quotation_mark_without_its_other_half_is_refused_with_its_line(cast, look):
    lines = ["Nr;Doel;Afspraak;Trekker", '1;Een;"Eerste', 'regel";Gemeente', '2;Twee;"Open;De Sleutel', "3;Drie;Bouwen;Gemeente"]
    for rest in ([], ['4;Vier;"";Gemeente'], ['4;Vier;"']):
        with pytest.raises(UnreadableError, match="regel 4"):
            look("\n".join([*lines, *rest]).encode(), "a.csv", cast.agenda)


# -- Hidden, struck, wrong


@each_rich
def test_hidden_rows_are_asked_and_hidden_columns_named(kind, cast, look):
    found = look(hidden(kind), f"a.{kind}", cast.agenda)
    assert [action.status for action in actions_of(found)] == [Status.NEW, Status.UNCLEAR, Status.NEW]
    assert "«Intern" in sentence_of(found)
    assert ("(verborgen)" in sentence_of(found)) == (kind != "docx")
    for answer, status in (("add", Status.NEW), ("leave_out", Status.LEFT_OUT)):
        again = look(hidden(kind), f"a.{kind}", cast.agenda, answers=answers_to(found, answer))
        assert [action.status for action in actions_of(again)] == [Status.NEW, status, Status.NEW]


def test_a_hidden_sheet_is_not_read(cast, look):
    hidden_sheet = f'<table:table table:name="Kladblok" table:style-name="uit">{ods_row(ods_cell("x"))}</table:table>'
    rows = "".join(ods_row("".join(map(ods_cell, line))) for line in (HEAD, row("1", "Bouwen")))
    found = look(ods(rows, before=hidden_sheet), "a.ods", cast.agenda)
    assert "Het verborgen werkblad «Kladblok» is niet gelezen." in sentence_of(found)


@each_rich
def test_struck_words_never_come_in_unasked(kind, cast, look):
    found = look(struck(kind), f"a.{kind}", cast.agenda)
    assert [action.status for action in actions_of(found)] == [Status.UNCLEAR, Status.UNCLEAR]
    left = look(struck(kind), f"a.{kind}", cast.agenda, answers=answers_to(found, "leave_out"))
    assert [(action.words, action.status) for action in actions_of(left)] == [
        ("Veertig woningen.", Status.NEW),
        ("Weg ermee", Status.LEFT_OUT),
    ]
    taken = look(struck(kind), f"a.{kind}", cast.agenda, answers=answers_to(found, "add"))
    assert [(action.words, action.status) for action in actions_of(taken)] == [
        ("Vijftig woningen. Veertig woningen.", Status.NEW),
        ("Weg ermee", Status.NEW),
    ]


@each_format
@pytest.mark.parametrize("error", ["#REF!", "#N/B", "#WAARDE!", "#DIV/0!", "Err:508"])
def test_an_error_of_a_spreadsheet_is_never_text(kind, error, cast, look):
    if kind == "docx" and error != "#REF!":
        error = "Fout! Verwijzingsbron niet gevonden."
    found = look(file_of(kind, HEAD, row("1", error), row("2", "Bouwen", lead=error)), f"a.{kind}", cast.agenda)
    first, second = actions_of(found)
    assert (first.status, second.status) == (Status.UNCLEAR, Status.UNCLEAR)
    assert [value for value, _label in first.questions[0].options] == ["leave_out"]
    again = look(
        file_of(kind, HEAD, row("1", error), row("2", "Bouwen", lead=error)),
        f"a.{kind}",
        cast.agenda,
        answers={first.questions[0].key: "leave_out", second.questions[0].key: "add"},
    )
    assert [action.status for action in actions_of(again)] == [Status.LEFT_OUT, Status.NEW]
    assert actions_of(again)[1].lead_line == ""


@each_rich
def test_comments_are_named(kind, cast, look):
    assert "1 opmerking wordt niet overgenomen." in sentence_of(look(commented(kind), f"a.{kind}", cast.agenda))


# -- Word alone


def test_a_footnote_comes_after_the_text(cast, look):
    assert texts_of(look(footnote(), "a.docx", cast.agenda)) == ["Bouwen¹.\n\n¹ Onder voorbehoud."]


def test_inserted_signs_are_read_or_named(cast, look):
    signs = [("Symbol", "F0B3"), ("Wingdings", "F0FE"), ("Wingdings", "F0E0"), ("Webdings", "F041")]
    xml = "".join(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' for font, code in signs)
    found = look(in_cell(xml, text="Teken "), "a.docx", cast.agenda)
    assert texts_of(found) == ["Teken ≥☑→[?]"]
    assert "«Webdings F041»" in sentence_of(found)


@pytest.mark.parametrize(
    "xml",
    [
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Typ hier</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:r><w:t>Klik of tik om tekst in te voeren.</w:t></w:r>",
        "<w:r><w:t>Kies een item.</w:t></w:r>",
    ],
)
def test_a_field_in_which_nobody_filled_in_anything_is_empty(xml, cast, look):
    assert texts_of(look(in_cell(xml), "a.docx", cast.agenda)) == []


def test_a_field_that_is_filled_in_is_text(cast, look):
    xml = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>Loten</w:t></w:r></w:sdtContent></w:sdt>"
    assert texts_of(look(in_cell(xml), "a.docx", cast.agenda)) == ["Loten"]


def test_hidden_words_are_named(cast, look):
    found = look(in_cell("<w:r><w:rPr><w:vanish/></w:rPr><w:t>intern</w:t></w:r>", text="Bouwen"), "a.docx", cast.agenda)
    assert (texts_of(found), "Verborgen tekst wordt niet overgenomen: «intern»." in sentence_of(found)) == (["Bouwen"], True)


def test_strict_files_are_named(cast, look):
    main, strict = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    book = variants.excel(HEAD, row("1", "Bouwen"))
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        book = variants.with_part(book, part, variants.part_of(book, part).replace(main, strict))
    found = look(book, "a.xlsx", cast.agenda)
    assert (texts_of(found), "Strict Open XML" in sentence_of(found)) == (["Bouwen"], True)
    document = variants.word([HEAD, row("1", "Bouwen")])
    content = variants.part_of(document, "word/document.xml")
    content = content.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    with pytest.raises(UnreadableError, match="Strict Open XML"):
        look(variants.with_part(document, "word/document.xml", content), "a.docx", cast.agenda)


# -- Never "gelukt" when nothing was read


@each_format
def test_a_file_that_holds_nothing_for_us_is_not_done(kind, cast, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(file_of(kind, ["Begrip", "Betekenis"], ["DAEB", "Dienst"], ["WMO", "Wet"]))
    with pytest.raises(CommandError):
        call_command(
            "import_agenda", str(path), agreement=cast.agreement.slug, year=cast.agenda.year, dry_run=True, stdout=io.StringIO()
        )


def test_a_day_that_a_person_types_for_words_that_are_no_date_is_taken(cast, look):
    content = file_of("csv", HEAD, row("1", "Bouwen", planning="zomer 2024"))
    assert look(content, "a.csv", cast.agenda).plan.open_questions
    found = look(content, "a.csv", cast.agenda, answers={"due:zomer 2024": "21-07-2024"})
    assert (found.plan.open_questions, actions_of(found)[0].values["due_on"]) == ([], date(2024, 7, 21))
    assert actions_of(found)[0].words == "Bouwen"


@pytest.mark.parametrize(
    ("words", "recurrence"), [("ieder halfjaar", "half_year"), ("2x per jaar", "half_year"), ("elk kwartaal", "quarter")]
)
def test_how_often_stands_in_the_column_of_dates(words, recurrence, cast, look):
    found = look(file_of("csv", HEAD, row("1", "Bouwen", planning=words)), "a.csv", cast.agenda)
    assert (found.plan.open_questions, actions_of(found)[0].values["recurrence"]) == ([], recurrence)
