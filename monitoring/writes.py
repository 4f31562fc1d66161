"""What every write in monitoring stands on: who may, when it can, and the person in the history."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied

from monitoring.models import Round
from parties.history.records import CheckedModel
from parties.models import User

Row = TypeVar("Row", bound=CheckedModel)


def demand(reason: str) -> None:
    """Raise PermissionDenied with this sentence; nothing when there is none."""
    if reason:
        raise PermissionDenied(reason)


def keep(row: Row, *, by: User, checked: bool = False) -> Row:
    """Save the row, checked by its own rules, with the person in its history; checked=True when full_clean() was just called."""
    row._history_user = by
    row.save(checked=checked)
    return row


def locked(round: Round) -> Round:
    """The round as it is now, and nobody else's until this transaction ends."""
    rounds = Round.objects.select_related("agenda__agreement", "meeting")
    return rounds.select_for_update(of=("self",), no_key=True).get(pk=round.pk)
