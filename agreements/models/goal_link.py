"""A goal that was taken over from another agreement of one's party, and keeps the link with where it came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse

from .agreement import InAgreement
from .theme import Goal


class GoalLink(InAgreement):
    """No agreed text. It is of the agreement of the copy; whoever reads that need not read the other one."""

    origin = models.ForeignKey(Goal, verbose_name=_("taken over from"), on_delete=models.CASCADE, related_name="links_to_copies")
    copy = models.OneToOneField(Goal, verbose_name=_("goal"), on_delete=models.CASCADE, related_name="link_to_origin")

    history = History()
    agreement_path = "copy__theme__agreement"
    natural_key_fields = (
        "copy__theme__agreement__slug",
        "copy__theme__number",
        "copy__theme__title",
        "copy__number",
        "pk",
    )

    class Meta:
        verbose_name = _("goal taken over")
        verbose_name_plural = _("goals taken over")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(origin=models.F("copy")),
                name="goal_link_between_two",
                violation_error_message=_("A goal is not taken over from itself."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.copy}"

    def clean(self) -> None:
        super().clean()
        if self.origin_id and self.copy_id and self.origin.theme.agreement_id == self.copy.theme.agreement_id:
            refuse(origin=_("A goal is taken over from another agreement."))
