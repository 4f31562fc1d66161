"""What must happen before the homes of a project stand there: when it is planned, and when it was reached."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse

from .action import Precision
from .agreement import InAgreement
from .project import Project


class ProjectStep(InAgreement):
    """No agreed text: a plan moves, and what was agreed of it stands in the actions."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(_("step"), max_length=200, help_text=_("Such as «vergunning» or «start bouw»."))
    planned_on = models.DateField(_("planned on"), null=True, blank=True, help_text=_("The last day of the period."))
    planned_precision = models.CharField(_("planned as"), max_length=20, choices=Precision, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    history = History()
    agreement_path = "project__agreement"
    natural_key_fields = ("project__agreement__slug", "project__name", "name")

    class Meta:
        verbose_name = _("step of a project")
        verbose_name_plural = _("steps of projects")
        ordering = [models.F("planned_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="project_step_once",
                violation_error_message=_("This project already has a step with this name."),
            ),
            models.CheckConstraint(
                condition=models.Q(planned_on__isnull=True, planned_precision="")
                | (models.Q(planned_on__isnull=False) & ~models.Q(planned_precision="")),
                name="project_step_with_precision",
                violation_error_message=_("Say how exactly the step is planned: a day, a quarter, a year."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.planned_precision and not self.planned_on:
            refuse(planned_on=_("Fill in the last day of the period, or leave out how exactly it is planned."))
        if self.reached_on and self.reached_on > timezone.localdate():
            refuse(reached_on=_("A step cannot have been reached in the future."))

    def is_late(self) -> bool:
        return self.reached_on is None and self.planned_on is not None and self.planned_on < timezone.localdate()
