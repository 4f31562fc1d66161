"""A round: the request for progress at a reference date, in a window, for a meeting."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Agenda
from agreements.models.agreement import InAgreement
from monitoring.calendar import Window, day_of
from parties.history.records import History, refuse
from parties.links import refuse_new_link
from parties.models import Party
from parties.texts import REASON, REPORT, LongText

from .meeting import NOT_OF_ALL, Meeting

FROM_ONE = [MinValueValidator(1, _("One working day is the least; leave it empty for never."))]


def name_with_year(name: str, year: int) -> str:
    """A round is called so where rounds of other years may stand beside it."""
    return f"{name} ({year})"


class Round(InAgreement):
    class State(models.TextChoices):
        """Derived from what coordinators did and from the calendar; never stored."""

        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        ENDED = "ended", _("window over, not closed yet")
        CLOSED = "closed", _("closed")

    agenda = models.ForeignKey(Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(_("name"), max_length=100, help_text=_("Such as «Ronde 1»."))
    reference_date = models.DateField(_("reference date"), help_text=_("The day of which the answers give the position."))
    opens_on = models.DateField(_("opens on"), help_text=_("From the beginning of this day."))
    closes_on = models.DateField(_("closes on"), help_text=_("Until the end of this day."))
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("for the meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        help_text=_("The meeting in which the answers are discussed."),
    )
    instructions = LongText(
        _("instructions"),
        blank=True,
        max_length=REPORT,
        help_text=_("What you ask of those who report; they see it above their list. Markdown."),
    )
    remind_every = models.PositiveSmallIntegerField(
        _("remind every"),
        default=5,
        null=True,
        blank=True,
        validators=FROM_ONE,
        help_text=_("In working days, and only those who have not answered; empty: not in between."),
    )
    remind_first = models.PositiveSmallIntegerField(
        _("first warning"),
        default=7,
        null=True,
        blank=True,
        validators=FROM_ONE,
        help_text=_("Working days before the last day; empty: none."),
    )
    remind_last = models.PositiveSmallIntegerField(
        _("last warning"),
        default=1,
        null=True,
        blank=True,
        validators=FROM_ONE,
        help_text=_("Working days before the last day; empty: none."),
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # {"<action>": [<party>, …]}, written when it closes; None as long as it is open, and of rounds from before this was kept.
    asked = models.JSONField(_("who was asked what"), null=True, blank=True, editable=False)

    history = History()
    agreement_path = "agenda__agreement"
    natural_key_fields = ("agenda__agreement__slug", "agenda__year", "name")

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-reference_date", "-pk"]
        indexes = [models.Index(fields=["agenda"], condition=models.Q(closed_at=None), name="round_not_closed")]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "name"],
                name="round_once_per_agenda",
                violation_error_message=_("There is already a round with this name."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="round_window_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True, opened_by__isnull=True)
                | models.Q(opened_at__isnull=False, opened_by__isnull=False),
                name="round_opened_by_someone",
                violation_error_message=_("A round is opened by someone, at a moment."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False, opened_at__isnull=False),
                name="round_closed_by_someone",
                violation_error_message=_("A round that was opened is closed by someone, at a moment."),
            ),
        ]

    def __str__(self) -> str:
        return name_with_year(self.name, self.agenda.year)

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.pk])

    @property
    def window(self) -> Window:
        """Its days with those of its extensions; one query, or none when they were prefetched."""
        extended: dict[int, date] = {}
        for extension in self.extensions.all():
            extended[extension.party_id] = max(extension.until, extended.get(extension.party_id, extension.until))
        return Window(self.opens_on, self.closes_on, self.opened_at, self.closed_at, extended)

    def is_open_for(self, party_id: int | None, moment: datetime | None = None) -> bool:
        """Whether this party may report now, or at the moment given."""
        return self.window.is_open_for(party_id, moment or timezone.now())

    @property
    def state(self) -> str:
        """Where the round is now, for a party without an extension."""
        today = day_of(timezone.now())
        if self.closed_at:
            return self.State.CLOSED
        if not self.opened_at or today < self.opens_on:
            return self.State.PLANNED
        return self.State.OPEN if today <= self.closes_on else self.State.ENDED

    def get_state_display(self) -> str:
        return self.State(self.state).label

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_under_way(self) -> bool:
        """Whether answers may be returned and accepted: opened and not closed, whatever the calendar says."""
        return self.opened_at is not None and self.closed_at is None

    def asking_now(self) -> dict[str, list[int]]:
        """What is asked of which parties now, in the shape of `asked`: every action with its leads; of a revoked text none."""
        rows = Action.objects.filter(agenda=self.agenda_id, dropped_on=None).order_by("pk", "leads__position", "leads__pk")
        found: dict[str, list[int]] = {}
        if self.agenda.is_revoked:
            return found
        for action, party in rows.values_list("pk", "leads__party"):
            found.setdefault(str(action), []).extend([party] if party else [])
        return found

    def parties_asked(self, action_id: int, leads: Iterable[int]) -> frozenset[int]:
        """The parties asked about the action: its leads, of a closed round those at its closing."""
        return frozenset(leads if self.asked is None else self.asked.get(str(action_id), ()))

    def has_asked(self, action_id: int, leads: Iterable[int]) -> bool:
        """Whether it asked one of these leads, or with none anybody, about the action.

        A round that closed before the action was there, or before one of them led it, says nothing about them.
        """
        if self.asked is None:
            return True
        now, then = frozenset(leads), self.asked.get(str(action_id))
        return then is not None and (not now or not now.isdisjoint(then))

    def delete(self, *args, **kwargs):
        """What was asked of people stays, also when nobody answered."""
        if self.opened_at:
            raise ValidationError(_("A round that was opened stays."))
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        refuse_new_link(self, "name")
        if not self.agenda_id:
            return
        year = self.agenda.year
        if self.reference_date and not year <= self.reference_date.year <= year + 1:
            refuse(reference_date=_("The reference date lies in %(year)s or in the year after it.") % {"year": year})
        if self.meeting_id and self.meeting.agreement_id != self.agenda.agreement_id:
            refuse(meeting=_("This meeting belongs to another agreement."))
        if self.meeting_id and self.meeting.is_closed:
            refuse(meeting=NOT_OF_ALL)
        stored = Round.objects.filter(pk=self.pk).first()
        if stored is None and self.agenda.is_revoked:
            refuse(agenda=_("%(year)s was revoked: nothing more is asked about it.") % {"year": year})
        if stored is None and self.agenda.is_closed:
            refuse(agenda=_("%(year)s is closed: nothing more is asked about it. Open the year again first.") % {"year": year})
        if stored and stored.opened_at and stored.reference_date != self.reference_date:
            refuse(reference_date=_("The round was opened for this reference date. Plan another round for another date."))
        if stored and stored.closed_at and (stored.opens_on, stored.closes_on) != (self.opens_on, self.closes_on):
            refuse(closes_on=_("This round is closed; its window stays as it was."))


class RoundExtension(InAgreement):
    """Longer for one party, until the end of a day, with the reason."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.CASCADE, related_name="extensions")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    until = models.DateField(_("until"), help_text=_("Through the end of this day."))
    reason = LongText(_("reason"), max_length=REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )

    history = History()
    agreement_path = "round__agenda__agreement"
    natural_key_fields = ("round__agenda__agreement__slug", "round__agenda__year", "round__name", "party__name", "until")

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "party", "until"],
                name="extension_once",
                violation_error_message=_("This party already has until that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.until}"

    def clean(self) -> None:
        super().clean()
        if not self.round_id:
            return
        if self.until and self.until <= self.round.closes_on:
            refuse(until=_("The extension ends after the last day of the round."))
        if self.party_id and not self.round.agenda.agreement.participations.accepted().filter(party=self.party_id).exists():
            refuse(party=_("This party does not take part in this agreement."))
