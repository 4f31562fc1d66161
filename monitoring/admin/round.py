"""Rounds in the admin; opening and closing is done on the site, where the page says what happens."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import RowsInline
from agreements.admin.filters import AgreementFilter, YearOfAgendaFilter
from monitoring.models import Round, RoundExtension
from parties.admin.base import ReadOnly

from .reach import CoordinatorAdmin


class ExtensionInline(ReadOnly, RowsInline):
    model = RoundExtension
    fields = ["party", "until", "reason", "by"]
    readonly_fields = ["party", "until", "reason", "by"]
    select_related = ["party", "by"]
    show_change_link = False


@admin.register(Round)
class RoundAdmin(CoordinatorAdmin):
    above = "agenda"
    fieldsets = [
        (None, {"fields": ["agenda", "name", "reference_date", ("opens_on", "closes_on"), "meeting", "instructions"]}),
        (_("What coordinators did"), {"fields": [("opened_at", "opened_by"), ("closed_at", "closed_by")]}),
    ]
    fixed = ("agenda",)
    readonly_fields = ["opened_at", "opened_by", "closed_at", "closed_by"]
    inlines = [ExtensionInline]
    kept_models = (RoundExtension,)  # given on the page of the round, which tells the party by mail
    list_display = ["name", "agenda", "reference_date", "opens_on", "closes_on", "state"]
    list_filter = [AgreementFilter, YearOfAgendaFilter]
    list_select_related = ["agenda__agreement", "meeting"]
    search_fields = ["name", "agenda__title"]
    search_help_text = _("Search by name or agenda.")

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.opened_at)

    @admin.display(description=_("state"))
    def state(self, row):
        return row.get_state_display()
