"""Who reads a comment, and who of them is named in it with «@» and a name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agreements.models import Agreement, Participation
from parties.models import Membership, Party, User
from parties.models.party import PartyMember
from parties.prepared import Prepared

SOMEONE = re.compile(r"(?<!\S)@[^\W\d_][\w.'’-]*")  # what reads as a name: «@Tess», not «tess@wonen.nl» and not «@18.00»


@dataclass(frozen=True, slots=True)
class CommentReader:
    """Someone who reads along; called is what stands behind the «@», in one agreement different for everyone."""

    person: User
    called: str
    parties: tuple[Party, ...]

    def reads(self, *, own_only: bool, party: Party | None) -> bool:
        """Whether this person reads what is said to all, or for this party only."""
        return not own_only or party in self.parties


def readers_of(agreement: Agreement) -> tuple[CommentReader, ...]:
    """Everyone of the parties that take part, and of the members of an umbrella that does, by name. One query."""
    found: dict[User, list[Party]] = {}
    for row in _memberships_in.models(agreement.pk):
        found.setdefault(row.user, []).append(row.party)
    names = [str(person) for person in found]

    def called(person: User, parties: list[Party]) -> str:
        return str(person) if names.count(str(person)) == 1 else f"{person} ({parties[0]})"

    return tuple(CommentReader(person, called(person, parties), tuple(parties)) for person, parties in found.items())


@Prepared.in_order
def _memberships_in(agreement: int) -> QuerySet[Membership]:
    taking_part = Participation.objects.accepted().filter(agreement=agreement).values("party")
    members = PartyMember.objects.filter(umbrella__in=taking_part).values("member")
    rows = Membership.objects.filter(Q(party__in=taking_part) | Q(party__in=members), user__is_active=True)
    return rows.select_related("user", "party").order_by("user__name", "user__pk", "party__name")


def named_in(text: str, readers: Iterable[CommentReader]) -> tuple[list[CommentReader], str]:
    """Who is named in the text, and the text without those names.

    The longest name is looked for first: «@Jan de Vries» is not «@Jan».
    """
    found, left = [], text
    for reader in sorted(readers, key=lambda reader: len(reader.called), reverse=True):
        left, count = re.subn(rf"(?<!\S)@{re.escape(reader.called)}(?!\w)", " ", left, flags=re.IGNORECASE)
        if count:
            found.append(reader)
    return found, left


def why_not_named(text: str, readers: Iterable[CommentReader], *, own_only: bool, party: Party | None) -> str:
    """The sentence about someone who is named in the text and does not read it, or is not known; else nothing."""
    found, left = named_in(text, readers)
    if not own_only or party:
        for reader in found:
            if not reader.reads(own_only=own_only, party=party):
                words = {"person": reader.called, "party": party}
                return (
                    _("%(person)s does not read what is for %(party)s only. Take the name out, or say it to all parties.") % words
                )
    if unknown := SOMEONE.search(left):
        sentence = _("«%(name)s» is nobody who reads this. Write the whole name, as in the list, or leave out the @.")
        return sentence % {"name": unknown[0]}
    return ""
