"""The coordinator's grid of a round: per party its actions, where each stands, and whom to ask."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from agreements.agenda.words import goal_words_of, words_of
from agreements.contacts.choosing import contacts_among, reporters_by_party
from agreements.models import Action, Lead
from monitoring.lights import STATES, Light
from monitoring.models import ProgressUpdate, Round
from monitoring.permissions import why_not_accept_own
from monitoring.queries import ActionProgress, ActionState, Side, collect_round
from monitoring.rounds.reviewers import Unreviewed, nobody_accepts, reviewers_of
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class CellShown:
    """All that the row of a cell says, but for what the person may do with it."""

    action: int
    party: int
    words: str
    goal_number: str
    goal_words: str
    led_with: str
    is_led: bool
    contact: str
    mark: Light
    reported_by: tuple[str, ...]  # the others, where only they reported
    why_returned: str
    reworded_on: date | None
    light: Light | None
    other_light: Light | None
    sides: tuple[Side, ...]
    seen_differently: tuple[str, ...]
    is_unchanged: bool
    proposal: str
    beside: tuple[tuple[str, str], ...]  # what the others answered: party and judgement
    touched_at: datetime | None
    touched_by: str
    on_behalf_of: str

    @property
    def content(self) -> "CellShown":
        """For {% kept %}: itself, as it has words and lights alone."""
        return self


@dataclass(frozen=True)
class GridCell:
    """One action of one party that leads it, or that answered for it before another took over."""

    progress: ActionProgress
    own: ActionProgress  # as far as this party reported on it
    party: Party
    lead: Lead | None  # None where the party does not lead it any more
    contacts: tuple[User, ...]  # who hears about it
    is_under_way: bool
    why_not_accept: str

    @property
    def beside(self) -> tuple[ProgressUpdate, ...]:
        """What the other leads answered."""
        return self.progress.beside(self.party.pk)

    @property
    def contact(self) -> User | None:
        """The one person whom one turns to, where the party named one."""
        named = self.lead.contact_id if self.lead else None
        return next((person for person in self.contacts if person.pk == named), None)

    @property
    def other_leads(self) -> tuple[Lead, ...]:
        return tuple(lead for lead in self.progress.leads if lead.party_id != self.party.pk)

    @property
    def is_reported_elsewhere(self) -> bool:
        """Whether only others reported: one answer is enough."""
        return self.own.update is None and self.progress.counts

    @property
    def mark(self) -> Light:
        """The state in the round, as a shape with its word: of the own answer, or else of another lead's."""
        return STATES[(self.progress if self.is_reported_elsewhere else self.own).state]

    @property
    def shown(self) -> CellShown:
        row, own, counts, action = self.progress, self.own, self.own.counts, self.progress.action
        of_goal, beside, touched_by = goal_words_of(action), self.beside, own.touched_by
        is_elsewhere, update = self.is_reported_elsewhere, own.update
        by_another = update is not None and update.on_behalf_by is not None and touched_by == update.reported_by
        return CellShown(
            action=action.pk,
            party=self.party.pk,
            words=str(words_of(action)),
            goal_number=of_goal.number,
            goal_words="" if action.kind == Action.Kind.SPECIFIC else of_goal.text,
            led_with=", ".join(str(lead.party) for lead in self.other_leads) if self.lead else "",
            is_led=self.lead is not None,
            contact=str(self.contact or ""),
            mark=self.mark,
            reported_by=tuple(str(answer.party) for answer in beside) if is_elsewhere else (),
            why_returned=update.last_review.reason if own.state == ActionState.RETURNED and not is_elsewhere else "",
            reworded_on=row.reworded_on,
            light=own.light if counts else None,
            other_light=own.other_light if counts else None,
            sides=own.sides if counts else (),
            seen_differently=tuple(str(view.party) for view in own.dissents) if counts else (),
            is_unchanged=counts and update.is_unchanged,
            proposal=str(update.get_proposal_display()) if counts and update.proposal else "",
            beside=tuple((str(answer.party), answer.judgement) for answer in beside),
            touched_at=own.touched_at,
            touched_by=str(touched_by or ""),
            on_behalf_of=str(update.party) if by_another else "",
        )

    @cached_property
    def is_waiting(self) -> bool:
        return self.is_under_way and self.lead is not None and self.progress.waits_for(self.party.pk)

    @property
    def can_be_accepted(self) -> bool:
        return self.is_under_way and self.own.state == ActionState.SUBMITTED

    @property
    def can_be_returned(self) -> bool:
        return self.is_under_way and self.lead is not None and self.own.counts


@dataclass(frozen=True)
class PartyRows:
    """One lead with all its actions in the round."""

    party: Party
    people: tuple[User, ...]  # everyone who reports for it
    cells: tuple[GridCell, ...]
    last_day: date  # later than that of the round for a party with an extension
    is_open: bool  # whether the party may report now

    @cached_property
    def waiting_count(self) -> int:
        return sum(cell.is_waiting for cell in self.cells)

    @property
    def answered_count(self) -> int:
        return sum(cell.progress.counts for cell in self.cells)

    @cached_property
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
    unreviewed: tuple[Unreviewed, ...] = ()  # what nobody can accept, by party

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
        """Leads without anybody to ask, with the number of their actions that no other lead can answer."""
        reachable = {rows.party.pk for rows in self.parties if rows.people}
        silent = [rows for rows in self.parties if not rows.people]
        counted = [
            (rows, sum(not reachable & {lead.party_id for lead in cell.progress.leads} for cell in rows.cells)) for rows in silent
        ]
        return tuple((rows, count) for rows, count in counted if count)

    @cached_property
    def acceptable(self) -> tuple[ProgressUpdate, ...]:
        """What this coordinator may accept now."""
        cells = (cell for rows in self.parties for cell in rows.cells)
        return tuple(cell.own.update for cell in cells if cell.can_be_accepted and not cell.why_not_accept)

    @cached_property
    def waiting_count(self) -> int:
        return sum(not row.counts for row in self.rows) if self.round.is_under_way else 0


def collect_grid(round: Round, user: User) -> Grid:
    """Everything on the grid as this person sees it; the same number of queries for any number of actions.

    round comes with its agenda and agreement, and with its extensions prefetched.
    """
    reviewers = reviewers_of(round.agenda.agreement)
    own = reviewers.get(user, frozenset())
    rows = collect_round(round, past_is_told=False)
    placed: dict[Party, list[tuple[ActionProgress, Lead | None]]] = defaultdict(list)
    for row in rows:
        for party, lead in _parties_of(row):
            placed[party].append((row, lead))
    people = reporters_by_party(party.pk for party in placed)
    window = round.window
    found = []
    for party in sorted(placed, key=lambda party: party.short_name.casefold()):
        cells = []
        for row, lead in placed[party]:
            contacts = tuple(contacts_among(people[party.pk], lead)) if lead else ()
            of_party = row.of(party.pk)
            why_not = _why_not(of_party, user, own)
            cells.append(GridCell(row, of_party, party, lead, contacts, round.is_under_way, why_not))
        is_open = round.is_open_for(party.pk)
        found.append(PartyRows(party, tuple(people[party.pk]), tuple(cells), window.last_day_of(party.pk), is_open))
    return Grid(round, tuple(found), rows, user in reviewers, nobody_accepts(rows, reviewers, is_closed=round.is_closed))


def _parties_of(row: ActionProgress) -> Iterator[tuple[Party, Lead | None]]:
    """The parties with a line for the action: its leads (at the end of a closed round) and others that answered."""
    leads = {lead.party_id: lead for lead in row.leads}
    answered = {update.party_id: update.party for update in row.updates if update.is_submitted}
    for pk, lead in leads.items():
        if pk in row.asked or pk in answered or not row.is_closed:
            yield lead.party, lead
    for pk, party in answered.items():
        if pk not in leads:
            yield party, None


def _why_not(own: ActionProgress, user: User, coordinated: frozenset[int]) -> str:
    return why_not_accept_own(user, own.update, coordinated) if own.update else ""
