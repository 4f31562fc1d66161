"""The people on whom a proposal rests: who may still sign, who looks after it, and what they hear when somebody of them goes."""

from django.db.models import Q, QuerySet

from agreements.consent.telling import tell_short
from agreements.models import NeededAnswer, Proposal
from parties.models import Membership, Party, User


def short_answers(proposal: Proposal) -> QuerySet[NeededAnswer]:
    """The answers that cannot come any more, because too few people may sign; each says why. One query."""
    return _short().filter(proposal=proposal)


def _short() -> QuerySet[NeededAnswer]:
    rows = NeededAnswer.objects.short().order_by("proposal__deadline", "position", "pk")
    return rows.select_related("party", "proposal__agreement", "proposal__agenda__agreement", "proposal__party")


def short_for(user: User) -> QuerySet[NeededAnswer]:
    """Those about which this person can do something: of a party that the person coordinates, or that proposed it. One query."""
    own = Party.objects.coordinated_by(user).values("pk")
    return _short().filter(Q(party__in=own) | Q(proposal__party__in=own))


def proposals_of(row: Membership) -> list[Proposal]:
    """What the person put to the parties for this party, and what is left to the other coordinators when the person goes."""
    rows = Proposal.objects.filter(party=row.party_id, opened_by=row.user_id, state__in=Proposal.UNDER_WAY)
    return list(rows.select_related("agreement", "agenda__agreement"))


def looks_after(proposal: Proposal) -> User | None:
    """Who proposed it, or the first coordinator of that party where that person does not coordinate it any more."""
    people = [row.user for row in proposal.party.memberships.coordinating().select_related("user").order_by("pk")]
    return proposal.opened_by if proposal.opened_by in people else next(iter(people), None)


# -- Somebody goes


def tell_when_right_ended(sender, instance: Membership, **kwargs) -> None:
    """After a membership was written: somebody of the party may not sign any more."""
    if not instance.may_sign and _was(instance, "may_sign"):
        _tell_short([instance.party_id])


def tell_when_member_left(sender, instance: Membership, **kwargs) -> None:
    if instance.may_sign:
        _tell_short([instance.party_id])


def tell_when_switched_off(sender, instance: User, **kwargs) -> None:
    """After an account was written: somebody cannot come in any more, by whatever door that was done."""
    if not instance.is_active and _was(instance, "is_active"):
        _tell_short(list(instance.memberships.filter(may_sign=True).values_list("party", flat=True)))


def _was(row: Membership | User, name: str) -> bool:
    """What stood in the field before the newest record of the row."""
    before = row.history.order_by("-history_date", "-history_id").values_list(name, flat=True)[1:2]
    return bool(list(before) == [True])


def _tell_short(parties: list[int]) -> None:
    for needed in _short().filter(party__in=parties):
        tell_short(needed)
