"""What a file holds, whatever its format: headings, paragraphs and tables in reading order, with places.

Text is Markdown: what was bold, a list or a heading in the file reads so here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from agreements.imports.formats.markdown_text import Line

LONGEST_TEXT = 50_000  # letters of one cell or paragraph; Excel itself stops at 32,767
MOST_LETTERS = 4_000_000  # of all of them: each is looked at dozens of times


class UnreadableError(Exception):
    """The file cannot be read; the message says in one sentence what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: a sheet or table and a row, or a paragraph."""

    part: str = ""
    row: int = 0

    def __str__(self) -> str:
        if not self.part:
            return _("paragraph %(number)s") % {"number": self.row}
        return _("%(part)s, row %(row)s") % {"part": self.part, "row": self.row}


@dataclass(frozen=True, slots=True)
class Cell:
    """value is set where the file knows a date or number; is_continued in later cells of a merged block.

    lines are its paragraphs in a document of our own, where their styles say what they are. text has no words that are struck
    through; whole has them too, where there are any. error is what a program put in the place of words: "#REF!".
    """

    text: str = ""
    value: date | float | None = None
    is_continued: bool = False
    lines: tuple[Line, ...] = ()
    whole: str = ""
    error: str = ""

    @property
    def plain(self) -> str:
        """The words without signs of Markdown, where the file tells the two apart."""
        return "\n".join(line.plain for line in self.lines) if self.lines else self.text


NO_CELL = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """is_hidden: people who open the file do not see it."""

    cells: tuple[Cell, ...]
    place: Place
    is_hidden: bool = False

    @property
    def filled(self) -> list[Cell]:
        """The cells with words of their own."""
        return [cell for cell in self.cells if cell.text and not cell.is_continued]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it, not even words that are struck through."""
        return not any((cell.text or cell.whole or cell.error) and not cell.is_continued for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Heading:
    """level 1 is the highest, 0 is bold text only. label is apart in a document of our own: "Pijler 1.".

    is_struck: all of it is struck through.
    """

    text: str
    level: int
    place: Place
    label: str = ""
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """line is set in a document of our own."""

    text: str
    place: Place
    is_item: bool = False  # of a list
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a text, or a sheet; whole_sheet tells that chapter headings stand in its rows.

    hidden_columns are the places of columns that people who open the file do not see.
    """

    name: str
    rows: tuple[Row, ...]
    whole_sheet: bool = False
    hidden_columns: frozenset[int] = frozenset()


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """is_ours: a document that we made, in which styles say what every paragraph is."""

    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = field(default=())  # sentences on what was passed over: a hidden sheet
    is_ours: bool = False

    @property
    def rows(self) -> Iterator[Row]:
        for block in self.blocks:
            if isinstance(block, Table):
                yield from block.rows
