"""What one may ask of the history."""

from collections.abc import Collection
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Participation
from monitoring.history.reading import DELETED, Asked
from monitoring.history.restoring import LookBack
from monitoring.models import HistoryLine
from parties.forms import DayInput, SiteForm
from parties.models import User
from parties.prepared import Prepared
from parties.texts import REASON, LongTextField

MOST_OF_WORDS = 100
DAYS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2200, 1, 1))]  # others have no moment in every time zone


class HistoryFilterForm(SiteForm, forms.Form):
    """All may stay empty; what is no answer is left out, so that an old link still shows a page."""

    marks_optional = False

    jaar = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    soort = forms.ChoiceField(label=_("About"), required=False)
    partij = forms.TypedChoiceField(label=_("Party"), coerce=int, empty_value=None, required=False)
    persoon = forms.TypedChoiceField(label=_("Person"), coerce=int, empty_value=None, required=False)
    van = forms.DateField(label=_("From"), required=False, widget=DayInput, validators=DAYS)
    tot = forms.DateField(label=_("Through"), required=False, widget=DayInput, validators=DAYS)
    woorden = forms.CharField(label=_("With these words"), required=False, max_length=MOST_OF_WORDS)

    def __init__(self, *args, agreement: Agreement | None = None, person: int | None = None, **kwargs):
        """Without an agreement there are no people, parties and years to choose."""
        super().__init__(*args, **kwargs)
        kinds = [*HistoryLine.Kind.choices, (DELETED, _("what was deleted"))]
        self.fields["soort"].choices = [("", _("everything")), *kinds]
        if agreement is None:
            for name in ("jaar", "partij", "persoon"):
                del self.fields[name]
            return
        parties = _taking_part.rows(agreement.pk)
        named = dict(_people_of.rows(tuple(pk for pk, _name in parties))) if parties else {}
        if person and person not in named:  # who left; the name stands in the history
            named |= dict(User.objects.filter(pk=person).values_list("pk", "name"))
        self.fields["partij"].choices = [("", _("all parties")), *parties]
        self.fields["persoon"].choices = [("", _("everybody")), *named.items()]
        self.fields["jaar"].choices = [("", _("all years")), *((year, year) for year in agreement.years)]

    @property
    def asked(self) -> Asked:
        self.is_valid()
        found = self.cleaned_data
        return Asked(
            year=found.get("jaar"),
            person=found.get("persoon"),
            party=found.get("partij"),
            kind=found.get("soort", ""),
            first=found.get("van"),
            last=found.get("tot"),
            words=found.get("woorden", "").strip(),
        )


@Prepared.in_order
def _taking_part(agreement: int) -> QuerySet:
    rows = Participation.objects.accepted().filter(agreement=agreement).order_by("position")
    return rows.values_list("party", "party__name")


@Prepared.in_order
def _people_of(parties: Collection[int]) -> QuerySet:
    people = User.objects.filter(memberships__party__in=parties).distinct()
    return people.order_by("name").values_list("pk", "name")


class RestoreForm(SiteForm, forms.Form):
    """Which field comes back, where there are several, and why."""

    field = forms.ChoiceField(label=_("What comes back"), widget=forms.RadioSelect)
    reason = LongTextField(
        label=_("Why"), max_length=REASON // 2, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Everyone reads this.")
    )

    def __init__(self, *args, found: LookBack, **kwargs):
        super().__init__(*args, **kwargs)
        if not found.fields:
            del self.fields["field"]
            return
        self.fields["field"].choices = [(change.column, change.label) for change in found.fields]
        self.initial.setdefault("field", found.fields[0].column)
