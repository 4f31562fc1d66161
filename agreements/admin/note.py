"""Notes of the parties, for superusers alone: to look at, and to take away what should not stand there."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import Note
from parties.admin.base import HistoryAdmin


@admin.register(Note)
class NoteAdmin(HistoryAdmin):
    superusers_only = True
    has_table = False  # a note stays within its party: no file leaves with it
    fields = ["party", "author", "written_at", "action", "goal", "text"]
    readonly_fields = fields
    list_display = ["party", "author", "written_at", "about"]
    list_filter = ["party"]
    list_select_related = ["party", "author", "action__project", "goal"]
    search_fields = ["party__name", "author__name"]
    search_help_text = _("Search by party or author.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def has_add_permission(self, request, obj=None):
        """Only the own people of a party write its notes."""
        return False

    has_change_permission = has_add_permission

    @admin.display(description=_("about"))
    def about(self, row):
        return row.about
