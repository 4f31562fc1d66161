"""When someone looked at the start page, to say what changed since the visit before."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import CheckedModel


class Visit(CheckedModel):
    """The newest look at the start page, and the last one of the visit before.

    Without history: what someone looked at is nobody else's, so no more of it is kept than these two moments.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="visit"
    )
    seen_at = models.DateTimeField(_("last seen"))
    before = models.DateTimeField(_("the visit before"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return str(self.user)
