"""My actions as a page: of many rounds a few whole and the others in a line, and what comes after an action was reported."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Action
from monitoring.models import Round
from monitoring.progress.asked import RoundAsked, rounds_asked
from monitoring.progress.my_actions import (
    MyAction,
    MyRound,
    collect_in,
    collect_my_actions,
    in_order_of_list,
    to_report_in,
    with_condition,
)
from parties.models import User

WHOLE = 4  # rounds that a page shows with all their actions
MANY, OF_MANY = 12, 2  # who has more rounds than MANY goes from one to the next, and sees two of them whole


@dataclass(frozen=True, slots=True)
class OtherRound:
    """A round that stands in a line, and how many actions wait in it."""

    pk: int
    name: str  # with its year
    agreement: str
    last_day: date  # for the party of the person that has longest
    number: int

    @property
    def content(self) -> "OtherRound":
        """For {% kept %}: itself, as it has words, numbers and days alone."""
        return self


@dataclass(frozen=True)
class MyPage:
    """Of many rounds a few are shown whole, and the others in a line each: somebody may work in half of the country."""

    rounds: tuple[MyRound, ...]
    others: tuple[OtherRound, ...]
    waiting: int  # in all of them
    conditions: int  # actions in all of them that wait for a condition


def collect_my_page(user: User, numbers: dict[int, int], *, chosen: int | None = None, only_conditions: bool = False) -> MyPage:
    """The round that was chosen, or those that ask something first. numbers: of number_waiting(). At most eight queries."""
    rounds = rounds_asked(user)
    listed = [round for round in rounds if round.conditions] if only_conditions else rounds
    shown = {round.pk for round in listed if round.pk == chosen} or _asking_first(listed, numbers)
    found = collect_in(user, [round.with_extensions() for round in rounds if round.pk in shown])
    return MyPage(
        rounds=with_condition(found) if only_conditions else found,
        others=tuple(
            OtherRound(round.pk, round.name, round.agreement, round.last_day, numbers.get(round.pk, 0))
            for round in listed
            if round.pk not in shown
        ),
        waiting=sum(numbers.values()),
        conditions=sum(round.conditions for round in rounds),
    )


def _asking_first(rounds: list[RoundAsked], numbers: dict[int, int]) -> set[int]:
    asking = sorted(rounds, key=lambda round: round.pk not in numbers)
    return {round.pk for round in asking[: WHOLE if len(rounds) <= MANY else OF_MANY]}


def following_of(user: User, action: Action, round: Round, numbers: dict[int, int]) -> tuple[int, int] | None:
    """next_waiting() as keys, of action and round: of the round of this action without reading what was written in it."""
    if not numbers:
        return None
    if round.pk in numbers:
        rows = in_order_of_list(user, round)
        place = next((place for place, (pk, _waits) in enumerate(rows) if pk == action.pk), -1)
        after, before = rows[place + 1 :], rows[: place + 1]
        others = len(numbers) > 1  # another round comes before what was left open in this one
        if found := next((pk for pk, waits in (after if others else after + before) if waits), None):
            return found, round.pk
    row = next_waiting(user, collect_my_actions(user, only=round.pk), action, numbers)
    return (row.action.pk, row.round.pk) if row else None


def next_waiting(user: User, here: tuple[MyRound, ...], action: Action, numbers: dict[int, int]) -> MyAction | None:
    """What comes after this action in the list; after the last one, what was left open before it.

    here is the round of the action, which is read already; of the others only the one that comes next is read.
    """
    rows = [row for mine in here for row in mine.actions]
    place = next((place for place, row in enumerate(rows) if row.action.pk == action.pk), -1)
    if following := _first_waiting(rows[place + 1 :]):
        return following
    return _first_in_another_round(user, here, numbers) or _first_waiting(rows[: place + 1])


def _first_in_another_round(user: User, here: tuple[MyRound, ...], numbers: dict[int, int]) -> MyAction | None:
    read = {mine.round.pk for mine in here}
    others = to_report_in(user, {pk: number for pk, number in numbers.items() if pk not in read})
    if not others:
        return None
    begins = max(((mine.last_day, mine.round.pk) for mine in here), default=(date.min, 0))
    later = [row for row in others if (row.last_day, row.round.pk) > begins]
    found = collect_my_actions(user, only=(later or others)[0].round.pk)
    return _first_waiting([row for mine in found for row in mine.actions])


def _first_waiting(rows: list[MyAction]) -> MyAction | None:
    return next((row for row in rows if row.is_waiting), None)
