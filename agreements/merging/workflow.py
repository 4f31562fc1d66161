"""A party merges into another one (fusie), which takes its place: at once in what is still to be answered, reported or written.

Texts in force keep the name with which they were agreed, until all agree to another one. docs/decisions/0030-mergers.md.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.changes.effect import propose_adoption_again, renew_stale, set_adoptions_aside
from agreements.consent.signers import looks_after
from agreements.consent.telling import WHY_CONCERNED
from agreements.contacts.concerned import concerned_in
from agreements.merging.permissions import why_not_merge
from agreements.merging.taking_over import Takeover, place_in
from agreements.models import AdviceSubject, Agreement, Lead, Participation, Proposal
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import Invitation, Membership, Party, PartyMember, User
from parties.people.workflow import withdraw_invitation
from parties.refusals import NotAllowedNowError

A_DAY = timedelta(days=1)
GIVEN_ON = (
    "role",
    "position",
    "from_year",
    "to_year",
    "right_of_advice",
    "advice_subject",
    "advice_adds",
    "answers_needed",
)


@transaction.atomic
@act(Act.MERGE_PARTIES)
def merge(*, party: Party, successor: Party, on: date, by: User) -> Party:
    """Let the successor stand in the place of the party from this day on, which is today or lies behind.

    Everyone who coordinates or signs in their agreements is told, and who coordinates the successor. PermissionDenied or
    NotAllowedNowError has the sentence.
    """
    if why := why_not_merge(by, party, successor):
        raise PermissionDenied(why)
    old, new = _locked(party, successor)
    if why := why_not_now(old, new, on):
        raise NotAllowedNowError(why)
    words = {"party": old, "successor": new, "date": date_format(on, "j F Y")}
    reason = _("%(party)s merged into %(successor)s on %(date)s") % words
    with change_set(reason=reason, user=by):
        places = [place_in(agreement, old, new) for agreement in _locked_agreements(old)]
        told = {person for place in places for person in concerned_in(place.agreement)}
        old.successor, old.active_until = new, on - A_DAY
        old.save()
        _join_umbrellas(old, new)
        for place in places:
            _take_place(place, why=f"{reason}.")
        _only_read(old, by=by)
    _tell(old, told, by=by)
    return old


def why_not_now(party: Party, successor: Party, on: date) -> str:
    """Why this cannot be recorded; empty when it can."""
    if party.successor_id:
        return party.merged_words or str(_("%(party)s has a successor already.") % {"party": party})
    if successor.successor_id or successor.active_until:
        return _("%(party)s does not go on itself.") % {"party": successor}
    if party == successor or party.kind != successor.kind:
        return _("A party merges into another party of the same kind.")
    if on > timezone.localdate():
        return _("Record it on the day itself, or later: until then %(party)s answers.") % {"party": party}
    return ""


def _locked(party: Party, successor: Party) -> tuple[Party, Party]:
    """Both as they are now, and nobody else's until this transaction ends."""
    both = Party.objects.select_for_update(of=("self",)).filter(pk__in=[party.pk, successor.pk])
    rows = {row.pk: row for row in both.order_by("pk")}
    return rows[party.pk], rows[successor.pk]


def _locked_agreements(party: Party) -> list[Agreement]:
    """In one order, so that two mergers do not wait for each other crosswise; who answers at this moment waits."""
    rows = Agreement.objects.select_for_update(no_key=True).filter(pk__in=party.participations.values("agreement"))
    return list(rows.order_by("pk"))


# -- In one agreement


def _take_place(place: Takeover, *, why: str) -> None:
    """What is put to the parties goes back first, so that it names the successor when it is put anew."""
    set_aside = set_adoptions_aside(place.agreement)
    _take_part(place_in(place.agreement, place.old, place.new))
    _lead_drafts(place)
    for proposal in place.own_changes():
        proposal.party = place.new
        proposal.save()
    _advise(place)
    for old in set_aside:
        propose_adoption_again(old, by=_proposer(old, place) or old.opened_by)
    renew_stale(place.agreement, why=why)


def _proposer(proposal: Proposal, place: Takeover) -> User | None:
    """Who proposed it, or for the party that merged a coordinator of its successor."""
    if proposal.party_id != place.old.pk:
        return looks_after(proposal)
    first = place.new.memberships.coordinating().select_related("user").order_by("pk").first()
    return first.user if first else None


def _take_part(place: Takeover) -> None:
    """The successor with the role of the party; texts that stand still print the party, later ones its successor."""
    last = max(place.years_that_stand, default=None)
    part, new = place.part, place.taken
    if part.is_accepted and not place.is_there:
        new = new or Participation(agreement=place.agreement, party=place.new)
        for name in GIVEN_ON:
            setattr(new, name, getattr(part, name))
        new.state, new.printed_from = Participation.State.ACCEPTED, None if last is None else last + 1
        new.save()
    elif part.is_asked and new is None:
        new = Participation(agreement=place.agreement, party=place.new, role=part.role, position=part.position)
        new.asked_by, new.asked_at, new.from_year, new.to_year = part.asked_by, part.asked_at, part.from_year, part.to_year
        new.save()
    nowhere = place.agreement.start_year - 2
    part.printed_until = nowhere if last is None else last
    part.save()


def _lead_drafts(place: Takeover) -> None:
    """In what is written; where both led, one of them does, with the tasks of both."""
    for lead in place.draft_leads():
        own = lead.action.leads.filter(party=place.new).first()
        if own is None:
            lead.party, lead.contact = place.new, None
            lead.save()
            continue
        tasks = dict.fromkeys(filter(None, [own.task, lead.task]))
        lead.delete()
        own.task = ", ".join(tasks)[: Lead._meta.get_field("task").max_length]
        own.save()


def _advise(place: Takeover) -> None:
    for advice in place.advices():
        name = "party" if advice.party_id == place.old.pk else "asking_party"
        setattr(advice, name, place.new)
        advice.save()
    for mark in AdviceSubject.objects.filter(agreement=place.agreement, party=place.old):
        same = AdviceSubject.objects.filter(agreement=place.agreement, party=place.new, goal=mark.goal_id, action=mark.action_id)
        if not same.exists():
            mark.party = place.new
            mark.save()


# -- Its people, its umbrellas


def _join_umbrellas(old: Party, new: Party) -> None:
    for row in (*old.umbrella_rows.all(), *old.member_rows.all()):
        umbrella, member = (new if party == old else party for party in (row.umbrella, row.member))
        row.delete()
        if umbrella != member and not PartyMember.objects.filter(umbrella=umbrella, member=member).exists():
            PartyMember(umbrella=umbrella, member=member).save()


def _only_read(party: Party, *, by: User) -> None:
    """Its people read what it agreed. For the successor they do something once a coordinator of that party invited them."""
    for row in party.memberships.select_related("party"):
        row.party = party
        row.role, row.may_sign = Membership.Role.READER, False
        row.forget_signing()
        row.save()
    for invitation in Invitation.objects.waiting().filter(party=party):
        withdraw_invitation(invitation, by=by)


def _tell(party: Party, people: set[User], *, by: User) -> None:
    own = set(User.objects.filter(memberships__party=party))
    coordinating = Membership.objects.coordinating().filter(party=party.successor_id)
    invites = set(User.objects.filter(pk__in=coordinating.values("user")))
    for person in sorted((people | invites) - {by}, key=lambda person: person.pk):
        context = {"party": party, "by": by, "is_own": person in own - invites, "invites": person in invites}
        post("party_merged", to=person, context=context, why=WHY_CONCERNED)
