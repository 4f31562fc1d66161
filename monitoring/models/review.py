"""What became of a submitted update: a coordinator's review, and how another party sees it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.append_only import Kept
from parties.history.records import History, refuse
from parties.models import Party
from parties.texts import REASON, LongText

from .meeting import NOT_OF_ALL, Meeting
from .progress import Judgement, ProgressUpdate


class Review(Kept):
    """What a coordinator of the round did with a submitted update: accept it, or return it with a reason. Kept for ever."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")

    update = models.ForeignKey(
        ProgressUpdate, verbose_name=_("progress update"), on_delete=models.PROTECT, related_name="reviews"
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    reason = LongText(_("reason"), blank=True, help_text=_("Why it is returned; the lead sees this on top."), max_length=REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    agreement_path = "update__action__agenda__agreement"
    natural_key_fields = ("update__token", "at")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["at", "pk"]
        # How the last one ended, without reading it.
        indexes = [models.Index(fields=["update", "-at", "-id", "outcome"], name="review_of_update")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="returned") | ~models.Q(reason=""),
                name="return_has_reason",
                violation_error_message=_("Say why you return it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.update}"

    def clean(self) -> None:
        super().clean()
        if self.outcome == self.Outcome.RETURNED and not self.reason.strip():
            refuse(reason=_("Say why you return it."))
        if self.update_id and not self.update.is_submitted:
            refuse(update=_("This is a draft; nobody reviews it before it is submitted."))


class Dissent(Kept):
    """Another party sees the judgement differently: the light is split until a meeting has discussed it."""

    may_change = ("discussed_in",)

    update = models.ForeignKey(
        ProgressUpdate, verbose_name=_("progress update"), on_delete=models.PROTECT, related_name="dissents"
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement)
    reason = LongText(_("reason"), max_length=REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    discussed_in = models.ForeignKey(
        Meeting,
        verbose_name=_("discussed in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="discussed_dissents",
    )

    history = History()
    agreement_path = "update__action__agenda__agreement"
    natural_key_fields = ("update__token", "party__name")

    class Meta:
        verbose_name = _("other view")
        verbose_name_plural = _("other views")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "party"],
                name="dissent_once_per_party",
                violation_error_message=_("This party has already said how it sees this."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_judgement_display()}"

    def clean(self) -> None:
        super().clean()
        if not self.update_id:
            return
        if not self.update.is_submitted:
            refuse(update=_("This is a draft; nobody sees it before it is submitted."))
        if self.judgement and self.judgement == self.update.judgement:
            refuse(judgement=_("That is what was reported. Choose how your party sees it."))
        agreement = self.update.action.agenda.agreement
        if self.party_id == self.update.party_id:
            refuse(party=_("This party reported it itself, and can report anew."))
        if self.party_id and not agreement.participations.accepted().filter(party=self.party_id).exists():
            refuse(party=_("This party does not take part in this agreement."))
        if self.discussed_in_id and self.discussed_in.agreement_id != agreement.pk:
            refuse(discussed_in=_("This meeting belongs to another agreement."))
        if self.discussed_in_id and self.discussed_in.is_closed:
            refuse(discussed_in=NOT_OF_ALL)
