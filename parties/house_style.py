"""The colour and the logo of a party on its public pages: what may come in, and how it is kept."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.contrast import check_colour
from parties.files.uploads import check_upload, ending_of
from parties.forms import SiteForm
from parties.history.records import change_set
from parties.models import Party, User

LOGO_MOST_BYTES = 100 * 1024
PICTURES = {"png", "jpg", "jpeg"}


def check_logo(file: UploadedFile) -> None:
    """A small picture that is no program: SVG can hold one."""
    if ending_of(file.name) not in PICTURES:
        raise ValidationError(_("Choose a PNG or a JPG. Another kind of picture, such as SVG, can hold a program."))
    if file.size > LOGO_MOST_BYTES:
        raise ValidationError(_("This picture is larger than 100 kB. Every reader fetches it: save a smaller one."))
    check_upload(file)


class HouseStyleForm(SiteForm, forms.Form):
    colour = forms.CharField(
        label=gettext_lazy("Colour"),
        max_length=7,
        required=False,
        help_text=gettext_lazy("Of links, buttons and lines, such as #0b4f5c. It must be dark enough to read on white."),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        validators=[check_logo],
        help_text=gettext_lazy("A PNG or JPG of at most 100 kB. It stands on top of your public pages, 44 pixels high."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Take the present logo away"), required=False)

    def __init__(self, data=None, files=None, *, party: Party):
        super().__init__(data, files, initial={"colour": party.colour})
        if not party.logo:
            del self.fields["without_logo"]

    def clean_colour(self) -> str:
        colour = self.cleaned_data["colour"].lower()
        if colour:
            check_colour(colour)
        return colour


@transaction.atomic
def set_house_style(*, party: Party, by: User, colour: str, logo: UploadedFile | None, without_logo: bool = False) -> Party:
    """How the public pages of the party look from now on. A file that is replaced stays with the history."""
    row = Party.objects.select_for_update().get(pk=party.pk)
    row.colour = colour
    if logo:
        row.logo = logo
    elif without_logo:
        row.logo = ""
    with change_set(reason=_("Colour and logo of the public pages"), user=by):
        row.save()
    return row
