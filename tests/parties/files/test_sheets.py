"""Every kind of spreadsheet is read into the same rows of cells, and no further than it may be."""

import io
import time
from datetime import date, datetime
from datetime import time as hour
from decimal import Decimal

import pytest

from parties.files.delimited import read_delimited
from parties.files.ods import read_ods
from parties.files.office_files import Fault, Limits, RefusedError, open_package
from parties.files.sheets import Extent, RawCell, RawSheet, Tally, cell_name
from parties.files.xlsx import read_xlsx
from tests.documents import variants
from tests.parties.files.packed import number, ods, ods_cell, ods_row, row, words, xlsx

LIMITS = Limits(unpacked=50_000_000, parts=50)
EXTENT = Extent(rows=20, columns=6, text=1000, letters=5000)
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def sheets(content: bytes, extent: Extent = EXTENT) -> list[RawSheet]:
    if not content.startswith(b"PK"):
        return [read_delimited(content, Tally(extent))]
    package = open_package(io.BytesIO(content), LIMITS)
    read = read_xlsx if "xl/workbook.xml" in package.namelist() else read_ods
    return list(read(package, LIMITS, Tally(extent)))


def values(content: bytes) -> list[tuple]:
    """(number, values) of the rows of the first sheet."""
    return [(found.number, *(cell.value for cell in found.cells)) for found in sheets(content)[0].rows]


def cells(content: bytes) -> list[RawCell]:
    return [cell for found in sheets(content)[0].rows for cell in found.cells]


def refused(content: bytes, extent: Extent = EXTENT) -> Fault:
    with pytest.raises(RefusedError) as caught:
        sheets(content, extent)
    return caught.value.fault


EMPTY_ODS = "<table:table-cell/>"


@pytest.mark.parametrize(
    "content",
    [
        xlsx(
            row(2, words("A2", "Nr"), words("B2", "Doel")) + row(4, words("A4", "1"), words("C4", "Wonen"), '<c r="D4" s="0"/>')
        ),
        xlsx("<row/>" + f"<row>{words('A2', 'Nr')}{words('B2', 'Doel')}</row>" + row(4, words("A4", "1"), words("C4", "Wonen"))),
        ods(
            ods_row(EMPTY_ODS)
            + ods_row(ods_cell("Nr"), ods_cell("Doel"))
            + ods_row(EMPTY_ODS)
            + ods_row(ods_cell("1"), EMPTY_ODS, ods_cell("Wonen"), '<table:table-cell table:number-columns-repeated="16000"/>')
        ),
        b"\nNr;Doel\n;\n1;;Wonen;\n",
    ],
    ids=["xlsx", "xlsx without numbers of rows", "ods", "csv"],
)
def test_rows_keep_their_numbers_and_end_with_their_last_word(content):
    assert values(content) == [(2, "Nr", "Doel"), (4, "1", None, "Wonen")]


# -- Excel


FORMATS = (
    '<numFmts><numFmt numFmtId="170" formatCode="dd-mm-yyyy"/></numFmts><cellXfs>'
    + "".join(f'<xf numFmtId="{key}"/>' for key in (0, 2, 9, 170, 20, 46))
    + "</cellXfs>"
)


def test_a_number_has_the_words_that_excel_shows():
    found = cells(
        xlsx(row(1, number("A1", "1.1"), number("B1", "1.1", 1), number("C1", "0.25", 2), number("D1", "12")), styles=FORMATS)
    )
    assert [(cell.value, cell.text) for cell in found] == [(1.1, "1.1"), (1.1, "1.10"), (0.25, "25%"), (12, "12")]


def test_a_number_in_the_format_of_a_moment_is_one():
    found = cells(
        xlsx(
            row(1, number("A1", "45352", 3), number("B1", "45352.5", 3), number("C1", "0.5", 4), number("D1", "1.5", 5)),
            styles=FORMATS,
        )
    )
    assert [cell.value for cell in found] == [date(2024, 3, 1), datetime(2024, 3, 1, 12), hour(12), "1 day, 12:00:00"]
    old_mac = xlsx(row(1, number("A1", "43890", 3)), styles=FORMATS, workbook='<workbookPr date1904="1"/>')
    assert values(old_mac) == [(1, date(2024, 3, 1))]


def test_texts_come_from_the_cell_or_from_the_list_of_texts():
    texts = "<si><t>een</t></si><si><r><t>tw</t></r><r><t>ee</t></r><rPh><t>uitspraak</t></rPh></si><si><t>_x005F_x0041_</t></si>"
    cells_ = "".join(f'<c r="{place}" t="s"><v>{key}</v></c>' for key, place in enumerate(("A1", "B1", "C1")))
    more = row(2, '<c t="str"><v>uitkomst</v></c>', '<c t="b"><v>1</v></c>', '<c t="d"><v>2024-03-01</v></c>')
    assert values(xlsx(row(1, cells_) + more, texts=texts)) == [
        (1, "een", "twee", "_x0041_"),
        (2, "uitkomst", True, date(2024, 3, 1)),
    ]


def test_a_formula_is_known_with_or_without_its_outcome_and_so_is_an_error():
    formula = "<f>A9</f>"
    found = cells(
        xlsx(
            row(
                1, f'<c r="A1">{formula}<v>5</v></c>', f'<c r="B1">{formula}<v/></c>', f'<c r="C1" t="e">{formula}<v>#N/A</v></c>'
            )
            + row(2, f'<c r="A2" t="str">{formula}<v></v></c>', words("B2", "x"))
        )
    )
    assert [(cell.value, cell.is_formula, cell.is_error) for cell in found] == [
        (5, True, False),
        (None, True, False),
        ("#N/A", True, True),
        ("", True, False),
        ("x", False, False),
    ]


def test_a_hidden_sheet_is_named_and_not_read():
    (hidden,) = sheets(xlsx(row(1, words("A1", "x")), sheet='state="veryHidden"'))
    assert (hidden.name, hidden.is_hidden, hidden.rows) == ("Blad", True, [])


def test_the_strict_kind_of_excel_is_read_as_the_usual_one():
    assert values(xlsx(row(1, words("A1", "x")), main=STRICT)) == [(1, "x")]


def test_remarks_of_a_programmer_are_no_words():
    assert values(xlsx(row(1, words("A1", "x<!-- y -->")))) == [(1, "x")]
    assert values(ods(ods_row(ods_cell("x<!-- y -->")))) == [(1, "x")]


# -- OpenDocument


def test_values_of_open_document():
    number_cell = ods_cell("€ 1.250,50", 'office:value-type="currency" office:value="1250.5"')
    day = ods_cell("1 maart 2024", 'office:value-type="date" office:date-value="2024-03-01"')
    odd = ods_cell("ooit", 'office:value-type="date" office:date-value="ooit"')
    yes = ods_cell("WAAR", 'office:value-type="boolean" office:boolean-value="true"')
    spaced = ods_cell(
        'a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<office:annotation><text:p>weg</text:p></office:annotation>'
    )
    formula = ods_cell("", 'table:formula="of:=1" office:value-type="string"')
    found = cells(ods(ods_row(number_cell, day, odd, yes, spaced) + ods_row(formula, ods_cell("x"))))
    assert [cell.value for cell in found] == [Decimal("1250.5"), date(2024, 3, 1), "ooit", True, "a   b\tc\nd", "", "x"]
    assert (found[0].text, found[5].is_formula) == ("€ 1.250,50", True)


def test_a_row_that_stands_there_often_is_kept_once_with_its_number():
    found = sheets(ods(ods_row(ods_cell("x"), attributes='table:number-rows-repeated="3"') + ods_row(ods_cell("y"))))[0].rows
    assert [(each.number, each.times) for each in found] == [(1, 3), (4, 1)]


# -- Merged blocks


@pytest.mark.parametrize(
    "content",
    [
        xlsx(
            row(1, words("A1", "Hoofdstuk")) + row(2, words("A2", "Doel"), words("B2", "x")) + row(3, words("B3", "y")),
            after='<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/></mergeCells>',
        ),
        ods(
            ods_row(
                ods_cell("Hoofdstuk", 'table:number-columns-spanned="3" table:number-rows-spanned="1"'),
                '<table:covered-table-cell table:number-columns-repeated="2"/>',
            )
            + ods_row(ods_cell("Doel", 'table:number-columns-spanned="1" table:number-rows-spanned="2"'), ods_cell("x"))
            + ods_row("<table:covered-table-cell/>", ods_cell("y"))
        ),
    ],
    ids=["xlsx", "ods"],
)
def test_each_cell_of_a_merged_block_knows_where_its_words_stand(content):
    assert sheets(content)[0].covers == {(1, 2): (1, 1), (1, 3): (1, 1), (3, 1): (2, 1)}


# -- No further


@pytest.mark.parametrize("far", ["1048576", "20000000", "99999999999999"])
def test_a_row_far_away_costs_nothing(far):
    begin = time.process_time()
    assert values(xlsx(row(1, words("A1", "x")) + row(far, words(f"B{far[:7]}", "y")))) == [(1, "x"), (int(far), None, "y")]
    assert time.process_time() - begin < 0.2


TWICE = "<mergeCells>" + '<mergeCell ref="A1:F9"/>' * 2 + "</mergeCells>"
FULL = "".join(row(place, words(f"A{place}", "x")) for place in range(1, 22))
TOO_MUCH = {
    "more rows in xlsx": (xlsx(FULL), Fault.ROWS),
    "more rows in ods": (ods(ods_row(ods_cell("x")) * 21), Fault.ROWS),
    "more rows in csv": (b"x\n" * 21, Fault.ROWS),
    "many empty rows in xlsx": (xlsx(row(1, words("A1", "x")) + "<row/>" * 100_001), Fault.EMPTY_ROWS),
    "many empty rows in ods": (ods(ods_row(ods_cell("x")) + "<table:table-row/>" * 100_001), Fault.EMPTY_ROWS),
    "more texts than cells": (xlsx(FULL, texts="<si><t>x</t></si>" * 121), Fault.TOO_LARGE),
    "a long text in xlsx": (xlsx(row(1, words("A1", "x" * 1001))), Fault.LONG_TEXT),
    "a long text in ods": (ods(ods_row(ods_cell('x<text:s text:c="9999999"/>'))), Fault.LONG_TEXT),
    "a long text in csv": (b"x" * 1001, Fault.LONG_TEXT),
    "much text in xlsx": (xlsx("".join(row(place, words(f"A{place}", "x" * 900)) for place in range(1, 7))), Fault.MUCH_TEXT),
    "much text in csv": ((b"x" * 900 + b"\n") * 6, Fault.MUCH_TEXT),
    "blocks over each other": (
        xlsx(row(1, words("A1", "x")), after=TWICE),
        Fault.DAMAGED,
    ),
    "no sheet": (variants.with_part(xlsx(""), "xl/_rels/workbook.xml.rels", b"<Relationships/>"), Fault.DAMAGED),
    "a cell nowhere": (xlsx(row(1, words("1A", "x"))), Fault.DAMAGED),
    "a number without end": (xlsx(row(1, number("A1", "1e999"))), Fault.DAMAGED),
    "a large number": (ods(ods_row(ods_cell("x", 'office:value-type="float" office:value="1e99"'))), Fault.DAMAGED),
    "a thousand deep": (ods(ods_row(ods_cell("<text:span>" * 5000 + "x" + "</text:span>" * 5000))), Fault.DAMAGED),
    "strings under another name": (
        variants.with_part(xlsx(""), "xl/strings.dat", b"<sst>" + b"<si/>" * 61_000 + b"</sst>"),
        Fault.TOO_LARGE,
    ),
    "an entity": (xlsx("<!DOCTYPE x [<!ENTITY b 'boem'>]>"), Fault.STRANGE),
    "an open quotation mark": (b'a;b\n"c;d\n', Fault.QUOTES),
    "letters of no set": (b"a\x81\x8d\0", Fault.LETTERS),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_what_is_too_much_or_cannot_be_is_refused(case):
    content, fault = TOO_MUCH[case]
    assert refused(content) == fault


def test_further_columns_are_left_out():
    assert values(xlsx(row(1, words("A1", "x"), words("XFD1", "y")))) == [(1, "x")]
    assert values(ods(ods_row(ods_cell("x", 'table:number-columns-repeated="16384"')))) == [(1, *"xxxxxx")]
    assert values(b"a;b;c;d;e;f;g\n") == [(1, *"abcdef")]


def test_the_name_of_a_cell():
    assert [cell_name(3, column) for column in (1, 26, 27, 702, 703)] == ["A3", "Z3", "AA3", "ZZ3", "AAA3"]
