"""Which answers nobody can accept: said while planning, opening and closing, when it can be mended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.agenda.leads import join_names
from agreements.models import Action, Agreement, Participation
from monitoring.models import Judgement, ProgressUpdate, Round
from monitoring.permissions import why_not_accept_own
from monitoring.queries import ActionProgress, actions_of, collect_round, progress_of
from parties.models import Membership, Party, User
from parties.prepared import Prepared

Reviewers = Mapping[User, frozenset[int]]


@dataclass(frozen=True)
class Unreviewed:
    """One lead, with the actions on which nobody can accept its amber or red.

    is_reported: these answers are there and wait. Otherwise it is about what the party would report.
    """

    party: Party
    actions: tuple[Action, ...]
    is_reported: bool


def reviewers_of(agreement: Agreement) -> dict[User, frozenset[int]]:
    """The active coordinators of parties that sign, with all parties that they coordinate. One query."""
    found: dict[User, set[int]] = defaultdict(set)
    for row in _coordinating.models(agreement.pk):
        found[row.user].add(row.party_id)
    return {person: frozenset(parties) for person, parties in found.items()}


@Prepared.in_order
def _coordinating(agreement: int) -> QuerySet[Membership]:
    coordinating = Membership.objects.filter(role=Membership.Role.COORDINATOR)
    signatories = Participation.objects.accepted().filter(agreement=agreement, role=Participation.Role.SIGNATORY)
    people = coordinating.filter(party__in=signatories.values("party"), user__is_active=True).values("user")
    return coordinating.filter(user__in=people).select_related("user").order_by("user__name", "user__pk")


def nobody_accepts(rows: Iterable[ActionProgress], reviewers: Reviewers, *, is_closed: bool = False) -> tuple[Unreviewed, ...]:
    """What nobody can accept, by party: waiting answers, and before the end what leads would report."""
    waiting: dict[Party, list[Action]] = defaultdict(list)
    coming: dict[Party, list[Action]] = defaultdict(list)
    for row in rows:
        answered = {answer.party_id: answer for answer in row.answers}
        for answer in answered.values():
            if answer.state == ProgressUpdate.State.SUBMITTED and not _can_be_accepted(answer, reviewers):
                waiting[answer.party].append(row.action)
        for lead in row.leads if not is_closed else ():
            risk = ProgressUpdate(action=row.action, party=lead.party, judgement=Judgement.AT_RISK)
            if lead.party_id not in answered and not _can_be_accepted(risk, reviewers):
                coming[lead.party].append(row.action)
    reported = [Unreviewed(party, tuple(actions), is_reported=True) for party, actions in waiting.items()]
    return (*reported, *(Unreviewed(party, tuple(actions), is_reported=False) for party, actions in coming.items()))


def unreviewed_in(round: Round) -> tuple[Unreviewed, ...]:
    """What nobody can accept in a round, also in one that is only being planned."""
    rows = collect_round(round) if round.pk else tuple(progress_of(action, round, ()) for action in actions_of(round))
    return nobody_accepts(rows, reviewers_of(round.agenda.agreement), is_closed=round.is_closed)


def sentence_about(unreviewed: Iterable[Unreviewed]) -> str:
    """In a sentence, whose answers nobody can accept; empty when there are none."""
    names = list(dict.fromkeys(str(row.party) for row in unreviewed))
    if not names:
        return ""
    return _("Nobody can accept a risk of %(parties)s: the page says on which actions.") % {"parties": join_names(names)}


def _can_be_accepted(update: ProgressUpdate, reviewers: Reviewers) -> bool:
    return any(not why_not_accept_own(person, update, coordinated) for person, coordinated in reviewers.items())
