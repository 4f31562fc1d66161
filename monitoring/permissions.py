"""Who may do what with progress. When it can be done is a question for the models; the workflow of each capability asks both.

A function gives the empty string when the person may, and else the sentence that says why not.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.models import Action, Agreement, Lead, parties_in
from monitoring.models import Meeting, ProgressUpdate, Round
from parties.models import Party, User


def coordinates(user: User, agreement: Agreement) -> bool:
    """Whether the person is coordinator of a party that signs: opens and closes rounds, reviews, keeps meetings."""
    return Agreement.objects.coordinated_by(user).filter(pk=agreement.pk).exists()


def why_not_coordinate(user: User, agreement: Agreement) -> str:
    if coordinates(user, agreement):
        return ""
    return _("Only a coordinator of a party that signs the agreement does this.")


def reporting_parties(user: User, action: Action) -> QuerySet[Party]:
    """The leads of the action for which the person may report: the own parties; for a coordinator of the agreement all.

    In the order of the leads. A coordinator enters for another party on its behalf; own_reporting_parties() tells which are own.
    """
    leads = Party.objects.filter(leads__action=action).order_by("leads__position", "leads__pk")
    if coordinates(user, action.agenda.agreement):
        return leads
    return leads.filter(pk__in=Party.objects.reported_by(user).values("pk"))


def own_reporting_parties(user: User, action: Action) -> QuerySet[Party]:
    """The leads of the action for which the person reports as its own editor or coordinator."""
    return Party.objects.reported_by(user).filter(leads__action=action)


def why_not_report(user: User, action: Action, party: Party) -> str:
    if not action.leads.filter(party=party).exists():
        return _("%(party)s does not lead this action.") % {"party": party}
    if reporting_parties(user, action).filter(pk=party.pk).exists():
        return ""
    return _("Only an editor or coordinator of %(party)s reports on this action.") % {"party": party}


def on_behalf_by(user: User, action: Action, party: Party) -> Party | None:
    """The party of the coordinator who enters on behalf of another one; None for the party's own people."""
    if Party.objects.reported_by(user).filter(pk=party.pk).exists():
        return None
    signatories = action.agenda.agreement.participations.accepted().filter(role="signatory").values("party")
    return Party.objects.coordinated_by(user).filter(pk__in=signatories).first()


def why_not_review(user: User, round: Round) -> str:
    return why_not_coordinate(user, round.agenda.agreement)


def why_not_accept(user: User, update: ProgressUpdate) -> str:
    """As for every review; and a lead does not accept its own amber or red, nor does who entered it."""
    leads = update.action.leads.all()
    return why_not_review(user, update.round) or why_not_accept_own(user, update, coordinated_ids(user), leads)


def coordinated_ids(user: User) -> set[int]:
    """The parties of which the person is coordinator, asked once for a whole list."""
    return set(Party.objects.coordinated_by(user).values_list("pk", flat=True))


def why_not_accept_own(user: User, update: ProgressUpdate, coordinated: set[int], leads: Iterable[Lead]) -> str:
    """The rule on one's own amber and red, for a coordinator of these parties and an action with these leads; no query."""
    if not update.needs_explanation:
        return ""
    if update.reported_by_id == user.pk:
        return _("You entered this risk yourself: a coordinator of another party accepts it.")
    if coordinated & {lead.party_id for lead in leads}:
        return _("Your party leads this action: a coordinator of another party accepts its own risk.")
    return ""


def dissenting_parties(user: User, update: ProgressUpdate) -> QuerySet[Party]:
    """The participating parties for which the person may record that they see this update differently."""
    return (
        parties_in(update.action.agenda.agreement)
        .filter(pk__in=Party.objects.reported_by(user))
        .exclude(pk=update.party_id)
        .exclude(pk__in=update.dissents.values("party"))
    )


def why_not_dissent(user: User, update: ProgressUpdate, party: Party) -> str:
    own = parties_in(update.action.agenda.agreement).filter(pk__in=Party.objects.reported_by(user))
    if own.filter(pk=party.pk).exists():
        return ""
    return _("Only an editor or coordinator of %(party)s says how that party sees it.") % {"party": party}


def why_not_keep(user: User, meeting: Meeting) -> str:
    return why_not_coordinate(user, meeting.agreement)
