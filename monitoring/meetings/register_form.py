"""What one looks for in the register of decisions: the form of its page, read from the address."""

from django import forms
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement, parties_in
from monitoring.meetings.register import POINT, RegisterQuery, RegisterStanding
from monitoring.models import Decision, Meeting
from parties.forms import SiteForm
from parties.models import Party, User

ANY = _("all")


class RegisterForm(SiteForm, forms.Form):
    """An odd answer is as none: who follows a link with one gets the whole register."""

    marks_optional = False

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    soort = forms.ChoiceField(label=_("Kind"), required=False)
    overleg = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"), required=False, empty_label=ANY)
    partij = forms.ModelChoiceField(Party.objects.none(), label=_("Party"), required=False, empty_label=ANY)
    stand = forms.ChoiceField(label=pgettext_lazy("register", "How it stands"), required=False)
    jaar = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, user: User, within: Agreement | Party):
        super().__init__(data)
        self.fields["soort"].choices = [("", ANY), *Decision.Kind.choices, (POINT, _("action point"))]
        self.fields["stand"].choices = [
            ("", ANY),
            (RegisterStanding.OVERDUE, RegisterStanding.OVERDUE.label),
            (RegisterStanding.OPEN, _("open, also overdue")),
            (RegisterStanding.DONE, RegisterStanding.DONE.label),
        ]
        meetings = Meeting.objects.visible_to(user).order_by("-held_on", "-pk")
        if isinstance(within, Agreement):
            meetings = meetings.filter(agreement=within)
            self.fields["overleg"].queryset = meetings
            self.fields["partij"].queryset = parties_in(within.pk).order_by("participations__position")
            years = range(within.end_year, within.start_year - 2, -1)
        else:
            del self.fields["overleg"], self.fields["partij"]
            days = meetings.order_by().aggregate(first=Min("held_on"), last=Max("held_on"))
            first, last = (days[name] or timezone.localdate() for name in ("first", "last"))
            years = range(last.year, first.year - 1, -1)
        self.fields["jaar"].choices = [("", ANY), *((year, str(year)) for year in years)]

    def query(self) -> RegisterQuery:
        """What was asked, without what is wrong."""
        self.is_valid()
        found = self.cleaned_data
        return RegisterQuery(
            words=found.get("q", ""),
            kind=found.get("soort", ""),
            meeting=found.get("overleg"),
            party=found.get("partij"),
            standing=found.get("stand", ""),
            year=found.get("jaar"),
        )
