"""Who asks, writes, gives and answers an advice. The empty string when the person may, else the sentence that says why not."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agreements.models import Advice, Agreement, Participation
from parties.models import Party, User
from parties.models.party import COORDINATED_PARTIES
from parties.prepared import Prepared


def asking_parties(agreement: Agreement | int, user: User) -> QuerySet[Party]:
    """The parties that sign for which this person asks advice, in the order of the agreement."""
    if user.is_superuser:
        return Party.objects.none()
    own = COORDINATED_PARTIES.keys(user.pk)
    rows = Participation.objects.accepted().signing().filter(agreement=agreement, party__in=own)
    return Party.objects.filter(pk__in=rows.values("party")).order_by("name")


def advising(agreement: Agreement | int) -> QuerySet[Participation]:
    """The parties of which advice can be asked: they have the right of advice, or take part to advise."""
    rows = Participation.objects.accepted().going_on().filter(agreement=agreement)
    return rows.filter(~Q(right_of_advice="") | Q(role=Participation.Role.ADVISORY)).select_related("party")


def askable(agreement: Agreement, user: User, *, among: Iterable[Participation] | None = None) -> list[Participation]:
    """Those of which this person can ask advice: not of the only party for which the person speaks.

    among are those of advising(), where they were read already.
    """
    asking = set() if user.is_superuser else {pk for (pk,) in _asking.rows(user.pk, agreement.pk)}
    return [row for row in (advising(agreement) if among is None else among) if asking - {row.party_id}] if asking else []


@Prepared
def _asking(user: int, agreement: int) -> QuerySet[Party]:
    return asking_parties(agreement, User(pk=user)).values_list("pk")


def why_not_ask(user: User, agreement: Agreement) -> str:
    if not asking_parties(agreement, user).exists():
        return _("Only a coordinator of a party that signs the agreement asks for advice.")
    if not askable(agreement, user):
        return _("No other party has the right of advice in this agreement.")
    return ""


def why_not_draft(user: User, advice: Advice) -> str:
    """Who writes for the party may write the advice; giving it is another matter."""
    if user.memberships.filter(Q(role="editor") | _gives(), party=advice.party_id).exists():
        return ""
    return _("Only people of %(party)s write its advice.") % {"party": advice.party}


def why_not_give(user: User, advice: Advice) -> str:
    if user.memberships.filter(_gives(), party=advice.party_id).exists():
        return ""
    return _("Only a coordinator of %(party)s, or someone who may sign for it, gives its advice.") % {"party": advice.party}


def _gives() -> Q:
    return Q(role="coordinator") | Q(may_sign=True)


def why_not_run(user: User, advice: Advice) -> str:
    """Giving more time, withdrawing and answering are of the party that asked.

    When that party has no coordinator any more, a coordinator of any other party that signs does it.
    """
    own = asking_parties(advice.agreement, user).exclude(pk=advice.party_id)
    if own.filter(pk=advice.asking_party_id).exists():
        return ""
    if own.exists() and not advice.asking_party.memberships.coordinating().exists():
        return ""
    return _("Only a coordinator of %(party)s, which asked for this advice, does this.") % {"party": advice.asking_party}


def belongs_to(user: User, party_id: int) -> bool:
    """Whether the person reads what this party has not given yet."""
    return user.memberships.filter(party=party_id).exists()


def why_not_mark(user: User, agreement: Agreement, party: Party) -> str:
    """A party itself says on which goals and actions it advises."""
    if not advising(agreement).filter(party=party).exists():
        return _("%(party)s has no right of advice in this agreement.") % {"party": party}
    if not Party.objects.coordinated_by(user).filter(pk=party.pk).exists():
        return _("Only a coordinator of %(party)s says on what it advises.") % {"party": party}
    return ""
