"""The targets of an indicator in a form: over the whole period, and of the year that is written."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from agreements.changes.fields import plain
from agreements.models import Indicator
from parties.numbers import NumberField


class TargetFields:
    """Beside a WritingForm: its fields for targets, and what was typed in them."""

    def add_targets(self: Any, name: str = "targets") -> None:
        indicator = self.place.row if isinstance(self.place.row, Indicator) and not self.is_new else None
        unit = indicator.unit if indicator else ""
        for year in (0, self.agenda.year):
            row = self._target_of(year)
            group = _("Target of %(year)s") % {"year": year} if year else _("Target over the whole period")
            value = NumberField(label=_("Value"), required=False, unit=unit, max_digits=14, decimal_places=2)
            value.help_text = _("In %(unit)s. Empty: no target.") % {"unit": unit} if unit else _("Empty: no target.")
            self.add(f"targets_{year}_value", value, _number(row.get("value")), group)
            if indicator is None or indicator.kind == Indicator.Kind.RANGE:
                upper = NumberField(label=_("Through"), required=False, unit=unit, max_digits=14, decimal_places=2)
                upper.help_text = _("Only where it is between two values.")
                self.add(f"targets_{year}_value_to", upper, _number(row.get("value_to")), group)
            formula = forms.CharField(label=_("Or in words"), required=False, max_length=300)
            self.add(f"targets_{year}_formula", formula, row.get("formula", ""), group)
            for tick in ("approximate", "provisional"):
                label = {"approximate": _("Approximate: agreed as «circa»"), "provisional": _("Provisional")}[tick]
                self.add(f"targets_{year}_{tick}", forms.BooleanField(label=label, required=False), row.get(tick, False), group)

    def _target_of(self: Any, year: int) -> dict:
        return next((row for row in self.was["targets"] if (row.get("year") or 0) == year), {})

    def typed_targets(self: Any) -> list[dict]:
        found, typed = [], self.cleaned_data
        for year in (0, self.agenda.year):
            start = f"targets_{year}_"
            row = {
                "year": year or None,
                "value": plain(typed.get(f"{start}value")),
                "value_to": plain(typed.get(f"{start}value_to")),
                "formula": typed.get(f"{start}formula", ""),
                "approximate": typed.get(f"{start}approximate", False),
                "provisional": typed.get(f"{start}provisional", False),
            }
            if row["value"] is not None or row["formula"]:
                found.append(row)
        return found


def _number(value: Any) -> Decimal | None:
    return None if value in {None, ""} else Decimal(value)
