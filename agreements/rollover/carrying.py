"""One action that goes on in the next year because all agreed to it, in the middle of its own year."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from agreements.models import Action, RollChoice
from agreements.rollover.making import Making
from agreements.rollover.permissions import following_of, why_no_next_year
from parties.history.records import current_change_set
from parties.history.write_rules import Act, act
from parties.models import User


def carry_into_next(action: Action, *, by: User, reason: str) -> None:
    """Let an action that all agreed to drop in its year go on in the next: in its draft, or once that is made.

    Part of something bigger, which has the lock. ValidationError when there is no next year to write in.
    """
    agenda = action.agenda
    following = following_of(agenda)
    if why := why_no_next_year(agenda, following):
        raise ValidationError({NON_FIELD_ERRORS: why})
    choice = RollChoice.objects.filter(action=action).first() or RollChoice(action=action)
    if choice.is_made:
        return
    choice.action = action
    choice.choice, choice.text, choice.parts, choice.into = RollChoice.Choice.GOES_ON, "", [], None
    choice.reason, choice.by, choice.at = reason, by, timezone.now()
    choice.save()
    together = current_change_set()
    if following is not None and together is not None:
        with act(Act.ROLL_FORWARD):
            Making(agenda, following, together.id).make(choice)
