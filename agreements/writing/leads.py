"""The leads of an action in a form: names typed with suggestions, in order, each with its task and its contact."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.contacts.choosing import reporters_by_party
from agreements.models import Action, Lead, Participation
from parties.models import Membership, Party
from parties.people.names import show_parties

MORE, MOST = 2, 12  # rows


def parties_by_name(agreement: int) -> dict[str, list[Party]]:
    """The parties of the agreement by each of their names, without capitals. One query."""
    rows = Participation.objects.filter(agreement=agreement).select_related("party").order_by("position", "pk")
    found: dict[str, list[Party]] = {}
    for row in rows:
        for name in {row.party.name.casefold(), row.party.short_name.casefold()}:
            found.setdefault(name, []).append(row.party)
    return found


class LeadFields:
    """Beside a WritingForm: its fields for leads, and what was typed in them."""

    def add_leads(self: Any, name: str = "leads") -> None:
        self.parties = parties_by_name(self.agenda.agreement_id)
        by_key = {party.pk: party for parties in self.parties.values() for party in parties}
        self.party_names = list(dict.fromkeys(party.name for party in by_key.values()))
        offered = self._contacts(by_key)
        rows = self.was[name]
        posted = sum(1 for each in self.data if each.startswith("leads_") and each.endswith("_party"))
        for number in range(min(max(len(rows) + MORE, posted), max(MOST, len(rows)))):
            row = rows[number] if number < len(rows) else {}
            known, group = by_key.get(row.get("party")), _("Lead %(number)s") % {"number": number + 1}
            party = forms.CharField(label=_("Party"), required=False, max_length=300)
            party.widget.attrs |= {"list": self.list_id, "autocomplete": "off", "data-suggest": ""}
            self.add(f"leads_{number}_party", party, known.name if known else "", group)
            task = forms.CharField(label=capfirst(_("task")), required=False, max_length=200)
            self.add(f"leads_{number}_task", task, row.get("task", ""), group)
            self._add_contact(number, row, offered, group)
            place = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=MOST)
            if rows[1:] or posted:
                self.add(f"leads_{number}_place", place, number + 1 if known else None, group)

    list_id = "partijen-lijst"  # of the suggestions

    def _contacts(self: Any, by_key: Mapping[int, Party]) -> dict[int, list]:
        """Whom the person may choose as contact, by party."""
        own = Party.objects.contacts_chosen_by(self.user).filter(pk__in=by_key)
        offered = reporters_by_party(own.values_list("pk", flat=True), Membership.objects.visible_to(self.user))
        everyone = {person.pk: person for people in offered.values() for person in people}
        show_parties(everyone.values(), among=Party.objects.visible_to(self.user))
        return offered

    def _add_contact(self: Any, number: int, row: Mapping[str, Any], offered: Mapping[int, list], group: Any) -> None:
        """Only where the person may choose one: of the party that stands there, or of any for a lead that comes."""
        party = row.get("party")
        people = {person.pk: person for each in ([party] if party else offered) for person in offered.get(each, ())}
        if not people:
            return
        field = forms.TypedChoiceField(label=capfirst(_("contact")), coerce=int, empty_value=None, required=False)
        field.choices = [("", "–"), *((pk, str(person) if party else person.name_and_party) for pk, person in people.items())]
        if row.get("contact") and row["contact"] not in people:
            field.choices = [*field.choices, (row["contact"], _("as it is now"))]
        self.add(f"leads_{number}_contact", field, row.get("contact"), group)

    def typed_leads(self: Any) -> list[dict]:
        """In their order; what has no place comes last, as it was typed."""
        found = []
        for name in [each for each in self.cleaned_data if each.startswith("leads_") and each.endswith("_party")]:
            party = self._leads_found.get(name)
            if party is None:
                continue
            start = name.removesuffix("_party")
            was = next((row for row in self.was.get("leads", []) if row["party"] == party.pk), {})
            row = {"party": party.pk, "task": self.cleaned_data.get(f"{start}_task", "")}
            chosen = self.cleaned_data.get(f"{start}_contact") if f"{start}_contact" in self.fields else was.get("contact")
            found.append((self.cleaned_data.get(f"{start}_place") or MOST + 1, {**row, "contact": chosen}))
        return [row for _place, row in sorted(found, key=lambda each: each[0])]

    def clean(self: Any) -> dict:
        cleaned = super().clean()
        self._leads_found = {}
        for name in [each for each in cleaned if each.startswith("leads_") and each.endswith("_party")]:
            typed = " ".join(cleaned[name].split())
            if not typed:
                continue
            try:
                self._leads_found[name] = self._party_called(typed)
            except ValidationError as refused:
                self.add_error(name, refused)
        return cleaned

    def _party_called(self: Any, typed: str) -> Party:
        found = list(dict.fromkeys(self.parties.get(typed.casefold(), [])))
        if not found:
            raise ValidationError(
                _("“%(name)s” does not take part in this agreement. Choose a name from the list."), params={"name": typed}
            )
        if len(found) > 1:
            names = ", ".join(party.name for party in found)
            raise ValidationError(_("Several parties are called so. Write the whole name: %(names)s."), params={"names": names})
        lead = Lead(action=Action(agenda=self.agenda), party=found[0])
        try:
            lead.refuse_absent(self.agenda)
        except ValidationError as refused:
            raise ValidationError(refused.messages) from refused
        return found[0]
