"""Tables as OpenDocument spreadsheets."""

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from parties.tables.archive import MOST_UNPACKED, TOO_LARGE, opened, settled
from parties.tables.sheet import Cell, Column, Found, NotReadable, Sheet, found_in, plain, shorten
from parties.tables.widgets import MOST_DIGITS
from parties.tables.xlsx import HAIRLINE, HEAD, INK, refuse_too_many

CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MILLIMETRES = 2.1  # in the width of a character
_SPACES = re.compile("(?<= ) +|^ +| +$|\t", re.MULTILINE)
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_CELL_STYLE = (
    '<style:style style:name="{name}" style:family="table-cell"{data}>'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" fo:padding="0.6mm"'
    ' fo:border-bottom="0.5pt solid #{line}"{ground}/>'
    '<style:text-properties fo:color="#{ink}" fo:language="nl" fo:country="NL"{weight}/></style:style>'
)
_DATE_STYLE = (
    '<number:date-style style:name="NDay"><number:day number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/></number:date-style>'
)
_AMOUNT_STYLE = (
    '<number:number-style style:name="NAmount"><number:text>€ </number:text>'
    '<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
)


def write_ods(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime.datetime) -> bytes:
    """A spreadsheet with a filter and repeated headings on every sheet."""
    from odfdo import Document, Element

    document = Document("ods")
    document.body.clear()
    for style in _styles():
        document.insert_style(Element.from_tag(style), automatic=True)
    for number, sheet in enumerate(sheets):
        for style in _column_styles(sheet, number):
            document.insert_style(Element.from_tag(style), automatic=True)
        document.body.append(Element.from_tag(_table(sheet, number)))
    document.body.append(Element.from_tag(_filters(sheets)))
    meta = document.meta
    meta.title, meta.creator, meta.initial_creator, meta.language = plain(title), plain(author), plain(author), "nl-NL"
    moment = at.replace(tzinfo=None, microsecond=0)
    meta.creation_date = meta.date = moment
    written = BytesIO()
    document.save(written)
    return settled(written.getvalue(), at=at)


def _styles() -> list[str]:
    look = {"line": HAIRLINE, "ink": INK, "ground": "", "weight": "", "data": ""}
    heading = {**look, "ground": f' fo:background-color="#{HEAD}"', "weight": ' fo:font-weight="bold"'}
    return [
        _DATE_STYLE,
        _AMOUNT_STYLE,
        _CELL_STYLE.format(name="heading", **heading),
        _CELL_STYLE.format(name="plain", **look),
        _CELL_STYLE.format(name="day", **{**look, "data": ' style:data-style-name="NDay"'}),
        _CELL_STYLE.format(name="amount", **{**look, "data": ' style:data-style-name="NAmount"'}),
    ]


def _column_styles(sheet: Sheet, number: int) -> list[str]:
    return [
        f'<style:style style:name="co{number}w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * MILLIMETRES:.1f}mm"/></style:style>'
        for width in sorted({column.width for column in sheet.columns})
    ]


def _table(sheet: Sheet, number: int) -> str:
    columns = "".join(f'<table:table-column table:style-name="co{number}w{column.width}"/>' for column in sheet.columns)
    head = "".join(_string(column.title, "heading") for column in sheet.columns)
    rows = "".join(
        "<table:table-row>"
        + "".join(_cell(value, column) for value, column in zip(row, sheet.columns, strict=True))
        + "</table:table-row>"
        for row in sheet.rows
    )
    return (
        f"<table:table table:name={quoteattr(sheet.name)}>{columns}"
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>{rows}</table:table>"
    )


def _filters(sheets: Sequence[Sheet]) -> str:
    ranges = ""
    for number, sheet in enumerate(sheets):
        last = f"{_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
        target = quoteattr(f"'{sheet.name}'.A1:'{sheet.name}'.{last}")
        ranges += (
            f'<table:database-range table:name="Filter{number}" table:target-range-address={target}'
            ' table:display-filter-buttons="true"/>'
        )
    return f"<table:database-ranges>{ranges}</table:database-ranges>"


def _letter(number: int) -> str:
    return (_letter((number - 1) // 26) if number > 26 else "") + chr(65 + (number - 1) % 26)


def _cell(value: Cell, column: Column) -> str:
    match value:
        case None | "":
            return '<table:table-cell table:style-name="plain"/>'
        case str():
            return _string(value, "plain")
        case datetime.date():
            day = value.isoformat()
            kind = f'table:style-name="day" office:value-type="date" office:date-value="{day}"'
            return f"<table:table-cell {kind}><text:p>{value:%d-%m-%Y}</text:p></table:table-cell>"
    style = "amount" if column.is_amount else "plain"
    kind = f'table:style-name="{style}" office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"


def _string(text: str, style: str) -> str:
    """A paragraph for each line; what XML would run together (spaces, tabs) is written as elements."""
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in shorten(plain(text)).split("\n"))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    return _SPACES.sub(lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>', escape(line))


def read_ods(data: bytes, *, most_rows: int, most_columns: int) -> Found:
    """The first sheet of the spreadsheet; raises NotReadable."""
    from odfdo import Document
    from odfdo.security import SecurityError

    _refuse_entities(opened(data).read("content.xml"))
    try:
        tables = Document(BytesIO(data)).body.get_elements("//table:table")
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, SecurityError) as error:
        raise NotReadable(_("This file is damaged: it cannot be opened.")) from error
    _refuse_endless_spaces(tables)
    if not tables:
        raise NotReadable(_("There is nothing in this file."))
    try:
        return found_in(list(_rows(tables[0]._xml_element, most_rows, most_columns)), sheet=tables[0].name or "")
    except NotReadable:
        raise
    except (ValueError, TypeError, ArithmeticError) as error:  # a number or a date that is none
        raise NotReadable(_("This file is damaged: it cannot be opened.")) from error


def _refuse_entities(content: bytes) -> None:
    """No spreadsheet declares a document type; one that does means to unfold into more than it seems."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotReadable(_("This file is damaged: it cannot be opened."))


def _refuse_endless_spaces(tables: Sequence) -> None:
    """A row of spaces is written as one element with their number, so that a few bytes may stand for more than fits in memory."""
    try:
        spaces = sum(int(found.get(f"{TEXT}c", 1)) for table in tables[:1] for found in table._xml_element.iter(f"{TEXT}s"))
    except ValueError as error:
        raise NotReadable(_("This file is damaged: it cannot be opened.")) from error
    if spaces > MOST_UNPACKED:
        raise NotReadable(str(TOO_LARGE))


def _rows(table, most_rows: int, most_columns: int) -> Iterable[tuple[int, list[Cell]]]:
    number, filled = 1, 0
    for row in table.iter(f"{TABLE}table-row"):
        repeated = int(row.get(f"{TABLE}number-rows-repeated", 1))
        values = list(_values(row, most_columns, number))
        if any(value is not None for value in values):
            for again in range(min(repeated, most_rows + 2)):
                filled += 1
                refuse_too_many(filled - 1, values, most_rows, most_columns)
                yield number + again, values
        number += repeated


def _values(row, most_columns: int, number: int) -> Iterable[Cell]:
    column = 0
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        if cell.get(f"{TABLE}formula"):
            where = {"cell": f"{_letter(column + 1)}{number}"}
            raise NotReadable(_("Cell %(cell)s holds a formula. Put its outcome there (paste as values) and try again.") % where)
        value = _value(cell)
        repeated = int(cell.get(f"{TABLE}number-columns-repeated", 1))
        for _again in range(min(repeated, most_columns + 1 - column)):
            yield value
            column += 1


def _value(cell) -> Cell:
    match cell.get(f"{OFFICE}value-type"):
        case "float" | "currency" | "percentage":
            number = Decimal(cell.get(f"{OFFICE}value"))
            if number.adjusted() >= MOST_DIGITS:
                raise ValueError(number)
            return int(number) if number == number.to_integral_value() else number
        case "date":
            moment = datetime.datetime.fromisoformat(cell.get(f"{OFFICE}date-value"))
            return moment.date() if moment.time() == datetime.time() else moment
        case "boolean":
            return cell.get(f"{OFFICE}boolean-value") == "true"
    text = "\n".join(_words(paragraph) for paragraph in cell.findall(f"{TEXT}p"))
    return text or None


def _words(element) -> str:
    """The text of a paragraph, with the spaces, tabs and line breaks that are elements; remarks in the margin are no text."""
    words = element.text or ""
    for child in element:
        match child.tag:
            case str() as tag if tag == f"{TEXT}s":
                words += " " * int(child.get(f"{TEXT}c", 1))
            case str() as tag if tag == f"{TEXT}tab":
                words += "\t"
            case str() as tag if tag == f"{TEXT}line-break":
                words += "\n"
            case str() as tag if tag != f"{OFFICE}annotation":
                words += _words(child)
        words += child.tail or ""
    return words
