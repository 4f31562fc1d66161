"""The form of a note."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Note
from parties.forms import SiteForm
from parties.history.edit_conflicts import EditConflictMixin
from parties.models import Party


class NoteForm(EditConflictMixin, SiteForm, forms.ModelForm):
    """The text of a note, and for whoever belongs to two parties the party that keeps it."""

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
        elif len(parties) == 1:
            del self.fields["party"]
            self.instance.party = parties[0]
        else:
            self.fields["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
            self.fields["party"].empty_label = _("choose")

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")
