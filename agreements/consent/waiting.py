"""What a proposal still waits for once all have answered, such as an advice: rules of the rooms that know of it."""

from collections.abc import Callable

from agreements.models import Proposal

WaitingRule = Callable[[Proposal], str]
_rules: list[WaitingRule] = []


def when_it_waits(rule: WaitingRule) -> None:
    """Ask this rule too, from now on: it says why the proposal cannot take effect yet, or nothing."""
    if rule not in _rules:
        _rules.append(rule)


def why_it_waits(proposal: Proposal) -> str:
    """The first sentence of why the proposal cannot take effect yet, also when all have answered; empty when it can."""
    return next(filter(None, (rule(proposal) for rule in _rules)), "")
