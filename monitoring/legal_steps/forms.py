"""The form of a step of the year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import LegalStep
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.history.edit_conflicts import SEEN, EditConflictMixin
from parties.texts import REASON


class LegalStepForm(EditConflictMixin, SiteForm, forms.ModelForm):
    """why is asked where another document takes the place of the one that is there. Ask is_valid() within a transaction."""

    due_on = DayField(label=_("By which day"), required=False, widget=DayInput(), help_text=_("Empty: it holds the whole year."))
    done_on = DayField(label=_("Done on"), required=False, widget=DayInput())
    document_date = DayField(
        label=_("Date of the document"),
        required=False,
        widget=DayInput(),
        help_text=_("The day that stands on the document."),
    )
    why = forms.CharField(
        label=_("Why another document?"),
        required=False,
        max_length=REASON,
        help_text=_("The earlier document stays on the page of this step, with this reason."),
    )

    field_order = ["due_on", "basis", "done_on", "document", "document_date", "why", "note"]

    class Meta:
        model = LegalStep
        fields = ["due_on", "basis", "done_on", "document", "document_date", "note"]
        widgets = {"document": forms.FileInput, "note": forms.Textarea({"rows": 4})}
        help_texts = {"document": _("Everyone who takes part in the agreement can read it.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.had_document = bool(self.instance.document)
        if not self.had_document:
            del self.fields["why"]
        if self.instance.pk is None:
            self.initial[SEEN] = f"{LegalStep._meta.model_name}:0"  # so that a colleague's first change is seen too

    def clean(self) -> dict:
        data = super().clean()
        if self.had_document and "document" in self.changed_data and not data.get("why"):
            self.add_error("why", _("Say why another document takes the place of this one."))
        return data
