"""What every page of the admin shares: who may, why it is changed, and a history that nobody can alter."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from parties.admin_forms import REASON_NEEDED, CheckedForm, CheckedFormSet, KnownSearchBox, ReasonForm, reason_in
from parties.history import change_set
from parties.timeline import changes_of, describe, values_of


class Reach:
    """Who may, by role: rows within the person's reach, and those that the person may edit; never by Django's own permissions."""

    superusers_only = False

    def _is_within(self, request, row, reach: str) -> bool:
        user = request.user
        if user.is_superuser or not (user.is_active and user.is_staff) or self.superusers_only:
            return user.is_active and user.is_superuser
        if row is None or row.pk is None:
            return True
        answers = request.__dict__.setdefault("_within_reach", {})
        key = (reach, row._meta.label, row.pk)
        if key not in answers:
            answers[key] = getattr(type(row)._default_manager.all(), reach)(user).filter(pk=row.pk).exists()
        return answers[key]

    def has_module_permission(self, request):
        return self._is_within(request, None, "visible_to")

    def has_view_permission(self, request, obj=None):
        return self._is_within(request, obj, "visible_to")

    def has_change_permission(self, request, obj=None):
        return self._is_within(request, obj, "editable_by")

    def has_delete_permission(self, request, obj=None):
        return self._is_within(request, obj, "editable_by")

    def has_add_permission(self, request, obj=None):
        return self._is_within(request, obj, "editable_by")


class HistoryInline(Reach, admin.TabularInline):
    """Rows below a row; whoever may edit the row above may edit these."""

    form = CheckedForm
    formset = CheckedFormSet
    extra = 0
    view_on_site = False

    def get_formset(self, request, obj=None, **kwargs):
        self.row_above = obj
        formset = super().get_formset(request, obj, **kwargs)
        formset.needs_reason = staticmethod(self.admin_site.get_model_admin(self.parent_model).needs_reason)
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", KnownSearchBox(db_field, self.admin_site, known=self.names_chosen(db_field)))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def names_chosen(self, db_field) -> dict[str, str]:
        """The names that the rows below this row point to, in one query."""
        if self.row_above is None:
            return {}
        pointer = self.fk_name or pointer_to(self.parent_model, self.model)
        chosen = self.model._default_manager.filter(**{pointer: self.row_above.pk}).order_by().values(db_field.attname)
        return {str(row.pk): str(row) for row in db_field.remote_field.model._default_manager.filter(pk__in=chosen)}


class HistoryAdmin(Reach, SimpleHistoryAdmin):
    """A model whose every change is kept: with the reason, with everything that was saved together, and read-only."""

    form = ReasonForm
    actions = None  # rows are deleted one at a time, each with its reason
    list_per_page = 50
    show_full_result_count = False
    moments_per_page = 25

    class Media:
        js = ["js/admin_search_box.js"]

    # --- where the row stands

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if self.superusers_only or request.user.is_superuser else rows.visible_to(request.user)

    def parent_of(self, row):
        """The row that this row stands in, for the way back up; None at the top."""

    def trail(self, request, row) -> list[dict]:
        """The rows above this one, highest first, with their addresses in the admin."""
        steps = []
        above = self.parent_of(row) if row is not None else None
        while above is not None:
            steps.insert(0, {"label": str(above), "url": self.address(above, "change")})
            above = self.admin_site.get_model_admin(type(above)).parent_of(above)
        return steps

    def address(self, row, page: str) -> str:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and hasattr(obj, "get_absolute_url") else None

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})})

    def lookup_allowed(self, lookup, value, request=None):
        """An address does not filter by what points to the row: through that one could look into other agreements."""
        pointing_here = {field.name for field in self.opts.get_fields() if field.auto_created or field.many_to_many}
        is_own = lookup.split("__")[0] not in pointing_here or lookup.split("__")[0] == self.opts.pk.name
        return is_own and super().lookup_allowed(lookup, value, request)

    # --- changing, with the reason

    @staticmethod
    def needs_reason(row) -> bool:
        """Whether the row stands in an adopted text, so that a change must say why."""
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.needs_reason = staticmethod(self.needs_reason)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with change_set(reason=reason_in(request.POST), user=request.user):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["trail"] = self.trail(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """A row that stayed the same leaves no trace in the history, also when the rows below it changed."""
        if not change or form.row_changed:
            super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """After a new row comes its own page, when that is where the rows below it are added."""
        has_more = self.get_inlines(request, obj) and not self.get_inlines(request, None)
        if has_more and not {"_addanother", "_popup"} & request.POST.keys():
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        settled = row is not None and self.needs_reason(row)
        if request.method == "POST" and settled and not reason_in(request.POST):
            messages.error(request, REASON_NEEDED)
            return HttpResponseRedirect(request.get_full_path())
        context = {"trail": self.trail(request, row), "reason_needed": settled, **(extra_context or {})}
        with change_set(reason=reason_in(request.POST), user=request.user):
            return super().delete_view(request, object_id, context)

    # --- history: reading only

    def rows_below(self, request, row) -> list[tuple]:
        """The models whose changes belong in this row's history, each with its field that points to the row."""
        inlines = self.get_inlines(request, row)
        return [(inline.model, inline.fk_name or pointer_to(self.model, inline.model)) for inline in inlines]

    def history_view(self, request, object_id, extra_context=None):
        row = self._row_or_what_it_was(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        pages = Paginator(changes_of(self.model, row.pk, self.rows_below(request, row)), self.moments_per_page)
        page = pages.get_page(request.GET.get(PAGE_VAR))
        context = {
            "title": _("History"),
            "subtitle": str(row),
            "moments": describe(page.object_list),
            "with_page": {model._meta for model in self.admin_site._registry},
            "page": page,
            "page_var": PAGE_VAR,
            "page_range": pages.get_elided_page_range(page.number),
        }
        return self._render_history(request, "admin/object_history.html", row, {**context, **(extra_context or {})})

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """The row as it was at one moment. simple-history saves what is posted here, so nothing may be posted."""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        row = self._row_or_what_it_was(request, object_id)
        record = row and version_id.isdecimal() and self.model.history.filter(pk=version_id, id=row.pk).first()
        if not record:
            raise Http404
        context = {"title": _("As it was"), "subtitle": str(row), "record": record, "values": values_of(record)}
        return self._render_history(request, "admin/object_version.html", row, {**context, **(extra_context or {})})

    def _row_or_what_it_was(self, request, object_id):
        """The row within reach; for a superuser also a deleted one, as it last was."""
        pk = unquote(object_id)
        row = self.get_object(request, pk)
        if row is None and request.user.is_superuser and pk.isdecimal():
            record = self.model.history.filter(id=pk).order_by("history_date", "history_id").last()
            row = record and record.instance
        return row

    def _render_history(self, request, template: str, row, context: dict):
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        request.current_app = self.admin_site.name
        shared = self.admin_site.each_context(request)
        is_there = self.model._default_manager.filter(pk=row.pk).exists()
        shared |= {"opts": self.opts, "object": row, "is_there": is_there, "module_name": capfirst(self.opts.verbose_name_plural)}
        shared["trail"] = self.trail(request, row) if is_there else []
        return TemplateResponse(request, template, {**shared, **context})


def pointer_to(parent, child) -> str:
    """The one field of the child that points to the parent."""
    (name,) = [field.name for field in child._meta.fields if field.remote_field and field.remote_field.model is parent]
    return name
