"""The moment at which the parties sign together."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from parties.history.records import History

from .agreement import InAgreement, InAgreementQuerySet
from .proposal import Proposal

LASTS = timedelta(hours=1)


class CeremonyQuerySet(InAgreementQuerySet):
    def coming(self, *, after: datetime | None = None) -> "CeremonyQuerySet":
        """Those that are not cancelled and begin after this moment; without one, those that are not over."""
        return self.filter(cancelled_at=None, starts_at__gte=after or timezone.now() - LASTS)


class Ceremony(InAgreement):
    """When and where the parties sign a proposed text together. It decides nothing: the last answer puts the text in force.

    moves counts how often it was changed or cancelled: what is in calendars already follows by it.
    """

    proposal = models.OneToOneField(
        Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="ceremony", editable=False
    )
    starts_at = models.DateTimeField(_("day and hour"))
    place = models.CharField(_("place"), max_length=200)
    moves = models.PositiveSmallIntegerField(_("times changed"), default=0, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    history = History()
    objects = CeremonyQuerySet.as_manager()
    agreement_path = "proposal__agreement"
    natural_key_fields = ("proposal__agreement__slug", "proposal__opened_at")

    class Meta:
        verbose_name = _("signing ceremony")
        verbose_name_plural = _("signing ceremonies")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        """Ondertekening op 14 december 2026, 16.00 uur, gemeentehuis."""
        starts = timezone.localtime(self.starts_at)
        words = {"day": date_format(starts, "j F Y"), "hour": date_format(starts, "H.i"), "place": self.place}
        return _("Signing on %(day)s, %(hour)s, %(place)s") % words

    @property
    def is_coming(self) -> bool:
        return self.cancelled_at is None and self.starts_at >= timezone.now() - LASTS
