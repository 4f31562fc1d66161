"""A page on which the rows below a row are put in order, with buttons that work with keyboard and screen reader."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.consent.lock import LockedError
from agreements.models import Agenda, Agreement, Theme
from agreements.ordering import DOWN, ORDERED_WITHIN, UP, move, moved_by_swapping
from parties.admin.forms import REASON, reason_in
from parties.history.records import change_set
from parties.row_ids import row_id


@dataclass(frozen=True)
class OrderedRow:
    """A row with the buttons that can move it."""

    row: models.Model
    goes_up: bool
    goes_down: bool


@dataclass(frozen=True)
class Group:
    """Rows that are ordered among each other; notice says why some of them stay where they are."""

    title: str
    relation: str
    rows: list[OrderedRow]
    notice: str


class OrderPage:
    """For an admin whose rows have ordered rows below them: `ordered` names those relations."""

    ordered: tuple[str, ...] = ()

    def ordered_here(self, request, row) -> tuple[str, ...]:
        """Those of which the rows are put in order here."""
        return self.ordered

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_order"
        view = self.admin_site.admin_view(self.order_view)
        return [path("<path:object_id>/order/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and self.ordered_here(request, obj) and self.has_change_permission(request, obj):
            context["order_url"] = self.address(obj, "order")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def order_view(self, request, object_id):
        row = self.get_object(request, unquote(object_id))
        relations = self.ordered_here(request, row)
        if not relations:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if request.method == "POST":
            return self._move(request, row, relations)
        notice_on = partial(self.notice_on_moving, request)
        groups = [group for relation in relations for group in _groups(row, relation, notice_on)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change the order"),
            "subtitle": str(row),
            "opts": self.opts,
            "object": row,
            "trail": self.trail(request, row),
            "groups": groups,
            "notice": next(filter(None, (group.notice for group in groups)), ""),
            "can_move": any(ordered.goes_up for group in groups for ordered in group.rows),
            "reason": request.session.pop(f"{REASON}:{request.path}", ""),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/order.html", context)

    def _move(self, request, row, relations):
        """The button says what moves: "goals-12-up"."""
        relation, pk, direction = [*request.POST.get("move", "").split("-"), "", "", ""][:3]
        if relation not in relations or direction not in {UP, DOWN} or row_id(pk) is None:
            raise Http404
        moving = getattr(row, relation).filter(pk=pk).first()
        if moving is None:
            raise Http404
        reason = reason_in(request.POST)
        try:
            with change_set(reason=reason, user=request.user):
                if move(moving, direction=direction, by=request.user):
                    message = _("«%(row)s» moved up.") if direction == UP else _("«%(row)s» moved down.")
                    messages.success(request, message % {"row": moving})
        except LockedError as locked:
            messages.error(request, str(locked))
        if reason:  # for the next row that moves; not in the address, which others see
            request.session[f"{REASON}:{request.path}"] = reason
        return HttpResponseRedirect(f"{request.path}#{relation}-{pk}")


def _groups(row, relation: str, notice_on: Callable[[models.Model], str]) -> list[Group]:
    """The rows of the relation, apart where they are not ordered among each other: actions by year, themes by level."""
    manager = getattr(row, relation)
    model = manager.model
    within = ORDERED_WITHIN[model]
    pointers = [field for field in model._meta.fields if field.remote_field and field != manager.field]  # that one is the row
    deeper = [f"{field.name}__agreement" for field in pointers if field.remote_field.model in {Agenda, Theme}]
    together = [F(f"{name}_id").asc(nulls_first=True) for name in within]
    rows = manager.select_related(*(field.name for field in pointers), *deeper).order_by(*together, "position", "pk")
    groups = []
    for _key, among in groupby(rows, key=lambda found: [getattr(found, f"{name}_id") for name in within]):
        found = list(among)
        shared = [_short(getattr(found[0], name)) for name in within if getattr(found[0], name) not in {None, row}]
        title = ": ".join([capfirst(str(model._meta.verbose_name_plural)), *filter(None, shared)])
        groups.append(_group(title, relation, found, notice_on))
    return groups


def _group(title: str, relation: str, rows: list, notice_on: Callable[[models.Model], str]) -> Group:
    """With the buttons that can work: two rows change places when no row whose position changes by it stands still."""
    notices = [notice_on(row) for row in rows]
    held = {row.pk for row, notice in zip(rows, notices, strict=True) if notice}
    swaps = [held.isdisjoint(row.pk for row, _at in moved_by_swapping(rows, place)) for place in range(len(rows) - 1)]
    ordered = [OrderedRow(*found) for found in zip(rows, [False, *swaps], [*swaps, False], strict=True)]
    return Group(title, relation, ordered, next(filter(None, notices), ""))


def _short(shared) -> str:
    """What rows have in common, for a heading: the year of an agenda, a theme; nothing for the agreement, which all share."""
    match shared:
        case Agenda():
            return str(shared.year)
        case Agreement():
            return ""
    return str(shared)
