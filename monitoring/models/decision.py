"""What a meeting decided about an action, a goal or an item; it never edits the agreed text by itself."""

from django.conf import settings
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Goal, Proposal
from agreements.models.agreement import InAgreement
from parties.history.records import History, refuse
from parties.texts import REASON, REPORT, LongText

from .item import LEFT_OUT
from .meeting import Meeting
from .meeting_access import DecisionQuerySet


class Decision(InAgreement):
    """What a meeting decided about an item of it, one action or one goal; it never edits the agreed text by itself.

    The item stays as it is from then on. proposal is the one that was made of it, or on which it decided; what that one became
    it says itself.
    """

    class Kind(models.TextChoices):
        ADJUST = "adjust", _("adjust")
        DROP = "drop", _("drop")
        CARRY_OVER = "carry_over", _("carry over to a later year")
        ADD = "add", _("add")
        ESCALATE = "escalate", _("put before the executives")
        DISCUSS = "discuss", _("discussed, goes on as agreed")
        OTHER = "other", _("other")

    CHANGING = (Kind.ADJUST, Kind.DROP, Kind.CARRY_OVER, Kind.ADD)  # what the parties then write into the text together

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="decisions")
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    item = models.ForeignKey(
        "monitoring.Item", verbose_name=_("item"), on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = LongText(_("decision"), help_text=_("In the words of the meeting; Markdown."), max_length=REPORT)
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        help_text=_("The decision that was recorded wrongly; it stays, with this one below it."),
    )
    proposal = models.ForeignKey(
        Proposal,
        verbose_name=_("proposal"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="decisions",
        help_text=_("The proposal that was made of it, or on which it decides."),
    )
    withdrawn_at = models.DateTimeField(
        _("withdrawn at"), null=True, blank=True, editable=False, help_text=_("It stays, and nothing follows from it any more.")
    )
    withdrawn_reason = LongText(_("why it was withdrawn"), blank=True, editable=False, max_length=REASON)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    history = History()
    objects = DecisionQuerySet.as_manager()
    agreement_path, meeting_path = "meeting__agreement", "meeting"
    natural_key_fields = ("meeting__agreement__slug", "meeting__kind", "meeting__held_on", "meeting__title", "pk")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind"], condition=models.Q(withdrawn_at=None), name="decision_of_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__isnull=True, goal__isnull=False)
                | models.Q(action__isnull=False, goal__isnull=True)
                | models.Q(action__isnull=True, goal__isnull=True, item__isnull=False),
                name="decision_on_action_or_goal",
                violation_error_message=_("A decision is about one action, one goal or one item of the meeting."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason=""),
                name="withdrawn_decision_has_reason",
                violation_error_message=_("Say why the decision is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}: {self.subject}"

    @property
    def subject(self):
        """The action or goal; of a decision about something else on the agenda, that item."""
        return self.action or self.goal or self.item

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def changes_text(self) -> bool:
        """Whether the agreed text would have to read otherwise for it."""
        return self.kind in self.CHANGING

    def clean(self) -> None:
        super().clean()
        if not self.meeting_id:
            return
        if self._state.adding and self.meeting.is_cancelled:
            refuse(meeting=_("This meeting was cancelled."))
        self._refuse_twice()
        agreement_id = self.meeting.agreement_id
        wrong = {}
        if self.action_id and self.action.agenda.agreement_id != agreement_id:
            wrong["action"] = _("This action belongs to another agreement.")
        if self.goal_id and self.goal.theme.agreement_id != agreement_id:
            wrong["goal"] = _("This goal belongs to another agreement.")
        if self.proposal_id and self.proposal.agreement_id != agreement_id:
            wrong["proposal"] = _("This proposal belongs to another agreement.")
        if self.corrects_id and self.corrects.meeting.agreement_id != agreement_id:
            wrong["corrects"] = _("This decision belongs to another agreement.")
        if self.item_id and self.item.meeting_id != self.meeting_id:
            wrong["item"] = _("This item belongs to another meeting.")
        if self._state.adding and self.item_id and self.item.is_left_out:
            wrong["item"] = LEFT_OUT
        if self.changes_text and not (self.action_id or self.goal_id):
            wrong["kind"] = _("Say of which action or goal the text changes.")
        if wrong:
            refuse(**wrong)

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Also lets the item stand as it is, on every path on which a decision is recorded."""
        is_new = self._state.adding
        if is_new and self.item_id is None and self.meeting_id:
            self.item = self._item_about()
        super().save(*args, **kwargs)
        if is_new and self.item_id:
            self.item.settle(by=getattr(self, "_history_user", None))

    def _item_about(self):
        """The item under which its subject was talked about, and not decided yet: it must not come back as left over."""
        rows = self.meeting.items.on_agenda().filter(settled_at=None)
        if self.action_id:
            return rows.filter(action=self.action_id).first()
        return rows.filter(goal=self.goal_id).first() if self.goal_id else None

    def _refuse_twice(self) -> None:
        """A form that is sent twice, or a table without row ids that is read again, adds no decision."""
        same = Decision.objects.standing().filter(
            meeting=self.meeting_id, action=self.action_id, goal=self.goal_id, item=self.item_id, kind=self.kind, text=self.text
        )
        if same.exclude(pk=self.pk).exists():
            refuse(text=_("This meeting has decided this already, in the same words."))
