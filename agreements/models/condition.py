"""A condition of an action: «mits …», for whom or what it waits, and until when. It follows up what the words say."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.models import Party

from .action import Action
from .agreement import InAgreement, InAgreementQuerySet


class ConditionQuerySet(InAgreementQuerySet):
    def waiting(self) -> "ConditionQuerySet":
        """Those that are open, of actions that are in force."""
        return self.filter(state=Condition.State.OPEN, action__dropped_on=None)


class Condition(InAgreement):
    """No agreed text: what binds stands in the words of the action. It can be met while the text stands still."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for a condition")
        MET = "met", _("condition met")
        LAPSED = "lapsed", _("condition lapsed")

    action = models.OneToOneField(Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="condition")
    words = models.CharField(_("condition"), max_length=300, help_text=_("Such as «mits de vergunning er in maart is»."))
    party = models.ForeignKey(
        Party,
        verbose_name=_("waits for (a party)"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conditions",
    )
    waits_for = models.CharField(
        _("waits for (someone else)"), max_length=200, blank=True, help_text=_("Such as «de netbeheerder».")
    )
    until = models.DateField(_("until when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    history = History()
    objects = ConditionQuerySet.as_manager()
    agreement_path = "action__agenda__agreement"
    natural_key_fields = (
        "action__agenda__agreement__slug",
        "action__agenda__year",
        "action__goal__theme__number",
        "action__goal__theme__title",
        "action__goal__number",
        "action__position",
    )

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = [models.F("until").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", settled_on__isnull=True)
                | (~models.Q(state="open") & models.Q(settled_on__isnull=False)),
                name="condition_settled_on_a_day",
                violation_error_message=_("A condition that is met or lapsed has the day of it, and one that waits has none."),
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.until is not None and self.until < timezone.localdate()

    @property
    def on_whom(self) -> str:
        """For whom it waits, in words; a condition comes with its party."""
        return ", ".join(filter(None, [str(self.party) if self.party_id else "", self.waits_for]))

    def clean(self) -> None:
        super().clean()
        if self.party_id and self.action_id:
            taking_part = self.action.agenda.agreement.participations.accepted()
            if not taking_part.filter(party=self.party_id).exists():
                refuse(party=_("This party does not take part in this agreement. Write its name below."))
        if self.settled_on and self.settled_on > timezone.localdate():
            refuse(settled_on=_("A condition cannot have been settled in the future."))
