"""A party: who makes agreements."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from parties.contrast import check_colour
from parties.files.uploads import FileNameField, UploadField
from parties.history.records import CheckedModel, History, refuse
from parties.names import validate_name
from parties.prepared import Prepared

Tie = Callable[[RawSQL], models.QuerySet]
TIES: list[Prepared] = []


def ties_parties(tie: Tie) -> Tie:
    """Let people see more parties than their own; for an app above, which knows what parties have in common.

    The function gets the keys of someone's own parties and gives those of the parties tied to them.
    """
    TIES.append(Prepared(lambda user: tie(PARTIES_OF.keys(user))))
    return tie


class PartyQuerySet(models.QuerySet):
    def of(self, user) -> "PartyQuerySet":
        """The parties in which the person works, those that merged into them, and the working groups and umbrellas of those."""
        return self.filter(pk__in=PARTIES_OF.keys(user.pk))

    def own_of(self, user) -> "PartyQuerySet":
        """The parties to which the person belongs, without their umbrellas."""
        return self.filter(pk__in=OWN_PARTIES.keys(user.pk))

    def visible_to(self, user) -> "PartyQuerySet":
        """The person's own parties and all that are tied to one of them, such as by an agreement."""
        if user.is_superuser:
            return self
        visible = models.Q(pk__in=PARTIES_OF.keys(user.pk))
        for tied in TIES:
            visible |= models.Q(pk__in=tied.keys(user.pk))
        return self.filter(visible)

    def editable_by(self, user) -> "PartyQuerySet":
        """The parties whose own data the person keeps."""
        if user.is_superuser:
            return self
        return self.coordinated_by(user)

    def coordinated_by(self, user) -> "PartyQuerySet":
        """The parties of which the person is coordinator."""
        return self.filter(pk__in=COORDINATED_PARTIES.keys(user.pk))

    def reported_by(self, user) -> "PartyQuerySet":
        """Parties that the person reports for: as editor or coordinator; a working group through a member."""
        return self.filter(pk__in=REPORTED_PARTIES.keys(user.pk))

    def contacts_chosen_by(self, user) -> "PartyQuerySet":
        """Parties for whose leads the person chooses the contact: as coordinator, also through a member."""
        return self.filter(pk__in=CONTACTS_CHOSEN_PARTIES.keys(user.pk))

    def signed_by(self, user) -> "PartyQuerySet":
        """The parties for which the person may assent and sign."""
        return self.filter(pk__in=SIGNED_PARTIES.keys(user.pk))

    def going_on(self) -> "PartyQuerySet":
        """Those that did not merge into another one."""
        return self.filter(successor=None)

    def get_by_natural_key(self, name):
        return self.get(name=name)


class Party(CheckedModel):
    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        HOUSING_ASSOCIATION = "housing_association", _("housing association")
        TENANTS_ORGANISATION = "tenants_organisation", _("tenants' organisation")
        UMBRELLA = "umbrella", _("umbrella or working group")
        CARE_PROVIDER = "care_provider", _("care provider")
        PROVINCE = "province", _("province")
        OTHER = "other", _("other")

    name = models.CharField(
        _("name"),
        max_length=200,
        unique=True,
        validators=[validate_name],
        error_messages={"unique": _("There is already a party with this name.")},
    )
    short_name = models.CharField(
        _("short name"),
        max_length=60,
        validators=[validate_name],
        help_text=_("As the party is called in the text of the agreements."),
        db_index=True,
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    code = models.CharField(
        _("code"),
        max_length=20,
        blank=True,
        help_text=_("The official number: GM0252 for a municipality, L0123 for a housing association."),
    )
    website = models.URLField(_("website"), blank=True)
    colour = models.CharField(
        _("colour of its public pages"),
        max_length=7,
        blank=True,
        validators=[check_colour],
        help_text=_("Such as #0b4f5c; dark enough to read on white."),
    )
    logo = UploadField(_("logo on its public pages"), folder="logos", name_field="logo_name", blank=True)
    logo_name = FileNameField()
    members = models.ManyToManyField(
        "self",
        verbose_name=_("member parties"),
        through="PartyMember",
        symmetrical=False,
        related_name="umbrellas",
        blank=True,
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text=_("The party that goes on after a merger or a change of name."),
    )
    active_until = models.DateField(_("active until"), null=True, blank=True, help_text=_("Empty as long as the party exists."))

    history = History()
    objects = PartyQuerySet.as_manager()
    natural_key_fields = ("name",)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name

    def natural_key(self):
        return (self.name,)

    @property
    def merged_on(self) -> date | None:
        """The first day on which its successor stands in its place; None for a party that goes on."""
        return self.active_until + timedelta(days=1) if self.successor_id and self.active_until else None

    @property
    def merged_words(self) -> str:
        """Into which party it merged and when, the same sentence wherever the party is shown; empty when it goes on."""
        if self.merged_on is None:
            return ""
        words = {"party": self.successor, "date": date_format(self.merged_on, "j F Y")}
        return str(_("Merged into %(party)s on %(date)s") % words)

    def clean(self) -> None:
        if self.successor_id and self.successor_id == self.pk:
            refuse(successor=_("A party cannot be its own successor."))
        if self.pk and self.kind != self.Kind.UMBRELLA and self.member_rows.exists():
            refuse(kind=_("Only an umbrella or a working group has member parties."))


class PartyMemberManager(models.Manager):
    def get_by_natural_key(self, umbrella, member):
        return self.get(umbrella__name=umbrella, member__name=member)


class PartyMember(CheckedModel):
    """One member party of an umbrella or working group."""

    umbrella = models.ForeignKey(Party, verbose_name=_("umbrella"), on_delete=models.CASCADE, related_name="member_rows")
    member = models.ForeignKey(Party, verbose_name=_("member party"), on_delete=models.PROTECT, related_name="umbrella_rows")

    history = History()
    objects = PartyMemberManager()
    natural_key_fields = ("umbrella__name", "member__name")

    class Meta:
        verbose_name = _("member party")
        verbose_name_plural = _("member parties")
        ordering = ["member__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["umbrella", "member"],
                name="member_once_per_umbrella",
                violation_error_message=_("This party is already a member."),
            ),
            models.CheckConstraint(
                condition=~models.Q(umbrella=models.F("member")),
                name="umbrella_not_its_own_member",
                violation_error_message=_("A party cannot be a member of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.umbrella} – {self.member}"

    def natural_key(self):
        return (self.umbrella.name, self.member.name)

    def clean(self) -> None:
        if self.umbrella_id and self.umbrella.kind != Party.Kind.UMBRELLA:
            refuse(member=_("Only an umbrella or a working group has member parties."))


class PartyAliasManager(models.Manager):
    def get_by_natural_key(self, party, alias):
        return self.get(party__name=party, alias=alias)


class PartyAlias(CheckedModel):
    """Another name by which texts know a party: an abbreviation, a former name, a spelling."""

    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(
        _("other name"),
        max_length=200,
        validators=[validate_name],
        help_text=_("By which documents that are read in call this party, such as «WB»."),
    )

    history = History()
    objects = PartyAliasManager()
    natural_key_fields = ("party__name", "alias")

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "alias"],
                name="alias_once_per_party",
                violation_error_message=_("This party already has this other name."),
            )
        ]

    def __str__(self) -> str:
        return self.alias

    def natural_key(self):
        return (self.party.name, self.alias)

    def clean(self) -> None:
        self.alias = " ".join(self.alias.split())


def merged_into(own) -> models.QuerySet:
    """The keys of the parties that merged into these, also by way of one in between. No joins: nearly every query asks it."""
    merged = Party.objects.exclude(successor=None).order_by()
    return merged.filter(
        models.Q(successor__in=own) | models.Q(successor__in=merged.filter(successor__in=own).values("pk"))
    ).values("pk")


def _keys(user: int, **which) -> models.QuerySet:
    """The keys of the parties to which the person belongs, in such a role."""
    return Party.memberships.rel.related_model.objects.filter(user=user, **which).values("party")


def _with_umbrellas(user: int, **which) -> models.QuerySet:
    """Those, those that merged into them, and the parties of which they are a member.

    As lists of keys, never as joins: nearly every query asks for this, and a database that joins them to all agreements
    before it looks at the person takes minutes. And as one list after the other: with OR it looks through all parties.
    """
    own = _keys(user, **which)
    umbrellas = PartyMember.objects.filter(member__in=own).values("umbrella")
    return own.order_by().union(umbrellas.order_by(), merged_into(own))


def _party_and_umbrellas(party: int):
    umbrellas = PartyMember.objects.filter(member=party).values("umbrella")
    return Party.objects.filter(models.Q(pk=party) | models.Q(pk__in=umbrellas)).values("pk")


PARTY_AND_UMBRELLAS = Prepared(_party_and_umbrellas)  # the keys of a party and of what it is a member of

# The keys of the parties of a person; `party__in=PARTIES_OF.keys(user.pk)` asks less than `party__in=Party.objects.of(user)`.
OWN_PARTIES = Prepared(_keys)
PARTIES_OF = Prepared(_with_umbrellas)
WRITES = ["editor", "coordinator"]
WRITING_PARTIES = Prepared(partial(_keys, role__in=WRITES))
COORDINATED_PARTIES = Prepared(partial(_keys, role="coordinator"))
SIGNED_PARTIES = Prepared(partial(_keys, may_sign=True))
REPORTED_PARTIES = Prepared(partial(_with_umbrellas, role__in=WRITES))
CONTACTS_CHOSEN_PARTIES = Prepared(partial(_with_umbrellas, role="coordinator"))
