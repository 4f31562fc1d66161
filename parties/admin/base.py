"""What all pages of the admin share: permission, whether the row may change, immutable history."""

import json
from contextlib import suppress
from functools import partial
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from parties.admin import icons  # noqa: F401  (the words of yes and no)
from parties.admin.forms import CheckedForm, CheckedFormSet, KnownSearchBox, ReasonForm, reason_in
from parties.admin.history_pages import HistoryPages
from parties.admin.tables import TablePages
from parties.history.records import change_set
from parties.history.write_rules import may_delete, not_writable, why_not_delete
from parties.row_ids import row_id

EMPTY_ROWS = "lege_regels"  # in the address: how many empty rows stand below a form


class Reach:
    """Permission by role and by what the person may reach or edit, never by Django's own permissions."""

    superusers_only = False
    reach = "editable_by"  # the method of the QuerySet that gives the rows that the person may change

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
        return self._is_within(request, obj, self.reach)

    has_add_permission = has_change_permission

    def has_delete_permission(self, request, obj=None):
        """As changing it; and never a row that has another owner."""
        is_within = self._is_within(request, obj, self.reach)
        return is_within and (obj is None or may_delete(self.example_row(obj), by=request.user))

    def get_readonly_fields(self, request, obj=None):
        """Without the fields that have another owner: those are shown, and not asked."""
        others = not_writable(self.example_row(obj), by=request.user)
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *others]))

    def example_row(self, obj) -> models.Model:
        """The row of which the owners are asked; a new one where there is none yet."""
        return obj if isinstance(obj, self.model) else self.model()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """One chooses from what one sees; what is chosen already may stay."""
        rows = db_field.remote_field.model._default_manager.all()
        if "queryset" not in kwargs and hasattr(rows, "visible_to") and not request.user.is_superuser:
            seen, chosen = rows.visible_to(request.user).values("pk"), self.rows_on_page(request).values(db_field.attname)
            kwargs["queryset"] = rows.filter(models.Q(pk__in=seen) | models.Q(pk__in=chosen))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReadOnly:
    """For rows that are read here, and added, changed and deleted by nobody."""

    def has_change_permission(self, request, obj=None):
        return False

    has_add_permission = has_delete_permission = has_change_permission


class HistoryInline(Reach, admin.TabularInline):
    """Rows below a row; whoever may edit the row above may edit these."""

    form = CheckedForm
    formset = CheckedFormSet
    extra = 0
    view_on_site = False

    def get_extra(self, request, obj=None, **kwargs):
        """Empty rows, where someone asked for them: without JavaScript there is no button that adds one."""
        asked = row_id(request.GET.get(EMPTY_ROWS))
        return self.extra if asked is None else min(asked, 20)

    def get_formset(self, request, obj=None, **kwargs):
        self.row_above = obj
        formset = super().get_formset(request, obj, **kwargs)
        page = self.admin_site.get_model_admin(self.parent_model)
        formset.why_not_change = staticmethod(partial(page.why_not_change, request))
        formset.notice_on = staticmethod(partial(page.notice_on, request))
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", KnownSearchBox(db_field, self.admin_site, known=self.names_chosen(db_field)))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def example_row(self, obj) -> models.Model:
        """A row below the row of the page."""
        if obj is None:
            return self.model()
        return self.model(**{self.fk_name or pointer_to(self.parent_model, self.model): obj})

    def names_chosen(self, db_field) -> dict[str, str]:
        """The names that the rows below this row point to, in one query."""
        if self.row_above is None:
            return {}
        chosen = self.rows_on_page().values(db_field.attname)
        return {str(row.pk): str(row) for row in db_field.remote_field.model._default_manager.filter(pk__in=chosen)}

    def rows_on_page(self, request=None):
        pointer = self.fk_name or pointer_to(self.parent_model, self.model)
        return self.model._default_manager.filter(**{pointer: self.row_above and self.row_above.pk}).order_by()


class HistoryAdmin(Reach, TablePages, HistoryPages, SimpleHistoryAdmin):
    """A model whose every change is kept: with the reason, with everything that was saved together, and read-only."""

    form = ReasonForm
    actions = None  # rows are deleted one at a time, each with its reason
    list_per_page = 50
    show_full_result_count = False

    class Media:
        js = ["js/admin_search_box.js", "js/kept_typing.js", "js/admin_kept_typing.js"]

    # --- where the row stands

    def rows_on_page(self, request):
        pk = row_id(request.resolver_match.kwargs.get("object_id"))
        return self.model._default_manager.filter(pk=pk).order_by()

    def seen_row(self, request, object_id, from_field=None):
        """The row, when the person may see it; else None."""
        row = super().get_object(request, object_id, from_field)
        return row if row is not None and self.has_view_permission(request, row) else None

    def get_object(self, request, object_id, from_field=None):
        """A 404, as on the rest of the site: the same for a missing row and for one out of reach."""
        row = self.seen_row(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

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
        """None also for a refused row whose input would have no address, such as the year 3."""
        if obj is None or not hasattr(obj, "get_absolute_url"):
            return None
        with suppress(NoReverseMatch):
            return obj.get_absolute_url()

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})})

    def lookup_allowed(self, lookup, value, request):
        """An address filters by what the filters beside the list offer, and by nothing else.

        With more one could look into other agreements, or let the database work for seconds on a regular expression.
        """
        return any(self._offers(item, lookup, value) for item in self.get_list_filter(request))

    def _offers(self, item: str | type[admin.SimpleListFilter], lookup: str, value: str) -> bool:
        """Whether a link of this filter has this in its address; a filter of our own judges its value."""
        if not isinstance(item, str):
            return lookup == item.parameter_name
        field = self.opts.get_field(item)
        if field.is_relation:
            return lookup == f"{item}__{field.target_field.name}__exact" and row_id(value) is not None
        choices = ("0", "1") if isinstance(field, models.BooleanField) else [str(choice) for choice, _label in field.flatchoices]
        return lookup == f"{item}__exact" and value in choices

    # --- changing, with the reason

    def why_not_change(self, request, row, *, fields=None) -> str:
        """The sentence that says why the row stays as it is; empty when it may change.

        fields are those that change; without them the row is added, deleted, put back or moved.
        """
        return ""

    def notice_on(self, request, row) -> str:
        """The same about the row as it was read, for a page that says so beforehand, with a link."""
        return ""

    def notice_on_deleting(self, request, row) -> str:
        """The same, for the page that asks whether the row goes."""
        return self.notice_on(request, row)

    def has_something_to_save(self, request, row) -> bool:
        """Whether the page of a row that stands still has anything that may change."""
        return True

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.why_not_change = staticmethod(partial(self.why_not_change, request))
        form.below = self.rows_below(request, obj) if obj and obj.pk else ()
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with change_set(reason=reason_in(request.POST), user=request.user):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["trail"] = self.trail(request, obj)
        context["others_own"] = self._others_own(request, obj)
        context["empty_rows_url"] = "?" + urlencode({**request.GET.dict(), EMPTY_ROWS: 3})
        if obj and (notice := self.notice_on(request, obj)):
            context |= {"notice": notice, "show_delete": False}
            if not self.has_something_to_save(request, obj):
                context |= dict.fromkeys(["show_save", "show_save_and_continue", "show_save_and_add_another"], False)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _others_own(self, request, obj) -> dict[str, list[str]]:
        """What is shown and not asked on this page, by the sentence that says whose it is."""
        found: dict[str, list[str]] = {}
        for name, why in not_writable(self.example_row(obj), by=request.user).items():
            found.setdefault(why, []).append(str(self.opts.get_field(name).verbose_name))
        return found

    def save_model(self, request, obj, form, change):
        """A row that did not change leaves no trace in the history, also when rows below it did."""
        if not change or form.row_changed:
            super().save_model(request, obj, form, change)

    def message_user(self, request, message, level=messages.INFO, **kwargs):
        """Sentences of our own: Django's put the name of the model in the middle, which fails in Dutch."""
        told = request.__dict__.pop("_told", None) if level == messages.SUCCESS else None
        super().message_user(request, told or message, level, **kwargs)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None, **kwargs):
        """The button below a table says "Add another lead", with the name in small letters."""
        found = super().get_inline_formsets(request, formsets, inline_instances, obj, **kwargs)
        for inline in found:
            data = json.loads(inline.inline_formset_data())
            data["options"]["addText"] = _("Add another %(row)s") % {"row": inline.opts.verbose_name}
            inline.inline_formset_data = json.dumps(data)
        return found

    def response_change(self, request, obj):
        request._told = _add_link(_("Saved: %(row)s"), obj, request.path)
        return super().response_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        request._told = _("Deleted: %(row)s") % {"row": obj_display}
        return super().response_delete(request, obj_display, obj_id)

    def response_add(self, request, obj, post_url_continue=None):
        """After a new row comes its own page, when that is where the rows below it are added."""
        request._told = _add_link(_("Added: %(row)s"), obj, self.address(obj, "change"))
        has_more = self.get_inlines(request, obj) and not self.get_inlines(request, None)
        if has_more and not {"_addanother", "_popup"} & request.POST.keys():
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        kept = why_not_delete(row, by=request.user) if row is not None and self.has_delete_permission(request, row) else ""
        if request.method == "POST" and (why := self.why_not_change(request, row) or kept):
            messages.error(request, why)
            return HttpResponseRedirect(request.get_full_path())
        notice = self.notice_on_deleting(request, row) or kept
        context = {"trail": self.trail(request, row), "notice": notice, **(extra_context or {})}
        with change_set(reason=reason_in(request.POST), user=request.user):
            return super().delete_view(request, object_id, context)

    def rows_below(self, request, row) -> list[tuple]:
        """The models whose changes belong in this row's history, each with its field that points to it."""
        inlines = self.get_inlines(request, row)
        return [(inline.model, inline.fk_name or pointer_to(self.model, inline.model)) for inline in inlines]


def _add_link(sentence: str, row, address: str):
    return format_html(sentence.replace("%(row)s", '<a href="{}">{}</a>'), address, row)


def pointer_to(parent, child) -> str:
    """The one field of the child that points to the parent."""
    (name,) = [field.name for field in child._meta.fields if field.remote_field and field.remote_field.model is parent]
    return name
