"""The named exception to a rule: while a round is open, who leads an action stands still."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Action
from agreements.models.append_only import Kept
from parties.history.records import History, refuse
from parties.texts import REASON, LongText

from .round import Round


class LeadException(Kept):
    """During this round the leads of this action may change, for a reason that every lead of it was told. Kept for ever."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="lead_exceptions")
    action = models.ForeignKey(Action, verbose_name=_("action"), on_delete=models.PROTECT, related_name="lead_exceptions")
    reason = LongText(_("reason"), max_length=REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    agreement_path = "round__agenda__agreement"
    natural_key_fields = ("round__agenda__agreement__slug", "round__agenda__year", "round__name", "at")

    class Meta:
        verbose_name = _("exception for leads")
        verbose_name_plural = _("exceptions for leads")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "action"],
                name="lead_exception_once",
                violation_error_message=_("There is an exception for this action in this round already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.reason}"

    def clean(self) -> None:
        super().clean()
        if not (self.round_id and self.action_id):
            return
        if self.action.agenda_id != self.round.agenda_id:
            refuse(action=_("This action stands in another year than the round."))
        if self._state.adding and not self.round.is_under_way:
            refuse(round=_("An exception is for a round that is open; without one the leads can change anyway."))
