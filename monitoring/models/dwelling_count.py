"""How many homes of a project are planned, in building and delivered, as a party counted them on a day."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Project
from agreements.models.agreement import InAgreement, InAgreementQuerySet
from agreements.models.publication import years_with_progress
from parties.history.records import History, refuse
from parties.models import Party

MOST = 100_000  # more homes than any project has; a slip of the keyboard
KEPT = _("What was counted stays as it was. Record a new count; the newest one counts.")


def _homes(name) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(name, default=0, validators=[MaxValueValidator(MOST)])


class DwellingCountQuerySet(InAgreementQuerySet):
    def published(self, on: date | None = None) -> "DwellingCountQuerySet":
        """Of the projects of a year of which all agreed to show the progress."""
        actions = Action.objects.filter(agenda__in=years_with_progress(on).values("pk"), project__isnull=False)
        return self.filter(project__in=actions.order_by().values("project"))


class DwellingCount(InAgreement):
    """Every home is in one of the three numbers. Never changed: the newest count of the latest day counts."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="dwelling_counts")
    counted_on = models.DateField(_("counted on"))
    planned = _homes(_("not begun yet"))
    in_building = _homes(_("in building"))
    delivered = _homes(_("delivered"))
    source = models.CharField(_("source"), max_length=300, help_text=_("Where the numbers come from."))
    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="dwelling_counts", help_text=_("Who counted.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="dwelling_counts"
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    on_behalf = models.BooleanField(
        _("on behalf of the party"), default=False, help_text=_("Entered by someone of another party.")
    )
    sent_as = models.UUIDField(
        _("form"),
        default=uuid.uuid4,
        editable=False,
        unique=True,
        help_text=_("A form that is sent twice makes one count."),
        error_messages={"unique": _("This form has been sent already.")},
    )

    history = History()
    objects = DwellingCountQuerySet.as_manager()
    agreement_path = "project__agreement"
    natural_key_fields = ("sent_as",)

    class Meta:
        verbose_name = _("count of homes")
        verbose_name_plural = _("counts of homes")
        ordering = ["-counted_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.project}, {self.counted_on:%d-%m-%Y}"

    @property
    def total(self) -> int:
        return self.planned + self.in_building + self.delivered

    def clean(self) -> None:
        super().clean()
        if not self._state.adding:
            raise ValidationError(KEPT)
        if self.counted_on and self.counted_on > timezone.localdate():
            refuse(counted_on=_("Homes cannot be counted in the future."))
        if self.party_id and self.project_id:
            taking_part = self.project.agreement.participations.accepted()
            if not taking_part.filter(party=self.party_id).exists():
                refuse(party=_("This party does not take part in this agreement."))

    def save(self, *args, checked: bool = False, **kwargs) -> None:
        """What is stored is always checked again, and refused."""
        super().save(*args, checked=checked and self._state.adding, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(KEPT)
