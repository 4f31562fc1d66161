"""Comments, for superusers alone: to look at, and to take away what should not stand there."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import Comment
from parties.admin.base import HistoryAdmin


@admin.register(Comment)
class CommentAdmin(HistoryAdmin):
    superusers_only = True
    has_table = False  # what is for one party stays within it: no file leaves with it
    fields = [
        "agreement",
        "year",
        "party",
        "is_own",
        "by",
        "written_at",
        "about",
        "answers_to",
        "text",
        "resolved_at",
        "resolved_by",
    ]
    readonly_fields = fields
    list_display = ["party", "is_own", "by", "written_at", "about"]
    list_filter = ["is_own", "party"]
    list_select_related = ["party", "by", "agreement", "agenda", "theme", "action__project", "goal"]
    search_fields = ["party__name", "by__name"]
    search_help_text = _("Search by party or author.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def has_add_permission(self, request, obj=None):
        """Only people of a party that takes part say something."""
        return False

    has_change_permission = has_add_permission

    @admin.display(description=_("about"))
    def about(self, row):
        return row.subject
