"""The form of the contacts of what a party leads."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.agenda.words import words_of
from agreements.contacts.rows import ContactChoice, ListedLead, listed_lead
from agreements.models import Lead
from parties.forms import SiteForm
from parties.models import User


class ContactsForm(SiteForm, forms.Form):
    """For each lead its contact, and one choice for all that have none.

    people holds by the key of a party who may be chosen for what it leads; a contact whom the person may not choose stays.
    """

    marks_optional = False
    everyone = forms.ChoiceField(label=_("Give everything without a contact to"), required=False)

    def __init__(self, *args, leads: Iterable[Lead], people: dict[int, list[User]], **kwargs):
        super().__init__(*args, **kwargs)
        self.leads, self.people = list(leads), people
        known = {person.pk: person for found in people.values() for person in found}
        self.fields["everyone"].choices = [("", _("choose")), *_options(known.values())]
        for lead in self.leads:
            offered = {person.pk: person for person in people.get(lead.party_id, ())}
            if lead.has_contact:
                offered.setdefault(lead.contact_id, lead.contact)
            field = forms.ChoiceField(required=False, choices=[("", _("nobody yet")), *_options(offered.values())])
            field.label = _("Contact for: %(action)s") % {"action": words_of(lead.action)}
            field.initial = lead.contact_id if lead.has_contact else ""
            self.fields[_name(lead)] = field

    @property
    def rows(self) -> list[tuple[ListedLead, ContactChoice]]:
        """Each lead with its field; for a form that was not sent, as the pages never show one that was."""
        return [(listed_lead(lead), self._choice(lead)) for lead in self.leads]

    def _choice(self, lead: Lead) -> ContactChoice:
        field = self.fields[_name(lead)]
        options = tuple((value, str(label)) for value, label in field.choices)
        return ContactChoice(_name(lead), options, field.initial)

    @property
    def has_waiting(self) -> bool:
        return any(not lead.has_contact for lead in self.leads)

    @property
    def choices(self) -> dict[int, User | None]:
        """What has to change, by the key of the lead; None takes a contact away.

        Only what the person touched: what a colleague chose while this form was open stays.
        """
        found = {}
        for lead in self.leads:
            offered = {str(person.pk): person for person in self.people.get(lead.party_id, ())}
            chosen = self.cleaned_data[_name(lead)]
            if chosen == self.data.get(f"was_{lead.pk}", str(self[_name(lead)].initial)):
                if lead.has_contact:
                    continue
                chosen = self.cleaned_data["everyone"]
            if chosen in offered:
                found[lead.pk] = offered[chosen]
            elif not chosen and lead.has_contact:
                found[lead.pk] = None
        return found


def _name(lead: Lead) -> str:
    return f"lead_{lead.pk}"


def _options(people: Iterable[User]) -> list[tuple[int, str]]:
    return [(person.pk, person.name_and_party) for person in people]
