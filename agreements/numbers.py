"""Numbers as people write them: "4.730", "1.250,5", "€ 575,03", "95%"."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _


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
        if not isinstance(value, str):
            return super().to_python(value)
        point, comma = re.escape(get_format("THOUSAND_SEPARATOR")), get_format("DECIMAL_SEPARATOR")
        plain = re.sub(r",[-–—=]+$", "", self._without_unit(value)).strip()
        if re.fullmatch(rf"-?\d{{1,3}}([{point}\s]\d{{3}})+({re.escape(comma)}\d+)?", plain):
            plain = re.sub(rf"[{point}\s]", "", plain)
        return super().to_python(plain.replace(comma, "."))

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        whole = value == int(value)
        return number_format(int(value) if whole else value.normalize(), force_grouping=True)

    def _without_unit(self, value: str) -> str:
        """What was typed, without the signs and words of a unit around the number; any kind of space is a space."""
        words = " ".join(value.replace("€", "").split())
        if words.endswith("%"):
            if self.unit and "%" not in self.unit:
                raise ValidationError(self.error_messages["percentage"], code="percentage", params={"unit": self.unit})
            words = words.removesuffix("%")
        return words.removesuffix(self.unit.replace("€", "").strip()).strip() if self.unit else words.strip()
