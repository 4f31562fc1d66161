"""Who pays what for a goal, added up per year and party."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from agreements.models import Action
from agreements.models.contribution import contributions_in


@dataclass(frozen=True, slots=True)
class PaidByParty:
    """amount is what is settled; is_open says that an amount is still to be settled."""

    payer: str
    amount: Decimal
    is_open: bool


@dataclass(frozen=True, slots=True)
class PaidInYear:
    year: int
    rows: tuple[PaidByParty, ...]

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))


def paid_per_year(actions: Iterable[Action]) -> tuple[PaidInYear, ...]:
    """The newest year first, who pays most first; without what was dropped. The actions come with their agenda. No query."""
    found: dict[int, dict[str, PaidByParty]] = {}
    for action in actions:
        rows = () if action.is_dropped else contributions_in(action.contributions)
        for row in rows:
            year = found.setdefault(action.agenda.year, {})
            key = row.payer.casefold()
            was = year.get(key, PaidByParty(row.payer, Decimal(0), is_open=False))
            year[key] = PaidByParty(was.payer, was.amount + (row.amount or 0), was.is_open or row.amount is None)
    return tuple(PaidInYear(year, tuple(sorted(rows.values(), key=_most))) for year, rows in sorted(found.items(), reverse=True))


def _most(row: PaidByParty) -> tuple[Decimal, str]:
    return -row.amount, row.payer
