"""The agenda of a year."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.admin.adoption_form import RecordAdoptionForm
from agreements.admin.base import AgreementRowAdmin, RowsInline
from agreements.admin.filters import AgreementFilter, YearFilter, YearOfAgendaFilter
from agreements.consent.recording import record_adoption
from agreements.models import Agenda


class AgendaInline(RowsInline):
    model = Agenda
    fields = ["year", "title", "state", "adopted_on"]
    readonly_fields = ["state", "adopted_on"]
    select_related = ["agreement"]


@admin.register(Agenda)
class AgendaAdmin(AgreementRowAdmin):
    fieldsets = [
        (None, {"fields": ["agreement", "year", "title", "actions_of_the_year"]}),
        (_("State of the text"), {"fields": [("state", "adopted_on", "version")]}),
        (_("Introduction"), {"fields": ["introduction_title", "introduction"]}),
    ]
    fixed = ("agreement",)
    readonly_fields = ["actions_of_the_year"]
    list_display = ["year", "title", "agreement", "state", "adopted_on", "version"]
    list_display_links = ["year", "title"]
    list_filter = [AgreementFilter, YearFilter, "state"]
    list_select_related = ["agreement"]
    search_fields = ["title", "agreement__title", "=year"]
    search_help_text = _("Search by title, agreement or year.")

    def get_urls(self):
        view = self.admin_site.admin_view(self.adoption_view)
        return [path("<path:object_id>/vaststelling/", view, name="agreements_agenda_adoption"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and request.user.is_superuser and not obj.is_adopted:
            context["adoption_url"] = self.address(obj, "adoption")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def adoption_view(self, request, object_id):
        """Record an adoption that took place on paper, with its day and the signed file."""
        agenda = self.get_object(request, unquote(object_id))
        if agenda is None:
            raise Http404
        if not request.user.is_superuser:
            raise PermissionDenied
        form = RecordAdoptionForm(request.POST or None, request.FILES or None)
        if form.is_valid() and self._is_recorded(request, agenda, form):
            return HttpResponseRedirect(self.address(agenda, "change"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record an adoption"),
            "subtitle": str(agenda),
            "opts": self.opts,
            "object": agenda,
            "trail": self.trail(request, agenda),
            "form": form,
            "adminform": {"form": form},
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/agreements/adoption.html", context)

    def _is_recorded(self, request, agenda: Agenda, form: RecordAdoptionForm) -> bool:
        try:
            record_adoption(agenda=agenda, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        messages.success(request, _("The adoption is recorded, and all parties were mailed."))
        return True

    @admin.display(description=_("actions"))
    def actions_of_the_year(self, row):
        if not row.pk:
            return _("After saving you add the actions, goal by goal.")
        chosen = {AgreementFilter.parameter_name: row.agreement_id, YearOfAgendaFilter.parameter_name: row.year}
        address = reverse("admin:agreements_action_changelist", query=chosen)
        return format_html('<a href="{}">{}</a>', address, _("The actions of %(year)s") % {"year": row.year})
