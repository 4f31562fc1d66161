"""An invitation to join a party, sent by mail: its link works once and for a limited time."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.canonical import hash_of
from parties.history.records import CheckedModel, History, refuse
from parties.names import validate_name

from .membership import Membership
from .party import COORDINATED_PARTIES, Party
from .user import User


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "InvitationQuerySet":
        """Those to the parties of which the person is coordinator."""
        if user.is_superuser:
            return self
        return self.filter(party__in=COORDINATED_PARTIES.keys(user.pk))

    def editable_by(self, user) -> "InvitationQuerySet":
        return self.visible_to(user)

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; those whose time is over wait to be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def with_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_hash=hash_of(token))


class Invitation(CheckedModel):
    class Standing(models.TextChoices):
        OPEN = "open", _("open")
        EXPIRED = "expired", _("expired")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Step(models.TextChoices):
        """What whoever opens the link has to do."""

        NEW = "new"  # give a name and a password
        RETURN = "return"  # someone who left: the same, and sign in after that
        SIGN_IN = "sign_in"
        JOIN = "join"  # signed in as the right person: one press
        OTHER = "other"  # signed in as someone else: sign out first
        OFF = "off"  # an account that was switched off for another reason than leaving

    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True, validators=[validate_name])
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role, default=Membership.Role.READER)
    may_sign = models.BooleanField(_("may sign"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(_("link"), max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    history = History(excluded_fields=["token_hash"])
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_waits_once",
                violation_error_message=_("An invitation to this address is waiting already. Send that one again."),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="invitation_email_in_lower_case",
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="invitation_accepted_by_someone",
                violation_error_message=_("An accepted invitation says when and by whom, and is not withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.email} ({self.party}, {self.get_role_display()})"

    @property
    def standing(self) -> Standing:
        if self.accepted_at:
            return self.Standing.ACCEPTED
        if self.withdrawn_at:
            return self.Standing.WITHDRAWN
        return self.Standing.OPEN if timezone.now() < self.expires_at else self.Standing.EXPIRED

    @property
    def standing_words(self) -> str:
        """What whoever looks after it must know of the link: such as «open, works until 3 May 2026»."""
        moments = {
            self.Standing.OPEN: (_("open, the link works until %(date)s"), self.expires_at),
            self.Standing.EXPIRED: (_("the link has expired on %(date)s, nobody used it"), self.expires_at),
            self.Standing.ACCEPTED: (_("accepted on %(date)s"), self.accepted_at),
            self.Standing.WITHDRAWN: (_("withdrawn on %(date)s"), self.withdrawn_at),
        }
        words, moment = moments[self.standing]
        return words % {"date": date_format(timezone.localtime(moment), "j F Y, H:i")}

    @property
    def is_open(self) -> bool:
        return self.standing == self.Standing.OPEN

    @cached_property
    def person(self) -> User | None:
        """Who has the address already."""
        return User.objects.filter(email=self.email).first()

    def step_for(self, user) -> Step:
        """What the visitor has to do; never that a visitor who is signed in joins under another address."""
        if user.is_authenticated:
            return self.Step.JOIN if user == self.person else self.Step.OTHER
        if self.person is None:
            return self.Step.NEW
        if self.person.is_active:
            return self.Step.SIGN_IN
        return self.Step.RETURN if self.person.has_left else self.Step.OFF

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
        self.name = " ".join(self.name.split())  # one line: it stands in the head of a mail
        if self._state.adding and self.party_id and self.party.memberships.filter(user__email=self.email).exists():
            refuse(email=_("This person already belongs to this party."))
