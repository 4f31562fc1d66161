"""The people on whom a proposal rests: who may still sign, who looks after it, and what they hear when somebody of them goes."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from agreements.consent.telling import tell_short
from agreements.models import Assent, NeededAnswer, Proposal
from parties.models import Membership, Party, User
from parties.models.party import COORDINATED_PARTIES
from parties.prepared import Prepared

UNDER_WAY = (Proposal.State.DRAFT, Proposal.State.OPEN)


@dataclass(frozen=True, slots=True)
class Short:
    """A party of which too few people are left who may answer the proposal; can is how many still may."""

    needed: NeededAnswer
    can: int

    @property
    def proposal(self) -> Proposal:
        return self.needed.proposal

    @property
    def party(self) -> Party:
        return self.needed.party

    @property
    def why(self) -> str:
        if self.can:
            sentence = _("One more person of %(party)s must be able to answer, and nobody else there may sign.")
        else:
            sentence = _("Nobody of %(party)s who has not answered yet may sign, so this cannot come into force.")
        return sentence % {"party": self.party}


def short_answers(proposal: Proposal) -> tuple[Short, ...]:
    """The answers to it that cannot come any more. One query."""
    return _short(Q(proposal=proposal))


def short_for(user: User) -> tuple[Short, ...]:
    """Those about which this person can do something: of a party that the person coordinates, or that proposed it. One query."""
    return _as_short(short_rows_for(user))


def short_rows_for(user: User) -> QuerySet[NeededAnswer]:
    """The needed answers of short_for(), each with can."""
    return _short_rows(Q(pk__in=_looked_after_by.keys(user.pk)))


@Prepared
def _looked_after_by(user: int) -> QuerySet:
    """What the open proposals ask of parties that the person coordinates, or ask in the name of one of them.

    Put together with OR, PostgreSQL would read every answer that was ever asked in the country.
    """
    own = COORDINATED_PARTIES.keys(user)
    asked = NeededAnswer.objects.filter(proposal__state=Proposal.State.OPEN).order_by().values("pk")
    return asked.filter(party__in=own).union(asked.filter(proposal__party__in=own))


def _short(which: Q) -> tuple[Short, ...]:
    return _as_short(_short_rows(which))


def _short_rows(which: Q) -> QuerySet[NeededAnswer]:
    rows = NeededAnswer.objects.filter(which, proposal__state=Proposal.State.OPEN).unanswered()
    return rows.annotate(can=Coalesce(Subquery(_left_to_answer()), 0)).filter(can__lt=F("people") - F("given"))


def _as_short(rows: QuerySet[NeededAnswer]) -> tuple[Short, ...]:
    rows = rows.select_related("party", "proposal__agreement", "proposal__agenda__agreement", "proposal__party")
    return tuple(Short(row, row.can) for row in rows.order_by("proposal__deadline", "position", "pk"))


def _left_to_answer() -> QuerySet:
    """For each needed answer how many people of the party may still give it, as telling.people_who_answer() has it."""
    of_kind = ExpressionWrapper(OuterRef("proposal__kind"), output_field=CharField())
    answered = Assent.objects.filter(needed=OuterRef(OuterRef("pk")), by=OuterRef("user"))
    people = Membership.objects.filter(party=OuterRef("party"), user__is_active=True).annotate(of_kind=of_kind)
    may = Q(may_sign=True) | Q(role=Membership.Role.COORDINATOR, of_kind=Proposal.Kind.CORRECT)
    left = people.filter(may).exclude(Exists(answered)).order_by().values("party")
    return left.annotate(number=Count("pk")).values("number")


def proposals_of(row: Membership) -> list[Proposal]:
    """What the person put to the parties for this party, and what is left to the other coordinators when the person goes."""
    rows = Proposal.objects.filter(party=row.party_id, opened_by=row.user_id, state__in=UNDER_WAY)
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
    for row in _short(Q(party__in=parties)):
        tell_short(row.needed, row.why)
