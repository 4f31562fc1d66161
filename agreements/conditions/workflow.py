"""Writing down the condition of an action, and saying that it is met or lapsed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Action, Condition
from agreements.writers import may_set_condition, reports_for_lead, writes
from parties.history.records import change_set
from parties.models import User

NOT_YOURS = gettext_lazy(
    "Who writes the text writes its conditions; once it stands still only whoever also reports for a lead of the action."
)
NOT_YOUR_ACTION = gettext_lazy("Whether a condition is met is said by who writes the text, or reports for a lead of the action.")


def may_write(user: User, action: Action) -> bool:
    return _writes(user, action) and may_set_condition(user, action)


def may_settle(user: User, action: Action) -> bool:
    return _writes(user, action) or (not user.is_superuser and reports_for_lead(user, action))


def _writes(user: User, action: Action) -> bool:
    """No query for an action that came with_writer_known()."""
    return action.is_written if hasattr(action, "is_written") else writes(user, action.agenda.agreement_id)


@transaction.atomic
def set_condition(*, action: Action, by: User, **values: Any) -> Condition:
    """The condition of the action with these values: words, party, waits_for, until. What was settled stays so."""
    if not may_write(by, action):
        raise PermissionDenied(NOT_YOURS)
    condition = Condition.objects.filter(action=action).first() or Condition(action=action)
    for name, value in values.items():
        setattr(condition, name, value)
    with change_set(reason=_("Condition written down on the page of the action"), user=by):
        condition.save()
    return condition


@transaction.atomic
def settle_condition(*, condition: Condition, state: str, by: User) -> Condition:
    """Say that it is met or lapsed, or that it waits again."""
    if not may_settle(by, condition.action):
        raise PermissionDenied(NOT_YOUR_ACTION)
    if condition.state != state:
        condition.state = state
        condition.settled_on = None if state == Condition.State.OPEN else timezone.localdate()
        with change_set(reason=_("Condition: %(state)s") % {"state": Condition.State(state).label}, user=by):
            condition.save()
    return condition


@transaction.atomic
def remove_condition(*, condition: Condition, by: User) -> None:
    if not may_write(by, condition.action):
        raise PermissionDenied(NOT_YOURS)
    with change_set(reason=_("Condition taken away on the page of the action"), user=by):
        condition.delete()
