"""Who owns each field of parties and people; docs/eigenaren.md shows the table.

A person who signed in is meant; the program itself (a migration, the demonstration) owns everything.
"""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parties.history.owners import Owner, OwnerTable, remember
from parties.history.write_rules import Act, Write, WriteKind, is_within
from parties.models import Invitation, MailCount, Membership, Party, PartyAlias, PartyMember, User

owners = OwnerTable()


def within(name: str, *acts: Act, sentence: str | Promise) -> Owner:
    """Written only as part of one of these acts, which ask who may and when."""
    return Owner(name, lambda write: "" if any(map(is_within, acts)) else str(sentence))


def whoever(name: str, may: Callable[[Write], bool], sentence: str | Promise) -> Owner:
    """Written by those of whom this is true, and by the administrator."""
    return Owner(name, lambda write: "" if write.by.is_superuser or may(write) else str(sentence))


def _coordinates(write: Write) -> bool:
    """Whether the person coordinates the party that the row is, or is of; of a new party nobody does yet."""
    row = write.row
    party = row.pk if isinstance(row, Party) else row.umbrella_id if isinstance(row, PartyMember) else row.party_id
    if party is None:
        return True
    return remember(("coordinates", write.by.pk, party), lambda: Party.objects.coordinated_by(write.by).filter(pk=party).exists())


def _coordinates_both(write: Write) -> bool:
    """Whether the person speaks for umbrella and member: through an umbrella a party reads along."""
    own = Party.objects.coordinated_by(write.by).filter(pk=write.row.member_id)
    return _coordinates(write) and (write.row.member_id is None or own.exists())


def _invites_first(row: Invitation) -> bool:
    return is_within(Act.INVITE_FIRST) and row.role == Membership.Role.COORDINATOR and not row.may_sign


def _is_oneself(write: Write) -> bool:
    return write.row.pk == write.by.pk


program = Owner("niemand: het programma zelf", lambda write: "")
nobody = Owner("niemand", lambda write: str(_("This stays as it was recorded.")))
ADMINISTRATOR = _("Only the administrator of Driehoek changes this.")
administrator = whoever("de beheerder", lambda write: False, ADMINISTRATOR)
added_by_anyone = whoever("wie de partij toevoegt, daarna de beheerder", lambda write: write.before is None, ADMINISTRATOR)
joiners = whoever(
    "een coördinator van beide partijen, anders de beheerder",
    _coordinates_both,
    _("A party becomes a member by a coordinator of both parties. Ask the administrator of Driehoek where nobody is."),
)
coordinator_anywhere = whoever("een coördinator", lambda write: write.by.is_staff, _("Only a coordinator adds a party."))
own_coordinator = whoever(
    "een coördinator van de partij zelf", _coordinates, _("Only a coordinator of the party itself changes this.")
)
oneself = whoever("de persoon zelf", _is_oneself, _("Only the person changes this."))


def _gives_signing(write: Write) -> bool:
    return write.row.may_sign and not (write.before and write.before.may_sign)


def _takes_last_signing(write: Write) -> bool:
    """Whether nobody could sign for the party afterwards, and nobody was asked who takes over (people.workflow)."""
    row = write.before or write.row
    if is_within(Act.MANAGE_PEOPLE) or not row.may_sign or (write.kind != WriteKind.DELETE and write.row.may_sign):
        return False
    others = Membership.objects.filter(party=row.party_id, may_sign=True, user__is_active=True).exclude(pk=row.pk)
    return row.user.is_active and not others.exists()


def _why_not_sign(write: Write) -> str:
    """Taking the right away is as every change of people; giving it takes a second person, whoever asks."""
    if _takes_last_signing(write):
        return str(LAST_TO_SIGN)
    if not _gives_signing(write):
        return people.why_not(write)
    if not is_within(Act.CONFIRM_SIGNING) or write.before is None or not write.before.is_signing_asked:
        return str(NOT_ALONE)
    if write.by.pk in {write.before.signing_asked_by_id, write.before.user_id}:
        return str(SECOND_PERSON)
    return ""


NOT_ALONE = _("The right to sign is asked for on the page of the party, and somebody else of the party confirms it there.")
SECOND_PERSON = _("Who asked for the right to sign, and whose right it is, do not confirm it: somebody else of the party does.")
LAST_TO_SIGN = _(
    "This is the last one who may sign for the party. A coordinator takes the right away on the page of the party, which asks who"
    " takes over. Where that cannot wait, switch the account off: then the coordinators of all parties that wait are told."
)
people = whoever(
    "wie uitnodigt of toelaat, op de pagina van de partij",
    lambda write: is_within(Act.MANAGE_PEOPLE),
    _("People come to a party by invitation, and leave it on the page of the party."),
)
leaving = Owner(people.name, lambda write: str(LAST_TO_SIGN) if _takes_last_signing(write) else people.why_not(write))
signing_right = Owner(
    "wie mensen beheert vraagt het, een tweede persoon van de partij bevestigt het (de beheerder waar die er niet is)",
    _why_not_sign,
)
inviter = whoever(
    "een coördinator van de partij zelf; haar eerste coördinator: wie haar vraagt mee te doen",
    lambda write: _coordinates(write) or _invites_first(write.row),
    _("Only a coordinator of the party itself changes this."),
)

MERGING = _("A party merges into another one on the page of the party: then its successor takes its place everywhere.")
merging = within(
    "een coördinator van beide partijen, anders de beheerder, op de pagina van de partij", Act.MERGE_PARTIES, sentence=MERGING
)
until = Owner(administrator.name, lambda write: str(MERGING) if write.row.successor_id else administrator.why_not(write))

owners.add(
    Party,
    {
        own_coordinator: "name short_name website colour logo logo_name",
        added_by_anyone: "kind code",
        merging: "successor",
        until: "active_until",
        program: "id",
    },
    adding=coordinator_anywhere,
    removing=administrator,
)
owners.add(PartyMember, {joiners: "umbrella member", program: "id"}, adding=joiners, removing=own_coordinator)
owners.add(PartyAlias, {own_coordinator: "party alias", program: "id"}, adding=own_coordinator)
owners.add(
    Membership,
    {people: "user party role signing_asked_by signing_asked_at", signing_right: "may_sign", program: "id"},
    adding=people,
    removing=leaving,
)
owners.add(
    User,
    {
        oneself: "name email",
        administrator: "is_superuser is_fictitious",
        people: "is_active",
        program: "id password last_login date_joined",
    },
    adding=people,
    removing=nobody,
)
owners.add(
    Invitation,
    {
        inviter: "party email name role may_sign invited_by withdrawn_at",
        program: "id token_hash sent_at expires_at accepted_at accepted_by",
    },
    adding=inviter,
    removing=nobody,
)
owners.add(MailCount, {program: "name hour_began in_hour day_began in_day"}, adding=program)
