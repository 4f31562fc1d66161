"""A new agreement that somebody is putting together: what was typed so far, kept until it begins."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.models import Invitation, Membership, Party
from parties.models.party import COORDINATED_PARTIES


class AgreementDraftQuerySet(models.QuerySet):
    def offered_to(self, user) -> Self:
        """The person's own, and those that were handed over to a party of which the person is coordinator. Oldest first."""
        handed = Q(person=None, party__in=COORDINATED_PARTIES.keys(user.pk))
        return self.filter(Q(person=user.pk) | handed).select_related("party").order_by("pk")

    def handed_over_to_parties_of(self, user) -> Self:
        """What a superuser handed over and has not begun yet: all of it for a superuser, else that of the person's parties."""
        rows = self.filter(handed_over_at__isnull=False, party__isnull=False)
        if not user.is_superuser:
            rows = rows.filter(party__in=COORDINATED_PARTIES.keys(user.pk))
        return rows.select_related("party", "person").order_by("pk")


class AgreementDraft(models.Model):
    """Of one person, or handed over to a party of which no coordinator took it up yet; party stays when one did.

    content holds, for each step of the page, the fields as they were sent: also what is not right yet.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="agreement_draft",
    )
    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.CASCADE, null=True, blank=True, related_name="agreement_drafts"
    )
    content = models.JSONField(_("content"), default=dict)
    step = models.CharField(_("step"), max_length=20, default="partijen")
    handed_over_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    objects = AgreementDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a new agreement")
        verbose_name_plural = _("drafts of new agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(party__isnull=False),
                name="agreement_draft_is_of_somebody",
                violation_error_message=_("A draft is of a person, or waits for a party."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.party_id}: {self.step}"


def prepared_in_words(invitation: Invitation) -> list[str]:
    """What waits for the coordinator that is invited: the years of each draft that was handed over and that nobody took up."""
    if invitation.role != Membership.Role.COORDINATOR:
        return []
    rows = AgreementDraft.objects.filter(party=invitation.party_id, person=None, handed_over_at__isnull=False).order_by("pk")
    return [" – ".join(str(row.content["woorden"][name]) for name in ("start_year", "end_year")) for row in rows]
