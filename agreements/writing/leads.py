"""The leads of an action in a form: typed in one box with suggestions, in order, each with its task."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.contacts.choosing import reporters_by_party
from agreements.models import Action, Lead, Participation
from agreements.models.action import lead_in_words
from parties.models import Party
from parties.people.names import show_parties

LONGEST, LONGEST_TASK = 3000, 200
WITH_TASK = re.compile(r"(.+?)\s*\((.*)\)", re.DOTALL)


def parties_by_name(agreement: int) -> dict[str, list[Party]]:
    """The parties of the agreement by each of their names, without capitals. One query."""
    rows = Participation.objects.filter(agreement=agreement).select_related("party").order_by("position", "pk")
    found: dict[str, list[Party]] = {}
    for row in rows:
        for name in {row.party.name.casefold(), row.party.short_name.casefold()}:
            found.setdefault(name, []).append(row.party)
    return found


def names_in(text: str, known: Collection[str]) -> list[str]:
    """What stands between commas, semicolons and ends of lines, but for those in brackets and in names that are known."""
    pieces, depth = [""], 0
    for sign in text:
        depth = max(0, depth + {"(": 1, ")": -1}.get(sign, 0))
        if sign in ",;\n" and not depth:
            pieces.append("")
        else:
            pieces[-1] += sign
    pieces = [said for each in pieces if (said := " ".join(each.split()))]
    found = []
    while pieces:
        ends = (end for end in range(len(pieces), 1, -1) if ", ".join(pieces[:end]).casefold() in known)
        end = next(ends, 1)
        found.append(", ".join(pieces[:end]))
        pieces = pieces[end:]
    return found


class LeadFields:
    """Beside a WritingForm: one box for its leads, in order, and a contact for each party of the person's own."""

    list_id = "partijen-lijst"  # of the suggestions

    def add_leads(self: Any, name: str = "leads") -> None:
        self.parties = parties_by_name(self.agenda.agreement_id)
        by_key = {party.pk: party for parties in self.parties.values() for party in parties}
        self.party_names = list(dict.fromkeys(party.name for party in by_key.values()))
        box = forms.CharField(label=_("Leads"), required=False, max_length=LONGEST)
        box.help_text = _("Names with a comma between them, in order; a task in brackets. Alt with an arrow moves a name.")
        box.widget.attrs |= {"list": self.list_id, "autocomplete": "off", "data-suggest": "many"}
        rows = [(by_key[row["party"]].name, row["task"]) for row in self.was[name] if row["party"] in by_key]
        self.add("leads_names", box, ", ".join(lead_in_words(*row) for row in rows))
        offered = self._contacts(by_key)
        for pk in (pk for pk in by_key if pk in offered):
            self._add_contact(by_key[pk], offered[pk])

    def _contacts(self: Any, by_key: Mapping[int, Party]) -> dict[int, list]:
        """Whom the person may choose as contact, by party."""
        own = Party.objects.contacts_chosen_by(self.user).filter(pk__in=by_key)
        offered = reporters_by_party(own.values_list("pk", flat=True), known_to=self.user)
        everyone = {person.pk: person for people in offered.values() for person in people}
        show_parties(everyone.values(), seen_by=self.user)
        return offered

    def _add_contact(self: Any, party: Party, people: Iterable) -> None:
        now = self._contact_now(party.pk)
        choices = {person.pk: str(person) for person in people}
        field = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
        field.label = _("Contact of %(party)s") % {"party": party.name}
        field.choices = [("", "–"), *choices.items(), *([(now, _("as it is now"))] if now and now not in choices else [])]
        self.add(f"contact_{party.pk}", field, now)

    def _contact_now(self: Any, party: int) -> int | None:
        return next((row.get("contact") for row in self.was.get("leads", []) if row["party"] == party), None)

    def typed_leads(self: Any) -> list[dict]:
        """In their order."""
        if "leads_names" not in self.changed_data:
            found = [(row["party"], row["task"]) for row in self.was.get("leads", [])]
        else:
            found = [(party.pk, task) for party, task in self._leads_found]
        return [{"party": party, "task": task, "contact": self._chosen_contact(party)} for party, task in found]

    def _chosen_contact(self: Any, party: int) -> int | None:
        name = f"contact_{party}"
        return self.cleaned_data.get(name) if name in self.fields else self._contact_now(party)

    def clean_leads_names(self: Any) -> str:
        self._leads_found, wrong = [], []
        for said in names_in(self.cleaned_data["leads_names"], self.parties):
            try:
                self._leads_found.append(self._lead_called(said))
            except ValidationError as refused:
                wrong.append(refused)
        if wrong:
            raise ValidationError(wrong)
        return self.cleaned_data["leads_names"]

    def _lead_called(self: Any, said: str) -> tuple[Party, str]:
        """The party and its task; brackets may also be part of a name."""
        with_task = None if said.casefold() in self.parties else WITH_TASK.fullmatch(said)
        name, task = with_task.groups() if with_task else (said, "")
        if len(task) > LONGEST_TASK:
            raise ValidationError(_("The task of a lead has %(most)s characters at most.") % {"most": LONGEST_TASK})
        return self._party_called(name), task.strip()

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
