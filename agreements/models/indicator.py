"""What can be counted: indicators of a goal, and what they must become."""

from collections.abc import Iterable
from copy import copy
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.history.write_rules import Act, act, is_within
from parties.models import Party

from .agenda import Agenda
from .agreement import InAgreement, YearField
from .theme import Goal


def plain_number(value: Decimal) -> str:
    """The number in the notation of the language, without needless decimals: "4.730", "575,03"."""
    return number_format(value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize(), force_grouping=True)


def with_unit(value: str, unit: str) -> str:
    """The value with its unit as one writes it: "75 woningen", "30 %", "€ 550 per maand"."""
    return f"€ {value}{unit[1:]}" if unit.startswith("€") else f"{value} {unit}"


class Indicator(InAgreement):
    class Kind(models.TextChoices):
        MINIMUM = "minimum", _("at least")
        MAXIMUM = "maximum", _("at most")
        EXACT = "exact", _("exactly")
        RANGE = "range", _("between two values")
        NO_DECREASE = "no_decrease", _("may not fall")

    class Per(models.TextChoices):
        YEAR = "year", _("every year")
        PERIOD = "period", _("over the whole period")
        AVERAGE = "average", _("on average per year")
        MOMENT = "moment", _("at a moment")

    goal = models.ForeignKey(Goal, verbose_name=_("goal"), on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, help_text=_("Such as: dwellings, %, € per month."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    per = models.CharField(_("counted"), max_length=20, choices=Per)
    start_year = YearField(_("first year"), null=True, blank=True)
    end_year = YearField(_("last year"), null=True, blank=True)
    scope = models.CharField(
        _("scope"), max_length=300, blank=True, help_text=_("Over what it is counted: the municipality, the whole stock.")
    )
    price_level = YearField(_("price level"), null=True, blank=True, help_text=_("The year of the prices."))
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(_("baseline on"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where the figure comes from, or the agreed words.")
    )
    delivered_by = models.ForeignKey(
        Party,
        verbose_name=_("delivered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delivered_indicators",
    )
    delivered_to = models.CharField(_("delivered to"), max_length=200, blank=True)
    delivered_when = models.CharField(_("delivered when"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "goal__theme__agreement"
    natural_key_fields = (
        "goal__theme__agreement__slug",
        "goal__theme__number",
        "goal__theme__title",
        "goal__number",
        "name",
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "name"],
                name="indicator_once_per_goal",
                violation_error_message=_("This goal already has an indicator with this name."),
            ),
            models.CheckConstraint(
                condition=models.Q(start_year__isnull=True)
                | models.Q(end_year__isnull=True)
                | models.Q(end_year__gte=models.F("start_year")),
                name="indicator_years_in_order",
                violation_error_message=_("The last year lies before the first year."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def years_phrase(self) -> str:
        """The years over which it is counted, in words: "vanaf 2026", "tot en met 2030", "2023 tot en met 2026"."""
        if self.start_year and self.end_year:
            return _("%(start)s through %(due)s") % {"start": self.start_year, "due": self.end_year}
        if self.start_year:
            return _("from %(start)s") % {"start": self.start_year}
        return _("through %(year)s") % {"year": self.end_year} if self.end_year else ""


def targets_in(year: int, targets: Iterable["Target"]) -> list["Target"]:
    """Of the targets of one indicator those that are in force in that year, in the same order.

    That is each target of a year of its own that was agreed by then, and of those over the period the newest.
    """
    begun = [row for row in targets if row.from_year is None or row.from_year <= year]
    newest = max((row for row in begun if row.year is None), key=lambda row: row.from_year or 0, default=None)
    return [row for row in begun if row.year is not None or row is newest]


class Target(InAgreement):
    """What the indicator must become, in one year or (without a year) over the period.

    It holds from a year: one of a year that is agreed later says nothing in the years that stand still. Of one over the period
    writers write the newest; saving it keeps what held in those years.
    """

    written_for: int | None = None  # the year from which all agreed to another target
    SAYS = ("year", "value", "value_to", "formula", "approximate", "provisional")

    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="targets")
    year = YearField(_("year"), null=True, blank=True, help_text=_("Empty: for the whole period, or for every year alike."))
    from_year = YearField(
        _("from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The year from which the target holds; empty: from the first."),
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    value_to = models.DecimalField(
        _("through"), max_digits=14, decimal_places=2, null=True, blank=True, help_text=_("The upper value of a range.")
    )
    formula = models.CharField(
        _("formula"), max_length=300, blank=True, help_text=_("In words, where the value follows from another figure.")
    )
    approximate = models.BooleanField(_("approximate"), default=False, help_text=_("Agreed as «circa»."))
    provisional = models.BooleanField(_("provisional"), default=False)

    history = History()
    agreement_path = "indicator__goal__theme__agreement"
    natural_key_fields = (
        "indicator__goal__theme__agreement__slug",
        "indicator__goal__theme__number",
        "indicator__goal__theme__title",
        "indicator__goal__number",
        "indicator__name",
        "year",
        "from_year",
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = [models.F("year").asc(nulls_first=True), models.F("from_year").asc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["indicator"], condition=models.Q(provisional=True), name="target_provisional")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="target_once_per_year",
                violation_error_message=_("There is already a target for this year."),
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(year__isnull=True, from_year__isnull=True),
                name="target_once_without_year",
                violation_error_message=_("There is already a target without a year."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "from_year"],
                condition=models.Q(year__isnull=True),
                name="target_once_from_a_year",
                violation_error_message=_("There is already a target without a year."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True)
                | models.Q(from_year__isnull=True)
                | models.Q(from_year__lte=models.F("year")),
                name="target_of_a_year_holds_in_it",
                violation_error_message=_("A target of one year holds in that year."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(formula=""),
                name="target_has_value_or_formula",
                violation_error_message=_("Give a value, or say in words how it follows from another figure."),
            ),
            models.CheckConstraint(
                condition=models.Q(value_to__isnull=True) | models.Q(value_to__gte=models.F("value")),
                name="target_range_in_order",
                violation_error_message=_("The upper value is lower than the value."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year or ''}".strip()

    def clean(self) -> None:
        super().clean()
        if self.value_to is not None and self.value is None:
            refuse(value=_("A range has a lower and an upper value."))
        if self.indicator_id and self.indicator.kind == Indicator.Kind.RANGE and self.value is not None and self.value_to is None:
            refuse(value_to=_("A range has a lower and an upper value."))

    def save(self, *args, checked: bool = False, **kwargs) -> None:
        """Save, and keep what held over the period in the years that stand still. The target then holds from the year after."""
        if not checked:
            self.full_clean()
        is_new = self._state.adding or kwargs.get("force_insert", False)
        before = None if is_new else type(self)._base_manager.select_related("indicator__goal").filter(pk=self.pk).first()
        kept = self._begin(before)
        with act(Act.KEEP_WORDS), transaction.atomic(savepoint=kept is not None):
            super().save(*args, checked=True, **kwargs)
            if kept is not None:
                super(Target, kept).save()

    def _begin(self, before: "Target | None") -> "Target | None":
        """Give the target the year from which it holds; returns what held until then, when years that stand still read it."""
        if before is not None and all(getattr(before, name) == getattr(self, name) for name in self.SAYS):
            return None
        if before is not None and before.year is not None and before.year == self.year:
            self.from_year = before.from_year
            return None
        if before is None or before.year is not None:
            self.from_year = self._first_free_year()
            return None
        return self._keep_until_now(before)

    def _first_free_year(self) -> int | None:
        """The year after those that stand still; for a target of one year only those before it count."""
        years = [year + 1 for year in self._locked_years() if self.year is None or year < self.year]
        own = [self.from_year] if self.from_year and self.year is None else []
        return max([*years, *own], default=None)

    def _keep_until_now(self, before: "Target") -> "Target | None":
        """A target over the period begins after the years that read what it was, which they keep."""
        others = list(type(self)._base_manager.filter(indicator=before.indicator_id, year=None).exclude(pk=before.pk))
        read = [year for year in self._locked_years() if targets_in(year, [before, *others]) == [before]]
        begins = max(read) + 1 if read else before.from_year
        self.from_year = begins if self.year is None else None
        if not read:
            return None
        if any(row.from_year == begins for row in others):
            refuse(**{NON_FIELD_ERRORS: _("Another target took the place of this one: change that one.")})
        kept = copy(before)
        kept.pk, kept._state.adding = None, True
        return kept

    def _locked_years(self) -> set[int]:
        """The years whose text stands still and in which the goal is printed."""
        goal = self.indicator.goal
        agendas = Agenda.years_read(goal.theme.agreement_id)
        if is_within(Act.CHANGE_AGREED) and self.written_for is not None:
            follow = Agenda.years_in_force(goal.theme.agreement_id)
            agendas = {year: locked and not (year in follow and year >= self.written_for) for year, locked in agendas.items()}
        return {year for year in goal.prints_in(agendas) if agendas[year] and goal.exists_in(year)}

    @property
    def phrase(self) -> str:
        """What is to be reached, in words: "ten minste 75 woningen", "€ 763 tot 1.000 per maand", or the formula."""
        value = self.formula if self.value is None else with_unit(self._value_words(), self.indicator.unit)
        match self.indicator.kind:
            case Indicator.Kind.MINIMUM:
                return _("at least %(value)s") % {"value": value}
            case Indicator.Kind.MAXIMUM:
                return _("at most %(value)s") % {"value": value}
            case Indicator.Kind.NO_DECREASE:
                return _("not below %(value)s") % {"value": value}
        return value

    def _value_words(self) -> str:
        words = plain_number(self.value)
        if self.value_to is not None:
            words = _("%(low)s to %(high)s") % {"low": words, "high": plain_number(self.value_to)}
        return _("about %(value)s") % {"value": words} if self.approximate else words
