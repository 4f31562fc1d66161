"""The mails about an advice, at once: asked, more time or withdrawn, given, answered."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.models import Advice
from parties.mail import post
from parties.models import Membership, User

WHY_ADVISE = _("You get this mail because you write, coordinate or sign for a party that is asked for advice.")
WHY_ASKED = _("You get this mail because you are coordinator of the party that asked for this advice.")


def people_who_advise(advice: Advice) -> QuerySet[User]:
    """Who writes the advice of the party or gives it, each once."""
    writes = Q(role__in=[Membership.Role.EDITOR, Membership.Role.COORDINATOR]) | Q(may_sign=True)
    return _people(Membership.objects.filter(writes, party=advice.party_id))


def people_who_asked(advice: Advice) -> QuerySet[User]:
    """The coordinators of the party that asked, each once."""
    return _people(Membership.objects.coordinating().filter(party=advice.asking_party_id))


def _people(rows: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(pk__in=rows.filter(user__is_active=True).values("user")).order_by("pk")


def tell_asked(advice: Advice, *, by: User) -> None:
    _tell("advice_asked", advice, people_who_advise(advice), WHY_ADVISE, by)


def tell_changed(advice: Advice, *, by: User) -> None:
    """That there is more time, or that the request was withdrawn."""
    _tell("advice_changed", advice, people_who_advise(advice), WHY_ADVISE, by)


def tell_given(advice: Advice, *, by: User) -> None:
    _tell("advice_given", advice, people_who_asked(advice), WHY_ASKED, by)


def tell_answered(advice: Advice, *, by: User) -> None:
    _tell("advice_answered", advice, people_who_advise(advice), WHY_ADVISE, by)


def _tell(template: str, advice: Advice, people: QuerySet[User], why, by: User) -> None:
    """To each but the one who does it; counted among the mails that this person sends."""
    for person in people.exclude(pk=by.pk):
        post(template, to=person, context={"advice": advice}, why=why, by=by)
