"""The words of mails, where an agreement has its own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.filters import AgreementFilter
from monitoring.models import ReminderText

from .reach import CoordinatorAdmin, CoordinatorsOnly


@admin.register(ReminderText)
class ReminderTextAdmin(CoordinatorsOnly, CoordinatorAdmin):
    """Its page on the site shows the mail as it will arrive; here the words go out as a table and come back in."""

    fields = ["agreement", "kind", "subject", "body"]
    fixed = ("agreement", "kind")
    list_display = ["kind", "subject", "agreement"]
    list_filter = [AgreementFilter, "kind"]
    list_select_related = ["agreement"]
    search_fields = ["subject", "body"]
    search_help_text = _("Search by words of the mail.")
