"""A building site or complex that actions speak of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import History

from .agreement import Agreement, InAgreement


class Project(InAgreement):
    class Phase(models.TextChoices):
        IDEA = "idea", _("idea")
        INITIATIVE = "initiative", _("initiative")
        PLANNING = "planning", _("design and planning procedure")
        PERMIT = "permit", _("permit")
        CONSTRUCTION = "construction", _("under construction")
        DELIVERED = "delivered", _("delivered")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(_("name"), max_length=200)
    area = models.CharField(_("village, neighbourhood or area"), max_length=200, blank=True)
    dwellings = models.PositiveIntegerField(_("dwellings"), null=True, blank=True)
    phase = models.CharField(_("phase"), max_length=20, choices=Phase, blank=True)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = (
        "agreement__slug",
        "name",
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"],
                name="project_once",
                violation_error_message=_("There is already a project with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
