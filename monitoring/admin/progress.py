"""What was reported, reviewed and seen differently: to be read, with its history. Drafts are not there."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.filters import AgreementFilter
from monitoring.models import Attachment, Dissent, ProgressUpdate, Review

from .reach import ReadOnlyAdmin


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnlyAdmin):
    above = "round"
    fieldsets = [
        (None, {"fields": ["round", "action", "party", "on_behalf_by", "reported_by", "submitted_at", "reference_date"]}),
        (_("Answer"), {"fields": [("phase", "judgement", "is_unchanged"), "done", "next"]}),
        (_("Risk"), {"fields": ["cause", "effect", "correction", "ask", "needs_no_decision"]}),
        (_("Proposal"), {"fields": [("proposal", "proposal_date"), "proposal_text"]}),
    ]
    list_display = ["action", "round", "party", "judgement", "reported_by", "submitted_at"]
    list_filter = [AgreementFilter, "judgement"]
    list_select_related = ["action__project", "round__agenda", "party", "reported_by"]
    search_fields = ["action__text", "party__name", "done", "next"]
    search_help_text = _("Search by action, party or words of the answer.")

    def get_queryset(self, request):
        return super().get_queryset(request).counted()


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    above = "update"
    fields = ["update", "outcome", "reason", "by", "at"]
    list_display = ["update", "outcome", "by", "at"]
    list_filter = [AgreementFilter, "outcome"]
    list_select_related = ["update__party", "by"]
    search_fields = ["reason", "update__action__text"]
    search_help_text = _("Search by reason or action.")


@admin.register(Dissent)
class DissentAdmin(ReadOnlyAdmin):
    above = "update"
    fields = ["update", "party", "judgement", "reason", "by", "at", "discussed_in"]
    list_display = ["update", "party", "judgement", "by", "at", "discussed_in"]
    list_filter = [AgreementFilter, "judgement"]
    list_select_related = ["update__party", "party", "by", "discussed_in"]
    search_fields = ["reason", "update__action__text"]
    search_help_text = _("Search by reason or action.")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    above = "update"
    fields = ["update", "name", "added_by", "added_at"]
    list_display = ["name", "update", "added_by", "added_at"]
    list_filter = [AgreementFilter]
    list_select_related = ["update__party", "added_by"]
    search_fields = ["name", "update__action__text"]
    search_help_text = _("Search by name or action.")

    def get_queryset(self, request):
        return super().get_queryset(request).counted()
