"""What stands on every agenda of an agreement, and when the agenda of a meeting was mailed."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from agreements.models.agreement import InAgreement
from agreements.models.append_only import Kept
from parties.history.records import History

from .item import MOST_MINUTES
from .meeting import Meeting


class FixedItem(InAgreement):
    """What stands on every agenda of an agreement; an agreement without a row of its own has the usual three."""

    class Place(models.TextChoices):
        FIRST = "first", _("at the beginning")
        LAST = "last", _("at the end")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="fixed_items")
    title = models.CharField(_("subject"), max_length=200)
    minutes_needed = models.PositiveSmallIntegerField(
        pgettext_lazy("time", "minutes"),
        default=5,
        validators=[MaxValueValidator(MOST_MINUTES, _("One item takes at most eight hours."))],
    )
    place = models.CharField(_("place"), max_length=10, choices=Place, default=Place.LAST)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "title")

    class Meta:
        verbose_name = _("fixed item of meetings")
        verbose_name_plural = _("fixed items of meetings")
        ordering = ["place", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "title"],
                name="fixed_item_once",
                violation_error_message=_("This stands on every agenda already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaMailing(Kept):
    """That the agenda of a meeting was mailed, and a hash of what it said; a change after it can be mailed again."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="agenda_mailings")
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    agreement_path = "meeting__agreement"
    natural_key_fields = ("meeting__agreement__slug", "meeting__kind", "meeting__held_on", "meeting__title", "at")

    class Meta:
        verbose_name = _("mailed agenda")
        verbose_name_plural = _("mailed agendas")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(timezone.localtime(self.at).date())
