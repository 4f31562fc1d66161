"""Numbers as people write them: "4.730", "1.250,5", "€ 575,03", "95%"."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _

MOST_DIGITS = 100  # 1e999999999 is a number too, and writing it out takes all memory
_NO_CENTS = re.compile(r",[-–—=]+$")


def parse_number(text: str, *, point: str = ".", comma: str = ",") -> Decimal | None:
    """The number that a text is, in Dutch unless other signs are given; None for any other text.

    A sign for thousands stands between groups of three only, so "1250.5" is the number that a spreadsheet stores.
    """
    plain = _NO_CENTS.sub("", " ".join(text.replace("€", "").split())).strip()  # any kind of space is a space
    if re.fullmatch(rf"-?\d{{1,3}}(?:[{re.escape(point)} ]\d{{3}})+(?:{re.escape(comma)}\d+)?", plain):
        plain = plain.replace(point, "").replace(" ", "")
    try:
        number = Decimal(plain.replace(comma, "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS else None


class NumberField(forms.DecimalField):
    """A number in the notation of the language: "350.000", "€ 1.250,50" and "1250,5" in Dutch.

    With a unit, that unit may stand behind the number ("38 woningen"), and a percentage is refused where the unit is none.
    """

    default_error_messages = {
        "invalid": _("Write a number, such as 1250 or 575,03."),
        "percentage": _("This is counted in %(unit)s, not in percent: write the number itself."),
    }

    def __init__(self, *, unit: str = "", **kwargs):
        self.unit = unit
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "class": "vNumberField"})
        super().__init__(**kwargs)

    def to_python(self, value):
        if not isinstance(value, str) or not (words := self._without_unit(value)):
            return super().to_python("" if isinstance(value, str) else value)
        number = parse_number(words, point=get_format("THOUSAND_SEPARATOR"), comma=get_format("DECIMAL_SEPARATOR"))
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        whole = value == int(value)
        return number_format(int(value) if whole else value.normalize(), force_grouping=True)

    def _without_unit(self, value: str) -> str:
        """What was typed, without the unit around the number; any kind of space is a space."""
        words = " ".join(value.replace("€", "").split())
        if words.endswith("%"):
            if self.unit and "%" not in self.unit:
                raise ValidationError(self.error_messages["percentage"], code="percentage", params={"unit": self.unit})
            words = words.removesuffix("%")
        return words.removesuffix(self.unit.replace("€", "").strip()).strip() if self.unit else words.strip()
