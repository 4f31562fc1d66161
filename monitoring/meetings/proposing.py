"""A decision of a meeting becomes a proposal with one click; what became of it is read along the line of its renewals."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from agreements.agenda.words import words_of
from agreements.changes import workflow as changes
from agreements.changes.asking import texts_in_force
from agreements.changes.fields import plain, same, value_now
from agreements.models import Agenda, Agreement, Change, Proposal
from agreements.models.adoptable import Adoptable, TextState
from monitoring.models import Decision, Meeting, ProgressUpdate
from parties.history.write_rules import Act, act
from parties.models import Membership, User
from parties.refusals import NotAllowedNowError
from parties.texts import REASON

State = Proposal.State
LEVELS = {Meeting.Kind.AMBTELIJK: Proposal.Level.AMBTELIJK, Meeting.Kind.BESTUURLIJK: Proposal.Level.BESTUURLIJK}
ENDED_WITHOUT = (State.RETURNED, State.WITHDRAWN, State.EXPIRED, State.SUPERSEDED)


def text_of(decision: Decision) -> Adoptable:
    """The text that would change: the year of the action; of a goal the year of the meeting, or else the nearest in force."""
    if decision.action_id:
        return decision.action.agenda
    agreement, year = decision.meeting.agreement, decision.meeting.held_on.year
    in_force = list(Agenda.objects.filter(agreement=agreement, state=TextState.ADOPTED).order_by("year"))
    found = next((row for row in in_force if row.year >= year), in_force[-1] if in_force else None)
    if found is None:
        return agreement
    found.agreement = agreement
    return found


def changeable(decisions: Iterable[Decision], agreement: Agreement) -> set[int]:
    """Those whose text is in force, so that it changes by a proposal. One query where one is about a goal, else none."""
    rows = list(decisions)
    has_text = any(row.goal_id for row in rows) and bool(texts_in_force(agreement))
    return {row.pk for row in rows if (row.action.agenda.is_adopted if row.action else row.goal_id and has_text)}


def newest_of(proposals: Iterable[Proposal]) -> dict[int, Proposal]:
    """Each of these proposals of one agreement, by its key, with the one that it became by now. One query, or none."""
    rows = list(proposals)
    if not rows:
        return {}
    renewing = Q(agreement__in={row.agreement_id for row in rows}, renews__isnull=False)
    wanted = Proposal.objects.filter(Q(pk__in={row.pk for row in rows}) | renewing)
    found = {row.pk: row for row in wanted.select_related("agreement", "agenda__agreement", "party", "version").order_by("pk")}
    later = {row.renews_id: pk for pk, row in found.items() if row.renews_id}
    return {row.pk: found[_end_of(row.pk, later)] for row in rows}


def _end_of(pk: int, later: dict[int, int]) -> int:
    while pk in later:
        pk = later[pk]
    return pk


@transaction.atomic
@act(Act.TAKE_EFFECT)
def propose_decision(*, decision: Decision, by: User) -> Proposal:
    """A draft with the words of the decision as its reason, and the change that follows from it as far as it says so.

    Of a decision of which the proposal ended without taking effect it is made again, with the same changes where the own party
    wrote those. PermissionDenied or NotAllowedNowError says why it cannot be.
    """
    text = text_of(decision)
    if changes.writing_party(text, by) is None:
        raise PermissionDenied(_only_writers())
    if decision.is_withdrawn:
        raise NotAllowedNowError(_("This decision was withdrawn."))
    if not decision.changes_text:
        raise NotAllowedNowError(_("By this decision the agreed text stays as it is: there is nothing to propose."))
    if (earlier := _earlier(decision)) is not None and _writes_for(earlier, by):
        draft = changes.propose_again(proposal=earlier, by=by)
    else:
        draft = _begin(decision, text, by)
    current = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.pk)
    if current.proposal_id != decision.proposal_id:
        raise NotAllowedNowError(_already())
    current.proposal, current._history_user = draft, by
    current.save()
    return draft


def _earlier(decision: Decision) -> Proposal | None:
    """What was made of it before and ended; NotAllowedNowError when that still goes on, or took effect."""
    if decision.proposal_id is None:
        return None
    found = newest_of([decision.proposal])[decision.proposal_id]
    if found.state not in ENDED_WITHOUT:
        raise NotAllowedNowError(_already())
    return found


def _only_writers() -> str:
    return _("Only editors and coordinators of a party that signs write a proposal.")


def _already() -> str:
    return _("A proposal was made of this decision already.")


def _writes_for(proposal: Proposal, by: User) -> bool:
    roles = (Membership.Role.EDITOR, Membership.Role.COORDINATOR)
    return Membership.objects.filter(user=by, party=proposal.party_id, role__in=roles).exists()


def _begin(decision: Decision, text: Adoptable, by: User) -> Proposal:
    what = f"{capfirst(decision.get_kind_display())}: {words_of(decision.subject, text.year_read)}".rstrip(".")
    level = LEVELS.get(decision.meeting.kind, "")
    reason = Truncator(decision.text).chars(REASON)
    draft = changes.start(text=text, by=by, subject=Truncator(what).chars(200), reason=reason, level=level)
    if change := _change_of(decision, reason):
        changes.put_change(proposal=draft, by=by, **change)
    return draft


def _change_of(decision: Decision, reason: str) -> dict[str, Any]:
    """The change that the decision names; empty where the words must still be written."""
    kind, on = decision.kind, decision.meeting.held_on
    if kind == Decision.Kind.ADD:
        goal = decision.goal_id or decision.action.goal_id
        return {"kind": Change.Kind.ADD, "about": Change.About.ACTION, "becomes": {"goal": goal, "text": decision.text}}
    about = Change.About.ACTION if decision.action_id else Change.About.GOAL
    row = {"about": about, "row": decision.subject}
    if kind == Decision.Kind.DROP or (kind == Decision.Kind.CARRY_OVER and decision.action_id):
        return {"kind": Change.Kind(kind), "becomes": {"dropped_on": on, "drop_reason": reason}, **row}
    wanted = _asked_by_lead(decision, on)
    return {"kind": Change.Kind.ADJUST, "becomes": wanted, **row} if wanted else {}


def _asked_by_lead(decision: Decision, on: date) -> dict[str, Any]:
    """The other text or date that a lead proposed last, before the meeting: on that it decided."""
    if decision.kind != Decision.Kind.ADJUST or not decision.action_id:
        return {}
    told = ProgressUpdate.objects.counted().filter(action=decision.action_id, submitted_at__date__lte=on)
    last = told.order_by("-submitted_at", "-pk").first()
    if last is None:
        return {}
    wanted: dict[str, Any] = {
        ProgressUpdate.Proposal.OTHER_TEXT: {"text": last.proposal_text},
        ProgressUpdate.Proposal.OTHER_DATE: {"due_on": last.proposal_date, "due_precision": "day"},
    }.get(last.proposal, {})
    now = {name: value_now(decision.action, name, decision.action.agenda) for name in wanted}
    return wanted if any(not same(plain(value), now[name]) for name, value in wanted.items()) else {}
