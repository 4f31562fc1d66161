"""What the pages of the agreements share: choices within reach, agreed text and its lock, order, and the way back up."""

from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from agreements.admin.choices import SearchBox, choices_for, offered_by, scope_of
from agreements.admin.fields import MARKDOWN_HELP, AddressField, AgreedTextField, MarkdownTextarea, StoredFile
from agreements.admin.ordering import OrderPage
from agreements.admin.tables import AgreementTable
from agreements.admin.written import RowsWrittenOnPage, WrittenOnPage
from agreements.consent import lock
from agreements.models import Comment, Mention, Participation
from agreements.models.words import WordsPerYear
from agreements.ordering import ORDERED_WITHIN, place_last
from parties.admin.base import HistoryAdmin, HistoryInline
from parties.admin.forms import CheckedFormSet
from parties.dates import DayField
from parties.models import Party
from parties.numbers import NumberField

MARKDOWN = {"introduction", "text"}


def _locks(request) -> dict:
    """What stands still, as it was when the request came in."""
    return request.__dict__.setdefault("_locks", {})


def _without_comments(lines: list) -> list:
    """Django's nested lines of what will be deleted; each begins with the name of its model."""
    names = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in (Comment, Mention))
    without_comments = [_without_comments(line) if isinstance(line, list) else line for line in lines]
    return [line for line in without_comments if line and (isinstance(line, list) or not str(line).startswith(names))]


class Fields:
    """Form fields of rows that belong to an agreement, on their own page and below another row."""

    autocomplete_fields = ()
    addable = ()  # fields where a row that is missing may be added on the spot
    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.DecimalField: {"form_class": NumberField},
        models.FileField: {"widget": StoredFile},
        models.SlugField: {"form_class": AddressField},
        models.TextField: {"form_class": AgreedTextField},
    }

    def text_widget(self, name: str):
        return MarkdownTextarea() if name in MARKDOWN else AdminTextareaWidget(attrs={"rows": 3})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.TextField):
            kwargs["widget"] = self.text_widget(db_field.name)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
            if db_field.name not in self.addable:
                field.widget = widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        scope = getattr(request, "agreement_id", None)
        rows = choices_for(db_field, user=request.user, agreement_id=scope, reach=self.reach)
        related = self.admin_site.get_model_admin(db_field.remote_field.model).list_select_related
        kwargs["queryset"] = rows.select_related(*related) if related else rows
        is_searched = db_field.name in self.autocomplete_fields
        if is_searched:
            known, offered = self.names_chosen(db_field), offered_by(kwargs["queryset"])
            kwargs["widget"] = SearchBox(db_field, self.admin_site, agreement_id=scope, known=known, offered=offered)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.error_messages["invalid_choice"] = _("This cannot be chosen here: it is not part of this agreement.")
        if db_field.remote_field.model is Party:
            field.error_messages["invalid_choice"] = (
                _("You share no agreement with this party. Ask the administrator of Driehoek to let it take part.")
                if db_field.model is Participation
                else _("This party does not take part in this agreement.")
            )
        if not is_searched:
            field.choices = list(field.choices)  # asked once, not once for each row on the page
        return field


class OrderedFormSet(CheckedFormSet):
    """New rows come after the ones that are there."""

    def save_new(self, form, commit=True):
        setattr(form.instance, self.fk.name, self.instance)
        if type(form.instance) in ORDERED_WITHIN:
            place_last(form.instance)
        return super().save_new(form, commit)


def _with_adoption(sentence, text) -> str:
    named = _("The adoption of %(year)s") % {"year": text.year} if text.year else _("The adoption of the agreement as a whole")
    link = format_html('<a href="{}">{}</a>', text.address("adoption"), named)
    return format_html("{} {}", sentence, link)


class RowsInline(RowsWrittenOnPage, Fields, HistoryInline):
    """Rows below a row of an agreement."""

    formset = OrderedFormSet
    select_related = ()
    show_change_link = True
    text_rows = 3

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.select_related)

    def text_widget(self, name: str):
        return AdminTextareaWidget(attrs={"rows": self.text_rows})


class AgreementRowAdmin(WrittenOnPage, OrderPage, Fields, HistoryAdmin):
    """A row that belongs to an agreement."""

    above = "agreement"  # the field that points to the row it stands in
    fixed = ()  # fields that stay as they were chosen when the row was added
    table_class = AgreementTable

    def why_not_change(self, request, row, *, fields=None):
        return lock.why_not_change(row, fields=fields, known=_locks(request))

    def notice_on(self, request, row):
        """The sentence of the lock, with the page on which the parties adopt the text."""
        fields = lock.PER_YEAR[type(row)] if isinstance(row, WordsPerYear) else None
        return self._refusal(request, row, fields=fields)

    def notice_on_moving(self, request, row):
        return self._refusal(request, row, fields=["position"])

    def notice_on_deleting(self, request, row):
        return self._refusal(request, row)

    def _refusal(self, request, row, *, fields=None):
        refusal = lock.refusal_beforehand(row, fields=fields, known=_locks(request))
        return _with_adoption(refusal, refusal.text) if refusal else ""

    def has_something_to_save(self, request, row):
        return bool(lock.AGREED[type(row)] or type(row) in lock.PER_YEAR or self.get_inlines(request, row))

    def names_chosen(self, db_field) -> None:
        """One row only: its search boxes ask for their names themselves."""

    def parent_of(self, row):
        return getattr(row, self.above) if self.above else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.agreement_id = scope_of(request, self.model, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def get_inlines(self, request, obj):
        """Rows below a row are added on its own page, once it is there."""
        return super().get_inlines(request, obj) if obj and obj.pk else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in MARKDOWN and field:
            field.help_text = format_lazy("{} {}", field.help_text, MARKDOWN_HELP)
        return field

    def get_deleted_objects(self, objs, request):
        """What goes along, without comments: that there are any of one party is theirs alone to know."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        if request.user.is_superuser:
            return to_delete, counts, needed, protected
        hidden = Comment._meta, Mention._meta
        counts = {name: count for name, count in counts.items() if name not in {meta.verbose_name_plural for meta in hidden}}
        return _without_comments(to_delete), counts, needed - {meta.verbose_name for meta in hidden}, protected

    def save_model(self, request, obj, form, change):
        if not change and type(obj) in ORDERED_WITHIN:
            place_last(obj)
        super().save_model(request, obj, form, change)
