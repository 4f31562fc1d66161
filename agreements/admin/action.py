"""Actions of a year, with the parties that lead them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import AgreementRowAdmin, OrderedFormSet, RowsInline
from agreements.admin.filters import AgreementFilter, DroppedFilter, LeadFilter, ThemeOfGoalFilter, YearOfAgendaFilter
from agreements.models import Action, Lead
from agreements.periods import span_name

SHORT = 110  # characters of a text in a list


class LeadFormSet(OrderedFormSet):
    """Leads of an action that is not saved yet are asked here whether they take part; later each lead asks it itself."""

    def clean(self) -> None:
        super().clean()
        if self.instance.pk or not self.instance.agenda_id:
            return
        for form in self.live_forms:
            if form.instance.party_id:
                try:
                    form.instance.refuse_absent(self.instance.agenda)
                except ValidationError as error:
                    form.add_error(None, error)


class LeadInline(RowsInline):
    model = Lead
    formset = LeadFormSet
    fields = ["party", "task"]
    autocomplete_fields = ["party"]
    select_related = ["party"]


class ActionInline(RowsInline):
    model = Action
    fields = ["agenda", "text", "kind", "led_by"]
    readonly_fields = ["led_by"]
    ordering = ["-agenda__year", "position", "pk"]
    select_related = ["agenda", "project"]
    verbose_name_plural = _("actions, by year")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("leads__party")

    @admin.display(description=_("leads"))
    def led_by(self, row):
        return lead_names(row)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "agenda":
            field.label_from_instance = lambda agenda: str(agenda.year)
            field.choices = list(forms.models.ModelChoiceIterator(field))
        return field


@admin.register(Action)
class ActionAdmin(AgreementRowAdmin):
    above = "goal"
    ordered = ("leads",)
    fieldsets = [
        (None, {"fields": [("agenda", "number"), "goal", "project", "text", "kind"]}),
        (
            _("When"),
            {"fields": [("starts_on", "starts_precision"), ("due_on", "due_precision"), "recurrence"]},
        ),
        (_("Leads as printed, and money"), {"fields": ["lead_text", "budget"]}),
        (_("Carried over or dropped"), {"fields": ["carried_from", ("dropped_on", "drop_reason")]}),
    ]
    autocomplete_fields = ["goal", "carried_from"]
    addable = ["project"]
    inlines = [LeadInline]
    table_models = (Lead,)
    list_display = ["short_text", "year", "goal_number", "leads", "due", "state"]
    list_filter = [AgreementFilter, YearOfAgendaFilter, ThemeOfGoalFilter, LeadFilter, "kind", DroppedFilter]
    list_select_related = ["agenda__agreement", "goal__theme__agreement", "goal__theme__parent__agreement", "project"]
    ordering = ["agenda__agreement", "-agenda__year", "goal__theme__position", "goal__position", "position", "pk"]
    search_fields = [
        "=number",
        "=goal__number",
        "text",
        "project__name",
        "lead_text",
        "leads__party__name",
        "leads__party__short_name",
    ]
    search_help_text = _("Search by number, words from the action, project or lead.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related).prefetch_related("leads__party")

    def get_inlines(self, request, obj):
        return self.inlines

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        printed = form.instance.lead_text
        changed = [formset for formset in formsets if formset.model is Lead and is_changed(formset)]
        if change and changed and printed and "lead_text" not in form.changed_data:
            sentence = gettext("The leads have changed; the printed words are still “%(words)s”. Do these still fit?")
            messages.warning(request, sentence % {"words": printed})

    @admin.display(description=_("action"), ordering="position")
    def short_text(self, row):
        return Truncator(f"{row.project}: {row.text}" if row.project_id else row.text).chars(SHORT)

    @admin.display(description=_("year"), ordering="agenda__year")
    def year(self, row):
        return row.agenda.year

    @admin.display(description=_("goal"), ordering="goal__position")
    def goal_number(self, row):
        return row.goal.number or row.goal.theme.title

    @admin.display(description=_("leads"))
    def leads(self, row):
        return lead_names(row)

    @admin.display(description=_("when"), ordering="due_on")
    def due(self, row):
        return span_name(row.starts_on, row.starts_precision, row.due_on, row.due_precision) or row.get_recurrence_display()

    @admin.display(description=_("kind"), ordering="dropped_on")
    def state(self, row):
        if row.is_dropped:
            return format_html('<strong class="dropped">{}</strong>', _("dropped"))
        return row.get_kind_display()


def is_changed(formset) -> bool:
    """Whether saving the rows has changed anything."""
    return bool(formset.new_objects or formset.changed_objects or formset.deleted_objects)


def lead_names(action: Action) -> str:
    return action.lead_text or ", ".join(str(lead) for lead in action.leads.all())
