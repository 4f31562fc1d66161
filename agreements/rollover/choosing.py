"""Keeping what people choose for the actions of a year. Each function is one transaction that begins by locking the year."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.consent.answerers import locked
from agreements.models import Agenda, RollChoice
from agreements.rollover.permissions import why_not_write
from parties.history.records import change_set
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def keep_choices(*, agenda: Agenda, choices: Iterable[RollChoice], by: User) -> int:
    """Keep these choices, new or changed; returns how many. ValidationError when one of them cannot be.

    Those with which others merge come first, so that the order of the page does not matter.
    """
    current = _for_writer(agenda, by)
    kept = 0
    with change_set(reason=_("Chosen for %(year)s") % {"year": current.year + 1}, user=by):
        for choice in sorted(choices, key=lambda row: row.choice == RollChoice.Choice.MERGED):
            there = RollChoice.objects.filter(action=choice.action_id).first()
            if there is not None and there.is_made:
                raise NotAllowedNowError(_("This stands in the next year already. Take that back first."))
            if there is not None:
                choice.pk, choice._state.adding = there.pk, False
            choice.by, choice.at, choice.made_in = by, timezone.now(), None
            choice._history_user = by
            choice.save()
            kept += 1
    return kept


@transaction.atomic
def forget_choice(*, choice: RollChoice, by: User) -> None:
    """Nothing is chosen any more; what was made of it has to be taken back first."""
    agenda = _for_writer(choice.action.agenda, by)
    current = RollChoice.objects.select_for_update().filter(pk=choice.pk).first()
    if current is None:
        return
    if current.is_made:
        raise NotAllowedNowError(_("This stands in the next year already. Take that back first."))
    with change_set(reason=_("Not chosen any more for %(year)s") % {"year": agenda.year + 1}, user=by):
        current.delete()


def _for_writer(agenda: Agenda, by: User) -> Agenda:
    current = locked(agenda)
    if why := why_not_write(by, current):
        raise PermissionDenied(why)
    return current
