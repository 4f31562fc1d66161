"""What was handed over and has not begun yet: for whom, with whom as parties, and who takes it up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agreements.beginning.forms import key_of
from agreements.beginning.sitting import BEGIN, PARTIES, WORDS, Sitting, years_in
from agreements.models import AgreementDraft
from parties.models import Invitation, Membership, User


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party of the draft, with whom to invite for it, as far as that was written down."""

    name: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A draft that waits for a party, or that one of its coordinators took up.

    coordinators got the mail; where the party had none, invitations has those that nobody accepted yet.
    """

    draft: AgreementDraft
    years: tuple[int, int]
    parties: tuple[NamedParty, ...]
    coordinators: tuple[str, ...] = ()
    invitations: tuple[Invitation, ...] = ()

    @property
    def others(self) -> tuple[NamedParty, ...]:
        return tuple(each for each in self.parties if each.name != self.draft.party.name)


def read_draft(draft: AgreementDraft, today: date) -> HandedOver:
    """What its content says, as it was sent; no query."""
    sent, people = draft.content.get(PARTIES, {}), draft.content.get(BEGIN, {})
    rows = sorted((int(name[5:]), value) for name, value in sent.items() if name.startswith("name_") and value.strip())
    named = (NamedParty(name, _person(people, key_of(name))) for _row, name in rows)
    return HandedOver(draft, years_in(draft.content.get(WORDS, {}), today), tuple(named))


def _person(people: dict, key: str) -> str:
    """Such as «Abel, abel@desleutel.example»."""
    return ", ".join(words for name in ("person", "email") if (words := people.get(f"{name}_{key}", "").strip()))


def all_handed_over(user: User) -> list[HandedOver]:
    """For a superuser; three queries, however many there are."""
    drafts = list(AgreementDraft.objects.handed_over_to_parties_of(user))
    ids = {draft.party_id for draft in drafts}
    coordinators, invitations = defaultdict(list), defaultdict(list)
    for row in Membership.objects.coordinating().filter(party__in=ids).select_related("user").order_by("user__name", "pk"):
        coordinators[row.party_id].append(str(row.user))
    for invited in Invitation.objects.waiting().filter(party__in=ids, role=Membership.Role.COORDINATOR).order_by("pk"):
        invitations[invited.party_id].append(invited)
    today, found = timezone.localdate(), []
    for draft in drafts:
        read = read_draft(draft, today)
        found.append(
            HandedOver(draft, read.years, read.parties, tuple(coordinators[draft.party_id]), tuple(invitations[draft.party_id]))
        )
    return found


def waits_already(sitting: Sitting) -> list[HandedOver]:
    """What was handed over to the same municipality for some of the same years; one query, none as long as it is not known."""
    municipality = sitting.municipality
    if municipality is None or municipality.known is None:
        return []
    rows = AgreementDraft.objects.handed_over_to_parties_of(sitting.user).filter(party=municipality.known)
    first, last = sitting.years
    read = (read_draft(draft, sitting.today) for draft in rows if draft.person_id != sitting.user.pk)
    return [each for each in read if each.years[0] <= last and first <= each.years[1]]


def prepared_for(drafts: Iterable[AgreementDraft]) -> list[HandedOver]:
    """Each with what it says, for those to whom it was handed over."""
    today = timezone.localdate()
    return [read_draft(draft, today) for draft in drafts]
