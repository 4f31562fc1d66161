"""Saving what was chosen on the page of the next year, all that is proposed, and the figures that are agreed year by year."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.consent.answerers import locked
from agreements.consent.lock import why_not_change
from agreements.models import Agenda, RollChoice, Target
from agreements.rollover.choosing import keep_choices
from agreements.rollover.permissions import why_not_write
from monitoring.rollover.page import RollPage
from parties.history.records import change_set
from parties.models import User
from parties.refusals import NotAllowedNowError


def changed_rows(page: RollPage) -> list[RollChoice] | None:
    """The choices that the person changed on the page; None when one of them is not right, and then its form says why.

    Within a transaction: what was changed is locked.
    """
    changed = [row.form for row in page.rows if row.form and row.form.has_changed()]
    are_right = [form.is_valid() for form in changed]  # of all, so that each tells what is wrong
    return [form.instance for form in changed] if all(are_right) else None


def keep_changed(*, agenda: Agenda, choices: list[RollChoice], by: User) -> int:
    """Keep what was changed on the page; NotAllowedNowError where choices that are right alone do not go together."""
    try:
        return keep_choices(agenda=agenda, choices=choices, by=by)
    except ValidationError as error:
        raise NotAllowedNowError(" ".join(error.messages)) from error


@transaction.atomic
def keep_proposals(*, page: RollPage, by: User) -> int:
    """Choose what is proposed where nothing was chosen; returns for how many actions."""
    choices = [
        RollChoice(
            action_id=row.action.id,
            choice=row.proposal.choice,
            text=row.proposal.text,
            due_on=row.proposal.due_on,
            due_precision=row.proposal.due_precision,
            reason=row.proposal.reason,
            decided_in=row.proposal.decided_in,
        )
        for row in page.rows
        if row.is_open and row.proposal.choice
    ]
    return keep_choices(agenda=page.agenda, choices=choices, by=by)


@transaction.atomic
def keep_targets(*, agenda: Agenda, targets: list[Target], by: User) -> int:
    """What the parties agreed for the next year, in its draft."""
    if why := why_not_write(by, locked(agenda)):
        raise PermissionDenied(why)
    with change_set(reason=_("Agreed for %(year)s") % {"year": agenda.year + 1}, user=by):
        for target in targets:
            if why := why_not_change(target):
                raise NotAllowedNowError(why)
            target.save()
    return len(targets)
