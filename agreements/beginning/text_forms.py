"""The step about the first agenda: how its text comes in, and with which themes it begins."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.beginning.forms import offer_earlier
from agreements.models import Agreement
from agreements.models.agreement import YEAR_VALIDATORS
from parties.forms import SiteForm
from parties.links import refuse_link_elsewhere


class FirstAgendaForm(SiteForm, forms.Form):
    """How the text of the first year comes in, and which year that is."""

    TYPED, READ, SIGNED = "typen", "inlezen", "getekend"

    how = forms.ChoiceField(
        label=gettext_lazy("How does the text of the first year come in?"),
        choices=[
            (TYPED, gettext_lazy("I write it here")),
            (READ, gettext_lazy("I read it in from Word or Excel")),
            (SIGNED, gettext_lazy("It is signed already: I read it in, and bring it in as signed")),
        ],
        initial=TYPED,
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(label=gettext_lazy("Year of the first agenda"), validators=YEAR_VALIDATORS)
    title = forms.CharField(
        label=gettext_lazy("Title of the agenda"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Left empty it becomes: Uitvoeringsagenda, with the year."),
    )

    def __init__(self, *args, years: tuple[int, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["year"].initial = years[0]

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        refuse_link_elsewhere(title)
        return title

    def clean_year(self) -> int:
        year, (first, last) = self.cleaned_data["year"], self.years
        if not first <= year <= last:
            sentence = _("%(year)s lies outside the agreement, which runs from %(first)s through %(last)s.")
            raise ValidationError(sentence % {"year": year, "first": first, "last": last})
        return year


class TextForm(FirstAgendaForm):
    """The same, and the themes with which it begins. A file that is read in brings its own."""

    LEGAL, EARLIER, NONE = "wettelijk", "eerder", "geen"

    themes = forms.ChoiceField(
        label=gettext_lazy("With which themes do you begin?"),
        choices=[
            (LEGAL, gettext_lazy("The six themes that the law names")),
            (EARLIER, gettext_lazy("Those of earlier agreements")),
            (NONE, gettext_lazy("None yet")),
        ],
        initial=LEGAL,
        widget=forms.RadioSelect,
    )
    earlier = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=gettext_lazy("Which earlier agreements?"),
        required=False,
        empty_label=gettext_lazy("choose"),
        help_text=gettext_lazy("Only the headings are taken over."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("how", self.TYPED) != self.TYPED:
            self.initial["themes"] = self.NONE
        if not offer_earlier(self, "earlier", user):
            self.fields["themes"].choices = [pair for pair in self.fields["themes"].choices if pair[0] != self.EARLIER]

    @property
    def theme_fields(self) -> list[forms.BoundField]:
        """Asked of who writes the text here."""
        return [self[name] for name in ("themes", "earlier") if name in self.fields]

    def clean(self) -> None:
        if self.cleaned_data.get("how") != self.TYPED:
            self.cleaned_data["themes"] = self.NONE
        elif self.cleaned_data.get("themes") == self.EARLIER and not self.cleaned_data.get("earlier") and not self.errors:
            self.add_error("earlier", _("Choose the agreements whose themes you take over."))
