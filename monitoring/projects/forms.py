"""The forms on the page of a project."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Project, ProjectStep
from monitoring.models import DwellingCount
from monitoring.projects.permissions import parties_counting
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.history.write_rules import Act, act
from parties.models import User


class ProjectForm(SiteForm, forms.ModelForm):
    expected_on = DayField(label=_("Expected on"), required=False, widget=DayInput())

    class Meta:
        model = Project
        fields = ["name", "area", "dwellings", "phase", "expected_on"]

    def _post_clean(self) -> None:
        """The workflow writes the row, and asks its rules."""


class StepForm(SiteForm, forms.ModelForm):
    """Who only reports fills in when it was reached."""

    planned_on = DayField(label=_("Planned on"), required=False, widget=DayInput())
    reached_on = DayField(label=_("Reached on"), required=False, widget=DayInput())

    class Meta:
        model = ProjectStep
        fields = ["name", "planned_on", "planned_precision", "reached_on"]

    def __init__(self, *args, plans: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not plans:
            for name in ("name", "planned_on", "planned_precision"):
                del self.fields[name]

    def _post_clean(self) -> None:
        """The workflow writes the row, and asks its rules."""


class CountForm(SiteForm, forms.ModelForm):
    counted_on = DayField(label=_("Counted on"), widget=DayInput())
    sent_as = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DwellingCount
        fields = ["counted_on", "planned", "in_building", "delivered", "source", "party"]

    def __init__(self, *args, project: Project, user: User, **kwargs):
        super().__init__(*args, instance=DwellingCount(project=project), **kwargs)
        self.initial["sent_as"] = self.instance.sent_as
        parties = list(parties_counting(project, user))
        self.instance.recorded_by = user
        if len(parties) == 1:
            self.instance.party = parties[0]
            del self.fields["party"]
        else:
            self.fields["party"].choices = [("", "–"), *((party.pk, party.name) for party in parties)]

    def clean(self):
        self.instance.sent_as = super().clean().get("sent_as") or self.instance.sent_as
        return self.cleaned_data

    @act(Act.REPORT)
    def _post_clean(self) -> None:
        """Check the row as it will be written; the workflow asks who may, and writes it."""
        super()._post_clean()
