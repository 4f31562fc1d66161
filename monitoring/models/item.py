"""What a meeting talks about: its items, each with where it comes from, what was said, and when it was decided."""

from django.core.validators import MaxValueValidator
from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Action, Advice, Goal, Proposal
from agreements.models.append_only import Kept, KeptQuerySet
from parties.history.records import History, refuse
from parties.texts import MINUTES, REASON, REPORT, LongText

from .meeting import Meeting
from .meeting_access import OfMeetingQuerySet

SUBJECTS = ("action", "goal", "proposal", "advice")
MOST_MINUTES = 480
LEFT_OUT = _("What was left out was not decided about. Put it back first.")


class ItemQuerySet(OfMeetingQuerySet, KeptQuerySet):
    def counted(self) -> "ItemQuerySet":
        """Those about which the meeting decided: they stay as they are."""
        return self.filter(settled_at__isnull=False)

    def on_agenda(self) -> "ItemQuerySet":
        return self.filter(left_out_on=None)


class Item(Kept):
    """One subject of one meeting, in the words with which it stood on the agenda.

    origin is the key of what it was made from ("question:12"), empty for what people added: an agenda that is made anew knows
    it by that, also when it was left out. Once a decision is recorded about it, settled_at is filled in and nothing of it
    changes any more.
    """

    class Source(models.TextChoices):
        ESCALATED = "escalated", _("escalated action")
        QUESTION = "question", _("question from a report")
        DISSENT = "dissent", _("seen differently")
        PROPOSAL = "proposal", _("open proposal")
        ADVICE = "advice", _("advice due")
        NOT_CARRIED_OUT = "not_carried_out", _("decision not carried out")
        ACTION_POINT = "action_point", _("action point not done")
        DELIVERY = "delivery", _("figure not delivered")
        MOMENT = "moment", _("action with its moment before the meeting")
        FIGURE = "figure", _("figure to be decided")
        HERIJKING = "herijking", _("review of the agreement (herijking)")
        LEFT_OVER = "left_over", _("left over from the meeting before")
        EVALUATION = "evaluation", _("evaluation of the year")
        FIXED = "fixed", _("fixed item")
        ADDED = "added", _("added by hand")

    kept_sentence = _("The meeting decided about this item: it stays as it is. What was wrong is added, not changed.")
    meeting_path = "meeting"

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    source = models.CharField(_("where it comes from"), max_length=20, choices=Source, default=Source.ADDED)
    origin = models.CharField(_("made from"), max_length=60, blank=True, editable=False)
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_items"
    )
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_items"
    )
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_items"
    )
    advice = models.ForeignKey(
        Advice, verbose_name=_("advice"), on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_items"
    )
    title = models.CharField(_("subject"), max_length=300)
    note = LongText(_("what the meeting must know"), blank=True, help_text=_("Markdown."), max_length=REPORT)
    discussed = LongText(_("what was said"), blank=True, help_text=_("Markdown."), max_length=MINUTES)
    minutes_needed = models.PositiveSmallIntegerField(
        pgettext_lazy("time", "minutes"),
        default=5,
        validators=[MaxValueValidator(MOST_MINUTES, _("One item takes at most eight hours."))],
        help_text=_("How long the meeting takes for it."),
    )
    left_out_on = models.DateField(_("left out on"), null=True, blank=True)
    left_out_reason = LongText(_("why it is left out"), blank=True, max_length=REASON)
    carried_from = models.ForeignKey(
        "self", verbose_name=_("carried over from"), on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    settled_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)

    history = History()
    objects = ItemQuerySet.as_manager()
    agreement_path = "meeting__agreement"
    natural_key_fields = ("meeting__agreement__slug", "meeting__kind", "meeting__held_on", "meeting__title", "pk")

    class Meta:
        verbose_name = _("item of a meeting")
        verbose_name_plural = _("items of a meeting")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "origin"],
                condition=~Q(origin=""),
                name="item_once_per_origin",
                violation_error_message=_("This stands on the agenda already."),
            ),
            models.CheckConstraint(
                condition=Q(action=None, goal=None, proposal=None)
                | Q(action=None, goal=None, advice=None)
                | Q(action=None, proposal=None, advice=None)
                | Q(goal=None, proposal=None, advice=None),
                name="item_about_one_thing",
                violation_error_message=_("An item is about one thing: an action, a goal, a proposal or an advice."),
            ),
            models.CheckConstraint(
                condition=Q(left_out_on=None, left_out_reason="") | Q(left_out_on__isnull=False) & ~Q(left_out_reason=""),
                name="item_left_out_with_reason",
                violation_error_message=_("Say why it is left out."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="item_has_title", violation_error_message=_("Say what it is about.")
            ),
            models.CheckConstraint(
                condition=Q(left_out_on=None) | Q(settled_at=None),
                name="item_left_out_is_not_decided",
                violation_error_message=LEFT_OUT,
            ),
            models.CheckConstraint(
                condition=Q(minutes_needed__lte=MOST_MINUTES),
                name="item_within_a_day",
                violation_error_message=_("One item takes at most eight hours."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('meeting_agenda', args=[self.meeting_id])}#punt-{self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def is_left_out(self) -> bool:
        return self.left_out_on is not None

    @property
    def subject(self) -> Action | Goal | Proposal | Advice | None:
        return self.action or self.goal or self.proposal or self.advice

    def clean(self) -> None:
        super().clean()
        if not self.meeting_id:
            return
        agreement_id = self.meeting.agreement_id
        of = {
            "action": lambda row: row.agenda.agreement_id,
            "goal": lambda row: row.theme.agreement_id,
            "proposal": lambda row: row.agreement_id,
            "advice": lambda row: row.agreement_id,
            "carried_from": lambda row: row.meeting.agreement_id,
        }
        named = {name: getattr(self, name) for name in of if getattr(self, f"{name}_id")}
        wrong = [name for name, row in named.items() if of[name](row) != agreement_id]
        if wrong:
            refuse(**dict.fromkeys(wrong, _("This belongs to another agreement.")))

    def refuse_change(self) -> None:
        """As for all that is kept; within a transaction the row is held, so that nobody decides about it meanwhile."""
        if self.pk and connection.in_atomic_block:
            list(Item.objects.select_for_update(no_key=True).filter(pk=self.pk).values_list("pk"))
        super().refuse_change()

    def settle(self, *, by: models.Model | None) -> None:
        """A decision about it is recorded: from now on it stays as it is."""
        current = Item.objects.select_for_update(no_key=True).get(pk=self.pk)
        if current.is_left_out:  # by someone else, since the decision was typed
            refuse(item=str(LEFT_OUT))
        if not current.is_settled:
            current._history_user = by
            current.settled_at = timezone.now()
            current.save()
