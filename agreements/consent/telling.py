"""The mails about a proposal: the question to answer it, and what came of it."""

from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.consent.effects import effect_of
from agreements.consent.prepared_answers import prepared_by_party
from agreements.contacts.concerned import concerned_in
from agreements.models import Agenda, Assent, NeededAnswer, Proposal, Version
from parties.mail import post
from parties.mail_budget import ReceiverFullError
from parties.models import Membership, User

WHY_SIGN = _("You get this mail because you may sign for your party.")
WHY_CONCERNED = _("You get this mail because your party takes part in these agreements.")

WHY_PROPOSED = _("You get this mail because you, or your party, proposed this.")
WHY_COORDINATES = _("You get this mail because you coordinate a party of this proposal.")


def people_who_answer(proposal: Proposal) -> list[Membership]:
    """Who may still answer, with their party: of each party that is not complete, those who did not answer for it. One query."""
    waiting = proposal.needed.unanswered().values("party")
    answered = Assent.objects.filter(needed__proposal=proposal, needed__party=OuterRef("party"), by=OuterRef("user"))
    may = Q(may_sign=True)
    if proposal.is_answered_by_coordinators:
        may |= Q(role=Membership.Role.COORDINATOR)
    rows = Membership.objects.filter(may, party__in=waiting, user__is_active=True)
    unanswered = rows.exclude(Exists(answered))
    return list(unanswered.select_related("user", "party").order_by("user", "party"))


def ask_for_answer(proposal: Proposal, *, by: User, again: bool = False) -> list[User]:
    """One mail to each person who may answer, also for two parties; gives who were mailed.

    Counted for who asks: what ends a proposal is told without, because there is no more of it than of what was asked. Someone
    who got too many mails from others reads it on the start page and in the mail of the day; the proposal does not wait for that.
    """
    people: dict[User, list] = {}
    for row in people_who_answer(proposal):
        people.setdefault(row.user, []).append(row.party)
    mailed = []
    with translation.override(settings.LANGUAGE_CODE):  # as the mail is written
        told = effect_of(proposal).tell(proposal)
    prepared = prepared_by_party(proposal)
    for person, parties in people.items():
        context = {
            "proposal": proposal,
            "told_changes": told,
            "parties": [str(party) for party in parties],
            "prepared": [prepared[party.pk] for party in parties if party.pk in prepared],
            "again": again,
        }
        with suppress(ReceiverFullError):
            post("proposal_asked", to=person, context=context, why=WHY_SIGN, by=by)
            mailed.append(person)
    return mailed


def tell_returned(proposal: Proposal, assent: Assent) -> None:
    _tell_concerned("proposal_returned", proposal, assent=assent)


def tell_ended(proposal: Proposal) -> None:
    _tell_concerned("proposal_ended", proposal)


def tell_needs_rewriting(draft: Proposal, sentences: Sequence[str | Promise], *, also: User | None = None) -> None:
    """To who proposed it, or who coordinates that party since, and this person: it could not be put anew as it was, and why."""
    context = {"proposal": draft, "sentences": sentences}
    coordinators = list(_coordinators([draft.party_id]))
    people = [draft.opened_by] if draft.opened_by in coordinators else coordinators
    for person in dict.fromkeys([*people, *([also] if also else [])]):
        post("proposal_to_rewrite", to=person, context=context, why=WHY_PROPOSED)


def tell_short(needed: NeededAnswer, why: str) -> None:
    """To who coordinates the party of which nobody may sign any more, and to who coordinates the party that proposed it."""
    proposal = needed.proposal
    for person in _coordinators([needed.party_id, proposal.party_id]):
        is_own = needed.party.memberships.coordinating().filter(user=person).exists()
        context = {"proposal": proposal, "needed": needed, "sentence": why, "is_own": is_own}
        post("proposal_short", to=person, context=context, why=WHY_COORDINATES)


def _coordinators(parties: list[int]) -> QuerySet[User]:
    rows = Membership.objects.coordinating().filter(party__in=parties)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")


def tell_adopted(version: Version) -> None:
    """To everyone who coordinates or signs, once its document is there."""
    context = {"version": version, "text": version.text}
    for person in concerned_in(version.agreement):
        post("adopted", to=person, context=context, why=WHY_CONCERNED)


def tell_closed(agenda: Agenda, *, by: User) -> None:
    """To everyone who coordinates or signs, but for who closed it: what is not finished and where it went stands on the page."""
    for person in concerned_in(agenda.agreement):
        if person != by:
            post("year_closed", to=person, context={"agenda": agenda, "person": by}, why=WHY_CONCERNED)


def _tell_concerned(template: str, proposal: Proposal, **more) -> None:
    for person in concerned_in(proposal.agreement):
        post(template, to=person, context={"proposal": proposal, **more}, why=WHY_CONCERNED)
