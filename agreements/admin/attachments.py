"""What hangs beside the themes: projects, rules on meetings and appendices."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
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


class StoredAppendix:
    """Where only the page writes it, its file is a link: an upload has no address of its own."""

    @admin.display(description=_("file"))
    def stored_file(self, row):
        return format_html('<a href="{}">{}</a>', reverse("appendix", args=[row.pk]), row.file_name) if row.file else "–"


class AppendixInline(StoredAppendix, RowsInline):
    model = Appendix
    fields = ["number", "title", "agenda", "file"]
    written_on_page = ("number", "title", "agenda", "stored_file")
    readonly_fields = ["stored_file"]
    select_related = ["agenda__agreement"]
    classes = ["collapse"]

    def get_fields(self, request, obj=None):
        return self.written_on_page if self.is_on_page(request, obj) else self.fields


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
class AppendixAdmin(StoredAppendix, AgreementRowAdmin):
    fields = ["agreement", "agenda", ("number", "title"), "file", "document_date"]
    fixed = ("agreement",)
    written_on_page = ("number", "title", "stored_file", "document_date")
    comes_and_goes_on_page = True
    readonly_fields = ["stored_file"]
    list_display = ["title", "number", "document_date", "agreement"]
    list_filter = [AgreementFilter]
    list_select_related = ["agreement"]
    ordering = ["agreement", "position", "pk"]
    search_fields = ["=number", "title"]
    search_help_text = _("Search by number or title.")

    def get_fields(self, request, obj=None):
        is_written = self.written_fields(request, obj)
        return ["stored_file" if name == "file" and is_written else name for name in self.fields]


@admin.register(SourceDocument)
class SourceDocumentAdmin(AgreementRowAdmin):
    fields = ["agreement", "kind", ("title", "edition"), "link"]
    fixed = ("agreement",)
    list_display = ["title", "kind", "edition", "agreement"]
    list_filter = [AgreementFilter, "kind"]
    list_select_related = ["agreement"]
    search_fields = ["title", "edition"]
    search_help_text = _("Search by title or version.")
