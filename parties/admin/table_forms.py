"""The two forms of an import: which file, and then why."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parties.tables.files import MOST_BYTES, read_table
from parties.tables.sheet import NotReadableError
from parties.texts import LongTextField

NAME_LENGTH = 100


class TableUploadForm(forms.Form):
    """The file; what it is shows from what is in it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx, .ods or .csv file with the headings of a download. At most 10 MB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        error_messages={"empty": _("There is nothing in this file."), "required": _("Choose a file.")},
    )

    def clean_file(self):
        """The bytes and the name, once they are known to be a table."""
        uploaded = self.cleaned_data["file"]
        if uploaded.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 10 MB."))
        data = uploaded.read()
        try:
            self.found = read_table(data)
        except NotReadableError as error:
            raise ValidationError(str(error)) from error
        return data, _tidy(uploaded.name)


class ConfirmForm(forms.Form):
    """Saving what was shown: the token of the file that was kept, and the reason for the history."""

    token = forms.CharField(widget=forms.HiddenInput)
    change_reason = LongTextField(
        label=_("Reason for the change"),
        required=False,
        max_length=1000,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Stands in the history beside your name, after the name of the file."),
    )


def _tidy(name: str) -> str:
    """The name of the file as it stands in the history."""
    printable = "".join(letter for letter in name if letter.isprintable())
    return printable[-NAME_LENGTH:]
