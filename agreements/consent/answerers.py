"""Who must answer a proposal, who may open one, and the lock under which the state of a year changes."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agreements.models import Agenda, Participation
from agreements.models.agreement import in_year
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class Answerer:
    """A party that must answer, with how many of its people must and how many can."""

    participation: Participation
    can: int

    @property
    def party(self) -> Party:
        return self.participation.party

    @property
    def needed(self) -> int:
        return self.participation.answers_needed

    @property
    def is_short(self) -> bool:
        return self.can < self.needed


def answerers(agenda: Agenda) -> list[Answerer]:
    """The parties that sign in this year, in the order of the agreement. One query."""
    may_sign = Count("party__memberships", filter=Q(party__memberships__may_sign=True, party__memberships__user__is_active=True))
    rows = agenda.agreement.participations.accepted().filter(
        in_year(agenda.year, "from_year", "to_year"), role=Participation.Role.SIGNATORY
    )
    in_order = rows.select_related("party").annotate(can=may_sign).order_by(*Participation._meta.ordering)
    return [Answerer(row, row.can) for row in in_order]


def why_not_propose(agenda: Agenda, user: User) -> str:
    """Why this person does not propose this text now; empty when it can be done."""
    if own_signatory(agenda, user) is None:
        return _("Only a coordinator of a party that signs proposes a text for adoption.")
    if agenda.is_adopted:
        return _("This agenda was adopted already: %(standing)s.") % {"standing": agenda.standing}
    if agenda.state == Agenda.State.PROPOSED:
        return _("This text is proposed for adoption already.")
    parties = answerers(agenda)
    if not parties:
        return _("No party signs in this year, so nobody can adopt its text.")
    waiting = agenda.agreement.participations.asked().filter(in_year(agenda.year, "from_year", "to_year")).first()
    if waiting:
        sentence = _("%(party)s was asked to take part and has not said yes. Wait for its answer, or withdraw the request.")
        return sentence % {"party": waiting.party}
    if short := [str(row.party) for row in parties if row.is_short]:
        return _("Not enough people may sign for %(parties)s: invite them first.") % {"parties": ", ".join(short)}
    if not agenda.actions.exists() and not agenda.agreement.themes.exists():
        return _("There is nothing in this agenda yet.")
    return ""


def coordinates(agenda: Agenda, user: User) -> bool:
    return Agenda.objects.coordinated_by(user).filter(pk=agenda.pk).exists() and not user.is_superuser


def own_signatory(agenda: Agenda, user: User) -> Party | None:
    """The party for which this coordinator proposes: the first of those that sign in this year; None for anyone else."""
    if user.is_superuser:
        return None
    signing = agenda.agreement.participations.accepted().filter(
        in_year(agenda.year, "from_year", "to_year"),
        role=Participation.Role.SIGNATORY,
        party__in=Party.objects.coordinated_by(user).values("pk"),
    )
    first = signing.select_related("party").order_by(*Participation._meta.ordering).first()
    return first.party if first else None


def locked(agenda: Agenda) -> Agenda:
    """The year as it is now, and nobody else's until this transaction ends."""
    return Agenda.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=agenda.pk)


def demand_coordinator(agenda: Agenda, by: User) -> None:
    if not coordinates(agenda, by):
        raise PermissionDenied(_("Only a coordinator of a party that signs the agreement does this."))
