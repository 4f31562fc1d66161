"""Who pays what of an action: a line for each that pays, with the amount and a note. A line says one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parties.numbers import parse_number

from .participation import names_of_parties

BETWEEN = "|"
EURO = "€"
MOST_LETTERS = 200  # of who pays, and of a note
MOST_EUROS = Decimal(10) ** 12
CONTRIBUTIONS_HELP = _("One on each line: who pays | amount | note. Leave the amount empty while it is still to be settled.")


@dataclass(frozen=True, slots=True)
class Contribution:
    """payer is the short name of a party of the agreement, or any other words; amount is None while it is not settled."""

    payer: str
    amount: Decimal | None = None
    note: str = ""

    @property
    def line(self) -> str:
        """As it is stored, in Dutch as all agreed text; what is empty at the end is left out."""
        amount = "" if self.amount is None else f"{EURO} {_dutch(self.amount)}"
        return f" {BETWEEN} ".join([self.payer, amount, self.note]).rstrip(f" {BETWEEN}")

    def __str__(self) -> str:
        """As it is printed: "Oosterpoort betaalt € 150.000 (grond)"."""
        paid = self._told % {"payer": self.payer, "amount": "" if self.amount is None else euros(self.amount)}
        return f"{paid} ({self.note})" if self.note else paid

    @property
    def _told(self) -> str:
        return (
            gettext("%(payer)s pays an amount to be settled") if self.amount is None else gettext("%(payer)s pays € %(amount)s")
        )


def contributions_in(text: str) -> tuple[Contribution, ...]:
    """Those that lines say that were cleaned."""
    return tuple(Contribution(parts[0], _amount(parts[1]) if parts[1] else None, parts[2]) for parts in _lines(text))


def contribution_printed_as(line: str) -> Contribution | None:
    """What a contribution says in the language that is active; None for words that it does not give."""
    for is_settled in (True, False):
        told = Contribution("", Decimal(0) if is_settled else None)._told
        pattern = (
            re.escape(told)
            .replace(re.escape("%(payer)s"), "(?P<payer>.+?)")
            .replace(re.escape("%(amount)s"), r"(?P<amount>[\d.,]+)")
        )
        if found := re.fullmatch(rf"{pattern}(?: \((?P<note>.*)\))?", line.strip()):
            said = found.groupdict()
            return Contribution(said["payer"], _amount(said["amount"]) if is_settled else None, said["note"] or "")
    return None


def joined(text: str, other: str) -> str:
    """The lines of two actions that become one: each payer once, with the amounts added up."""
    found: dict[str, Contribution] = {}
    for row in (*contributions_in(text), *contributions_in(other)):
        was = found.setdefault(row.payer.casefold(), row)
        if was is not row:
            amounts = [each.amount for each in (was, row) if each.amount is not None]
            notes = dict.fromkeys(filter(None, [was.note, row.note]))
            found[row.payer.casefold()] = Contribution(
                was.payer, sum(amounts) if amounts else None, ", ".join(notes)[:MOST_LETTERS]
            )
    return lines_of(found.values())


def euros(amount: Decimal) -> str:
    """The amount in the notation of the language: whole euros, or with two decimals."""
    return number_format(amount, 0 if amount == amount.to_integral() else 2, force_grouping=True)


def lines_of(contributions: Iterable[Contribution]) -> str:
    return "\n".join(row.line for row in contributions)


def clean_contributions(text: str, names: dict[str, str] | None = None) -> str:
    """The lines as they are stored; ValidationError says which one cannot be read.

    names has the short name of each party of the agreement by each of its names, without capitals.
    """
    found = []
    for parts in _lines(text):
        words = {"line": f" {BETWEEN} ".join(parts).rstrip(f" {BETWEEN}")}
        if len(parts) > 3 or not parts[0]:
            raise ValidationError(_("«%(line)s»: write who pays | amount | note."), params=words)
        if len(parts[0]) > MOST_LETTERS or len(parts[2]) > MOST_LETTERS:
            raise ValidationError(_("«%(line)s» is too long for what one party pays."), params=words)
        amount = _amount(parts[1]) if parts[1] else None
        if parts[1] and (amount is None or not 0 <= amount < MOST_EUROS or amount != round(amount, 2)):
            raise ValidationError(_("«%(line)s»: the amount is a number of euros, such as 150.000."), params=words)
        payer = (names or {}).get(parts[0].casefold(), parts[0])
        found.append(Contribution(payer, amount, parts[2]))
    payers = [row.payer.casefold() for row in found]
    if twice := next((row.payer for row in found if payers.count(row.payer.casefold()) > 1), None):
        raise ValidationError(_("%(payer)s stands here twice. Write one amount for each."), params={"payer": twice})
    return lines_of(found)


def clean_contributions_of(row: models.Model) -> None:
    """Keep the lines of an action as they are stored; ValidationError at the field."""
    if not row.contributions or not row.agenda_id:
        return
    names = names_of_parties(row.agenda.agreement_id)
    try:
        row.contributions = clean_contributions(row.contributions, names)
    except ValidationError as wrong:
        raise ValidationError({"contributions": wrong.messages}) from wrong


def total_of(contributions: Iterable[Contribution]) -> Decimal:
    return sum((row.amount for row in contributions if row.amount is not None), Decimal(0))


def compared_with_budget(contributions: tuple[Contribution, ...], budget: Decimal | None) -> str:
    """What they add up to, and how that differs from the budget, in words; empty where that says nothing new."""
    total = total_of(contributions)
    words = {"total": euros(total)}
    if not contributions or (total == budget and all(row.amount is not None for row in contributions)):
        return ""
    if budget is None or total == budget:
        return gettext("together € %(total)s") % words if len(contributions) > 1 else ""
    words |= {"budget": euros(budget), "rest": euros(abs(budget - total))}
    if total < budget:
        return gettext("together € %(total)s of € %(budget)s: € %(rest)s not promised yet") % words
    return gettext("together € %(total)s: € %(rest)s more than the budget of € %(budget)s") % words


def _amount(text: str) -> Decimal | None:
    return parse_number(text)


def _dutch(amount: Decimal) -> str:
    """Whatever language is active: "150.000", "1.250,50"."""
    whole = amount == amount.to_integral()
    return f"{amount:,.{0 if whole else 2}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _lines(text: str) -> Iterator[list[str]]:
    """The parts of each line, three at least."""
    for line in text.splitlines():
        if line.strip():
            parts = [" ".join(part.split()) for part in line.split(BETWEEN)]
            yield parts + [""] * (3 - len(parts))
