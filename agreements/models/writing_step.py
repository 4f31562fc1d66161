"""What somebody did on the page where an agenda is written: one change set, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agenda import Agenda


class WritingStep(models.Model):
    """One step; what it changed stands in the history. Undone it stays, so that the one before it is next.

    token is that of a form for a row as a whole: sent again after a lost answer it does nothing twice, but leads to made.
    """

    agenda = models.ForeignKey(Agenda, verbose_name=_("agenda"), on_delete=models.CASCADE, related_name="writing_steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+")
    change_set = models.UUIDField(_("change set"))
    what = models.CharField(_("what"), max_length=200)
    at = models.DateTimeField(_("at"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    token = models.CharField(_("token"), max_length=36, blank=True, help_text=_("That of the form that was sent."))
    said = models.CharField(_("hash of what was sent"), max_length=16, blank=True)
    made = models.CharField(_("row that it made"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("step of writing")
        verbose_name_plural = _("steps of writing")
        indexes = [models.Index(fields=["agenda", "by", "undone_at"], name="writing_step_last")]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "token"],
                condition=~models.Q(token=""),
                name="writing_step_once_per_form",
                violation_error_message=_("This was done already."),
            )
        ]

    def __str__(self) -> str:
        return self.what
