"""Tables in the admin: every list goes out as a file, and comes in after a preview of the changes."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parties.admin.forms import reason_in
from parties.admin.kept_files import forget, keep, kept_file, remember_shown
from parties.admin.table_forms import ConfirmForm, TableUploadForm
from parties.files.downloads import as_download, file_name
from parties.files.making import NotMadeError
from parties.history.records import change_set
from parties.tables.files import KINDS, read_table
from parties.tables.outcome import Outcome
from parties.tables.resource import TableResource
from parties.tables.sheet import NotReadableError
from parties.tables.widgets import dutch

TABLE, KIND = "tabel", "soort"  # in the address
ONLY_OUT = gettext_lazy("This table can only be downloaded: what stands in it is recorded on the site, and no file changes it.")


@dataclass(frozen=True)
class Choice:
    """A table that this list offers: its own rows, or those of a model that stands below it."""

    model: type[models.Model]
    comes_in: bool = True  # or is it only downloaded

    @property
    def name(self) -> str:
        return self.model._meta.model_name

    @property
    def label(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))


class TablePages:
    """For an admin: `table_models` names what stands below its rows and has no list of its own.

    `kept_models` stand below them too and only go out: a step on the site writes them.
    `has_table` is False where no file may leave with what stands in the rows.
    """

    has_table = True
    table_class = TableResource
    table_models: tuple[type[models.Model], ...] = ()
    kept_models: tuple[type[models.Model], ...] = ()
    fixed: tuple[str, ...] = ()

    def get_urls(self):
        if not self.has_table:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("export/", wrap(self.export_view), name=f"{name}_export"),
            path("import/", wrap(self.import_view), name=f"{name}_import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_table:
            return super().changelist_view(request, extra_context)
        addresses = {"export_url": f"{self._page('export')}?{request.GET.urlencode()}"}
        if self.has_change_permission(request):
            addresses["import_url"] = self._page("import")
        return super().changelist_view(request, {**addresses, **(extra_context or {})})

    def _page(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def _choices(self, request) -> list[Choice]:
        may_change = self.has_change_permission(request)
        both_ways = [Choice(model, comes_in=may_change) for model in (self.model, *self.table_models)]
        return both_ways + [Choice(model, comes_in=False) for model in self.kept_models]

    def _chosen(self, request) -> Choice:
        """The table in the address; the first when none is named."""
        asked = request.GET.get(TABLE, self.opts.model_name)
        for choice in self._choices(request):
            if choice.name == asked:
                return choice
        raise Http404

    def _render(self, request, template: str, context: dict) -> TemplateResponse:
        request.current_app = self.admin_site.name
        above = {"list_url": self._page("changelist"), "trail_page": capfirst(str(self.opts.verbose_name_plural))}
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **above, **context}
        )

    # -- Out

    def export_view(self, request):
        """Which table and which kind of file; with a kind in the address the file itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self._rows_in_list(request)
        kind = request.GET.get(KIND)
        if kind is None:
            links = [(choice, self._downloads(request, choice, rows)) for choice in self._choices(request)]
            comes_in = any(choice.comes_in for choice, _downloads in links)
            context = {"title": _("Download as a table"), "downloads": links, "comes_in": comes_in, "only_out": ONLY_OUT}
            return self._render(request, "admin/tables/export.html", context)
        if kind not in KINDS:
            raise Http404
        return self._download(request, self._chosen(request), rows, kind)

    def _downloads(self, request, choice: Choice, rows: models.QuerySet) -> dict:
        address = request.GET.copy()
        address[TABLE] = choice.name
        links = []
        for kind in KINDS.values():
            address[KIND] = kind.extension
            links.append((kind.label, f"?{address.urlencode()}"))
        return {"count": self._rows_of(choice, rows).count(), "links": links}

    def _download(self, request, choice: Choice, rows: models.QuerySet, kind: str):
        table = self.table(request, choice.model)
        now = timezone.localtime()
        try:
            sheet = table.as_sheet(self._rows_of(choice, rows))
            document = KINDS[kind].write([sheet], title=sheet.title, author=str(request.user), at=now)
        except NotMadeError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self._page("export"))
        name = file_name(slugify(dutch(choice.label)), f"{now:%Y-%m-%d}", extension=kind)
        return as_download(document, name, KINDS[kind].content_type)

    def _rows_in_list(self, request) -> models.QuerySet:
        """All rows that the list shows with the filters in the address, in its order."""
        asked, request.GET = request.GET, request.GET.copy()
        request._whole_list = True
        for name in (TABLE, KIND):
            request.GET.pop(name, None)
        try:
            return self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as error:
            raise Http404 from error
        finally:
            request.GET = asked
            del request._whole_list

    def get_changelist(self, request, **kwargs):
        return _WholeList if hasattr(request, "_whole_list") else super().get_changelist(request, **kwargs)

    def _rows_of(self, choice: Choice, listed: models.QuerySet) -> models.QuerySet:
        if choice.model is self.model:
            return listed
        pointer = self._pointer(choice.model)
        below = choice.model._default_manager.filter(**{f"{pointer}__in": listed.order_by().values("pk")})
        return below.order_by(*choice.model.natural_key_fields, "pk")

    # -- In

    def table(self, request, model: type[models.Model]) -> TableResource:
        """The table of the model, as far as the person reaches."""
        visible, editable = self.get_queryset(request), self.editable_rows(request)
        above = {}
        if model is not self.model:
            pointer = self._pointer(model)
            above = {pointer: editable}
            visible = model._default_manager.filter(**{f"{pointer}__in": visible.order_by().values("pk")})
            editable = model._default_manager.filter(**{f"{pointer}__in": editable.order_by().values("pk")})
        return self.table_class(
            model,
            user=request.user,
            rows=visible.order_by("pk"),
            editable=editable.order_by(),
            may_add=self.may_add_by_table(request),
            fixed=self.fixed if model is self.model else (),
            why_not_change=partial(self.why_not_change, request),
            above=above,
        )

    def editable_rows(self, request) -> models.QuerySet:
        """The rows that this person may change by a table, as on their own pages."""
        rows = self.model._default_manager.all()
        return rows if request.user.is_superuser else getattr(rows, self.reach)(request.user)

    def _pointer(self, model: type[models.Model]) -> str:
        """The first field of the model that points to a row of this list."""
        return next(field.name for field in model._meta.fields if field.remote_field and field.remote_field.model is self.model)

    def import_view(self, request):
        """The file, then what it would change, then saving that: three times the same address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        choice = self._chosen(request)
        if not choice.comes_in:
            raise PermissionDenied(ONLY_OUT)
        if request.method == "POST" and "token" in request.POST:
            return self._confirm(request, choice)
        form = TableUploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            data, name = form.cleaned_data["file"]
            token = keep(request, data=data, name=name, table=choice.model._meta.label)
            try:
                return self._preview(request, choice, token)
            except NotReadableError as error:
                form.add_error("file", str(error))
        context = {"form": form, "headings": self._headings(request, choice)}
        return self._render_import(request, choice, context)

    def _headings(self, request, choice: Choice) -> list[str]:
        return [field.column_name for field in self.table(request, choice.model).shown_cells]

    def _preview(self, request, choice: Choice, token: str, *, told: str = "", data=None):
        file = kept_file(request, token, table=choice.model._meta.label)
        outcome = self._run(request, choice, file, dry_run=True)
        remember_shown(token, file, digest=outcome.digest)
        form = ConfirmForm(data, initial={"token": token})
        return self._render_import(request, choice, {"outcome": outcome, "confirm": form, "file_name": file.name, "told": told})

    def _render_import(self, request, choice: Choice, context: dict):
        choices = [other for other in self._choices(request) if other.comes_in]
        shared = {"title": _("Import a table"), "choice": choice, "choices": choices, "export_url": self._page("export")}
        return self._render(request, "admin/tables/import.html", {**shared, **context})

    def _run(self, request, choice: Choice, kept, *, dry_run: bool, reason: str = "") -> Outcome:
        words = _("Import of %(file)s") % {"file": kept.name}
        with change_set(reason=f"{words}: {reason}" if reason else words, user=request.user):
            return self.table(request, choice.model).run(read_table(kept.data), dry_run=dry_run)

    def _confirm(self, request, choice: Choice):
        """Save exactly what was shown, or show it again."""
        token = request.POST["token"]
        file = kept_file(request, token, table=choice.model._meta.label)
        if file is None:
            messages.warning(request, _("This import is no longer here. Choose the file again."))
            return HttpResponseRedirect(f"{self._page('import')}?{TABLE}={choice.name}")
        with transaction.atomic():
            outcome = self._run(request, choice, file, dry_run=False, reason=reason_in(request.POST))
            form = ConfirmForm(request.POST)
            is_as_shown = not outcome.errors and outcome.digest == file.digest
            is_saved = form.is_valid() and is_as_shown
            if is_saved:
                for row in outcome.added:
                    self.added_by_table(request, row.instance)
            else:
                transaction.set_rollback(True)
        if not is_saved:
            told = "" if is_as_shown else _("Someone changed these rows meanwhile. Look again at what your file changes.")
            return self._preview(request, choice, token, told=told, data=request.POST)
        forget(token)
        messages.success(request, _told(outcome))
        return HttpResponseRedirect(self._page("changelist"))

    def may_add_by_table(self, request) -> bool:
        return self.has_add_permission(request)

    def added_by_table(self, request, row: models.Model) -> None:
        """What happens after a row was added, as after adding it in the form."""


class _WholeList(ChangeList):
    """The list with its filters, without the counting and the pages."""

    def get_results(self, request):
        """Nothing is shown, so nothing is counted."""


def _told(outcome: Outcome) -> str:
    added = ngettext("%(count)s row added", "%(count)s rows added", len(outcome.added)) % {"count": len(outcome.added)}
    updated = ngettext("%(count)s row changed", "%(count)s rows changed", len(outcome.updated)) % {"count": len(outcome.updated)}
    return _("Imported: %(added)s, %(updated)s.") % {"added": added, "updated": updated}
