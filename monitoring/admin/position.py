"""Positions: which there are, with their hash. What stands in one is read on its page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.filters import AgreementFilter
from monitoring.models import Position

from .reach import ReadOnlyAdmin


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    above = "agenda"
    fields = ["agenda", "round", "reference_date", "meeting", "sha256", ("made_by", "made_at")]
    list_display = ["reference_date", "agenda", "round", "made_by", "made_at"]
    list_filter = [AgreementFilter]
    list_select_related = ["agenda__agreement", "round__agenda", "made_by"]
    search_fields = ["sha256", "round__name"]
    search_help_text = _("Search by round or hash.")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")
