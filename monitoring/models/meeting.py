"""Meetings of officers and executives, what they decide, and what must come before them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, MeetingRule
from agreements.models.agreement import InAgreement
from parties.history.records import History, acting_person, refuse
from parties.models import Party
from parties.texts import AGREED_TEXT, MINUTES, REASON, LongText

from .meeting_access import MeetingQuerySet

# What is in people's calendars: they hear of it when it changes.
IN_CALENDARS = ("title", "kind", "held_on", "starts_at", "ends_at", "place", "cancelled_on")
ALREADY_THERE = _("This meeting is already there: same kind, date and subject.")
CANCELLED = _("This meeting was cancelled.")
KIND_NAMES = dict(MeetingRule.Kind.choices)  # get_kind_display() hashes all choices each time, and lists name many meetings
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
    react_until = models.DateField(
        _("reactions through"), null=True, blank=True, editable=False, help_text=_("The last day on which parties react to it.")
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
        indexes = [models.Index(fields=["agreement", "held_on"], name="meeting_held_on")]
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
            models.CheckConstraint(
                condition=models.Q(react_until__isnull=True) | models.Q(minutes_sent_at__isnull=False),
                name="reactions_to_sent_minutes",
                violation_error_message=_("Parties react to minutes that were sent."),
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
        return self.title or capfirst(str(KIND_NAMES.get(self.kind, self.kind)))

    @property
    def spoken(self) -> str:
        """Within a sentence: «het bestuurlijk overleg van 7 november»."""
        day = date_format(self.held_on, "j F" if self.held_on.year == timezone.localdate().year else "j F Y")
        name = self.title or gettext("the %(kind)s") % {"kind": self.get_kind_display()}
        return gettext("%(meeting)s of %(date)s") % {"meeting": name, "date": day}

    @property
    def is_settled(self) -> bool:
        """Whether its minutes were sent: they stand as they are, and what was wrong is added below."""
        return self.minutes_sent_at is not None

    @property
    def is_adopted(self) -> bool:
        """Whether a later meeting adopted its minutes: then they are a frozen text with a hash."""
        return hasattr(self, "adopted")

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
