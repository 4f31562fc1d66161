"""The agenda of a year."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import AgreementRowAdmin, OrderedFormSet, RowsInline
from agreements.admin.filters import AgreementFilter, YearFilter, YearOfAgendaFilter
from agreements.models import Agenda


class AgendaFormSet(OrderedFormSet):
    def add_fields(self, form, index) -> None:
        """The title of a year that is there is written on its page."""
        super().add_fields(form, index)
        form.fields["title"].disabled = bool(form.instance.pk)


class AgendaInline(RowsInline):
    model = Agenda
    formset = AgendaFormSet
    fields = ["year", "title", "state", "adopted_on"]
    readonly_fields = ["state", "adopted_on"]
    select_related = ["agreement"]


@admin.register(Agenda)
class AgendaAdmin(AgreementRowAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "agreement",
                    "year",
                    "title",
                    ("when_printed", "lists_references", "prints_contributions"),
                    "actions_of_the_year",
                ]
            },
        ),
        (_("State of the text"), {"fields": [("state", "adopted_on", "version")]}),
        (_("Introduction"), {"fields": ["introduction_title", "introduction"]}),
    ]
    fixed = ("agreement",)
    written_on_page = (
        "title",
        "introduction_title",
        "introduction",
        "when_printed",
        "lists_references",
        "prints_contributions",
    )
    readonly_fields = ["actions_of_the_year", "state", "adopted_on", "version"]
    list_display = ["year", "title", "agreement", "state", "adopted_on", "version"]
    list_display_links = ["year", "title"]
    list_filter = [AgreementFilter, YearFilter, "state"]
    list_select_related = ["agreement"]
    search_fields = ["title", "agreement__title", "=year"]
    search_help_text = _("Search by title, agreement or year.")

    @admin.display(description=_("actions"))
    def actions_of_the_year(self, row):
        if not row.pk:
            return _("After saving you write the actions on the page of the agenda.")
        chosen = {AgreementFilter.parameter_name: row.agreement_id, YearOfAgendaFilter.parameter_name: row.year}
        address = reverse("admin:agreements_action_changelist", query=chosen)
        return format_html('<a href="{}">{}</a>', address, _("The actions of %(year)s") % {"year": row.year})
