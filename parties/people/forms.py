"""The forms of the people of a party: who is invited, what someone may do, and a first password."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from parties.forms import SiteForm
from parties.models import Membership, User
from parties.names import validate_name
from parties.people.signing import NOBODY, is_last_signer, who_could_take_over


class RoleForm(SiteForm, forms.Form):
    """What a person may do for the party."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Membership.Role.READER, _("Reader: reads along and comments")),
            (Membership.Role.EDITOR, _("Editor: also edits drafts and reports on what the party leads")),
            (Membership.Role.COORDINATOR, _("Coordinator: also keeps the people, rounds and meetings of the party")),
        ],
        initial=Membership.Role.READER,
        widget=forms.RadioSelect,
    )
    may_sign = forms.BooleanField(
        label=_("May sign for the party"),
        required=False,
        help_text=_(
            "For an executive or a chair: assents to changes and signs. A second person of your party confirms this first,"
            " and all its coordinators are told."
        ),
    )


class TakesOverForm(SiteForm, forms.Form):
    """Who may sign after the last one who may; without that question where somebody else may sign."""

    def __init__(self, *args, row: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_last_signer(row):
            return
        people = [(str(each.pk), str(each.user)) for each in who_could_take_over(row)]
        self.fields["takes_over"] = forms.ChoiceField(
            label=_("Who may sign after {person}?").format(person=row.user),
            choices=[*people, (NOBODY, _("Nobody yet: I invite somebody, or ask it later"))],
            required=False,
            widget=forms.RadioSelect,
            help_text=_(
                "{person} is the last who may sign for {party}. A second person of your party confirms the right of the next one."
            ).format(person=row.user, party=row.party),
        )


class ChangeRoleForm(RoleForm, TakesOverForm):
    """The role of someone who is there."""


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the e-mail address of the person you invite.")},
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        validators=[validate_name],
        help_text=_("The person can change it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "name", "role", "may_sign"]


class NewPersonForm(SiteForm, forms.Form):
    """Name and password of someone who comes in through an invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your first and last name.")},
        help_text=_("Others of your party and of your agreements see this name."),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
        help_text=_("At least 12 characters. A few words after each other are easy to remember."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write the password a second time.")},
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> None:
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", _("This is not the same password as above."))
        if password:
            person = User(email=self.email, name=self.cleaned_data.get("name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
