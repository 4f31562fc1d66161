"""The named exception: the leads of an action may change in a round, and all leads are told why."""

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.contacts.choosing import contacts_by_lead
from agreements.models import Action
from monitoring.models import LeadException, Round
from monitoring.permissions import why_not_coordinate
from monitoring.writes import demand, keep, locked
from parties.mail import post
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def except_leads(*, round: Round, action: Action, reason: str, by: User) -> LeadException:
    """Let the leads of this action change until the round is closed, and mail everyone who reports for one of them.

    It lifts the rule of the round alone: whoever changes the leads must still be allowed to, and text that stands still does so.
    """
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if not current.is_under_way:
        raise NotAllowedNowError(_("An exception is for a round that is open; without one the leads can change anyway."))
    if action.is_dropped:
        raise NotAllowedNowError(_("This action was dropped, so there is nothing to report on it."))
    found = keep(LeadException(round=current, action=action, reason=reason, by=by), by=by)
    tell_leads(found)
    return found


def tell_leads(exception: LeadException) -> list[User]:
    """Mail the people of all leads, also the person who gave the exception. Within its transaction."""
    leads = list(exception.action.leads.select_related("party"))
    receivers: dict[User, str] = {}
    people = contacts_by_lead(leads)
    for lead in leads:
        for person in people[lead.pk]:
            receivers.setdefault(person, str(lead.party))
    sentence = gettext_lazy("You get this mail because you report for {party} on this action.")
    context = {"exception": exception, "leads": leads}
    for person, party in receivers.items():
        post("lead_exception", to=person, context=context, why=format_lazy(sentence, party=party), by=exception.by)
    return list(receivers)
