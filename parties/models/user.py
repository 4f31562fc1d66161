"""A person who signs in; the e-mail address is the login."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, OwnedModel
from parties.history.write_rules import WriteKind, write_of
from parties.names import validate_name
from parties.prepared import Prepared


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Create a person; without a password nobody can sign in until one is set by mail."""
        if name := fields.get("name"):
            validate_name(name)
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(OwnedModel, AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("There is already a person with this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=150, validators=[validate_name])
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Switch this off for someone who leaves; what that person did stays in the history."),
    )
    is_fictitious = models.BooleanField(
        _("fictitious"), default=False, help_text=_("A person of the demonstration, who does not exist.")
    )
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    history = History(excluded_fields=["password", "last_login"])
    objects = UserManager()
    parties_shown: tuple[str, ...] = ()  # filled in by show_parties(), for a reader
    natural_key_fields = ("email",)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="email_in_lower_case",
                violation_error_message=_("Write the e-mail address in lower case."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def is_staff(self) -> bool:
        """Whether the person may enter the admin: superusers and coordinators (Django reads this name)."""
        return self.is_superuser or any(role == "coordinator" for role, *_parties in self._roles)

    @property
    def reports_for(self) -> set[int]:
        """The keys of Party.objects.reported_by(), for the bar of every page: in the query that is_staff needs as well."""
        return self._parties_as("editor", "coordinator")

    @property
    def with_umbrellas(self) -> set[int]:
        """The keys of PARTIES_OF, out of the same query."""
        return {key for _role, *parties in self._roles for key in parties if key is not None}

    @property
    def chooses_contacts_for(self) -> set[int]:
        """The keys of Party.objects.contacts_chosen_by(), out of the same query."""
        return self._parties_as("coordinator")

    @property
    def coordinates_for(self) -> set[int]:
        """The keys of Party.objects.coordinated_by(), out of the same query."""
        return {party for role, party, *_others in self._roles if role == "coordinator" and party is not None}

    @property
    def belongs_to(self) -> set[int]:
        """The keys of Party.objects.own_of() and of those that merged into them, out of the same query."""
        own = ((party, *merged) for _role, party, _umbrella, *merged in self._roles)
        return {key for parties in own for key in parties if key is not None}

    @property
    def member_of(self) -> set[int]:
        """The keys of Party.objects.own_of(), out of the same query."""
        return {party for _role, party, *_others in self._roles if party is not None}

    def _parties_as(self, *roles: str) -> set[int]:
        """Those in which the person has one of these roles, with their umbrellas and what merged into them."""
        mine = [parties for role, *parties in self._roles if role in roles]
        return {key for parties in mine for key in parties if key is not None}

    @cached_property
    def _roles(self) -> tuple[tuple[str, int | None, ...], ...]:
        """The role in each party, beside each umbrella of that party, and each that merged into it."""
        return tuple(_ROLES.rows(self.pk))

    @property
    def name_and_party(self) -> str:
        return f"{self} ({', '.join(self.parties_shown)})" if self.parties_shown else str(self)

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Write the fields that are named, or those that differ from what was read; never what someone else changed meanwhile.

        Otherwise saving a name, in a page that was open for an hour, would switch on again who left, or undo a new password.
        """
        self.name = " ".join(self.name.split())  # one line: it stands in the head of a mail
        if self._state.adding:
            super().save(*args, update_fields=update_fields, **kwargs)
            self._keep_address()
            return
        with transaction.atomic():
            written = self._changed() if update_fields is None else set(update_fields)
            self._take_over_others(written)
            super().save(*args, update_fields=written, **kwargs)
            if "email" in written:
                self._keep_address()

    def _changed(self) -> set[str]:
        return set(write_of(self, WriteKind.CHANGE, by=None).fields)

    def _take_over_others(self, written: set[str]) -> None:
        """What is not written is as it stands now, in the row and so in its history."""
        others = [field.attname for field in self._meta.concrete_fields if field.name not in written and not field.primary_key]
        stored = User._base_manager.select_for_update().filter(pk=self.pk).values(*others).first()
        for name, value in (stored or {}).items():
            setattr(self, name, value)

    def _keep_address(self) -> None:
        """Tell allauth the address, which counts as verified.

        Nobody makes an account for oneself, so whoever gave the address vouches for it; and who changes it on the own account
        page has confirmed it by mail before it comes here.
        """
        if self.emailaddress_set.filter(email=self.email, primary=True).exists():
            return
        self.emailaddress_set.exclude(email=self.email).delete()
        self.emailaddress_set.update_or_create(email=self.email, defaults={"primary": True, "verified": True})

    @property
    def has_left(self) -> bool:
        """Whether the account was switched off only because the person left the last party.

        A superuser is never taken for one who left: an invitation must not give such an account back.
        """
        if self.is_active or self.is_superuser or self.memberships.exists():
            return False
        membership = self.memberships.model
        newest = self.history.order_by("-history_date", "-history_id").first()
        left = newest and newest.change_set
        return bool(left) and membership.history.filter(user=self.pk, history_type="-", change_set=left).exists()

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


def _roles_of(user: int) -> models.QuerySet:
    others = ("umbrella_rows__umbrella", "predecessors", "predecessors__predecessors")
    memberships = User.memberships.rel.related_model.objects.filter(user=user)
    return memberships.values_list("role", "party", *(f"party__{name}" for name in others))


_ROLES = Prepared(_roles_of)


@receiver(pre_delete, sender=User)
def refuse_to_delete(sender, instance: User, **kwargs) -> None:
    """On every path, also that of a query set or of the admin."""
    raise ValidationError(_("A person is never deleted: what was done under that name stays. Make the person inactive."))
