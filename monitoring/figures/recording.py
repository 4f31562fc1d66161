"""Who may record a figure, and recording it: once, whatever the browser sends twice."""

import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from agreements.models import Indicator, parties_in
from monitoring.models import Measurement
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.models.party import COORDINATED_PARTIES, REPORTED_PARTIES


class FigureRefusedError(Exception):
    """Which of the figures that came with a report was refused, and why."""

    def __init__(self, indicator: Indicator, sentences: list[str]):
        super().__init__("; ".join(sentences))
        self.indicator, self.sentences = indicator, sentences


NOT_YOURS = _("This figure is recorded by the party that delivers it and by those that lead an action of the goal.")

SENT_WITH_OTHER_WORDS = _("This form has been sent already, with other figures. Open that figure and correct it.")
# What one says of a figure. Someone who goes back in the browser and changes this does not send the same thing twice.
SAID = ("value", "is_unknown", "unknown_reason", "measured_on", "period_start", "provisional", "source", "note", "party_id")


def parties_measured_by(indicator: Indicator, user: User) -> models.QuerySet[Party]:
    """The parties for which the person may record this figure.

    Whoever reports for the party that delivers the figure, or for one that leads an action of the goal, records it. A coordinator
    of a signatory may do so on behalf of those parties, and for her own party.
    """
    participants = parties_in(indicator.goal.theme.agreement_id)
    concerned = participants.filter(models.Q(pk=indicator.delivered_by_id) | models.Q(leads__action__goal=indicator.goal_id))
    if Indicator.objects.coordinated_by(user).filter(pk=indicator.pk).exists() and not user.is_superuser:
        own = participants.filter(pk__in=COORDINATED_PARTIES.keys(user.pk))
        return Party.objects.filter(models.Q(pk__in=concerned.values("pk")) | models.Q(pk__in=own.values("pk")))
    return Party.objects.filter(pk__in=concerned.values("pk")).filter(pk__in=REPORTED_PARTIES.keys(user.pk))


@transaction.atomic
@act(Act.REPORT)
def record_measurement(measurement: Measurement, *, by: User) -> Measurement:
    """Store a figure that is filled in; when the same form comes twice, the figure that is there.

    A figure with `replaces` is a correction. Raises PermissionDenied or ValidationError.
    """
    indicator = measurement.indicator
    list(Indicator.objects.select_for_update().filter(pk=indicator.pk).values_list("pk"))  # one at a time
    if sent_before := Measurement.objects.filter(sent_as=measurement.sent_as, recorded_by=by, indicator=indicator).first():
        if any(getattr(sent_before, name) != getattr(measurement, name) for name in SAID):
            raise ValidationError(SENT_WITH_OTHER_WORDS)
        return sent_before
    if (alike := _standing_alike(measurement, by)) is not None:
        return alike  # another tab sent this very figure
    if not parties_measured_by(indicator, by).filter(pk=measurement.party_id).exists():
        raise PermissionDenied(NOT_YOURS)
    measurement.recorded_by = by
    measurement.on_behalf = not Party.objects.reported_by(by).filter(pk=measurement.party_id).exists()
    measurement._history_user = by
    measurement._change_reason = measurement.correction_reason or None
    measurement.save()
    return measurement


@transaction.atomic
@act(Act.REPORT)
def record_measurements(measurements: Iterable[Measurement], *, by: User) -> list[Measurement]:
    """All or none of the figures with one report; FigureRefusedError says which one is not right."""
    recorded = []
    for measurement in measurements:
        try:
            recorded.append(record_measurement(measurement, by=by))
        except ValidationError as refused:
            raise FigureRefusedError(measurement.indicator, refused.messages) from refused
    return recorded


def _standing_alike(measurement: Measurement, by: User) -> Measurement | None:
    """What this person recorded in the same words and still stands; never a correction."""
    if measurement.replaces_id:
        return None
    said = {name: getattr(measurement, name) for name in (*SAID, "price_level")}
    return Measurement.objects.standing().filter(indicator=measurement.indicator, recorded_by=by, **said).first()


def new_form_key() -> uuid.UUID:
    """What tells a form that is sent twice from two figures."""
    return uuid.uuid4()
