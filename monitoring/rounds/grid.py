"""The coordinator's grid of a round: party by party its actions, where each stands, and who can be asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from agreements.contacts.choosing import contacts_among, reporters_by_party
from agreements.models import Action, Lead
from monitoring.lights import STATES, Light
from monitoring.models import ProgressUpdate, Round
from monitoring.permissions import coordinated_ids, coordinates, why_not_accept_own
from monitoring.queries import ActionProgress, ActionState, collect_round
from parties.models import Party, User


@dataclass(frozen=True)
class GridCell:
    """One action of one party that leads it."""

    progress: ActionProgress
    lead: Lead
    contacts: tuple[User, ...]  # who hears about it
    is_under_way: bool
    why_not_accept: str

    @property
    def contact(self) -> User | None:
        """The one person whom one turns to, where the party named one."""
        return next((person for person in self.contacts if person.pk == self.lead.contact_id), None)

    @property
    def other_leads(self) -> tuple[Lead, ...]:
        return tuple(lead for lead in self.progress.leads if lead.party_id != self.lead.party_id)

    @property
    def mark(self) -> Light:
        """The state in the round, as a shape with its word."""
        return STATES[self.progress.state]

    @property
    def is_reported_elsewhere(self) -> bool:
        """Whether another lead reported, so that the answer stands with that party."""
        update = self.progress.update
        return update is not None and update.party_id != self.lead.party_id

    @property
    def is_waiting(self) -> bool:
        return self.is_under_way and not self.progress.counts

    @property
    def can_be_accepted(self) -> bool:
        return self.is_under_way and not self.is_reported_elsewhere and self.progress.state == ActionState.SUBMITTED

    @property
    def can_be_returned(self) -> bool:
        return self.is_under_way and not self.is_reported_elsewhere and self.progress.counts


@dataclass(frozen=True)
class PartyRows:
    """One lead with all its actions in the round."""

    party: Party
    people: tuple[User, ...]  # everyone who reports for it
    cells: tuple[GridCell, ...]
    last_day: date  # later than that of the round for a party with an extension
    is_open: bool  # whether the party may report now

    @property
    def waiting_count(self) -> int:
        return sum(cell.is_waiting for cell in self.cells)

    @property
    def answered_count(self) -> int:
        return sum(cell.progress.counts for cell in self.cells)

    @property
    def to_remind(self) -> tuple[User, ...]:
        """Those who hear about what waits, by name."""
        asked = {person.pk for cell in self.cells if cell.is_waiting for person in cell.contacts}
        return tuple(person for person in self.people if person.pk in asked)


@dataclass(frozen=True)
class Grid:
    round: Round
    parties: tuple[PartyRows, ...]
    rows: tuple[ActionProgress, ...]
    is_coordinator: bool

    @property
    def counts(self) -> tuple[tuple[Light, int], ...]:
        """How many actions stand where; only states that occur."""
        found = Counter(row.state for row in self.rows)
        return tuple((mark, found[key]) for key, mark in STATES.items() if found[key])

    @property
    def without_lead(self) -> tuple[Action, ...]:
        return tuple(row.action for row in self.rows if not row.leads)

    @property
    def out_of_reach(self) -> tuple[tuple[PartyRows, int], ...]:
        """Leads behind which nobody can be asked, with the number of their actions that no other lead can answer for."""
        reachable = {rows.party.pk for rows in self.parties if rows.people}
        silent = [rows for rows in self.parties if not rows.people]
        counted = [
            (rows, sum(not reachable & {lead.party_id for lead in cell.progress.leads} for cell in rows.cells)) for rows in silent
        ]
        return tuple((rows, count) for rows, count in counted if count)

    @property
    def acceptable(self) -> tuple[ProgressUpdate, ...]:
        """What this coordinator may accept now."""
        cells = (cell for rows in self.parties for cell in rows.cells)
        return tuple(cell.progress.update for cell in cells if cell.can_be_accepted and not cell.why_not_accept)

    @property
    def waiting_count(self) -> int:
        return sum(not row.counts for row in self.rows) if self.round.is_under_way else 0


def collect_grid(round: Round, user: User) -> Grid:
    """Everything on the grid as this person sees it; the same number of queries for any number of actions.

    round comes with its agenda and agreement, and with its extensions prefetched.
    """
    is_coordinator = coordinates(user, round.agenda.agreement)
    own = coordinated_ids(user) if is_coordinator else set()
    rows = collect_round(round)
    parties = {lead.party_id: lead.party for row in rows for lead in row.leads}
    people = reporters_by_party(parties)
    window = round.window
    found = []
    for party in sorted(parties.values(), key=lambda party: party.short_name.casefold()):
        cells = []
        for row in rows:
            for lead in row.leads:
                if lead.party_id == party.pk:
                    contacts = tuple(contacts_among(people[party.pk], lead))
                    cells.append(GridCell(row, lead, contacts, round.is_under_way, _why_not(row, user, own)))
        is_open = round.is_open_for(party.pk)
        found.append(PartyRows(party, tuple(people[party.pk]), tuple(cells), window.last_day_of(party.pk), is_open))
    return Grid(round, tuple(found), rows, is_coordinator)


def _why_not(row: ActionProgress, user: User, own: set[int]) -> str:
    """Without a query: the leads come from the row."""
    return why_not_accept_own(user, row.update, own, row.leads) if row.update else ""
