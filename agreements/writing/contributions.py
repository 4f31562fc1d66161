"""Who pays what of an action in a form: a party of the list or other words, an amount that may be left open, and a note."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models.contribution import BETWEEN, MOST_LETTERS, Contribution, clean_contributions, contributions_in, lines_of
from agreements.models.participation import names_of_parties
from parties.numbers import NumberField

MORE, MOST = 2, 20  # rows


class ContributionFields:
    """Beside a WritingForm: its fields for who pays what, and the lines that were typed in them."""

    def add_contributions(self: Any, name: str = "contributions") -> None:
        self.payers = names_of_parties(self.agenda.agreement_id)
        self.party_names = list(dict.fromkeys(self.payers.values()))
        rows = contributions_in(self.was[name])
        posted = sum(1 for each in self.data if each.startswith(f"{name}_") and each.endswith("_payer"))
        for number in range(min(max(len(rows) + MORE, posted), max(MOST, len(rows)))):
            row = rows[number] if number < len(rows) else None
            group, start = _("Who pays %(number)s") % {"number": number + 1}, f"{name}_{number}"
            payer = forms.CharField(label=_("Party, or who else"), required=False, max_length=MOST_LETTERS)
            payer.widget.attrs |= {"list": self.list_id, "autocomplete": "off", "data-suggest": ""}
            self.add(f"{start}_payer", payer, row.payer if row else "", group)
            amount = NumberField(label=_("Amount in euros"), required=False, min_value=0, max_digits=14, decimal_places=2)
            amount.help_text = _("Empty: still to be settled.")
            self.add(f"{start}_amount", amount, row.amount if row else None, group)
            note = forms.CharField(label=_("What for"), required=False, max_length=MOST_LETTERS)
            self.add(f"{start}_note", note, row.note if row else "", group)

    def typed_contributions(self: Any) -> str:
        """The lines as they are stored."""
        rows = [self._row_at(start) for start in self._rows()]
        return lines_of(row for row in rows if row.payer)

    def _rows(self: Any) -> list[str]:
        """How the names of the fields of each row begin."""
        names = [name for name in self.fields if name.startswith("contributions_")]
        return [name.removesuffix("payer") for name in names if name.endswith("_payer")]

    def _row_at(self: Any, start: str) -> Contribution:
        payer, note = (
            " ".join((self.cleaned_data.get(start + end) or "").replace(BETWEEN, "/").split()) for end in ("payer", "note")
        )
        return Contribution(self.payers.get(payer.casefold(), payer), self.cleaned_data.get(f"{start}amount"), note)

    def clean(self: Any) -> dict:
        cleaned = super().clean()
        rows = {start: self._row_at(start) for start in self._rows()}
        for start, row in rows.items():
            if not row.payer and (row.note or row.amount is not None):
                self.add_error(f"{start}payer", _("Say who pays this."))
        if rows and not self.errors:
            try:
                clean_contributions(self.typed_contributions())
            except ValidationError as refused:
                self.add_error(f"{next(iter(rows))}payer", refused.messages)
        return cleaned
