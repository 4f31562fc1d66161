"""Meetings of officers and executives, what they decide, and what must come before them."""

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Agreement, Goal, MeetingRule, Proposal
from agreements.models.agreement import InAgreement
from parties.history.records import History, acting_person, refuse
from parties.models import Party
from parties.texts import AGREED_TEXT, MINUTES, REASON, REPORT, LongText

from .meeting_access import MeetingQuerySet, OfMeetingQuerySet

# What is in people's calendars: they hear of it when it changes.
IN_CALENDARS = ("title", "kind", "held_on", "starts_at", "ends_at", "place", "cancelled_on")
ALREADY_THERE = _("This meeting is already there: same kind, date and subject.")
NOT_OF_ALL = _("This meeting is of two parties, and not of all.")


class Meeting(InAgreement):
    Kind = MeetingRule.Kind

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.BESTUURLIJK)
    title = models.CharField(_("subject"), max_length=200, blank=True, help_text=_("Only where the kind does not say enough."))
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    ends_at = models.TimeField(pgettext_lazy("hour", "until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    prepared_by = models.ForeignKey(
        Party,
        verbose_name=_("prepared by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: as the parties agreed for this kind of meeting."),
    )
    minuted_by = models.ForeignKey(
        Party,
        verbose_name=_("minuted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: as the parties agreed for this kind of meeting."),
    )
    agenda_text = LongText(_("what is on the agenda"), blank=True, help_text=_("Markdown."), max_length=AGREED_TEXT)
    minutes = LongText(_("minutes"), blank=True, help_text=_("Markdown."), max_length=MINUTES)
    minutes_sent_at = models.DateTimeField(
        _("minutes sent at"), null=True, blank=True, editable=False, help_text=_("From then on they stand as they were sent.")
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True, editable=False)
    cancel_reason = LongText(_("why it was cancelled"), blank=True, editable=False, max_length=REASON)
    shared_on = models.DateField(
        _("shared on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Until then only its own parties read a bilateral one."),
    )
    quorum_missed = models.BooleanField(
        _("without the quorum"), default=False, editable=False, help_text=_("Too few parties were there to decide.")
    )
    sequence = models.PositiveIntegerField(
        _("times changed"), default=0, editable=False, help_text=_("What is in calendars already follows by it.")
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)

    read_as_now = ("kind", "shared_on")  # whether all parties read it

    history = History()
    objects = MeetingQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "kind", "held_on", "title")

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "held_on", "title"],
                condition=~models.Q(kind=MeetingRule.Kind.BILATERAL),  # a refusal would tell others that there is one
                name="meeting_once",
                violation_error_message=ALREADY_THERE,
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="meeting_hours_in_order",
                violation_error_message=_("A meeting ends after it begins: say from when until when."),
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_on__isnull=True, cancel_reason="")
                | models.Q(cancelled_on__isnull=False) & ~models.Q(cancel_reason=""),
                name="cancelled_meeting_has_reason",
                violation_error_message=_("Say why the meeting is cancelled."),
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_on__isnull=True) | models.Q(minutes_sent_at__isnull=True),
                name="cancelled_meeting_has_no_minutes",
                violation_error_message=_("The minutes were sent: this meeting was held."),
            ),
        ]

    def __str__(self) -> str:
        """With what all who wait for it must know: that it does not take place."""
        told = f"{self.name}, {date_format(self.held_on, 'j F Y')}"
        return gettext("%(meeting)s (cancelled)") % {"meeting": told} if self.is_cancelled else told

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def name(self) -> str:
        """What kind of meeting it is, or its own subject."""
        return self.title or capfirst(self.get_kind_display())

    @property
    def is_settled(self) -> bool:
        """Whether its minutes were sent: they stand as they are, and what was wrong is added below."""
        return self.minutes_sent_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_on is not None

    @property
    def is_over(self) -> bool:
        return self.held_on < timezone.localdate()

    @property
    def is_bilateral(self) -> bool:
        return self.kind == self.Kind.BILATERAL

    @property
    def may_have_own_parties(self) -> bool:
        return self.kind in {self.Kind.BILATERAL, self.Kind.THEMATIC}

    @property
    def is_closed(self) -> bool:
        """Whether it is its own parties' alone, as long as they do not share it."""
        return self.is_bilateral and self.shared_on is None

    @property
    def is_bestuurlijk(self) -> bool:
        return self.kind == self.Kind.BESTUURLIJK

    @property
    def decides_for_executives(self) -> bool:
        return self.is_bestuurlijk and not self.quorum_missed

    def clean(self) -> None:
        super().clean()
        if not self.agreement_id:
            return
        if self._state.adding:
            self._follow_the_rule()
        elif before := Meeting.objects.filter(pk=self.pk).first():
            self._refuse_what_rounds_forbid(before)
            self._count_change(before)
        taking_part = set(self.agreement.participations.accepted().values_list("party", flat=True))
        absent = {name for name in ("prepared_by", "minuted_by") if getattr(self, f"{name}_id") not in {None, *taking_part}}
        if absent:
            refuse(**dict.fromkeys(sorted(absent), _("This party does not take part in this agreement.")))

    def save(self, *args, **kwargs) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new and self.is_bilateral:
            self._let_planner_take_part()

    def rule(self) -> MeetingRule | None:
        """What the agreement says of meetings of this kind, or of this kind and subject."""
        rules = {rule.subject: rule for rule in self.agreement.meeting_rules.filter(kind=self.kind)}
        return rules.get(self.title) or rules.get("")

    def _follow_the_rule(self) -> None:
        """Who prepares and who minutes, as the agreement says for this kind, where nobody is named."""
        if rule := self.rule():
            self.prepared_by_id = self.prepared_by_id or rule.prepared_by_id
            self.minuted_by_id = self.minuted_by_id or rule.minuted_by_id

    def _refuse_what_rounds_forbid(self, before: "Meeting") -> None:
        """A round asks all parties, and for a meeting that all of them read."""
        if self.is_closed and not before.is_closed and self.rounds.exists():
            refuse(kind=_("A round asks for progress for this meeting: it is one of all parties."))

    def _count_change(self, before: "Meeting") -> None:
        if any(getattr(self, name) != getattr(before, name) for name in IN_CALENDARS):
            self.sequence, self.changed_at = before.sequence + 1, timezone.now()

    def _let_planner_take_part(self) -> None:
        """Else whoever plans a bilateral meeting elsewhere than on its page would not see it again."""
        from .attendance import MeetingParty  # it stands on this module

        if (person := acting_person(self)) is None:
            return
        own = Party.objects.coordinated_by(person).filter(participations__in=self.agreement.participations.accepted())
        for party in own.order_by("pk"):
            MeetingParty(meeting=self, party=party).save()


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

    history = History()
    objects = OfMeetingQuerySet.as_manager()
    agreement_path, meeting_path = "meeting__agreement", "meeting"
    natural_key_fields = ("meeting__agreement__slug", "meeting__kind", "meeting__held_on", "meeting__title", "pk")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__isnull=True, goal__isnull=False)
                | models.Q(action__isnull=False, goal__isnull=True)
                | models.Q(action__isnull=True, goal__isnull=True, item__isnull=False),
                name="decision_on_action_or_goal",
                violation_error_message=_("A decision is about one action, one goal or one item of the meeting."),
            )
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}: {self.subject}"

    @property
    def subject(self):
        """The action or goal; of a decision about something else on the agenda, that item."""
        return self.action or self.goal or self.item

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
            wrong["item"] = _("What was left out was not decided about. Put it back first.")
        if self.changes_text and not (self.action_id or self.goal_id):
            wrong["kind"] = _("Say of which action or goal the text changes.")
        if wrong:
            refuse(**wrong)

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Also lets the item stand as it is, on every path on which a decision is recorded."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new and self.item_id:
            self.item.settle(by=getattr(self, "_history_user", None))

    def _refuse_twice(self) -> None:
        """A form that is sent twice, or a table without row ids that is read again, adds no decision."""
        same = Decision.objects.filter(
            meeting=self.meeting_id, action=self.action_id, goal=self.goal_id, item=self.item_id, kind=self.kind, text=self.text
        )
        if same.exclude(pk=self.pk).exists():
            refuse(text=_("This meeting has decided this already, in the same words."))


class MinutesAddition(InAgreement):
    """What was wrong or missing in minutes that were sent; the minutes themselves stay as they were."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="additions")
    text = LongText(_("addition"), help_text=_("What was wrong or missing in the minutes; Markdown."), max_length=MINUTES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    objects = OfMeetingQuerySet.as_manager()
    agreement_path, meeting_path = "meeting__agreement", "meeting"
    natural_key_fields = ("meeting__agreement__slug", "meeting__kind", "meeting__held_on", "meeting__title", "at")

    class Meta:
        verbose_name = _("addition to minutes")
        verbose_name_plural = _("additions to minutes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.at), "j F Y")
