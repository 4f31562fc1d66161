"""Measurements, which nobody changes, and the deliveries of figures."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import AgreementRowAdmin
from agreements.admin.filters import AgreementFilter, YearFilter
from monitoring.models import DataDelivery, DwellingCount, Measurement
from parties.admin.base import ReadOnly


@admin.register(Measurement)
class MeasurementAdmin(ReadOnly, AgreementRowAdmin):
    """To read, with its history. Figures are recorded and corrected on the page of their indicator."""

    above = "indicator"
    fields = [
        "indicator",
        ("period_start", "measured_on"),
        ("value", "provisional", "price_level"),
        ("is_unknown", "unknown_reason"),
        "source",
        "note",
        ("party", "on_behalf"),
        ("recorded_by", "recorded_at"),
        ("replaces", "correction_reason"),
    ]
    list_display = ["indicator", "measured_on", "value", "provisional", "party", "agreement"]
    list_filter = [AgreementFilter, "provisional", "is_unknown"]
    list_select_related = ["indicator__goal__theme__agreement", "party"]
    search_fields = ["indicator__name", "source", "party__name"]
    search_help_text = _("Search by indicator, source or party.")

    @admin.display(description=_("agreement"))
    def agreement(self, row):
        return row.indicator.goal.theme.agreement


@admin.register(DataDelivery)
class DataDeliveryAdmin(AgreementRowAdmin):
    above = "indicator"
    fields = ["indicator", "party", ("year", "due_on"), "note"]
    autocomplete_fields = ["indicator", "party"]
    list_display = ["indicator", "year", "party", "due_on", "agreement"]
    list_filter = [AgreementFilter, YearFilter]
    list_select_related = ["indicator__goal__theme__agreement", "party"]
    search_fields = ["indicator__name", "party__name"]
    search_help_text = _("Search by indicator or party.")

    @admin.display(description=_("agreement"))
    def agreement(self, row):
        return row.indicator.goal.theme.agreement


@admin.register(DwellingCount)
class DwellingCountAdmin(ReadOnly, AgreementRowAdmin):
    """To read, with its history. Homes are counted on the page of their project."""

    above = "project"
    fields = [
        "project",
        "counted_on",
        ("planned", "in_building", "delivered"),
        "source",
        ("party", "on_behalf"),
        ("recorded_by", "recorded_at"),
    ]
    list_display = ["project", "counted_on", "planned", "in_building", "delivered", "party"]
    list_filter = [AgreementFilter]
    list_select_related = ["project__agreement", "party"]
    search_fields = ["project__name", "source", "party__name"]
    search_help_text = _("Search by project, source or party.")
