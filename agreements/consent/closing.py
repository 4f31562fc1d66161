"""Closing an adopted year after its last round, and opening it again: no change of text."""

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.consent.answerers import demand_coordinator, locked
from agreements.consent.effects import text_changed
from agreements.consent.telling import tell_closed
from agreements.models import Agenda
from agreements.models.in_front import is_being_asked
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
@act(Act.TAKE_EFFECT)
def close_year(*, agenda: Agenda, by: User) -> Agenda:
    """The year is over: nothing of its text changes, and it is shown as closed. A coordinator of a party that signs does so.

    After its last round; everyone who coordinates or signs is told.
    """
    current = locked(agenda)
    demand_coordinator(current, by)
    if current.state != Agenda.State.ADOPTED:
        raise NotAllowedNowError(_("Only an adopted year is closed."))
    if is_being_asked(current):
        raise NotAllowedNowError(_("A round of %(year)s is open: close that first.") % {"year": current.year})
    closed = _set_state(current, Agenda.State.CLOSED, by)
    tell_closed(closed, by=by)
    return closed


@transaction.atomic
@act(Act.TAKE_EFFECT)
def reopen_year(*, agenda: Agenda, by: User) -> Agenda:
    """What close_year() did is undone; the text stays as it was adopted."""
    current = locked(agenda)
    demand_coordinator(current, by)
    if current.state != Agenda.State.CLOSED:
        raise NotAllowedNowError(_("This year is not closed."))
    return _set_state(current, Agenda.State.ADOPTED, by)


def _set_state(agenda: Agenda, state: Agenda.State, by: User) -> Agenda:
    agenda.state, agenda._history_user = state, by
    agenda.save()
    text_changed(agenda)
    return agenda
