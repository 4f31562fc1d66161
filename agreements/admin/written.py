"""What the page for writing does is only read here, by everyone, with the way to its place there.

docs/decisions/0031-writing.md tells why. `written_on_page` of an admin names the fields; a test holds that these are those of the
page. What that page cannot do stays here, and so does a row that no agenda prints: there is no page for it yet.
"""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.translation import gettext as _

from agreements.agenda.anchors import KINDS, ONCE_ON_A_PAGE, anchor
from agreements.models import Action, Agenda, Agreement, Appendix, Goal, Indicator
from parties.admin.forms import REASON

WITHOUT_WORDS = {REASON, "history_seen"}  # of the form itself, not of the row


def agendas_of(request, agreement: int) -> list[Agenda]:
    """The years of the agreement, in order; asked once for a page."""
    known = request.__dict__.setdefault("_agendas", {})
    if agreement not in known:
        known[agreement] = list(Agenda.objects.filter(agreement=agreement).select_related("agreement").order_by("year"))
    return known[agreement]


def agenda_of(request, row) -> Agenda | None:
    """The agenda on whose page the row is written: the first draft that prints it, else the last; None where none does."""
    if row is None or row.pk is None or row._state.adding:
        return None
    agendas: Sequence[Agenda] = agendas_of(request, _agreement_key(row))
    match row:
        case Agenda():
            agendas = [each for each in agendas if each.pk == row.pk]
        case Action() | Appendix(agenda_id=int()):
            agendas = [each for each in agendas if each.pk == row.agenda_id]
        case Goal():
            agendas = [each for each in agendas if row.runs_in(each.year)]
        case Indicator():
            agendas = [each for each in agendas if row.goal.runs_in(each.year)]
    return next((each for each in agendas if not each.stands_still), agendas[-1] if agendas else None)


def _agreement_key(row) -> int:
    if isinstance(row, Agreement):
        return row.pk
    *path, last = row.agreement_path.split("__")
    for name in path:
        row = getattr(row, name)
    return getattr(row, f"{last}_id")


def link_to_page(row, agenda: Agenda) -> str:
    kind = KINDS[type(row)]
    place = "" if kind in ONCE_ON_A_PAGE else f"#{anchor(kind, row.pk)}"
    return format_html('<a href="{}{}">{}</a>', agenda.address("writing"), place, _("Edit on the page for writing"))


class WrittenOnPage:
    """For an admin of rows of which the page writes fields, adds rows and takes them away."""

    written_on_page: tuple[str, ...] = ()
    comes_and_goes_on_page = False

    def written_fields(self, request, row) -> tuple[str, ...]:
        """Those that are only read here."""
        return self.written_on_page if self.written_on_page and agenda_of(request, row) else ()

    def get_readonly_fields(self, request, obj=None):
        return (*dict.fromkeys([*super().get_readonly_fields(request, obj), *self.written_fields(request, obj)]),)

    def has_add_permission(self, request, obj=None):
        return not self.comes_and_goes_on_page and super().has_add_permission(request, obj)

    def may_add_by_table(self, request) -> bool:
        """A file adds rows also of those that no form adds here."""
        return super().has_add_permission(request) if self.comes_and_goes_on_page else self.has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        is_asked = isinstance(obj, self.model) and not hasattr(request, "_goes_along")
        gone_there = self.comes_and_goes_on_page and is_asked and agenda_of(request, obj)
        return not gone_there and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """With a row that goes here, such as a year, what stands in it goes along."""
        request._goes_along = True
        try:
            return super().get_deleted_objects(objs, request)
        finally:
            del request._goes_along

    def ordered_here(self, request, row) -> tuple[str, ...]:
        """The relations that are put in order here; those of which the page writes the rows are moved there."""
        on_page = {model for model, admin in self.admin_site._registry.items() if getattr(admin, "comes_and_goes_on_page", False)}
        is_moved_there = bool(agendas_of(request, _agreement_key(row))) if self.ordered else False
        return tuple(name for name in self.ordered if not is_moved_there or getattr(row, name).model not in on_page)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and self.written_on_page and (agenda := agenda_of(request, obj)):
            context["written_on_page"] = link_to_page(obj, agenda)
            if not _has_a_field(context):
                context |= dict.fromkeys(["show_save", "show_save_and_continue", "show_save_and_add_another"], False)
        return super().render_change_form(request, context, add, change, form_url, obj)


class RowsWrittenOnPage:
    """The same for rows below a row."""

    written_on_page: tuple[str, ...] = ()

    def is_on_page(self, request, above) -> bool:
        """Whether the page writes the rows below this one."""
        return bool(self.written_on_page and agenda_of(request, above))

    def get_readonly_fields(self, request, obj=None):
        written = self.written_on_page if self.is_on_page(request, obj) else ()
        return (*dict.fromkeys([*super().get_readonly_fields(request, obj), *written]),)

    def has_add_permission(self, request, obj=None):
        return not self.is_on_page(request, obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not self.is_on_page(request, obj) and super().has_delete_permission(request, obj)


def _has_a_field(context) -> bool:
    """Whether there is anything on the page that one can fill in."""
    below = [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
    fields = [field for form in below for field in form.fields.values() if not field.widget.is_hidden]
    adds = any(inline.has_add_permission for inline in context["inline_admin_formsets"])
    return bool(fields or adds or set(context["adminform"].form.fields) - WITHOUT_WORDS)
