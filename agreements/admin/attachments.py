"""What hangs beside the themes: projects, rules on meetings and appendices."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import AgreementRowAdmin, RowsInline
from agreements.admin.filters import AgreementFilter
from agreements.models import Appendix, MeetingRule, Project, ProjectStep, SourceDocument


class ProjectInline(RowsInline):
    model = Project
    fields = ["name", "area", "dwellings", "phase", "expected_on"]
    classes = ["collapse"]


class ProjectStepInline(RowsInline):
    model = ProjectStep
    fields = ["name", "planned_on", "planned_precision", "reached_on"]


class MeetingRuleInline(RowsInline):
    model = MeetingRule
    fields = ["kind", "subject", "frequency"]
    classes = ["collapse"]


class AppendixInline(RowsInline):
    model = Appendix
    fields = ["number", "title", "agenda", "file"]
    classes = ["collapse"]


@admin.register(Project)
class ProjectAdmin(AgreementRowAdmin):
    fields = ["agreement", "name", "area", "dwellings", ("phase", "expected_on")]
    fixed = ("agreement",)
    list_display = ["name", "area", "dwellings", "phase", "expected_on", "agreement"]
    list_filter = [AgreementFilter, "phase"]
    list_select_related = ["agreement"]
    search_fields = ["name", "area"]
    search_help_text = _("Search by name or area.")
    inlines = [ProjectStepInline]
    table_models = (ProjectStep,)


@admin.register(MeetingRule)
class MeetingRuleAdmin(AgreementRowAdmin):
    fieldsets = [
        (None, {"fields": ["agreement", "kind", "subject", "participants"]}),
        (_("How often"), {"fields": ["frequency", ("per_year", "is_maximum"), "every_weeks"]}),
        (_("Who must be there"), {"fields": [("quorum", "quorum_number")]}),
        (_("Who does what"), {"fields": ["planned_by", "prepared_by", "minuted_by", "goal"]}),
    ]
    fixed = ("agreement",)
    autocomplete_fields = ["planned_by", "prepared_by", "minuted_by", "goal"]
    list_display = ["kind", "subject", "frequency", "agreement"]
    list_filter = [AgreementFilter, "kind"]
    list_select_related = ["agreement"]
    ordering = ["agreement", "position", "pk"]
    search_fields = ["subject", "frequency", "participants"]
    search_help_text = _("Search by subject, frequency or who meet.")


@admin.register(Appendix)
class AppendixAdmin(AgreementRowAdmin):
    fields = ["agreement", "agenda", ("number", "title"), "file", "document_date"]
    fixed = ("agreement",)
    list_display = ["title", "number", "document_date", "agreement"]
    list_filter = [AgreementFilter]
    list_select_related = ["agreement"]
    ordering = ["agreement", "position", "pk"]
    search_fields = ["=number", "title"]
    search_help_text = _("Search by number or title.")


@admin.register(SourceDocument)
class SourceDocumentAdmin(AgreementRowAdmin):
    fields = ["agreement", "kind", ("title", "edition"), "link"]
    fixed = ("agreement",)
    list_display = ["title", "kind", "edition", "agreement"]
    list_filter = [AgreementFilter, "kind"]
    list_select_related = ["agreement"]
    search_fields = ["title", "edition"]
    search_help_text = _("Search by title or version.")
