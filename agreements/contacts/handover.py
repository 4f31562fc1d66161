"""Contacts of what a party leads: chosen, handed over, and told by mail. Writes as in workflow.py."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agreements.agenda.words import printed_order
from agreements.models import Lead
from parties.mail import post
from parties.models import Membership, Party, User
from parties.models.party import PARTY_AND_UMBRELLAS
from parties.people.names import name_with_party
from parties.people.workflow import end_membership
from parties.prepared import Prepared

# What a mail and a list tell of a lead.
AS_PRINTED = (
    "action__agenda__agreement__title",
    "-action__agenda__year",
    *printed_order("action__goal", "action__agenda__year"),
    "action__position",
    "pk",
)
TOLD = ("party", "contact", "action__project", "action__goal", "action__agenda__agreement")


@transaction.atomic
def choose_contacts(choices: Mapping[int, User | None], *, by: User) -> int:
    """Give leads, by key, their contact; each new contact gets one mail for each party. Returns how many changed.

    One action or all at once: this is the same.
    """
    changed = []
    leads = Lead.objects.select_for_update(of=("self",)).select_related(*TOLD)
    for lead in leads.filter(pk__in=choices).order_by("pk"):
        if lead.contact != choices[lead.pk]:
            lead.contact = choices[lead.pk]
            lead._history_user = by
            lead.save()
            changed.append(lead)
    tell_contacts(changed, by=by)
    return len(changed)


@transaction.atomic
def tell_contacts(leads: Iterable[Lead], *, by: User) -> None:
    """One mail to each contact about all of these leads of one party; who chose herself knows. After too many mails none goes."""
    together: dict[tuple[Party, User], list[Lead]] = defaultdict(list)
    for lead in leads:
        if lead.contact is not None and lead.contact != by:
            together[lead.party, lead.contact].append(lead)
    for (party, contact), found in together.items():
        sentence = _("You get this mail because {person} made you the contact of {party} for what stands above.")
        why = format_lazy(sentence, person=name_with_party(by, among=Party.objects.visible_to(contact)), party=party)
        post("contact", to=contact, context={"leads": found, "party": party}, why=why, by=by)


@transaction.atomic
def let_go(membership: Membership, *, by: User, takes_over: str = "") -> int:
    """Let someone leave the party, and tell its coordinators which actions need another contact; returns how many.

    takes_over says who may sign after the last who may (parties.people.signing).
    """
    person, party = membership.user, membership.party
    end_membership(membership, by=by, takes_over=takes_over)
    leads = left_behind(party, person)
    for row in party.memberships.coordinating().select_related("user") if leads else ():
        why = format_lazy(_("You get this mail because you are coordinator of {party}."), party=party)
        post("hand_over", to=row.user, context={"leads": leads, "party": party, "person": person}, why=why)
    return len(leads)


def left_behind(party: Party, person: User) -> list[Lead]:
    """What the person was the contact for and is not any more, of this party and of its working groups."""
    return list(waiting_at(party).filter(contact=person))


def waiting_at(party: Party) -> QuerySet:
    """The leads of the party and of its working groups that need another contact."""
    own = Lead.objects.to_hand_over().filter(party__in=PARTY_AND_UMBRELLAS.keys(party.pk))
    return own.select_related(*TOLD).order_by(*AS_PRINTED)


def number_waiting_at(party: Party, umbrellas: Iterable[Party]) -> int:
    """How many waiting_at() finds, where umbrellas are all that the party is a member of. One query.

    By plain keys PostgreSQL knows how few leads there are.
    """
    return len(_waiting_at.rows((party.pk, *(row.pk for row in umbrellas))))


@Prepared
def _waiting_at(parties: Collection[int]) -> QuerySet:
    return Lead.objects.to_hand_over().filter(party__in=parties).values("pk")


def will_be_left_behind(membership: Membership) -> list[Lead]:
    """What the person is the contact for now on behalf of this party, for who asks before letting someone go."""
    own = Q(party=membership.party_id) | Q(party__in=membership.party.umbrella_rows.values("umbrella"))
    return list(Lead.objects.current().filter(own, contact=membership.user).select_related(*TOLD).order_by(*AS_PRINTED))
