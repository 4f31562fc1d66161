"""Labels of an agreement, for whom and where: an own list of two kinds, put on goals and actions to find them by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse

from .action import Action
from .agreement import Agreement, InAgreement
from .theme import Goal


class Label(InAgreement):
    """No agreed text: it says nothing that binds, so it may change at any moment."""

    class Kind(models.TextChoices):
        GROUP = "group", _("target group")
        AREA = "area", _("area")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="labels")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=80)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "kind", "name")

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "name"],
                name="label_once",
                violation_error_message=_("There is already a label with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(self.name.split())
        same = Label.objects.filter(agreement=self.agreement_id, kind=self.kind, name__iexact=self.name)
        if same.exclude(pk=self.pk).exists():
            refuse(name=_("There is already a label with this name."))


class Labelling(InAgreement):
    """A label on a goal or on an action."""

    label = models.ForeignKey(Label, verbose_name=_("label"), on_delete=models.CASCADE, related_name="labellings")
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.CASCADE, null=True, blank=True, related_name="labellings"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, null=True, blank=True, related_name="labellings"
    )

    history = History()
    agreement_path = "label__agreement"
    natural_key_fields = ("label__agreement__slug", "label__kind", "label__name", "pk")

    class Meta:
        verbose_name = _("label of a goal or action")
        verbose_name_plural = _("labels of goals and actions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(goal__isnull=True, action__isnull=False) | models.Q(goal__isnull=False, action__isnull=True),
                name="label_of_one_row",
                violation_error_message=_("A label is put on a goal, or on an action."),
            ),
            models.UniqueConstraint(
                fields=["label", "goal"], name="label_once_per_goal", violation_error_message=_("This label is there already.")
            ),
            models.UniqueConstraint(
                fields=["label", "action"],
                name="label_once_per_action",
                violation_error_message=_("This label is there already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    def clean(self) -> None:
        super().clean()
        if not self.label_id:
            return
        agreement = self.label.agreement_id
        if self.goal_id and self.goal.theme.agreement_id != agreement:
            refuse(goal=_("This goal belongs to another agreement."))
        if self.action_id and self.action.agenda.agreement_id != agreement:
            refuse(action=_("This action belongs to another agreement."))
