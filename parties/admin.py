"""Parties, and for superusers the people and what they may do."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.admin_dates import DayField
from parties.admin_forms import ReasonForm
from parties.history_admin import HistoryAdmin, HistoryInline
from parties.models import Membership, Party, PartyAlias, PartyMember, User

admin.site.unregister(Group)  # what people may do follows from their role in a party


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
    superusers_only = True
    fields = ["party", "role", "may_sign"]
    autocomplete_fields = ["party"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "party")


class PeopleInline(MembershipInline):
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

    def get_inlines(self, request, obj):
        if obj is None or obj.pk is None:
            return []
        members = [PartyMemberInline] if obj.kind == Party.Kind.UMBRELLA else []
        return [PartyAliasInline, *members] + ([PeopleInline] if request.user.is_superuser else [])

    def has_delete_permission(self, request, obj=None):
        """A party that is gone gets an end date; what it agreed stays."""
        return False


class PersonForm(ReasonForm, UserChangeForm):
    class Meta:
        model = User
        fields = ["email", "name", "password", "is_active", "is_superuser", "is_fictitious"]


class NewPersonForm(ReasonForm, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


@admin.register(User)
class PersonAdmin(HistoryAdmin, auth_admin.UserAdmin):
    superusers_only = True
    form = PersonForm
    add_form = NewPersonForm
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Access"), {"fields": ["is_active", "is_superuser", "is_fictitious"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]
    inlines = [MembershipInline]
    filter_horizontal = []
    list_display = ["name", "email", "roles", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    list_select_related = []
    ordering = ["name"]
    search_fields = ["name", "email", "memberships__party__name"]
    search_help_text = _("Search by name, e-mail address or party.")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__party")

    def get_inlines(self, request, obj):
        return self.inlines if obj and obj.pk else []

    @admin.display(description=_("parties"))
    def roles(self, row):
        return ", ".join(f"{membership.party} ({membership.get_role_display()})" for membership in row.memberships.all())

    def has_delete_permission(self, request, obj=None):
        """Someone who leaves is made inactive; what that person did stays under the name."""
        return False
