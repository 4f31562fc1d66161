"""The private address at which somebody's calendar asks what is to come."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import CheckedModel


class CalendarAddress(CheckedModel):
    """One for each person, and of the address only its hash: who reads the database cannot ask with it.

    Without history: a renewed or withdrawn address is of no use to anybody.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="calendar_address"
    )
    token_hash = models.CharField(_("hash of the address"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    asked_at = models.DateTimeField(_("last asked at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return str(self.user)
