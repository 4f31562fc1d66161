"""The pages about the history of a row: what happened, how it was, restoring what was deleted."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parties.admin.forms import reason_in
from parties.history.put_back import PutBackError, last_of, put_back
from parties.history.timeline import HistoryMoment, RowChange, changes_of, describe, values_of
from parties.people.names import show_parties
from parties.row_ids import row_id


class HistoryPages:
    """For HistoryAdmin: history is read here and never altered; what is put back is a new change."""

    moments_per_page = 25

    def history_view(self, request, object_id, extra_context=None):
        row = self._row_or_what_it_was(request, object_id)
        pages = Paginator(changes_of(self.model, row.pk, self.rows_below(request, row)), self.moments_per_page)
        page = pages.get_page(request.GET.get(PAGE_VAR))
        people = [changed.last.history_user for changed in page.object_list]
        show_parties(people, seen_by=request.user)
        may_put_back = self.may_put_back(request, row)
        context = {
            "title": _("History"),
            "subtitle": str(row),
            "moments": self._with_notices(request, self._with_known_reasons(request, row, describe(page.object_list))),
            "may_put_back": may_put_back,
            "notice": self._notice_on_gone(request, row),
            "with_page": {model._meta for model in self.admin_site._registry},
            "page": page,
            "page_var": PAGE_VAR,
            "page_range": pages.get_elided_page_range(page.number),
        }
        return self._render_history(request, "admin/object_history.html", row, {**context, **(extra_context or {})})

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """The row as it was at one moment. simple-history would save a POST here, so that is refused."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        row = self._row_or_what_it_was(request, object_id)
        record = row_id(version_id) and self.model.history.filter(pk=version_id, id=row.pk).first()
        if not record:
            raise Http404
        context = {"title": _("As it was"), "subtitle": str(row), "record": record, "values": values_of(record)}
        return self._render_history(request, "admin/object_version.html", row, {**context, **(extra_context or {})})

    def _row_or_what_it_was(self, request, object_id):
        """The row within reach, or a deleted one if the person may edit the row above it. Else Http404."""
        pk = unquote(object_id)
        row = self.seen_row(request, pk)
        if row is not None:
            return row
        record = row_id(pk) and last_of(self.model, row_id(pk))
        if record and self.may_put_back(request, record.instance):
            return record.instance
        row = None if record else self.seen_row(request, pk)  # somebody may have put it back just now
        if row is None:
            raise Http404
        return row

    def may_read_reasons(self, request, row) -> bool:
        """Whether the reasons in the history of this row are for the person to know."""
        return True

    def _with_known_reasons(self, request, row, moments: list[HistoryMoment]) -> list[HistoryMoment]:
        may_read = self.may_read_reasons(request, row)
        return moments if may_read else [replace(moment, reason="") for moment in moments]

    def _with_notices(self, request, moments: list[HistoryMoment]) -> list[HistoryMoment]:
        """With each deleted row whether it stands still, so that no button is offered that cannot work."""

        def told(entry: RowChange) -> RowChange:
            return replace(entry, why_it_stays_away=self._notice_on_gone(request, entry.gone)) if entry.gone else entry

        return [replace(moment, entries=tuple(map(told, moment.entries))) for moment in moments]

    def _notice_on_gone(self, request, row) -> str:
        """notice_on() of a deleted row; the row above it may be gone too, and then restoring says so."""
        with suppress(ObjectDoesNotExist):
            return self.notice_on(request, row)
        return ""

    def may_put_back(self, request, row) -> bool:
        """Whether the person may restore the row or one below it: may edit it, or the row above."""
        if self.model._base_manager.filter(pk=row.pk).exists():
            return self.has_change_permission(request, row)
        try:
            above = self.parent_of(row)
        except ObjectDoesNotExist:
            above = None
        if above is None:
            return request.user.is_superuser
        return self.admin_site.get_model_admin(type(above)).has_change_permission(request, above)

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.put_back_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_put_back"
        return [path("<path:object_id>/put-back/", view, name=name), *super().get_urls()]

    def put_back_view(self, request, object_id):
        """Puts back the row itself, or with `row` in the form a deleted row below it ("lead-12")."""
        row = self._row_or_what_it_was(request, object_id)
        if not self.may_put_back(request, row):
            raise PermissionDenied
        name, _dash, pk = request.POST.get("row", f"{self.opts.model_name}-{row.pk}").rpartition("-")
        record = self._deletion_of(request, row, name, pk)
        if record is None:
            messages.warning(request, _("This is there again already."))
        else:
            try:
                ask = partial(self.why_not_change, request)
                rows = put_back(record, by=request.user, why_not_change=ask, reason=reason_in(request.POST))
            except PutBackError as error:
                messages.error(request, str(error))
            else:
                message = _("Put back: %(row)s") % {"row": rows[0]}
                messages.success(request, message)
        return HttpResponseRedirect(self.address(row, "history"))

    def _deletion_of(self, request, row, name: str, pk: str):
        """The last row of history of a deleted row, if it is this one or stood below it."""
        if name == self.opts.model_name and pk == str(row.pk):
            return last_of(self.model, pk)
        for model, pointer in self.rows_below(request, row):
            if name == model._meta.model_name and row_id(pk) and model.history.filter(id=pk, **{pointer: row.pk}).exists():
                return last_of(model, pk)
        raise Http404

    def _render_history(self, request, template: str, row, context: dict):
        is_there = self.model._default_manager.filter(pk=row.pk).exists()
        request.current_app = self.admin_site.name
        shared = self.admin_site.each_context(request)
        shared |= {"opts": self.opts, "object": row, "is_there": is_there, "module_name": capfirst(self.opts.verbose_name_plural)}
        shared["trail"] = self.trail(request, row) if is_there else []
        return TemplateResponse(request, template, {**shared, **context})
