"""Forms of the site about what was agreed: contacts of what a party leads, and notes."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Lead, Note
from parties.forms import SiteForm, dress
from parties.history.edit_conflicts import changed_since, newest
from parties.models import Party, User


class ContactsForm(SiteForm):
    """For each lead its contact, and one choice for all that have none.

    people holds by the key of a party who may be chosen for what it leads; a contact whom the person may not choose stays.
    """

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
            field.label = _("Contact for: %(action)s") % {"action": lead.action}
            field.initial = lead.contact_id if lead.has_contact else ""
            dress(field)
            self.fields[_name(lead)] = field

    @property
    def rows(self) -> list[tuple[Lead, forms.BoundField]]:
        return [(lead, self[_name(lead)]) for lead in self.leads]

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
    return [(person.pk, str(person)) for person in people]


class NoteForm(forms.ModelForm):
    """The text of a note, and for whoever belongs to two parties the party that keeps it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Note
        fields = ["party", "text"]
        labels = {"party": _("For"), "text": _("Note")}
        error_messages = {"text": {"required": _("Write something, or leave the note out.")}}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, parties: Iterable[Party], **kwargs):
        super().__init__(*args, **kwargs)
        parties = list(parties)
        if self.instance.pk:
            del self.fields["party"]
            self.initial["seen"] = newest(Note, self.instance.pk, ())
        elif len(parties) == 1:
            del self.fields["party"]
            self.instance.party = parties[0]
        else:
            self.fields["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
            self.fields["party"].empty_label = _("choose")
        for field in self.fields.values():
            dress(field)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> None:
        """A colleague's later words are not overwritten unseen; the form that comes back knows of them."""
        super().clean()
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen and (told := changed_since(Note, self.instance.pk, (), seen)):
            self.add_error(None, [*told, _("What you typed is still here. Save again if it must replace what is there now.")])
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = newest(Note, self.instance.pk, ())
