"""Who must answer a proposal, who may open one, and the lock under which the state of a text changes.

A text is that of a year, or of the agreement as a whole; a year comes with its agreement.
"""

from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agreements.models import Agenda, Agreement, Participation
from agreements.models.adoptable import Adoptable, TextState
from agreements.models.participation import ParticipationQuerySet
from parties.models import Party, User
from parties.models.party import COORDINATED_PARTIES


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


def signing(text: Adoptable) -> ParticipationQuerySet:
    """The parties that sign in this year; for the agreement as a whole those that sign now or in a later year."""
    year = text.whole.year_in_front if text.year is None else text.year
    return signing_in(text.whole.pk, year, is_whole=text.year is None)


def signing_in(agreement: int, year: int, *, is_whole: bool) -> ParticipationQuerySet:
    """Those of signing(), of an agreement; of one as a whole, year is the year in front."""
    rows = Participation.objects.accepted().signing().of_year(agreement, None if is_whole else year)
    if is_whole:
        rows = rows.exclude(to_year__lt=year)
    return rows.order_by(*Participation._meta.ordering).select_related("party")


def answerers(text: Adoptable) -> list[Answerer]:
    """The parties that sign, in the order of the agreement. One query."""
    may_sign = Count("party__memberships", filter=Q(party__memberships__may_sign=True, party__memberships__user__is_active=True))
    return [Answerer(row, row.can) for row in signing(text).annotate(can=may_sign)]


def why_not_propose(text: Adoptable, user: User) -> str:
    """Why this person does not propose this text now; empty when it can be done."""
    if own_signatory(text, user) is None:
        return _("Only a coordinator of a party that signs proposes a text for adoption.")
    if text.is_adopted:
        return _("This text was adopted already: %(standing)s.") % {"standing": text.standing}
    if text.state == TextState.PROPOSED:
        return _("This text is proposed for adoption already.")
    parties = answerers(text)
    waiting = Participation.objects.asked().of_text(text).select_related("party").first()
    if waiting:
        sentence = _("%(party)s was asked to take part and has not said yes. Wait for its answer, or withdraw the request.")
        return sentence % {"party": waiting.party}
    if short := [str(row.party) for row in parties if row.is_short]:
        return _("Not enough people may sign for %(parties)s: invite them first.") % {"parties": ", ".join(short)}
    if not text.whole.themes.exists() and not (text.year and text.actions.exists()):
        return _("There is nothing in this text yet.")
    return ""


def coordinates(text: Adoptable, user: User) -> bool:
    return Agreement.objects.coordinated_by(user).filter(pk=text.whole.pk).exists() and not user.is_superuser


def own_signatory(text: Adoptable, user: User) -> Party | None:
    """The party for which this coordinator proposes: the first of those that sign; None for anyone else."""
    if user.is_superuser:
        return None
    first = signing(text).filter(party__in=COORDINATED_PARTIES.keys(user.pk)).first()
    return first.party if first else None


T = TypeVar("T", bound=Adoptable)


def locked(text: T) -> T:
    """The text as it is now, and nobody else's until this transaction ends.

    The agreement comes first, so that what touches several of its texts stands behind or before each other. Of it only what is no
    key: who writes something that points to it must not wait.
    """
    whole = Agreement.objects.select_for_update(no_key=True).get(pk=text.whole.pk)
    if text.year is None:
        return whole
    agenda = Agenda.objects.select_for_update().get(pk=text.pk)
    agenda.agreement = whole
    return agenda


def demand_coordinator(text: Adoptable, by: User) -> None:
    if not coordinates(text, by):
        raise PermissionDenied(_("Only a coordinator of a party that signs the agreement does this."))
