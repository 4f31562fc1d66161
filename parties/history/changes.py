"""One field that changed: what it was and what it becomes, in the words that people read."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from parties.renvooi.notes import weighty_notes
from parties.renvooi.pieces import NOTHING_KNOWN, Known, Piece, has_other_words, renvooi

LONG = 60  # characters; two values of which one is longer are running text


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field by its label; an empty text is a field that was or becomes empty.

    is_text says that it is running text, however short. known is what a comparison word by word may know of the two;
    column is the field in the code, where it is one.
    """

    label: str
    was: str
    becomes: str
    is_text: bool = field(default=False, kw_only=True)
    known: Known = field(default=NOTHING_KNOWN, kw_only=True, repr=False)
    column: str = field(default="", kw_only=True, repr=False, compare=False)

    @property
    def is_word_by_word(self) -> bool:
        """Whether the words that went and came are marked; else the one stands behind the other."""
        return bool(self.was and self.becomes) and (self.is_text or max(len(self.was), len(self.becomes)) > LONG)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word by word what went and what came; nothing where one of the two is empty."""
        return renvooi(self.was, self.becomes, self.known) if self.was and self.becomes else ()

    @property
    def says_the_same(self) -> bool:
        """Whether no word went or came: it is laid out or numbered otherwise, and says what it said."""
        if not self.is_word_by_word:
            return self.was.split() == self.becomes.split()
        return not has_other_words(self.pieces)

    @property
    def is_only_space(self) -> bool:
        """Whether it even looks as it did."""
        return self.says_the_same and all(piece.kind == "same" for piece in self.pieces)

    @property
    def notes(self) -> list[str]:
        """The changes in it that nobody may overlook, in words; none of a short value, which is all of it read."""
        return weighty_notes(self.pieces) if self.is_word_by_word else []


def in_words(column: models.Field, value) -> str:
    """A value of the field as people read it; where it points to a row, the value is that row."""
    match value:
        case None | "":
            return ""
        case _ if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        case bool():
            return _("yes") if value else _("no")
        case datetime.datetime():
            return date_format(localtime(value) if is_aware(value) else value, "j F Y, H:i")
        case datetime.date():
            return date_format(value, "j F Y")
        case Decimal():
            places = getattr(column, "decimal_places", None)
            exact = value if places is None else value.quantize(Decimal(1).scaleb(-places))  # as stored, wherever it was read
            return number_format(exact, force_grouping=True)
    return str(value)
