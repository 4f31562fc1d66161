"""Closing an adopted year after its last round, and opening it again: no change of text."""

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.consent.answerers import demand_coordinator, locked
from agreements.models import Agenda
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
@act(Act.TAKE_EFFECT)
def close_year(*, agenda: Agenda, by: User) -> Agenda:
    """The year is over: nothing of its text changes, and it is shown as closed. A coordinator of a party that signs does so."""
    current = locked(agenda)
    demand_coordinator(current, by)
    if current.state != Agenda.State.ADOPTED:
        raise NotAllowedNowError(_("Only an adopted year is closed."))
    return _set_state(current, Agenda.State.CLOSED, by)


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
    return agenda
