"""What was measured, and what figure is to be delivered by whom and when."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Indicator
from agreements.models.agreement import InAgreement, InAgreementQuerySet, YearField
from agreements.models.indicator import plain_number, with_unit
from agreements.models.publication import years_with_progress
from parties.history.records import History, refuse
from parties.models import Party
from parties.texts import REASON, LongText

KEPT = _("What was recorded stays as it was. Record a correction, with the reason.")


class MeasurementQuerySet(InAgreementQuerySet):
    def standing(self):
        """The measurements that count: those that no correction replaces."""
        return self.filter(replaced_by__isnull=True)

    def published(self, on: date | None = None) -> "MeasurementQuerySet":
        """Those that count and that everyone may see on this day, beside a year of which all agreed to show the progress."""
        agreements = years_with_progress(on).values("agreement")
        return self.standing().filter(indicator__goal__theme__agreement__in=agreements)


class Measurement(InAgreement):
    """One figure of an indicator, as a party delivered it. It is never changed: a correction is a new row that replaces it.

    measured_on is the day on which was counted, or the last day of the period that the figure is about.
    """

    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="measurements")
    period_start = models.DateField(
        _("from"), null=True, blank=True, help_text=_("The first day that the figure covers; empty: 1 January of that year.")
    )
    measured_on = models.DateField(
        _("measured on"), help_text=_("The day on which was counted, or the last day that the figure covers.")
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    price_level = YearField(_("price level"), null=True, blank=True, help_text=_("The year of the prices."))
    is_unknown = models.BooleanField(_("not known yet"), default=False)
    unknown_reason = models.CharField(_("why it is not known yet"), max_length=300, blank=True)
    provisional = models.BooleanField(_("provisional"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where the figure comes from."))
    note = LongText(_("note"), blank=True, max_length=REASON)
    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="measurements", help_text=_("Whose figure it is.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="measurements"
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    on_behalf = models.BooleanField(
        _("on behalf of the party"), default=False, help_text=_("Entered by someone of another party.")
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        error_messages={"unique": _("This figure has been corrected already. Correct the newest one.")},
    )
    correction_reason = models.CharField(_("reason for the correction"), max_length=300, blank=True)
    sent_as = models.UUIDField(
        _("form"),
        default=uuid.uuid4,
        editable=False,
        unique=True,
        help_text=_("A form that is sent twice makes one figure."),
        error_messages={"unique": _("This form has been sent already.")},
    )

    history = History()
    objects = MeasurementQuerySet.as_manager()
    agreement_path = "indicator__goal__theme__agreement"
    natural_key_fields = ("sent_as",)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["-measured_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, is_unknown=False) | models.Q(value__isnull=True, is_unknown=True),
                name="measurement_has_value_or_is_unknown",
                violation_error_message=_("Give the figure, or say that it is not known yet."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_unknown=False, unknown_reason="")
                | models.Q(is_unknown=True) & ~models.Q(unknown_reason=""),
                name="unknown_measurement_has_reason",
                violation_error_message=_("Say why the figure is not known yet."),
            ),
            models.CheckConstraint(
                condition=models.Q(period_start__isnull=True) | models.Q(period_start__lte=models.F("measured_on")),
                name="measurement_period_in_order",
                violation_error_message=_("The first day lies after the last day."),
            ),
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True, correction_reason="")
                | models.Q(replaces__isnull=False) & ~models.Q(correction_reason=""),
                name="correction_has_reason",
                violation_error_message=_("Say why the figure is corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.measured_on:%d-%m-%Y}"

    def clean(self) -> None:
        super().clean()
        if not self._state.adding:
            raise ValidationError(KEPT)
        if self.measured_on and self.measured_on > timezone.localdate():
            refuse(measured_on=_("A figure cannot be measured in the future."))
        _refuse_stranger(self)
        if self.replaces_id and self.replaces.indicator_id != self.indicator_id:
            refuse(replaces=_("A correction is about the same indicator."))
        if self.period_start and self.measured_on and self.indicator_id:
            yearly = self.indicator.per in {Indicator.Per.YEAR, Indicator.Per.AVERAGE}
            if yearly and self.period_start.year != self.measured_on.year:
                refuse(period_start=_("This is counted per year: give a figure for each year."))

    def save(self, *args, checked: bool = False, **kwargs) -> None:
        """What is stored is always checked again, and refused."""
        super().save(*args, checked=checked and self._state.adding, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(KEPT)

    @property
    def phrase(self) -> str:
        """The figure with its unit, or that it is not known yet."""
        return str(_("not known yet")) if self.value is None else with_unit(plain_number(self.value), self.indicator.unit)


class DataDeliveryQuerySet(InAgreementQuerySet):
    def with_measurement(self):
        """Each delivery with is_delivered (its year has a figure) and is_announced (not known yet)."""
        about = Measurement.objects.standing().filter(
            indicator=models.OuterRef("indicator"), measured_on__year=models.OuterRef("year")
        )
        return self.annotate(
            is_delivered=models.Exists(about.filter(is_unknown=False)), is_announced=models.Exists(about.filter(is_unknown=True))
        )

    def outstanding(self):
        """The deliveries whose figure is not there."""
        return self.with_measurement().filter(is_delivered=False)


class DataDelivery(InAgreement):
    """A figure that a party owes the others, of a year, by a day; a measurement of that year fulfils it."""

    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="deliveries")
    party = models.ForeignKey(
        Party,
        verbose_name=_("delivered by"),
        on_delete=models.PROTECT,
        related_name="deliveries",
        help_text=_("The party that delivers."),
    )
    year = YearField(_("year"), help_text=_("The year that the figure is about."))
    due_on = models.DateField(_("due on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    history = History()
    objects = DataDeliveryQuerySet.as_manager()
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
        verbose_name = _("data delivery")
        verbose_name_plural = _("data deliveries")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="delivery_once_per_year",
                violation_error_message=_("The delivery of this figure about this year is planned already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def clean(self) -> None:
        super().clean()
        _refuse_stranger(self)


def _refuse_stranger(row: Measurement | DataDelivery) -> None:
    """Figures come from participants."""
    if row.indicator_id and row.party_id:
        agreement = row.indicator.goal.theme.agreement
        if not agreement.participations.accepted().filter(party=row.party_id).exists():
            refuse(party=_("This party does not take part in this agreement."))
