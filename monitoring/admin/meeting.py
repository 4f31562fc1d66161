"""Meetings, their decisions, and after how many rounds an action comes before the executives."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import RowsInline
from agreements.admin.filters import AgreementFilter
from monitoring.models import Decision, EscalationRule, FixedItem, Meeting, MeetingParty
from monitoring.models.meeting import IN_CALENDARS

from .reach import CoordinatorAdmin


class DecisionInline(RowsInline):
    model = Decision
    fields = ["kind", "action", "goal", "text"]
    autocomplete_fields = ["action", "goal"]
    select_related = ["action__project", "goal"]

    def has_add_permission(self, request, obj=None):
        return self._is_within(request, obj, "coordinated_by")

    def has_change_permission(self, request, obj=None):
        """What was recorded stays; a new decision says what was wrong."""
        return False

    has_delete_permission = has_change_permission


class MeetingPartyInline(RowsInline):
    model = MeetingParty
    fields = ["party"]
    select_related = ["party"]

    def has_add_permission(self, request, obj=None):
        return self._is_within(request, obj, "coordinated_by")

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Meeting)
class MeetingAdmin(CoordinatorAdmin):
    fieldsets = [
        (None, {"fields": ["agreement", "kind", "title", ("held_on", "starts_at", "ends_at"), "place"]}),
        (_("Who does what"), {"fields": ["prepared_by", "minuted_by"]}),
        (_("Text"), {"fields": ["agenda_text", "minutes"]}),
    ]
    fixed = ("agreement",)
    autocomplete_fields = ["prepared_by", "minuted_by"]
    inlines = [MeetingPartyInline, DecisionInline]
    table_models = (Decision,)
    list_display = ["held_on", "kind", "title", "place", "agreement"]
    list_display_links = ["held_on", "kind"]
    list_filter = [AgreementFilter, "kind"]
    list_select_related = ["agreement"]
    search_fields = ["title", "place", "agenda_text"]
    search_help_text = _("Search by subject, place or agenda.")

    def get_readonly_fields(self, request, obj=None):
        """Once people were invited a meeting is moved on its page, where they hear of it."""
        fixed = [name for name in IN_CALENDARS if name != "cancelled_on"] if obj and obj.invited_at else []
        return (*super().get_readonly_fields(request, obj), *fixed)

    def may_put_back(self, request, row) -> bool:
        """What two parties kept to themselves stays so when it is gone."""
        return super().may_put_back(request, row) and (request.user.is_superuser or row.pk is None or not self._was_closed(row))

    def _was_closed(self, row: Meeting) -> bool:
        return row.is_closed and not Meeting.objects.filter(pk=row.pk).exists()


@admin.register(EscalationRule)
class EscalationRuleAdmin(CoordinatorAdmin):
    fields = ["agreement", "off_track", "at_risk", "not_reported"]
    fixed = ("agreement",)
    list_display = ["agreement", "off_track", "at_risk", "not_reported"]
    list_filter = [AgreementFilter]
    list_select_related = ["agreement"]


@admin.register(FixedItem)
class FixedItemAdmin(CoordinatorAdmin):
    fields = ["agreement", "title", "minutes_needed", "place", "position"]
    fixed = ("agreement",)
    list_display = ["title", "minutes_needed", "place", "position", "agreement"]
    list_filter = [AgreementFilter]
    list_select_related = ["agreement"]
    search_fields = ["title"]
    search_help_text = _("Search by subject.")
