"""What a party, or a person of it, answered in an evaluation. Until it closes only they themselves read it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import InAgreement, InAgreementQuerySet
from monitoring.calendar import day_of
from parties.history.records import History, refuse
from parties.models import Party
from parties.models.party import OWN_PARTIES, REPORTED_PARTIES
from parties.texts import REASON, REPORT, LongText

from .evaluation import Evaluation, EvaluationQuestion

LOWEST, HIGHEST = 1, 10
SCALE = _("A mark from 1 to 10.")


def read_by(user, path: str = "") -> Q:
    """What a person reads: the own answers; of a closed evaluation also what was submitted. path leads to the answer.

    The own answers are those of the own party, or where its people answer those of the person alone. So a superuser reads no more
    than everyone.
    """
    own = OWN_PARTIES.keys(user.pk), REPORTED_PARTIES.keys(user.pk)
    of_party = Q(**{f"{path}user": None}) & (Q(**{f"{path}party__in": own[0]}) | Q(**{f"{path}party__in": own[1]}))
    told = Q(**{f"{path}submitted_at__isnull": False, f"{path}evaluation__closed_at__isnull": False})
    return of_party | Q(**{f"{path}user": user.pk}) | told


class EvaluationAnswerQuerySet(InAgreementQuerySet):
    def visible_to(self, user) -> "EvaluationAnswerQuerySet":
        return super().visible_to(user).filter(read_by(user))

    def submitted(self) -> "EvaluationAnswerQuerySet":
        return self.filter(submitted_at__isnull=False)


class EvaluationAnswer(InAgreement):
    """user is the person that answers for itself, empty where the party gives one answer; by is who wrote it last."""

    evaluation = models.ForeignKey(Evaluation, verbose_name=_("evaluation"), on_delete=models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cooperation = models.PositiveSmallIntegerField(
        _("cooperation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST, SCALE), MaxValueValidator(HIGHEST, SCALE)],
    )
    reason = LongText(_("why this mark"), blank=True, max_length=REASON)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+")

    history = History()
    objects = EvaluationAnswerQuerySet.as_manager()
    agreement_path = "evaluation__agenda__agreement"
    natural_key_fields = (
        "evaluation__agenda__agreement__slug",
        "evaluation__agenda__year",
        "evaluation__name",
        "party__name",
        "user__email",
    )

    class Meta:
        verbose_name = _("answer in an evaluation")
        verbose_name_plural = _("answers in evaluations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "party"],
                condition=models.Q(user__isnull=True),
                name="evaluation_answer_once_per_party",
                violation_error_message=_("Your party has an answer already. Open it again to go on with it."),
            ),
            models.UniqueConstraint(
                fields=["evaluation", "party", "user"],
                condition=models.Q(user__isnull=False),
                name="evaluation_answer_once_per_person",
                violation_error_message=_("You have an answer already. Open it again to go on with it."),
            ),
            models.CheckConstraint(
                condition=models.Q(cooperation__isnull=True) | models.Q(cooperation__range=(LOWEST, HIGHEST)),
                name="evaluation_cooperation_on_scale",
                violation_error_message=SCALE,
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | (models.Q(cooperation__isnull=False) & ~models.Q(reason="")),
                name="evaluation_mark_has_reason",
                violation_error_message=_("Give the cooperation a mark, and say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.party}"

    @property
    def is_late(self) -> bool:
        """Submitted after the last day of the evaluation, in the extension of the party."""
        return self.submitted_at is not None and day_of(self.submitted_at) > self.evaluation.closes_on

    def clean(self) -> None:
        super().clean()
        if not (self.evaluation_id and self.party_id):
            return
        if (self.user_id is not None) != self.evaluation.by_people:
            refuse(user=_("In this evaluation somebody else answers: see who answers."))
        if self.party not in self.evaluation.parties_asked:
            refuse(party=_("This party is not asked in this evaluation."))
        if self._state.adding and self.user_id and not self.user.memberships.filter(party=self.party_id).exists():
            refuse(user=_("This person does not belong to this party."))
        if reason := self.evaluation.why_not_answer_now(self.party_id):
            raise ValidationError(reason)
        stored = EvaluationAnswer.objects.filter(pk=self.pk).first()
        if stored and stored.submitted_at and not self.submitted_at:
            refuse(submitted_at=_("What was submitted stays submitted; change it until the evaluation closes."))

    def delete(self, *args, **kwargs):
        raise ValidationError(_("An answer stays. Change it until the evaluation closes."))


class EvaluationReplyQuerySet(InAgreementQuerySet):
    def visible_to(self, user) -> "EvaluationReplyQuerySet":
        return super().visible_to(user).filter(read_by(user, "answer__"))


class EvaluationReply(InAgreement):
    """What stands below one question in an answer."""

    answer = models.ForeignKey(EvaluationAnswer, verbose_name=_("answer"), on_delete=models.CASCADE, related_name="replies")
    question = models.ForeignKey(EvaluationQuestion, verbose_name=_("question"), on_delete=models.PROTECT, related_name="replies")
    text = LongText(_("what you answer"), blank=True, max_length=REPORT)

    history = History()
    objects = EvaluationReplyQuerySet.as_manager()
    agreement_path = "answer__evaluation__agenda__agreement"
    natural_key_fields = (*(f"answer__{name}" for name in EvaluationAnswer.natural_key_fields), "question__text")

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ["question__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "question"],
                name="evaluation_reply_once",
                violation_error_message=_("This question was answered already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.question)

    def clean(self) -> None:
        super().clean()
        if not (self.answer_id and self.question_id):
            return
        if self.question.evaluation_id != self.answer.evaluation_id:
            refuse(question=_("This question belongs to another evaluation."))
        if reason := self.answer.evaluation.why_not_answer_now(self.answer.party_id):
            raise ValidationError(reason)

    def delete(self, *args, **kwargs):
        raise ValidationError(_("An answer stays. Change it until the evaluation closes."))
