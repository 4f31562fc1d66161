"""The last step as a form: the first people of parties that have nobody yet."""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.translation import gettext as _

from agreements.beginning.forms import Wanted
from parties.forms import SiteForm
from parties.names import validate_name


class PeopleForm(SiteForm, forms.Form):
    """The first coordinator of each party that has nobody in Driehoek yet."""

    marks_optional = False

    def __init__(self, *args, invited: list[Wanted], **kwargs):
        super().__init__(*args, **kwargs)
        self.invited = invited
        for each in invited:
            self.fields[f"email_{each.key}"] = forms.EmailField(
                label=_("E-mail address for %(party)s") % {"party": each.name},
                required=False,
                max_length=254,
                widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"person_{each.key}"] = forms.CharField(
                label=_("Name of this person"), required=False, max_length=150, validators=[validate_name]
            )
            self.fields[f"person_{each.key}"].widget.attrs = {"autocomplete": "off"}

    def rows(self) -> Iterator[tuple]:
        for each in self.invited:
            yield each, self[f"email_{each.key}"], self[f"person_{each.key}"]

    def clean(self) -> None:
        for each in self.invited:
            if self.cleaned_data.get(f"person_{each.key}") and self.cleaned_data.get(f"email_{each.key}") == "":
                self.add_error(f"email_{each.key}", _("Write the e-mail address of the person you invite."))


def person_for(wanted: Wanted, people: Mapping[str, str]) -> tuple[str, str]:
    """Address and name of the person who is invited, in what PeopleForm gives; both empty for a party that is invited later."""
    return people.get(f"email_{wanted.key}", ""), people.get(f"person_{wanted.key}", "")
