"""What a person may do for a party."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import CheckedModel, History

from .party import Party


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MembershipQuerySet":
        """The people of the person's own parties."""
        if user.is_superuser:
            return self
        return self.filter(party__memberships__user=user).distinct()

    def editable_by(self, user) -> "MembershipQuerySet":
        """The people of the parties for which the person is coordinator."""
        if user.is_superuser:
            return self
        return self.filter(party__in=Party.objects.editable_by(user).values("pk"))

    def reporting(self) -> "MembershipQuerySet":
        """The editors and coordinators who are still active: they report for their party."""
        return self.filter(role__in=[Membership.Role.EDITOR, Membership.Role.COORDINATOR], user__is_active=True)

    def coordinating(self) -> "MembershipQuerySet":
        return self.filter(role=Membership.Role.COORDINATOR, user__is_active=True)

    def get_by_natural_key(self, email, party):
        return self.get(user__email=email, party__name=party)


class Membership(CheckedModel):
    class Role(models.TextChoices):
        READER = "reader", _("reader")
        EDITOR = "editor", _("editor")
        COORDINATOR = "coordinator", _("coordinator")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships"
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.READER)
    may_sign = models.BooleanField(
        _("may sign"), default=False, help_text=_("May assent to changes and sign agreements on behalf of the party.")
    )

    history = History()
    objects = MembershipQuerySet.as_manager()
    natural_key_fields = ("user__email", "party__name")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["party__name", "user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party"],
                name="membership_once",
                violation_error_message=_("This person already belongs to this party."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.party}, {self.get_role_display()})"

    def natural_key(self):
        return (self.user.email, self.party.name)
