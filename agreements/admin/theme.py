"""Themes, their paragraphs and their goals."""

from django.contrib import admin, messages
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from agreements.admin.action import SHORT, ActionInline
from agreements.admin.base import AgreementRowAdmin, OrderedFormSet, RowsInline
from agreements.admin.filters import AgreementFilter, ThemeFilter
from agreements.admin.indicator import IndicatorInline
from agreements.agenda.words import words_of
from agreements.models import Goal, Theme


class ThemeInline(RowsInline):
    model = Theme
    fields = ["number", "title"]
    written_on_page = ("number", "title")
    select_related = ["agreement", "parent"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(parent=None)


class ParagraphFormSet(OrderedFormSet):
    """Paragraphs within a theme belong to the agreement of the theme."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.agreement_id = self.instance.agreement_id
        return form


class ParagraphInline(RowsInline):
    model = Theme
    formset = ParagraphFormSet
    fk_name = "parent"
    fields = ["number", "title"]
    written_on_page = ("number", "title")
    select_related = ["agreement", "parent"]
    verbose_name = gettext_lazy("paragraph within this theme")
    verbose_name_plural = gettext_lazy("paragraphs within this theme")

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not (obj and obj.parent_id)


class GoalInline(RowsInline):
    model = Goal
    fields = ["number", "text"]
    written_on_page = ("number", "text")
    select_related = ["theme"]


def warn_of_numbers(request, goals):
    for warning in filter(None, (goal.warning_of_number() for goal in goals)):
        messages.warning(request, warning)


@admin.register(Theme)
class ThemeAdmin(AgreementRowAdmin):
    fields = ["agreement", "parent", "number", "title", "introduction"]
    fixed = ("agreement",)
    written_on_page = ("parent", "number", "title", "introduction")
    comes_and_goes_on_page = True
    ordered = ("sub_themes", "goals")
    inlines = [ParagraphInline, GoalInline]
    list_display = ["heading", "agreement", "parent"]
    list_filter = [AgreementFilter]
    list_select_related = ["agreement", "parent__agreement"]
    ordering = ["agreement", "position", "pk"]
    search_fields = ["=number", "title", "introduction", "=texts__number", "texts__title", "texts__introduction"]
    search_help_text = gettext_lazy("Search by number or words from the title and the introduction.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agreement", "parent__agreement")

    def get_inlines(self, request, obj):
        inlines = super().get_inlines(request, obj)
        return [inline for inline in inlines if inline is not ParagraphInline or not obj.parent_id]

    def parent_of(self, row):
        return row.parent or row.agreement

    @admin.display(description=gettext_lazy("theme"), ordering="position")
    def heading(self, row):
        return words_of(row, row.agreement.year_in_front).heading

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            if formset.model is Goal:
                changed = [row for row, fields in formset.changed_objects if "number" in fields]
                warn_of_numbers(request, [*formset.new_objects, *changed])


@admin.register(Goal)
class GoalAdmin(AgreementRowAdmin):
    above = "theme"
    written_on_page = (
        "theme",
        "number",
        "text",
        "start_year",
        "end_year",
        "commitment",
        "added_on",
        "is_focus",
        "references",
        "dropped_from",
        "drop_reason",
    )
    comes_and_goes_on_page = True
    ordered = ("indicators",)
    fieldsets = [
        (None, {"fields": ["theme", "number", "text"]}),
        (
            gettext_lazy("More about this goal"),
            {"fields": [("start_year", "end_year"), ("commitment", "added_on"), "is_focus", "references"]},
        ),
        (gettext_lazy("Dropped"), {"fields": [("dropped_from", "drop_reason")]}),
    ]
    inlines = [ActionInline, IndicatorInline]
    list_display = ["short_text", "theme", "agreement"]
    list_filter = [AgreementFilter, ThemeFilter, "commitment", "is_focus"]
    list_select_related = ["theme__agreement", "theme__parent__agreement"]
    ordering = ["theme__agreement", "theme__position", "position", "pk"]
    search_fields = ["=number", "text", "theme__title", "=texts__number", "texts__text"]
    search_help_text = gettext_lazy("Search by number or words from the goal.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description=gettext_lazy("goal"), ordering="position")
    def short_text(self, row):
        words = words_of(row, row.theme.agreement.year_in_front)
        return Truncator(f"{words.number} {words.text}".strip()).chars(SHORT)

    @admin.display(description=gettext_lazy("agreement"))
    def agreement(self, row):
        return row.theme.agreement

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or "number" in form.changed_data:
            warn_of_numbers(request, [form.instance])
