"""Forms of the agenda of a meeting: they clean what was typed; items.py and papers.py act."""

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.meetings.papers import parties_for_paper
from monitoring.models import Item, Paper
from monitoring.permissions import coordinates
from parties.forms import SiteForm
from parties.models import User
from parties.texts import REASON, LongTextField


class ItemForm(SiteForm, forms.ModelForm):
    class Meta:
        model = Item
        fields = ["title", "note", "minutes_needed"]
        widgets = {"note": forms.Textarea({"rows": 6})}


class LeaveOutForm(SiteForm, forms.Form):
    reason = LongTextField(
        label=_("Why is it left out?"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everyone who sees the agenda reads it. The item can be put back."),
    )


class PaperForm(SiteForm, forms.ModelForm):
    """A file; for everyone, or for the own party alone where the person does not keep the meeting."""

    marks_optional = False

    class Meta:
        model = Paper
        fields = ["title", "file", "party"]
        labels = {"party": _("Who reads it?")}
        help_texts = {"party": _("What is for your own party, nobody of another party sees: not here, not in the set of papers.")}

    def __init__(self, data=None, files=None, *, item: Item, by: User):
        super().__init__(data, files, instance=Paper(item=item, by=by))
        own = parties_for_paper(by, item)
        self.fields["party"].queryset = own
        self.fields["party"].label_from_instance = lambda row: _("only the people of %(party)s") % {"party": row}
        if coordinates(by, item.meeting.agreement):
            self.fields["party"].empty_label = _("everyone who sees this meeting")
        else:
            self.fields["party"].required = True
            self.fields["party"].empty_label = None
