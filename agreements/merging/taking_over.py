"""In one agreement: what goes over to the successor of a party that merges. The page shows it first, the workflow writes it."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from agreements.models import Advice, Agenda, Agreement, Lead, Participation, Proposal
from agreements.models.adoptable import TextState
from parties.models import Party

UNDER_WAY = (Proposal.State.DRAFT, Proposal.State.OPEN)


@dataclass(frozen=True)
class Takeover:
    """part is that of the party that merges, taken the one that its successor has already, if any."""

    agreement: Agreement
    old: Party
    new: Party
    part: Participation
    taken: Participation | None

    @property
    def is_there(self) -> bool:
        """Whether the successor takes part itself already: then its own part stays as it was agreed."""
        return self.taken is not None and self.taken.is_accepted

    @property
    def stays_otherwise(self) -> bool:
        """Whether the successor takes part in another role, which only all parties together change."""
        return self.is_there and self.taken is not None and self.taken.role != self.part.role

    @cached_property
    def years_that_stand(self) -> tuple[int, ...]:
        """The years that keep the name of the party, in order; the agreement as a whole is the one before all of them."""
        return tuple(sorted(year for year, stands_still in Agenda.years_read(self.agreement.pk).items() if stands_still))

    @cached_property
    def years_in_force(self) -> tuple[int, ...]:
        """Those among them that are agreed: what only waits for answers becomes a draft again, and says the new name."""
        waiting = self.agreement.proposals.adopting().open().select_related("agenda")
        return tuple(year for year in self.years_that_stand if year not in {row.text.year_read for row in waiting})

    def draft_leads(self) -> QuerySet[Lead]:
        """Of actions in texts that are written: these say the new name at once."""
        rows = Lead.objects.filter(party=self.old, action__agenda__agreement=self.agreement)
        return rows.filter(action__agenda__state=TextState.DRAFT).select_related("action__agenda__agreement", "party")

    def leads_in_force(self) -> QuerySet[Lead]:
        """On which people of the successor report from now on, under the name that the text has."""
        rows = Lead.objects.filter(party=self.old, action__agenda__agreement=self.agreement, action__dropped_on=None)
        return rows.filter(action__agenda__state=TextState.ADOPTED)

    def open_proposals(self) -> QuerySet[Proposal]:
        """What is put to the party, or by it: these are put anew, to its successor."""
        own = Q(needed__party=self.old) | Q(party=self.old)
        return self.agreement.proposals.open().filter(own).distinct().select_related("agreement", "agenda__agreement")

    def own_changes(self) -> QuerySet[Proposal]:
        """The changes that the party wrote or put to the others, and that have not ended."""
        return Proposal.objects.changing().filter(agreement=self.agreement, party=self.old, state__in=UNDER_WAY)

    def advices(self) -> QuerySet[Advice]:
        """What the party must still advise, or asked and must still answer; not between the two themselves."""
        rows = Advice.objects.filter(agreement=self.agreement, withdrawn_on=None, answered_on=None)
        asked_of = Q(party=self.old, given_on=None) & ~Q(asking_party=self.new)
        return rows.filter(asked_of | (Q(asking_party=self.old) & ~Q(party=self.new)))


def place_in(agreement: Agreement, old: Party, new: Party) -> Takeover:
    rows = {row.party_id: row for row in agreement.participations.filter(party__in=[old, new]).select_related("party")}
    return Takeover(agreement, old, new, rows[old.pk], rows.get(new.pk))
