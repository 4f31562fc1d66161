"""What can be counted: indicators of a goal, and what they must become."""

from decimal import Decimal

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.models import Party

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


class Target(InAgreement):
    """What the indicator must become, in one year or (without a year) over the period."""

    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="targets")
    year = YearField(_("year"), null=True, blank=True, help_text=_("Empty: for the whole period, or for every year alike."))
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
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = [models.F("year").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="target_once_per_year",
                violation_error_message=_("There is already a target for this year."),
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(year__isnull=True),
                name="target_once_without_year",
                violation_error_message=_("There is already a target without a year."),
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
