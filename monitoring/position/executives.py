"""Which actions of a state come before the executives, by the same rule as on the page of a meeting. No query."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from agreements.agenda.rows import ActionRow
from agreements.models.adoptable import TextState
from monitoring.calendar import day_of
from monitoring.escalating import LIMITS, RoundAnswer, in_time, reached, reason_of
from monitoring.lights import NOT_REPORTED
from monitoring.models import Decision, EscalationRule, Round
from monitoring.position.state import StateAction
from monitoring.queries import ActionProgress

AGREED = {TextState.ADOPTED.value, TextState.CLOSED.value, TextState.REVOKED.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAction(ActionRow):
    """An action with what says in which rounds it was asked about."""

    agenda_id: int
    agenda_state: str
    goal_added_on: date | None
    reworded_at: datetime | None


class WithProgress(Protocol):
    def progress(self, action: KnownAction, round: Round) -> ActionProgress: ...


class Executives:
    """The executives of an agreement: what they discussed, and by which rule an action comes before them again."""

    def __init__(
        self,
        known: Mapping[int, KnownAction],
        rounds: Iterable[Round],
        decisions: Iterable[Decision],
        *,
        asked: Collection[int],
    ):
        """rounds are those that are told of, the oldest first; asked the years about which progress is asked by now."""
        self.rounds = tuple(rounds)
        self.running = {pk for pk, row in known.items() if row.agenda_state in AGREED or row.agenda_id in asked}
        self.gone_on = {earlier for pk in self.running for earlier in known[pk].lineage[1:]}
        self.within = set(_gone_on_within_a_year(known))
        self.limits = {round.agenda_id: _limits(round) for round in self.rounds}
        self.discussed: dict[int | None, date] = {}
        for row in decisions:
            if row.meeting.decides_for_executives:
                self.discussed[row.action_id] = max(row.meeting.held_on, self.discussed.get(row.action_id, date.min))

    def why(self, action: StateAction, line: Sequence[KnownAction], history: WithProgress, lights: Iterable[str]) -> str:
        """By which rounds it comes before them; empty when it does not. lights are of the rounds before, the newest first."""
        limits = self.limits.get(line[0].agenda_id) or next(reversed(self.limits.values()), {})
        if not self._may(action, line[0], limits, lights):
            return ""
        chain = self._same_action(line)
        last = max((self.discussed[row.id] for row in chain if row.id in self.discussed), default=date.min)
        told = reached(in_time(row for row in self._told(chain, history) if last < row.known_on), limits)
        return reason_of(told[-1].key, [row.round for row in told]) if told else ""

    def _may(self, action: StateAction, own: KnownAction, limits: Collection[str], lights: Iterable[str]) -> bool:
        """Whether it goes on, and the last that was said of it is a light for which there is a limit."""
        is_only_written = len(own.lineage) > 1 and own.id not in self.running
        if action.is_dropped or own.agenda_state == TextState.REVOKED or is_only_written or own.id in self.gone_on:
            return False
        return next((key for key in (action.light.key, *lights) if key not in {"", "none_yet"}), "") in limits

    def _same_action(self, line: Sequence[KnownAction]) -> Sequence[KnownAction]:
        """The action with those that it was in earlier years; what was split or merged within a year begins anew."""
        old = next((place for place, row in enumerate(line) if row.id in self.within), len(line))
        return line[: max(old, 1)]

    def _told(self, chain: Sequence[KnownAction], history: WithProgress) -> Iterator[RoundAnswer]:
        for round in self.rounds:
            for progress in (history.progress(row, round) for row in chain if row.agenda_id == round.agenda_id):
                if worst := progress.answer:
                    yield RoundAnswer(round, worst.judgement, day_of(worst.submitted_at), progress)
                elif round.closed_at and progress.is_asked:
                    yield RoundAnswer(round, NOT_REPORTED, day_of(round.closed_at), progress)


def _limits(round: Round) -> dict[str, int | None]:
    """Those of its agreement, which come along with with_rule(); the usual ones where it has none of its own."""
    usual = EscalationRule()
    return {
        key: getattr(round, f"limit_{name}") if round.rule else getattr(usual, name)  # type: ignore[attr-defined]
        for key, name in LIMITS.items()
    }


def _gone_on_within_a_year(known: Mapping[int, KnownAction]) -> Iterator[int]:
    """The actions that were split or merged in the middle of their year."""
    for row in known.values():
        yield from (pk for pk in row.lineage[1:] if pk in known and known[pk].agenda_id == row.agenda_id)
