"""One field that changed: what it was and what it becomes, in the words that people read."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from parties.history.word_diff import Piece, word_changes

LONG = 60  # characters; two texts of which one is longer are not set side by side


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field by its label; an empty text is a field that was or becomes empty."""

    label: str
    was: str
    becomes: str

    @property
    def is_long(self) -> bool:
        """Whether only the words that differ are worth showing."""
        return bool(self.was and self.becomes) and max(len(self.was), len(self.becomes)) > LONG

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word by word what went and what came; nothing where one of the two is empty."""
        return word_changes(self.was, self.becomes) if self.was and self.becomes else ()


def in_words(field: models.Field, value) -> str:
    """A value of the field as people read it; where it points to a row, the value is that row."""
    match value:
        case None | "":
            return ""
        case _ if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        case bool():
            return _("yes") if value else _("no")
        case datetime.datetime():
            return date_format(localtime(value) if is_aware(value) else value, "j F Y, H:i")
        case datetime.date():
            return date_format(value, "j F Y")
        case Decimal():
            return number_format(value, force_grouping=True)
    return str(value)
