"""What a party said to a proposal before it is asked, such as in a meeting: rules of the rooms that know of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from agreements.models import Proposal
from parties.models import Party


@dataclass(frozen=True, slots=True)
class PreparedAnswer:
    """It counts once a person of the party confirms it. said is a sentence in the language of who reads it, address where one
    confirms it, without the host.
    """

    said: str | Promise
    address: str


PreparedRule = Callable[[Proposal], dict[int, PreparedAnswer]]  # by the key of the party
_rules: list[PreparedRule] = []


def when_prepared(rule: PreparedRule) -> None:
    """Ask this rule too, from now on."""
    if rule not in _rules:
        _rules.append(rule)


def prepared_by_party(proposal: Proposal) -> dict[int, PreparedAnswer]:
    """Those of every party, by its key. The queries of each rule."""
    return {key: answer for rule in _rules for key, answer in rule(proposal).items()}


def prepared_answers(proposal: Proposal, parties: Iterable[Party]) -> list[PreparedAnswer]:
    """Those of these parties, in their order. The queries of each rule."""
    found = prepared_by_party(proposal)
    return [found[party.pk] for party in parties if party.pk in found]
