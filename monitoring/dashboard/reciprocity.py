"""Reciprocity: who contributes to which goal. A party contributes where it leads an action that was not dropped.

The Housing Act asks that the parties agree on what each of them contributes ("wederkerigheid"); this lays it side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.agenda.content import PrintedParty
from monitoring.position.state import State, StateGoal, StateTheme
from parties.models import Party

EXPECTED = (Party.Kind.MUNICIPALITY, Party.Kind.HOUSING_ASSOCIATION)  # a tenants' organisation need not lead


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal: for each party of the matrix, in order, the ids of the actions that it leads."""

    theme: StateTheme
    goal: StateGoal
    cells: tuple[tuple[int, ...], ...]
    nobody_leads: int  # actions without a lead
    missing: tuple[str, ...]  # the kinds of party of which none contributes, though one takes part and there are actions
    is_idle: bool  # whether nothing is done for it this year

    @property
    def misses_municipality(self) -> bool:
        return Party.Kind.MUNICIPALITY in self.missing

    @property
    def misses_association(self) -> bool:
        return Party.Kind.HOUSING_ASSOCIATION in self.missing


@dataclass(frozen=True, slots=True)
class Matrix:
    parties: tuple[PrintedParty, ...]
    lines: tuple[GoalLine, ...]

    @property
    def without_municipality(self) -> tuple[GoalLine, ...]:
        return tuple(line for line in self.lines if line.misses_municipality)

    @property
    def without_association(self) -> tuple[GoalLine, ...]:
        return tuple(line for line in self.lines if line.misses_association)

    @property
    def per_party(self) -> list[tuple[PrintedParty, int]]:
        """Each party with the number of goals to which it contributes."""
        return [(party, sum(1 for line in self.lines if line.cells[place])) for place, party in enumerate(self.parties)]


def matrix_of(state: State) -> Matrix:
    """Every goal of the year against the signatories and whoever else leads an action in it."""
    leading = {lead.party_id for action in state.asked for lead in action.leads}
    parties = tuple(party for party in state.parties if party.role == "signatory" or party.id in leading)
    kinds = {party.kind for party in state.parties}
    lines = tuple(_line(theme, goal, parties, kinds) for theme in state.themes for goal in theme.all_goals)
    return Matrix(parties, lines)


def _line(theme: StateTheme, goal: StateGoal, parties: Iterable[PrintedParty], kinds: set[str]) -> GoalLine:
    actions = [action for action in goal.actions if not action.is_dropped]
    cells = {
        party.id: tuple(action.id for action in actions if any(lead.party_id == party.id for lead in action.leads))
        for party in parties
    }
    contributing = {party.kind for party in parties if cells[party.id]}
    missing = tuple(kind for kind in EXPECTED if actions and kind in kinds and kind not in contributing)
    nobody_leads = sum(1 for action in actions if not action.leads)
    return GoalLine(theme, goal, tuple(cells.values()), nobody_leads, missing, is_idle=not actions)
