"""Who may do what with progress. When it can be done is a question for the models; the workflow of each capability asks both.

A function gives the empty string when the person may, and else the sentence that says why not.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from agreements.models import Action, Agreement, Participation, parties_in
from monitoring.models import ActionPoint, Meeting, ProgressUpdate, Round
from parties.models import Party, User
from parties.models.party import REPORTED_PARTIES, SIGNED_PARTIES, merged_into
from parties.prepared import Prepared


def coordinates(user: User, agreement: Agreement) -> bool:
    """Whether the person is coordinator of a party that signs: opens and closes rounds, reviews, keeps meetings."""
    return bool(_coordinated.rows(user.pk, agreement.pk))


@Prepared
def _coordinated(user: int, agreement: int) -> QuerySet:
    return Agreement.objects.coordinated_by(User(pk=user)).filter(pk=agreement).values("pk")


def why_not_coordinate(user: User, agreement: Agreement) -> str:
    if coordinates(user, agreement):
        return ""
    return _("Only a coordinator of a party that signs the agreement does this.")


def reporting_parties(user: User, action: Action) -> QuerySet[Party]:
    """The leads of the action for which the person may report: the own parties; for a coordinator of the agreement all.

    In the order of the leads. A coordinator enters for another party on its behalf.
    """
    leads = Party.objects.filter(leads__action=action).order_by("leads__position", "leads__pk")
    if coordinates(user, action.agenda.agreement):
        return leads
    return leads.filter(pk__in=REPORTED_PARTIES.keys(user.pk))


def leads_reported_by(user: User, action: Action) -> tuple[tuple[Party, ...], frozenset[int]]:
    """reporting_parties() of an action that comes with its leads, and the keys of those that are the own ones. Two queries."""
    leads = tuple(lead.party for lead in action.leads.all())
    reported = {key for (key,) in REPORTED_PARTIES.rows(user.pk)}
    own = tuple(party for party in leads if party.pk in reported)
    parties = leads if coordinates(user, action.agenda.agreement) else own
    return parties, frozenset(party.pk for party in own)


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
    """As for every review; and a party does not accept its own amber or red, nor does who entered it."""
    return why_not_review(user, update.round) or why_not_accept_own(user, update, coordinated_ids(user))


def coordinated_ids(user: User) -> set[int]:
    """The parties of which the person is coordinator, and those that merged into them, asked once for a whole list."""
    own = Party.objects.coordinated_by(user).values("pk")
    return set(Party.objects.filter(Q(pk__in=own) | Q(pk__in=merged_into(own))).values_list("pk", flat=True))


def coordinated_in(user: User, agreement: Agreement) -> tuple[frozenset[int], bool]:
    """coordinated_ids() and coordinates() for one agreement, in one query."""
    found = dict(_coordinated_in.rows(user.pk, agreement.pk))
    return frozenset(found), any(found.values())


@Prepared
def _coordinated_in(user: int, agreement: int) -> QuerySet:
    signing = Participation.objects.accepted().filter(agreement=agreement, role=Participation.Role.SIGNATORY)
    own = Party.objects.coordinated_by(User(pk=user)).values("pk")
    parties = Party.objects.filter(Q(pk__in=own) | Q(pk__in=merged_into(own)))
    return parties.annotate(signs=Exists(signing.filter(party=OuterRef("pk")))).values_list("pk", "signs")


def why_not_accept_own(user: User, update: ProgressUpdate, coordinated: Collection[int]) -> str:
    """The rule on one's own amber and red, for a coordinator of these parties; no query.

    Another party accepts it, also one that leads the same action, which is the only other where all coordinators lead it.
    """
    if not update.needs_explanation:
        return ""
    if update.reported_by_id == user.pk:
        return _("You entered this risk yourself: a coordinator of another party accepts it.")
    if update.party_id in coordinated:
        return _("This is the risk of your own party: a coordinator of another party accepts it.")
    return ""


def dissenting_parties(user: User, update: ProgressUpdate) -> QuerySet[Party]:
    """The participating parties for which the person may record that they see this update differently."""
    return (
        parties_in(update.action.agenda.agreement)
        .filter(speaks_for(user), successor=None)
        .exclude(pk__in=update.dissents.values("party"))
        .exclude(pk__in=_answered(update))
    )


def speaks_for(user: User) -> Q:
    """The parties in whose name the person says how they see it: who may sign for a party may do that too, also a reader."""
    return Q(pk__in=REPORTED_PARTIES.keys(user.pk)) | Q(pk__in=SIGNED_PARTIES.keys(user.pk))


def parties_spoken_for(user: User, agreement: Agreement) -> frozenset[int]:
    """The keys of the participating parties in whose name the person says how they see it. One query."""
    return frozenset(key for (key,) in _spoken_for.rows(user.pk, agreement.pk))


@Prepared
def _spoken_for(user: int, agreement: int) -> QuerySet:
    return parties_in(agreement).filter(speaks_for(User(pk=user))).values_list("pk")


def why_not_dissent(user: User, update: ProgressUpdate, party: Party) -> str:
    if not parties_in(update.action.agenda.agreement).filter(speaks_for(user), pk=party.pk).exists():
        return _("Only an editor or coordinator of %(party)s, or who may sign for it, says how it sees it.") % {"party": party}
    if party.pk != update.party_id and _answered(update).filter(party=party).exists():
        return _("%(party)s reported on this action itself, and can report anew.") % {"party": party}
    return ""


def _answered(update: ProgressUpdate) -> QuerySet:
    """The parties that reported on the action in the same round: their own answer says how they see it."""
    same = ProgressUpdate.objects.counted().filter(action=update.action_id, round=update.round_id)
    return same.order_by().values("party")


def why_not_minute(user: User, meeting: Meeting) -> str:
    """Who writes what is said and decided: people of the party that minutes, else the coordinators who keep the meeting."""
    if Meeting.objects.minuted_by(user).filter(pk=meeting.pk).exists():
        return ""
    if meeting.minuted_by_id:
        return _("%(party)s minutes this meeting: its editors and coordinators write.") % {"party": meeting.minuted_by}
    return why_not_keep(user, meeting) or _("Only a coordinator of a party that signs the agreement does this.")


def why_not_record(user: User, meeting: Meeting) -> str:
    """Who says who was there, what was decided and what is done with a reaction: who minutes, and who keeps the meeting."""
    refused = why_not_minute(user, meeting)
    return refused if refused and why_not_keep(user, meeting) else ""


def why_not_finish(user: User, point: ActionPoint) -> str:
    """Who says that an action point is done: the one who promised it, who writes for that party, and who minutes."""
    is_own = point.person_id == user.pk and Party.objects.of(user).filter(pk=point.party_id).exists()
    if is_own or Party.objects.reported_by(user).filter(pk=point.party_id).exists() or not why_not_minute(user, point.meeting):
        return ""
    return _("Only %(who)s, people who write for that party, and those who minute the meeting do this.") % {"who": point.who}


def why_not_keep(user: User, meeting: Meeting) -> str:
    """A bilateral meeting that is not shared is kept by its own parties alone; who plans one is of one of them."""
    if refused := why_not_coordinate(user, meeting.agreement):
        return refused
    if meeting.pk is None or not meeting.is_closed or Meeting.objects.coordinated_by(user).filter(pk=meeting.pk).exists():
        return ""
    return _("Only a coordinator of a party of this meeting does this.")
