"""Tables as OpenDocument spreadsheets."""

import datetime
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from parties.files.making import within_render_time
from parties.files.sheets import cell_name
from parties.tables.archive import make_reproducible
from parties.tables.sheet import Cell, Column, Sheet, plain, shorten

CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
TEMPLATE = Path(__file__).with_name("table.ods")  # with the styles of a cell: head, plain, day, amount
MILLIMETRES = 2.1  # in the width of a character
_SPACES = re.compile("(?<= ) +|^ +| +$|\t", re.MULTILINE)


@within_render_time
def write_ods(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime.datetime) -> bytes:
    """A spreadsheet with a filter and repeated headings on every sheet."""
    from odfdo import Document, Style

    document = Document(TEMPLATE)
    document.body.clear()
    for width in sorted({column.width for sheet in sheets for column in sheet.columns}):
        document.insert_style(Style("table-column", name=f"w{width}", width=f"{width * MILLIMETRES:.1f}mm"), automatic=True)
    for sheet in sheets:
        _add_table(document.body, sheet)
    document.body.append(_filters(sheets))
    meta = document.meta
    meta.title, meta.creator, meta.initial_creator, meta.language = plain(title), plain(author), plain(author), "nl-NL"
    meta.creation_date = meta.date = at.replace(tzinfo=None, microsecond=0)
    written = BytesIO()
    document.save(written)
    return make_reproducible(written.getvalue(), at=at)


def _add_table(body, sheet: Sheet) -> None:
    """Put the empty table there first: moving it with its rows takes time by the square of their number."""
    from odfdo import Column as Width
    from odfdo import HeaderRows, Table

    body.append(Table(sheet.name))
    table = body.get_tables()[-1]
    for column in sheet.columns:
        table.append(Width(style=f"w{column.width}"))
    head = HeaderRows()
    head.append(_row([_string(column.title, "head") for column in sheet.columns]))
    table.append(head)
    for row in sheet.rows:
        table.append_row(_row([_cell(value, column) for value, column in zip(row, sheet.columns, strict=True)]), clone=False)


def _row(cells: Sequence[str]):
    """A row made of text: made of objects, its cells cost twenty times as much."""
    from odfdo import Element

    return Element.from_tag(f"<table:table-row>{''.join(cells)}</table:table-row>")


def _filters(sheets: Sequence[Sheet]):
    from odfdo import Element

    ranges = ""
    for number, sheet in enumerate(sheets):
        last = cell_name(len(sheet.rows) + 1, len(sheet.columns))
        target = quoteattr(f"'{sheet.name}'.A1:'{sheet.name}'.{last}")
        ranges += (
            f'<table:database-range table:name="Filter{number}" table:target-range-address={target}'
            ' table:display-filter-buttons="true"/>'
        )
    return Element.from_tag(f"<table:database-ranges>{ranges}</table:database-ranges>")


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
    paragraphs = "".join(f"<text:p>{_keep_spaces(line)}</text:p>" for line in shorten(plain(text)).split("\n"))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'


def _keep_spaces(line: str) -> str:
    return _SPACES.sub(lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>', escape(line))
