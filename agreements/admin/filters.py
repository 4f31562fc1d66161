"""Filters beside the lists; each offers only what is within the person's reach."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.agenda.words import words_of
from agreements.models import Agreement, Theme
from parties.models import Party
from parties.row_ids import row_id


class AgreementFilter(admin.SimpleListFilter):
    title = _("agreement")
    parameter_name = "afspraken"

    def lookups(self, request, model_admin):
        agreements = [(row.pk, row.title) for row in Agreement.objects.visible_to(request.user)]
        return agreements if len(agreements) > 1 else []

    def queryset(self, request, queryset):
        return queryset.in_agreements([self.value()]) if _is_key(self.value()) else queryset


class ThemeFilter(admin.SimpleListFilter):
    """The themes of the agreement that was chosen, or of the only one there is."""

    title = _("theme")
    parameter_name = "thema"
    path = "theme"

    def lookups(self, request, model_admin):
        agreements = Agreement.objects.visible_to(request.user)
        chosen = request.GET.get(AgreementFilter.parameter_name)
        agreements = agreements.filter(pk=chosen) if _is_key(chosen) else agreements
        if agreements.count() != 1:
            return []
        themes = Theme.objects.in_agreements(agreements).filter(parent=None).select_related("agreement", "parent")
        return [(row.pk, words_of(row, row.agreement.year_in_front).heading) for row in themes]

    def queryset(self, request, queryset):
        if not _is_key(self.value()):
            return queryset
        return queryset.filter(Q(**{self.path: self.value()}) | Q(**{f"{self.path}__parent": self.value()}))


class ThemeOfGoalFilter(ThemeFilter):
    path = "goal__theme"


class YearFilter(admin.SimpleListFilter):
    title = _("year")
    parameter_name = "jaar"
    path = "year"

    def lookups(self, request, model_admin):
        rows = model_admin.model.objects.visible_to(request.user).order_by()
        return [(year, str(year)) for year in sorted(set(rows.values_list(self.path, flat=True)), reverse=True)]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if _is_key(self.value()) else queryset


class YearOfAgendaFilter(YearFilter):
    path = "agenda__year"


class LeadFilter(admin.SimpleListFilter):
    title = _("lead")
    parameter_name = "trekker"

    def lookups(self, request, model_admin):
        actions = model_admin.model.objects.visible_to(request.user)
        parties = Party.objects.filter(leads__action__in=actions.order_by()).distinct()
        return [(row.pk, row.short_name) for row in parties]

    def queryset(self, request, queryset):
        return queryset.filter(leads__party=self.value()) if _is_key(self.value()) else queryset


class DroppedFilter(admin.SimpleListFilter):
    title = _("dropped")
    parameter_name = "vervallen"

    def lookups(self, request, model_admin):
        return [("nee", _("in force")), ("ja", _("dropped"))]

    def queryset(self, request, queryset):
        if self.value() not in {"ja", "nee"}:
            return queryset
        return queryset.filter(dropped_on__isnull=self.value() == "nee")


def _is_key(value: str | None) -> bool:
    return row_id(value) is not None
