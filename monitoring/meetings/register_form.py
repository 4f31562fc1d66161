"""What one looks for in the register of decisions: the form of its page, read from the address."""

from django import forms
from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement, parties_in
from monitoring.meetings.register import POINT, RegisterQuery, RegisterStanding
from monitoring.models import Decision, Meeting
from parties.forms import SiteForm
from parties.models import Party, User
from parties.prepared import Prepared

ANY = _("all")


class RegisterForm(SiteForm, forms.Form):
    """An odd answer is as none: who follows a link with one gets the whole register."""

    marks_optional = False

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    soort = forms.ChoiceField(label=_("Kind"), required=False)
    overleg = forms.TypedChoiceField(label=_("Meeting"), required=False, coerce=int, empty_value=None)
    partij = forms.TypedChoiceField(label=_("Party"), required=False, coerce=int, empty_value=None)
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
        self.meetings: dict[int, Meeting] = {}
        self.parties: dict[int, Party] = {}
        if isinstance(within, Agreement):
            meetings = _meetings_in.models(user.pk, within.pk, is_superuser=user.is_superuser)
            self.meetings = {row.pk: row for row in meetings}
            self.parties = {row.pk: row for row in _parties_in.models(within.pk)}
            for name, rows in {"overleg": self.meetings, "partij": self.parties}.items():
                self.fields[name].choices = [("", ANY), *((pk, str(row)) for pk, row in rows.items())]
            years = range(within.end_year, within.start_year - 2, -1)
        else:
            del self.fields["overleg"], self.fields["partij"]
            days = Meeting.objects.visible_to(user).aggregate(first=Min("held_on"), last=Max("held_on"))
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
            meeting=self.meetings.get(found.get("overleg")),
            party=self.parties.get(found.get("partij")),
            standing=found.get("stand", ""),
            year=found.get("jaar"),
        )


@Prepared.in_order
def _meetings_in(user: int, agreement: int, *, is_superuser: bool) -> QuerySet[Meeting]:
    """The newest first."""
    rows = Meeting.objects.visible_to(User(pk=user, is_superuser=is_superuser)).filter(agreement=agreement)
    return rows.order_by("-held_on", "-pk")


@Prepared.in_order
def _parties_in(agreement: int) -> QuerySet[Party]:
    return parties_in(agreement).order_by("participations__position")
