"""Writes on rounds: all or nothing, with the person who does it.

Each function asks who may (monitoring/permissions.py) and when it can; PermissionDenied or NotAllowedNowError has the sentence.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agenda
from monitoring.models import Round, RoundExtension
from monitoring.permissions import why_not_coordinate
from monitoring.position.collect import freeze
from monitoring.reminders.sending import remind_by_hand, tell_extension
from monitoring.writes import demand, keep, locked
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def plan_round(*, agenda: Agenda, by: User, **fields: Any) -> Round:
    """A new round; nobody is asked anything until it is opened."""
    demand(why_not_coordinate(by, agenda.agreement))
    return keep(Round(agenda=agenda, **fields), by=by)


@transaction.atomic
def change_round(*, round: Round, by: User, **fields: Any) -> Round:
    """Another name, window, meeting or instructions, as long as the round is not closed."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if current.is_closed:
        raise NotAllowedNowError(_("This round is closed and stays as it was."))
    for name, value in fields.items():
        setattr(current, name, value)
    return keep(current, by=by)


@transaction.atomic
def open_round(*, round: Round, by: User) -> Round:
    """From now on, or from the first day of its window if that is later, the leads may report."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if current.opened_at:
        raise NotAllowedNowError(_("This round was opened already."))
    if current.agenda.is_revoked:
        raise NotAllowedNowError(_("%(year)s was revoked: nothing more is asked about it.") % {"year": current.agenda.year})
    if not current.agenda.actions.filter(dropped_on=None).exists():
        raise NotAllowedNowError(_("There is nothing to report on: this agenda has no actions yet."))
    current.opened_at, current.opened_by = timezone.now(), by
    return keep(current, by=by)


@transaction.atomic
@act(Act.RUN_ROUND)
def close_round(*, round: Round, by: User) -> Round:
    """Nothing can be reported or reviewed any more: missing is "not reported", the position is frozen."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if not current.opened_at:
        raise NotAllowedNowError(_("This round was never opened, so there is nothing to close."))
    if current.is_closed:
        raise NotAllowedNowError(_("This round was closed already."))
    current.closed_at, current.closed_by, current.asked = timezone.now(), by, current.asking_now()
    keep(current, by=by)
    freeze(agenda=current.agenda, round=current, by=by)
    return current


@transaction.atomic
def extend(*, round: Round, party: Party, until: date, reason: str, by: User) -> RoundExtension:
    """Let one party report through the end of a later day, and tell its people."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if current.is_closed:
        raise NotAllowedNowError(_("This round is closed: its position is settled. An extension is given before that."))
    extension = keep(RoundExtension(round=current, party=party, until=until, reason=reason, by=by), by=by)
    tell_extension(extension)
    return extension


@transaction.atomic
def remind(*, round: Round, by: User, party: Party | None = None, person: User | None = None) -> list[User]:
    """Mail everyone who reports for a lead that has not answered yet, or those of this party, or this person; one mail each.

    Gives the people who were mailed. A party whose time is over is not asked for what it can no longer give; nobody is reminded
    by hand twice on one day, also when two coordinators do it at once.
    """
    demand(why_not_coordinate(by, round.agenda.agreement))
    people = remind_by_hand(locked(round), by=by, party=party, person=person)
    if not people:
        raise NotAllowedNowError(
            _("There is nobody to remind: everything was answered, who has to answer was reminded today, or the time is over.")
        )
    return people
