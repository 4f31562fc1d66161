"""What happens to an action when the next year is made: kept while people discuss it, before anything is made of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.texts import AGREED_TEXT, REASON, LongText, MostCharacters

from .action import Action, Precision
from .agreement import InAgreement

FEWEST_PARTS, MOST_PARTS = 2, 6


class RollChoice(InAgreement):
    """What the parties choose for one action of a year. Only making the draft of the next year does something with it."""

    class Choice(models.TextChoices):
        GOES_ON = "goes_on", _("goes on")
        CHANGED = "changed", _("goes on with another text or date")
        FINISHED = "finished", _("finished")
        ENDS = "ends", _("does not come back")
        SPLIT = "split", _("is split")
        MERGED = "merged", _("is merged")

    ONE_FOLLOWER = (Choice.GOES_ON, Choice.CHANGED)
    GOES_ALONG = (*ONE_FOLLOWER, Choice.SPLIT, Choice.MERGED)

    action = models.OneToOneField(Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="roll_choice")
    choice = models.CharField(_("choice"), max_length=20, choices=Choice)
    text = LongText(_("text in the next year"), blank=True, max_length=AGREED_TEXT, help_text=_("Empty: the same words."))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_precision = models.CharField(_("due date stated as"), max_length=20, choices=Precision, blank=True)
    parts = models.JSONField(_("parts"), default=list, blank=True, help_text=_("The text of each part."))
    into = models.ForeignKey(
        Action, verbose_name=_("merged with"), on_delete=models.CASCADE, null=True, blank=True, related_name="merged_choices"
    )
    reason = LongText(_("reason"), blank=True, max_length=REASON)
    decided_in = models.CharField(_("decided in"), max_length=200, blank=True, help_text=_("The meeting that decided this."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    made_in = models.UUIDField(_("made in"), null=True, blank=True, editable=False)  # the change set that made what follows

    history = History()
    agreement_path = "action__agenda__agreement"
    natural_key_fields = tuple(f"action__{name}" for name in Action.natural_key_fields)

    class Meta:
        verbose_name = _("choice for the next year")
        verbose_name_plural = _("choices for the next year")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(choice="ends") | ~models.Q(reason=""),
                name="roll_choice_ends_with_reason",
                violation_error_message=_("Say why it does not come back."),
            ),
            models.CheckConstraint(
                condition=models.Q(choice="merged", into__isnull=False)
                | (~models.Q(choice="merged") & models.Q(into__isnull=True)),
                name="roll_choice_merged_with_one",
                violation_error_message=_("Say with which action it is merged."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True, due_precision="")
                | (models.Q(due_on__isnull=False) & ~models.Q(due_precision="")),
                name="roll_choice_due_with_precision",
                violation_error_message=_("Say how exactly the due date was agreed: a day, a quarter, a year."),
            ),
            models.CheckConstraint(
                condition=models.Q(made_in__isnull=True) | models.Q(choice__in=["goes_on", "changed", "split", "merged"]),
                name="roll_choice_made_goes_along",
                violation_error_message=_("This stands in the next year already. Take that back first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_choice_display()}"

    @property
    def is_made(self) -> bool:
        return self.made_in is not None

    @property
    def goes_along(self) -> bool:
        return self.choice in self.GOES_ALONG

    def clean(self) -> None:
        super().clean()
        if self.choice == self.Choice.ENDS and not self.reason.strip():
            refuse(reason=_("Say why it does not come back."))
        if self.choice == self.Choice.SPLIT:
            self._clean_parts()
        if self.choice == self.Choice.MERGED:
            self._clean_into()

    def _clean_parts(self) -> None:
        texts = self.parts if isinstance(self.parts, list) else []
        if not all(isinstance(text, str) and text.strip() for text in texts) or not FEWEST_PARTS <= len(texts) <= MOST_PARTS:
            sentence = _("Write the text of at least %(fewest)s and at most %(most)s parts.")
            refuse(parts=sentence % {"fewest": FEWEST_PARTS, "most": MOST_PARTS})
        for text in texts:
            MostCharacters(AGREED_TEXT)(text)

    def _clean_into(self) -> None:
        if self.into_id is None:
            refuse(into=_("Say with which action it is merged."))
        if self.into_id == self.action_id:
            refuse(into=_("An action is merged with another one."))
        if self.into.agenda_id != self.action.agenda_id:
            refuse(into=_("Both actions are of the same year."))
        if self.into.is_dropped:
            refuse(into=_("That action was dropped."))
        if RollChoice.objects.filter(action=self.into_id, choice=self.Choice.MERGED).exists() or (
            self.action_id and RollChoice.objects.filter(into=self.action_id).exclude(pk=self.pk).exists()
        ):
            refuse(into=_("Merge all of them with one action, which itself goes on."))
