"""The forms by which a party is asked, and its first coordinator invited."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Participation
from agreements.taking_part.page import parties_to_ask
from parties.forms import SiteForm
from parties.models import Party, User
from parties.names import validate_name

Role = Participation.Role


class AskForm(SiteForm, forms.Form):
    """Which party, and as what. A party that said no may be asked once more."""

    party = forms.ModelChoiceField(
        Party.objects.none(),
        label=_("Party"),
        empty_label=_("choose"),
        help_text=_(
            "Parties of your agreements, and those that you added in the administration. Is it not in the list? Then ask the"
            " administrator of Driehoek."
        ),
    )
    role = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[
            (Role.SIGNATORY, _("Signatory: writes along, assents and signs")),
            (Role.ADVISORY, _("Advisory: writes along and advises, and does not sign")),
            (Role.INVOLVED, _("Involved: reads along, and may lead actions")),
        ],
        initial=Role.SIGNATORY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, agreement: Agreement, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        there = agreement.participations.exclude(state=Participation.State.DECLINED)
        self.fields["party"].queryset = parties_to_ask(by).filter(active_until=None).exclude(pk__in=there.values("party"))
        self.fields["party"].label_from_instance = lambda party: party.name


class FirstCoordinatorForm(SiteForm, forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the e-mail address of the person you invite.")},
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        validators=[validate_name],
        help_text=_("The person can change it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
