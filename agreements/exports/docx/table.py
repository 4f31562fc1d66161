"""Tables of Word: a row of headings that returns on every page, hairlines between the rows."""

from collections.abc import Sequence

from agreements.exports.docx.look import HAIRLINE
from agreements.exports.docx.text import WordText
from parties.tables.sheet import plain


class WordTable:
    """A table of fixed widths, in twentieths of a point; the caller puts its element into the document."""

    def __init__(self, words: WordText, widths: Sequence[int], *, title: str):
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.words, self.qn = words, words.qn
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        line = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"'
        self.element = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f"<w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="80" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
            f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="200" w:type="dxa"/></w:tblCellMar>'
            f'<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noVBand="1"/>'
            f"<w:tblCaption/></w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
        )
        self.element.find(f".//{self.qn('w:tblCaption')}").set(self.qn("w:val"), plain(title))

    def row(self, *, is_head: bool = False, is_whole: bool = False):
        """A new row; the first one returns on every page, a whole one is not broken over two."""
        row = self.words.child(self.element, "w:tr")
        if is_head or is_whole:
            properties = self.words.child(row, "w:trPr")
            self.words.child(properties, "w:cantSplit")
            if is_head:
                self.words.child(properties, "w:tblHeader")
        return row

    def cell(self, row, width: int, span: str | None = None, *, columns: int = 1):
        """A new cell over so many columns; span "restart" or "continue" joins it with the one above."""
        cell = self.words.child(row, "w:tc")
        properties = self.words.child(cell, "w:tcPr")
        size = self.words.child(properties, "w:tcW")
        size.set(self.qn("w:w"), str(width))
        size.set(self.qn("w:type"), "dxa")
        if columns > 1:
            self.words.child(properties, "w:gridSpan", str(columns))
        if span:
            self.words.child(properties, "w:vMerge", span)
        return cell
