"""Indicators of a goal and what they must become."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import AgreementRowAdmin, OrderedFormSet, RowsInline
from agreements.admin.filters import AgreementFilter, ThemeOfGoalFilter
from agreements.agenda.leads import join_names
from agreements.agenda.words import targets_of, theme_of, words_of
from agreements.models import Agenda, Indicator, Target


class IndicatorInline(RowsInline):
    model = Indicator
    fields = ["name", "unit", "kind", "per"]
    written_on_page = ("name", "unit", "kind", "per")


class TargetFormSet(OrderedFormSet):
    """The page of a year writes the target of that year, and those over the whole period; others are written here."""

    @cached_property
    def on_page(self) -> set[int | None]:
        """The years of the targets that a page writes, None for the whole period; empty where no agenda prints the goal."""
        goal = self.instance.goal
        years = Agenda.objects.filter(agreement=goal.theme.agreement_id).values_list("year", flat=True)
        found = {year for year in years if goal.runs_in(year)}
        return {None, *found} if found else set()

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        if form.instance.pk and form.instance.year in self.on_page:
            form.stands_still = True
            for name in form.fields.keys() - {"id", "DELETE"}:
                form.fields[name].disabled = True

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        if any(form.instance.year in self.on_page and (form.has_changed() or self._is_deleted(form)) for form in self.forms):
            years = join_names(str(year) for year in sorted(filter(None, self.on_page)))
            sentence = _("Targets over the whole period and of %(years)s are written on the page for writing.")
            raise ValidationError(sentence, params={"years": years})


class TargetInline(RowsInline):
    model = Target
    formset = TargetFormSet
    fields = ["year", "value", "value_to", "formula", "approximate", "provisional"]
    select_related = ["indicator"]


@admin.register(Indicator)
class IndicatorAdmin(AgreementRowAdmin):
    above = "goal"
    written_on_page = ("name", "unit", "kind", "per", "start_year", "end_year", "scope", "source")
    comes_and_goes_on_page = True
    fieldsets = [
        (None, {"fields": ["goal", "name", "unit", ("kind", "per"), ("start_year", "end_year"), "scope"]}),
        (_("Where it starts"), {"fields": [("baseline", "baseline_on"), "price_level"]}),
        (_("Where the figure comes from"), {"fields": ["source", "delivered_by", "delivered_to", "delivered_when"]}),
    ]
    autocomplete_fields = ["goal", "delivered_by"]
    inlines = [TargetInline]
    table_models = (Target,)
    list_display = ["name", "goal_number", "unit", "kind", "targets", "agreement"]
    list_filter = [AgreementFilter, ThemeOfGoalFilter, "kind"]
    list_select_related = ["goal__theme__agreement", "goal__theme__parent__agreement"]
    ordering = ["goal__theme__agreement", "goal__theme__position", "goal__position", "position", "pk"]
    search_fields = ["name", "=goal__number", "unit", "source", "delivered_by__name", "delivered_by__short_name"]
    search_help_text = _("Search by name, number of the goal, unit, source or party.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related).prefetch_related("targets")

    @admin.display(description=_("goal"), ordering="goal__position")
    def goal_number(self, row):
        year = row.goal.theme.agreement.year_in_front
        return words_of(row.goal, year).number or words_of(theme_of(row.goal, year), year).title

    @admin.display(description=_("targets"))
    def targets(self, row):
        found = [
            (target, setattr(target, "indicator", row)) for target in targets_of(row, row.goal.theme.agreement.year_in_front)
        ]
        return "; ".join(f"{target.year}: {target.phrase}" if target.year else str(target.phrase) for target, _none in found)

    @admin.display(description=_("agreement"))
    def agreement(self, row):
        return row.goal.theme.agreement
