"""The evaluation of a year: asked of every party, opened and closed like a round, and concluded together."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agreements.models import Agenda, Participation
from agreements.models.agreement import InAgreement
from monitoring.calendar import Window, day_of
from parties.history.records import History, refuse
from parties.models import Party
from parties.texts import MINUTES, REASON, LongText

from .round import Round

# As Heumen asks them each year (Uitvoeringsagenda 2024, chapter 1); an agreement may ask other ones.
QUESTIONS = (
    "Doen we wat we hebben afgesproken?",
    "Zijn dat de goede dingen om onze doelstellingen te realiseren?",
    "Hoe ervaart ieder van ons de samenwerking?",
    "Moeten we bijsturen?",
    "En wat betekent dat voor ieders inzet?",
)
TIME_TO_REOPEN = timedelta(days=7)


class Evaluation(InAgreement):
    """asked are the parties that were asked, in order, written when it closes; before that they follow from the agreement."""

    State = Round.State

    class AnsweredBy(models.TextChoices):
        PARTY = "party", _("the party: one answer, which its editors and coordinators write together")
        PEOPLE = "people", _("its people: each person for itself, with the name")
        UNNAMED = "unnamed", _("its people: each person for itself, with the party and without the name")

    agenda = models.ForeignKey(Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, related_name="evaluations")
    name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        help_text=_("Only where a year has more than one, such as «terugblik voorjaar» and «najaar»."),
    )
    answered_by = models.CharField(_("who answers"), max_length=10, choices=AnsweredBy, default=AnsweredBy.PARTY)
    opens_on = models.DateField(_("opens on"), help_text=_("From the beginning of this day."))
    closes_on = models.DateField(_("closes on"), help_text=_("Until the end of this day."))
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
    reopened_at = models.DateTimeField(_("opened again at"), null=True, blank=True, editable=False)
    asked = models.JSONField(_("who was asked"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded by hand on"), null=True, blank=True, editable=False)
    conclusion = LongText(
        _("joint conclusion"),
        blank=True,
        max_length=MINUTES,
        help_text=_("What the parties conclude together. All coordinators of parties that sign write it. Markdown."),
    )

    history = History()
    agreement_path = "agenda__agreement"
    natural_key_fields = ("agenda__agreement__slug", "agenda__year", "name")

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["agenda__year", "opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "name"],
                name="evaluation_once",
                violation_error_message=_("This year has an evaluation with this name already. Give it a name of its own."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="evaluation_window_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True, opened_by__isnull=True)
                | models.Q(opened_at__isnull=False, opened_by__isnull=False),
                name="evaluation_opened_by_someone",
                violation_error_message=_("An evaluation is opened by someone, at a moment."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True, asked__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False, opened_at__isnull=False, asked__isnull=False),
                name="evaluation_closed_by_someone",
                violation_error_message=_("An evaluation that was opened is closed by someone, at a moment."),
            ),
            models.CheckConstraint(
                condition=models.Q(conclusion="") | models.Q(closed_at__isnull=False),
                name="evaluation_concluded_when_closed",
                violation_error_message=_("A conclusion is written when the evaluation is closed."),
            ),
        ]

    def __str__(self) -> str:
        words = _("Evaluation %(year)s") % {"year": self.agenda.year}
        return f"{words}: {self.name}" if self.name else words

    def get_absolute_url(self) -> str:
        return reverse("evaluation", args=[self.pk])

    # -- When

    @property
    def window(self) -> Window:
        """Its days with those of its extensions; one query, or none when they were prefetched."""
        extended: dict[int, date] = {}
        for extension in self.extensions.all():
            extended[extension.party_id] = max(extension.until, extended.get(extension.party_id, extension.until))
        return Window(self.opens_on, self.closes_on, self.opened_at, self.closed_at, extended)

    @property
    def state(self) -> str:
        """Where it is now, for a party without an extension."""
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
        """Opened and not closed, whatever the calendar says."""
        return self.opened_at is not None and self.closed_at is None

    def why_not_answer_now(self, party_id: int) -> str:
        """The sentence that says why this party cannot answer at this moment; empty when it can."""
        window = self.window
        if window.is_open_for(party_id, timezone.now()):
            return ""
        if self.is_closed:
            return str(_("The evaluation is closed: nothing can be answered or changed any more."))
        if not self.opened_at:
            return str(_("The evaluation is not open yet."))
        if day_of(timezone.now()) < self.opens_on:
            return str(_("You can answer from %(date)s.") % {"date": date_format(self.opens_on, "j F Y")})
        words = _("The time was over on %(date)s. A coordinator of a party that signs can give your party more time.")
        return str(words % {"date": date_format(window.last_day_of(party_id), "j F Y")})

    @property
    def may_open_again(self) -> bool:
        """Closed by mistake: within a week, and as long as nothing was concluded from it."""
        is_recent = self.closed_at is not None and timezone.now() <= self.closed_at + TIME_TO_REOPEN
        return is_recent and not self.conclusion and not self.points.exists()

    # -- Who

    @property
    def by_people(self) -> bool:
        return self.answered_by != self.AnsweredBy.PARTY

    @property
    def is_unnamed(self) -> bool:
        return self.answered_by == self.AnsweredBy.UNNAMED

    @cached_property
    def parties_asked(self) -> tuple[Party, ...]:
        """In the order of the agreement: all that take part in the year, but no working group, of which the members answer."""
        if self.asked is not None:
            found = {party.pk: party for party in Party.objects.filter(pk__in=self.asked)}
            return tuple(found[pk] for pk in self.asked if pk in found)
        rows = Participation.objects.accepted().of_text(self.agenda).going_on().select_related("party")
        return tuple(row.party for row in rows if not is_working_group(row))

    # -- What must hold

    def clean(self) -> None:
        super().clean()
        if not self.agenda_id:
            return
        stored = Evaluation.objects.filter(pk=self.pk).first()
        if stored is None and self.agenda.is_revoked:
            refuse(agenda=_("%(year)s was revoked: nothing more is asked about it.") % {"year": self.agenda.year})
        if self.opens_on and self.opens_on.year < self.agenda.year:
            refuse(opens_on=_("%(year)s has not begun by then.") % {"year": self.agenda.year})
        if self.conclusion and not self.closed_at:
            refuse(conclusion=_("A conclusion is written when the evaluation is closed."))
        if stored:
            self._refuse_after(stored)

    def _refuse_after(self, stored: "Evaluation") -> None:
        """What people were asked, and within which days they answered, stays."""
        if stored.opened_at and stored.answered_by != self.answered_by:
            refuse(answered_by=_("People were asked to answer in this way; it stays so."))
        if stored.opened_at and not self.opened_at:
            refuse(opened_at=_("An evaluation that was opened stays open until it is closed."))
        if stored.closed_at and not self.closed_at and not stored.may_open_again:
            refuse(closed_at=WHY_NOT_OPEN_AGAIN)
        if stored.closed_at and self.closed_at and (stored.opens_on, stored.closes_on) != (self.opens_on, self.closes_on):
            refuse(closes_on=_("This evaluation is closed; its days stay as they were."))

    def delete(self, *args, **kwargs):
        """What was asked of people stays, also when nobody answered."""
        if self.opened_at:
            raise ValidationError(_("An evaluation that was opened stays."))
        return super().delete(*args, **kwargs)


WHY_NOT_OPEN_AGAIN = _("It is opened again within a week after closing, and not any more once there is a conclusion or a point.")


def is_working_group(row: Participation) -> bool:
    """Not asked itself: its members are."""
    return row.role == Participation.Role.INVOLVED and row.party.kind == Party.Kind.UMBRELLA


class EvaluationExtension(InAgreement):
    """Longer for one party, until the end of a day, with the reason; what it answers then is marked as late."""

    evaluation = models.ForeignKey(Evaluation, verbose_name=_("evaluation"), on_delete=models.CASCADE, related_name="extensions")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    until = models.DateField(_("until"), help_text=_("Through the end of this day."))
    reason = LongText(_("reason"), max_length=REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )

    history = History()
    agreement_path = "evaluation__agenda__agreement"
    natural_key_fields = (
        "evaluation__agenda__agreement__slug",
        "evaluation__agenda__year",
        "evaluation__name",
        "party__name",
        "until",
    )

    class Meta:
        verbose_name = _("extension of an evaluation")
        verbose_name_plural = _("extensions of evaluations")
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "party", "until"],
                name="evaluation_extension_once",
                violation_error_message=_("This party already has until that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.until}"

    def clean(self) -> None:
        super().clean()
        if not self.evaluation_id:
            return
        if not self.evaluation.is_under_way:
            refuse(evaluation=_("An extension is given while the evaluation is open."))
        if self.until and self.until <= self.evaluation.closes_on:
            refuse(until=_("The extension ends after the last day of the evaluation."))
        if self.party_id and self.party not in self.evaluation.parties_asked:
            refuse(party=_("This party is not asked in this evaluation."))


class EvaluationQuestion(InAgreement):
    """One question, as it is asked of everyone. They stand still once people were asked."""

    evaluation = models.ForeignKey(Evaluation, verbose_name=_("evaluation"), on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("question"), max_length=300)

    history = History()
    agreement_path = "evaluation__agenda__agreement"
    natural_key_fields = ("evaluation__agenda__agreement__slug", "evaluation__agenda__year", "evaluation__name", "text")

    class Meta:
        verbose_name = _("question of an evaluation")
        verbose_name_plural = _("questions of evaluations")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "text"],
                name="evaluation_question_once",
                violation_error_message=_("This question is asked already."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if self.evaluation_id:
            self._refuse_once_asked()

    def delete(self, *args, **kwargs):
        self._refuse_once_asked()
        return super().delete(*args, **kwargs)

    def _refuse_once_asked(self) -> None:
        if Evaluation.objects.filter(pk=self.evaluation_id, opened_at__isnull=False).exists():
            raise ValidationError(_("People were asked these questions: they stay as they are."))
