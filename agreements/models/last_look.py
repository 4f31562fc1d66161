"""When somebody of a party last saw a text that is not adopted yet: the party and the moment, never the person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.models import Party

from .adoptable import OfTextQuerySet
from .agenda import Agenda
from .agreement import Agreement


class LastLook(models.Model):
    """One row for each party and text, overwritten at the next look. Without an agenda the text is the agreement as a whole."""

    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="looks")
    agenda = models.ForeignKey(Agenda, verbose_name=_("agenda"), on_delete=models.CASCADE, null=True, related_name="looks")
    looked_at = models.DateTimeField(_("looked at"))

    objects = OfTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("last look at a text")
        verbose_name_plural = _("last looks at a text")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "agenda"],
                name="look_once_per_year",
                violation_error_message=_("A party has one last look at a text."),
            ),
            models.UniqueConstraint(
                fields=["party", "agreement"],
                condition=models.Q(agenda=None),
                name="look_once_per_agreement",
                violation_error_message=_("A party has one last look at a text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.looked_at}"
