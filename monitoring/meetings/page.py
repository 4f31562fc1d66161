"""What the page of a meeting says of its decisions: what became of each, and what the person may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from agreements.models import Agreement, Participation, Proposal
from monitoring.meetings.deciding import prepared_parties
from monitoring.meetings.proposing import ENDED_WITHOUT, changeable, newest_of
from monitoring.models import Attendance, Decision, Meeting
from parties.models import Membership, Party, User

State = Proposal.State
BECAME = {
    State.DRAFT: gettext_lazy("%(party)s is writing a proposal of it."),
    State.OPEN: gettext_lazy("Put to the parties; they answer through %(deadline)s."),
    State.AGREED: gettext_lazy("Agreed by all parties on %(ended)s: version %(version)s of %(text)s."),
    State.RETURNED: gettext_lazy("The proposal was returned on %(ended)s: %(reason)s"),
    State.WITHDRAWN: gettext_lazy("The proposal was withdrawn."),
    State.EXPIRED: gettext_lazy("Not all parties answered in time; the proposal expired on %(ended)s."),
    State.SUPERSEDED: gettext_lazy("The proposal was superseded on %(ended)s."),
}


@dataclass(frozen=True)
class DecisionRow:
    """proposal is what it became by now, also where it was renewed; for the parties in confirms the person may confirm."""

    decision: Decision
    proposal: Proposal | None
    confirms: tuple[Party, ...]
    may_propose: bool
    is_readable: bool  # a draft is read by its own party alone

    @property
    def became(self) -> str:
        if self.proposal is None:
            return ""
        return became_of(self.proposal)


def became_of(row: Proposal) -> str:
    """What became of a proposal, in a sentence."""
    words = {
        "party": row.party,
        "deadline": _day(row.deadline),
        "ended": _day(row.ended_at),
        "version": row.version.number if row.version_id else "",
        "text": row.text.title,
        "reason": row.end_reason,
    }
    return str(BECAME[State(row.state)]) % words


def _day(value) -> str:
    return date_format(value, "j F Y") if value else ""


def decision_rows(meeting: Meeting, decisions: Iterable[Decision], user: User) -> list[DecisionRow]:
    """The decisions with what became of them. Eight queries at most, however many decisions."""
    rows = list(decisions)
    proposals = newest_of(row.proposal for row in rows if row.proposal_id)
    confirms = prepared_parties(rows, proposals, user)
    writes = writing_for(meeting.agreement, user) if any(row.changes_text for row in rows) else frozenset()
    changes = changeable(rows, meeting.agreement) if writes else set()
    own = set(user.memberships.values_list("party", flat=True)) if proposals else set()
    found = []
    for row in rows:
        proposal = proposals.get(row.proposal_id)
        is_free = proposal is None or proposal.state in ENDED_WITHOUT
        may = row.changes_text and not row.is_withdrawn and row.pk in changes and is_free
        is_readable = proposal is not None and (not proposal.is_draft or proposal.party_id in own)
        found.append(DecisionRow(row, proposal, tuple(confirms.get(row.pk, ())), may, is_readable))
    return found


def writing_for(agreement: Agreement, user: User) -> frozenset[int]:
    """The parties that sign for which this person writes a proposal."""
    if user.is_superuser:
        return frozenset()
    roles = (Membership.Role.EDITOR, Membership.Role.COORDINATOR)
    signs = Participation.objects.accepted().signing().filter(agreement=agreement).values("party")
    return frozenset(user.memberships.filter(role__in=roles, party__in=signs).values_list("party", flat=True))


def own_parties_of(meeting: Meeting) -> list[Party]:
    """Whose it is, where it is not of all. One query, or none."""
    return [row.party for row in meeting.own_parties.select_related("party")] if meeting.may_have_own_parties else []


def attendance_by_party(meeting: Meeting) -> list[tuple[str, str]]:
    """Who was there, was absent or was represented: each party with its people. One query."""
    found: dict[str, list[str]] = {}
    for row in meeting.attendances.select_related("party", "user").order_by("party__short_name", "user__name", "pk"):
        found.setdefault(row.party.short_name, []).append(_in_words(row))
    return [(party, ", ".join(people)) for party, people in found.items()]


def _in_words(row: Attendance) -> str:
    words = {"person": row.user, "by": row.represented_by}
    if row.kind == Attendance.Kind.ABSENT:
        return gettext("%(person)s (absent)") % words
    if row.kind == Attendance.Kind.REPRESENTED:
        return gettext("%(person)s (represented by %(by)s)") % words
    return str(row.user)
