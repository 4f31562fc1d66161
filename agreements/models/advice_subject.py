"""On which goals and actions a party advises, as that party itself says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.models import Party

from .action import Action
from .advice import agreement_of
from .agreement import Agreement, InAgreement
from .theme import Goal


class AdviceSubject(InAgreement):
    """A goal or an action on which a party advises, as that party itself marks it within its right.

    A party that marks nothing advises on the whole text.
    """

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="advice_subjects"
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.CASCADE, related_name="advice_subjects")
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.CASCADE, null=True, blank=True, related_name="advice_subjects"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, null=True, blank=True, related_name="advice_subjects"
    )

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "party__name", "goal", "action")

    class Meta:
        verbose_name = _("subject of advice")
        verbose_name_plural = _("subjects of advice")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(goal__isnull=False, action=None) | models.Q(goal=None, action__isnull=False),
                name="advice_subject_goal_or_action",
                violation_error_message=_("A subject of advice is a goal or an action."),
            ),
            models.UniqueConstraint(
                fields=["party", "goal"],
                name="advice_subject_goal_once",
                violation_error_message=_("Your party marked this already."),
            ),
            models.UniqueConstraint(
                fields=["party", "action"],
                name="advice_subject_action_once",
                violation_error_message=_("Your party marked this already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    @property
    def about(self) -> Goal | Action:
        return self.goal or self.action

    def clean(self) -> None:
        super().clean()
        if bool(self.goal_id) != bool(self.action_id) and agreement_of(self.about).pk != self.agreement_id:
            refuse(agreement=_("This belongs to another agreement."))
