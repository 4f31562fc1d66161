"""What a person may do for a party."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import CheckedModel, History, acting_person, refuse

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

    signing_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("right to sign asked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        help_text=_("As long as nobody else of the party confirmed it."),
    )
    signing_asked_at = models.DateTimeField(_("right to sign asked at"), null=True, blank=True, editable=False)

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
            ),
            models.CheckConstraint(
                condition=models.Q(signing_asked_by__isnull=True, signing_asked_at__isnull=True)
                | models.Q(signing_asked_by__isnull=False, signing_asked_at__isnull=False, may_sign=False),
                name="signing_asked_before_it_is_given",
                violation_error_message=_("The right to sign is asked for by someone, and not given yet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.party}, {self.get_role_display()})"

    def natural_key(self):
        return (self.user.email, self.party.name)

    def clean(self) -> None:
        super().clean()
        self._stay_with_the_person()
        if self.party_id and self.party.merged_on and (self.may_sign or self.role != self.Role.READER):
            refuse(party=_("%(party)s does nothing any more: its people only read.") % {"party": self.party})

    def _stay_with_the_person(self) -> None:
        """Else the right to sign would pass to somebody for whom nobody confirmed it."""
        if self._state.adding or acting_person(self) is None:
            return
        before = Membership.objects.filter(pk=self.pk).values_list("user", "party").first()
        if before and before != (self.user_id, self.party_id):
            name = "user" if before[0] != self.user_id else "party"
            refuse(**{name: _("A membership stays with its person and party. Take this one away, and add another.")})

    @property
    def is_signing_asked(self) -> bool:
        """Whether the right to sign waits for a second person of the party."""
        return self.signing_asked_at is not None

    @property
    def speaks_for_party(self) -> bool:
        """Whether the person coordinates or signs: one of those who may confirm the right of another."""
        return self.user.is_active and (self.role == self.Role.COORDINATOR or self.may_sign)

    def ask_signing(self, *, by) -> None:
        """Let the right wait for a second person; not saved."""
        self.may_sign, self.signing_asked_by, self.signing_asked_at = False, by, timezone.now()

    def forget_signing(self) -> None:
        """Nothing is asked any more; not saved."""
        self.signing_asked_by = self.signing_asked_at = None

    def before_coming_back(self, *, by) -> None:
        """Who comes back signs again after a second person said so, and not before."""
        if self.may_sign or self.is_signing_asked:
            self.ask_signing(by=by)
