"""Who may answer in an evaluation. When it can be answered the model says."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from monitoring.models import Evaluation
from parties.models import Membership, Party, User
from parties.models.party import OWN_PARTIES, REPORTED_PARTIES


def parties_answered_for(user: User, evaluation: Evaluation) -> list[Party]:
    """The asked parties for which the person may answer: as editor or coordinator, or as one of its people. One query."""
    keys = OWN_PARTIES if evaluation.by_people else REPORTED_PARTIES
    own = set(Party.objects.filter(pk__in=keys.keys(user.pk)).values_list("pk", flat=True))
    return [party for party in evaluation.parties_asked if party.pk in own]


def why_not_answer(user: User, evaluation: Evaluation, party: Party) -> str:
    if party in parties_answered_for(user, evaluation):
        return ""
    if evaluation.by_people:
        return _("Only people of %(party)s answer here, each for itself.") % {"party": party}
    return _("Only an editor or coordinator of %(party)s answers for it.") % {"party": party}


def people_asked(evaluation: Evaluation, parties: Iterable[Party]) -> list[Membership]:
    """The active people who may answer for these parties, by name; by people everyone of the party. One query."""
    rows = Membership.objects.filter(party__in=list(parties), user__is_active=True)
    if not evaluation.by_people:
        rows = rows.filter(role__in=[Membership.Role.EDITOR, Membership.Role.COORDINATOR])
    return list(rows.select_related("user", "party").order_by("user__name", "pk"))
