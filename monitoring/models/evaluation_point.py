"""What the parties conclude from an evaluation, point by point; each comes back until something was done with it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Agenda, Goal, MeetingRule
from agreements.models.agreement import InAgreement, InAgreementQuerySet
from monitoring.calendar import A_DAY, start_of
from parties.history.records import History, refuse
from parties.models import Party

from .evaluation import Evaluation
from .meeting import Meeting


class EvaluationPointQuerySet(InAgreementQuerySet):
    def for_meeting(self, meeting: Meeting) -> "EvaluationPointQuerySet":
        """The points of evaluations that were closed by the day of the meeting, and that wait; one query.

        A bilateral meeting is of two parties: what all concluded does not come on its agenda.
        """
        if meeting.kind == MeetingRule.Kind.BILATERAL:
            return self.none()
        known = Q(evaluation__closed_at__lt=start_of(meeting.held_on + A_DAY))
        waits = Q(settled_on=None) | Q(settled_on__gte=meeting.held_on)
        return self.filter(known, waits, evaluation__agenda__agreement=meeting.agreement_id).with_subject()

    def of_year(self, agenda: Agenda) -> "EvaluationPointQuerySet":
        """The points of all evaluations of this year, beside what is chosen for the next."""
        return self.filter(evaluation__agenda=agenda).with_subject()

    def with_subject(self) -> "EvaluationPointQuerySet":
        return self.select_related("evaluation__agenda", "goal", "action__agenda", "action__goal", "action__project", "party")


class EvaluationPoint(InAgreement):
    """One sentence, about an action or a goal or about neither; party takes it up. settled_on: something was done with it."""

    evaluation = models.ForeignKey(Evaluation, verbose_name=_("evaluation"), on_delete=models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("point"), max_length=500, help_text=_("One sentence that says what has to be done or decided."))
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, null=True, blank=True, related_name="evaluation_points"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, null=True, blank=True, related_name="evaluation_points"
    )
    party = models.ForeignKey(
        Party,
        verbose_name=_("taken up by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The party that prepares it for the meeting."),
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_note = models.CharField(_("what was done with it"), max_length=300, blank=True)

    history = History()
    objects = EvaluationPointQuerySet.as_manager()
    agreement_path = "evaluation__agenda__agreement"
    natural_key_fields = ("evaluation__agenda__agreement__slug", "evaluation__agenda__year", "evaluation__name", "text")

    class Meta:
        verbose_name = _("point of an evaluation")
        verbose_name_plural = _("points of evaluations")
        ordering = ["evaluation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "text"],
                name="evaluation_point_once",
                violation_error_message=_("This point is there already, in the same words."),
            ),
            models.CheckConstraint(
                condition=models.Q(action__isnull=True) | models.Q(goal__isnull=True),
                name="evaluation_point_about_one",
                violation_error_message=_("A point is about one goal or one action. Empty the other one."),
            ),
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True, settled_note="")
                | (models.Q(settled_on__isnull=False) & ~models.Q(settled_note="")),
                name="evaluation_point_settled_with_words",
                violation_error_message=_("Say what was done with it, and when."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{reverse('evaluation', args=[self.evaluation_id])}#punt-{self.pk}"

    @property
    def subject(self) -> Action | Goal | None:
        return self.action or self.goal

    def clean(self) -> None:
        super().clean()
        if not self.evaluation_id:
            return
        agreement = self.evaluation.agenda.agreement
        wrong = {}
        if not self.evaluation.is_closed:
            wrong["evaluation"] = _("Points are made when the evaluation is closed.")
        if self.goal_id and self.goal.theme.agreement_id != agreement.pk:
            wrong["goal"] = _("This goal belongs to another agreement.")
        if self.action_id and self.action.agenda.agreement_id != agreement.pk:
            wrong["action"] = _("This action belongs to another agreement.")
        if self.party_id and not agreement.participations.accepted().filter(party=self.party_id).exists():
            wrong["party"] = _("This party does not take part in this agreement.")
        if wrong:
            refuse(**wrong)


def points_for_meeting(meeting: Meeting) -> EvaluationPointQuerySet:
    """What the evaluations bring before this meeting, for its agenda: in the order of the evaluations. One query."""
    return EvaluationPoint.objects.for_meeting(meeting)
