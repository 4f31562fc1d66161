"""Parties, and for superusers the people and what they may do."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from parties.accounts import second_factor
from parties.admin.base import HistoryAdmin, HistoryInline
from parties.admin.forms import ReasonForm
from parties.dates import DayField
from parties.models import Invitation, Membership, Party, PartyAlias, PartyMember, User
from parties.people.workflow import resend_invitation, withdraw_invitation
from parties.refusals import NotAllowedNowError


class PartyMemberInline(HistoryInline):
    model = PartyMember
    fk_name = "umbrella"
    fields = ["member"]
    autocomplete_fields = ["member"]
    verbose_name_plural = _("member parties of this umbrella")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("member", "umbrella")


class PartyAliasInline(HistoryInline):
    model = PartyAlias
    fields = ["alias"]
    verbose_name_plural = _("other names of this party")


class MembershipInline(HistoryInline):
    """The people of a party, and the parties of a person."""

    model = Membership
    fk_name = "user"
    superusers_only = True
    fields = ["party", "role", "may_sign"]
    autocomplete_fields = ["party"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "party")


class PeopleInline(MembershipInline):
    fk_name = "party"
    fields = ["user", "role", "may_sign"]
    autocomplete_fields = ["user"]


@admin.register(Party)
class PartyAdmin(HistoryAdmin):
    fieldsets = [
        (None, {"fields": ["name", "short_name", "kind", "code", "website"]}),
        (_("Merged or ended"), {"fields": ["successor", "active_until"]}),
    ]
    autocomplete_fields = ["successor"]
    formfield_overrides = {models.DateField: {"form_class": DayField}, models.URLField: {"assume_scheme": "https"}}
    list_display = ["name", "short_name", "kind", "code", "active_until"]
    list_filter = ["kind"]
    list_select_related = []
    search_fields = ["name", "short_name", "=code"]
    search_help_text = _("Search by name or number.")
    table_models = (PartyMember, PartyAlias)

    def get_inlines(self, request, obj):
        if obj is None or obj.pk is None:
            return []
        members = [PartyMemberInline] if obj.kind == Party.Kind.UMBRELLA else []
        return [PartyAliasInline, *members] + ([PeopleInline] if request.user.is_superuser else [])

    def may_read_reasons(self, request, row) -> bool:
        """Only its own people see why a party changed something of itself; everyone sees what changed."""
        return request.user.is_superuser or Party.objects.own_of(request.user).filter(pk=row.pk).exists()

    def has_delete_permission(self, request, obj=None):
        """A party that is gone gets an end date; what it agreed stays."""
        return False


class PersonForm(ReasonForm, UserChangeForm):
    class Meta:
        model = User
        fields = ["email", "name", "password", "is_active", "is_superuser", "is_fictitious"]


class NewPersonAdminForm(ReasonForm, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class PasswordAdminForm(AdminPasswordChangeForm):
    """Django's, with words of ours for what it says in English and as HTML that is none."""

    usable_password_help_text = format_lazy(
        '{} <span id="id_unusable_warning">{}</span>',
        _("Without a password one signs in with a passkey or through the own organisation."),
        _("The present password is then gone."),
    )


@admin.register(User)
class PersonAdmin(HistoryAdmin, auth_admin.UserAdmin):
    superusers_only = True
    form = PersonForm
    add_form = NewPersonAdminForm
    change_password_form = PasswordAdminForm
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Access"), {"fields": ["is_active", "is_superuser", "is_fictitious"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]
    inlines = [MembershipInline]
    filter_horizontal = []
    actions = ["take_away_second_factor"]
    list_display = ["name", "email", "roles", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    list_select_related = []
    ordering = ["name"]
    search_fields = ["name", "email", "memberships__party__name"]
    search_help_text = _("Search by name, e-mail address or party.")
    table_models = (Membership,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__party")

    def get_inlines(self, request, obj):
        return self.inlines if obj and obj.pk else []

    @admin.action(description=_("Take away the second factor, of who lost it"))
    def take_away_second_factor(self, request, people):
        for person in people:
            second_factor.take_away(user=person, request=request)
        self.message_user(request, _("They set up a new one when they sign in next, and were told so by mail."))

    @admin.display(description=_("parties"))
    def roles(self, row):
        return ", ".join(f"{membership.party} ({membership.get_role_display()})" for membership in row.memberships.all())

    def has_delete_permission(self, request, obj=None):
        """Someone who leaves is made inactive; what that person did stays under the name."""
        return False


class InvitationAdminForm(ReasonForm):
    """What a superuser does with an invitation: one of these."""

    resend = forms.BooleanField(
        label=_("send again"),
        required=False,
        help_text=_(
            "A new mail goes out with a new link, which works for the whole time again. The link in the mail before stops"
            " working."
        ),
    )
    withdraw = forms.BooleanField(label=_("withdraw"), required=False, help_text=_("The link in the mail then works no longer."))

    class Meta:
        model = Invitation
        fields = []

    def clean(self):
        super().clean()
        if self.cleaned_data.get("resend") and self.cleaned_data.get("withdraw"):
            self.add_error("withdraw", _("Choose one: send again, or withdraw."))


@admin.register(Invitation)
class InvitationAdmin(HistoryAdmin):
    superusers_only = True
    has_table = False  # an invitation is a link in a mail, not a row to keep
    form = InvitationAdminForm
    readonly_fields = ["party", "email", "name", "role", "may_sign", "invited_by", "sent_at", "expires_at", "standing"]
    fieldsets = [
        (None, {"fields": ["party", "email", "name", ("role", "may_sign")]}),
        (_("The link"), {"fields": ["invited_by", ("sent_at", "expires_at"), "standing", "resend", "withdraw"]}),
    ]
    list_display = ["email", "party", "role", "invited_by", "sent_at", "standing"]
    list_filter = ["party"]
    list_select_related = ["party", "invited_by"]
    search_fields = ["email", "name", "party__name"]
    search_help_text = _("Search by name, e-mail address or party.")

    @admin.display(description=_("state of the link"))
    def standing(self, row):
        return row.standing_words

    def has_add_permission(self, request, obj=None):
        """The coordinator of the party invites, on the page of the party."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """What has been used or withdrawn stays as it is."""
        is_waiting = obj is None or not (obj.accepted_at or obj.withdrawn_at)
        return is_waiting and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if form.cleaned_data["withdraw"]:
            withdraw_invitation(obj, by=request.user)
        elif form.cleaned_data["resend"]:
            try:
                resend_invitation(obj, by=request.user)
            except NotAllowedNowError as refused:
                self.message_user(request, str(refused), messages.ERROR)
