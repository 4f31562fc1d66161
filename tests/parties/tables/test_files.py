"""What goes into a file comes out of it: every kind of file, with the texts that files are known to spoil."""

import io
import re
import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from parties.tables.files import KINDS, read_table
from parties.tables.sheet import Column, NotReadableError, Sheet, plain
from tests.documents import variants
from tests.parties.files.packed import packed

AT = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
# fmt: off
NASTY = [
    "=1+1",
    "+31",
    "-5",
    "@som",
    "'=x",
    "''+",
    "'",
    "\tx",
    "a\tb",
    "a\nb\n\nc",
    '"q"; q',
    " a  b ",

    "é😀",
    "_x0041_",
    "_x005F_x0041_",
    "<b>&amp;",
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.sampled_from("=+-@'\"\t\n ;,x_05F<&\\é😀"), max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


def write(kind: str, *rows, title="Tabel", columns=None) -> bytes:
    columns = columns or [Column(f"Kop {number}") for number, _cell in enumerate(rows[0])]
    return KINDS[kind].write([Sheet(title, columns, rows)], title="Titel", author="Gemeente", at=AT)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_a_text_comes_back_as_it_went(kind, rows):
    found = read_table(write(kind, *[("x", *row) for row in rows]))
    assert [[cell or "" for cell in cells[1:]] for _number, cells in found.rows] == [
        [plain(text) for text in row] for row in rows
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_dates_and_numbers_keep_their_kind(kind):
    row = (date(2024, 2, 29), 17, Decimal("1250.50"), None, "17")
    ((number, cells),) = read_table(write(kind, row)).rows
    assert (number, cells) == (2, [date(2024, 2, 29), 17, pytest.approx(1250.5), None, "17"])


def test_a_date_before_excel_begins_is_written_as_text():
    assert read_table(write("xlsx", (date(1899, 12, 31),))).rows == [(2, ["1899-12-31"])]


def test_no_cell_is_a_formula():
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(write("xlsx", *[(text,) for text in NASTY]))).active
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert write("csv", ("=1+1", "-5", "\tx")).decode("utf-8-sig").splitlines()[1] == "'=1+1;'-5;'\tx"


@pytest.mark.parametrize("kind", KINDS)
def test_equal_content_gives_equal_bytes_whenever_it_is_written(kind):
    with time_machine.travel(datetime(2024, 5, 6, tzinfo=UTC)):
        first = write(kind, ("a", 1))
    with time_machine.travel(datetime(2025, 7, 8, tzinfo=UTC)):
        assert write(kind, ("a", 1)) == first


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("text", ["woord " * 40_000, "😀" * 20_000, "_x0041_" * 20_000], ids=["words", "emoji", "escapes"])
def test_a_text_that_excel_would_cut_off_is_shortened_and_says_so(kind, text):
    ((_number, (shown, beside)),) = read_table(write(kind, (text, "ernaast"))).rows
    words, note = shown.split(" … ")
    assert text.startswith(words)
    length = f"{len(text):,}".replace(",", ".")
    assert note == f"[Ingekort: in een cel past niet meer. De hele tekst, van {length} tekens, staat in Driehoek.]"
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert beside == "ernaast"


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_fits_stays_whole(kind):
    text = "x" * 32_767
    assert read_table(write(kind, (text,))).rows[0][1][0] == text


def test_a_csv_shortens_nothing():
    assert len(read_table(write("csv", ("x" * 32_768,))).rows[0][1][0]) == 32_768


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_table_goes_out_and_in_within_seconds(kind):
    rows = [(*[f"woord {row}"] * 10, *[row] * 10) for row in range(1000)]
    begin = time.process_time()
    assert len(read_table(write(kind, *rows)).rows) == 1000
    assert time.process_time() - begin < 2


def test_the_sheets_can_be_filtered_and_keep_their_heading_in_view():
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(write("xlsx", ("a", "b"), ("c", "d")))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")


def test_an_ods_has_every_style_that_its_cells_name():
    with zipfile.ZipFile(io.BytesIO(write("ods", ("a", 1, Decimal("1.5"), date(2024, 2, 29), None)))) as package:
        content, styles = package.read("content.xml").decode(), package.read("styles.xml").decode()
    named = set(re.findall('table:style-name="([^"]+)"', content))
    assert named <= set(re.findall('style:name="([^"]+)"', content + styles))
    assert {"head", "plain", "day"} <= named


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_of_any_program_is_read(encoding, delimiter):
    text = delimiter.join(["Naam", "Soort"]) + "\r\n" + delimiter.join(["Coöperatie", '"a;b,c"']) + "\r\n"
    found = read_table(text.encode(encoding))
    assert (found.headings, found.rows) == (["Naam", "Soort"], [(2, ["Coöperatie", "a;b,c"])])


def test_empty_rows_are_left_out_and_the_others_keep_their_number():
    assert read_table(b"Naam;Soort\n\n;\nA;B\n").rows == [(4, ["A", "B"])]


# -- What cannot be read says so in one sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Er staat niets in dit bestand."),
        (b"PK\x03\x04kapot", "Dit bestand is beschadigd: het gaat niet open."),
        (b"\xd0\xcf\x11\xe0rest", "Dit bestand heeft een wachtwoord of is van een oude soort Excel. "
         "Sla het zonder wachtwoord op als .xlsx en probeer het opnieuw."),
        (packed({"word/document.xml": "<x/>"}), "Dit is geen tabel. Kies een bestand van de soort .xlsx, .ods of .csv."),
        (packed({"xl/workbook.xml": "<x/>"}), "Dit bestand is beschadigd: het gaat niet open."),
        (packed({"xl/workbook.xml": "<x/>", "xl/bom.xml": b"0" * 61 * 1024 * 1024}), "Dit bestand is uitgepakt te groot."),
        (packed({"mimetype": "x", "content.xml": '<!DOCTYPE x [<!ENTITY a "a">]><x/>'}),
         "Dit bestand is beschadigd: het gaat niet open."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Dit is geen tabel. Kies een bestand van de soort .xlsx, .ods of .csv."),
        (b'Naam;Soort\n"open;b\n', "Rij 2 heeft een aanhalingsteken dat niet wordt gesloten."),
        (b"Naam\nA;B\n", "Rij 2 heeft meer cellen dan er kopjes zijn."),
        (b"Naam\n" + b"a\n" * 5_001, "Er staan meer dan 5000 rijen in dit bestand. Splits het en importeer de delen."),
        (b"n;" * 101 + b"n\n", "Er staan meer dan 100 kolommen in dit bestand."),
        (variants.excel(["Naam"], ["=A1"]), "In cel A2 staat een formule. "
         "Zet daar de uitkomst (plakken als waarden) en probeer het opnieuw."),
        (variants.excel(["Naam"], ["#N/A"]), "In cel A2 staat een fout van Excel. Herstel die en probeer het opnieuw."),
        (b"x" * (10 * 1024 * 1024 + 1), "Dit bestand is groter dan 10 MB."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(data, sentence):
    with pytest.raises(NotReadableError) as refused:
        read_table(data)
    assert str(refused.value) == sentence
