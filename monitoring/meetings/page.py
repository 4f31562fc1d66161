"""What the page of a meeting says of its decisions: what became of each, and what the person may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Value, prefetch_related_objects
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from agreements.models import Agreement, MeetingRule, Participation, Proposal
from monitoring.meetings.deciding import prepared_parties
from monitoring.meetings.proposing import ENDED_WITHOUT, changeable, newest_of
from monitoring.models import Attendance, Decision, Dissent, Item, Meeting, MinutesAddition, MinutesReaction
from monitoring.queries import with_waiting_known
from parties.models import Membership, Party, User
from parties.models.party import WRITING_PARTIES
from parties.prepared import Prepared, attach

SHOWN = (
    "action__agenda",
    "action__project",
    "goal",
    "item",
    "proposal",
    "withdrawn_by",
    "corrects__action__project",
    "corrects__goal",
)
MOST_BITS = 63  # of a key, that a database takes
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


def meeting_for_page(user: User, pk: int) -> Meeting:
    """The meeting with its decisions, who was there, and what tells its page not to ask for more. Three queries; else a 404.

    is_kept and is_written say whether the person keeps it, and writes proposals of it; adopted_on when a later one adopted its
    minutes; the others whether there is anything.
    """
    rows = _for_page.models(user.pk, pk, is_superuser=user.is_superuser) if pk.bit_length() < MOST_BITS else []
    if not rows:
        raise Http404
    attach(rows, "decisions", _decisions_of.models(pk), "meeting")
    if rows[0].was_attended:
        prefetch_related_objects(rows, Prefetch("attendances", attendances_in_order()))
    return rows[0]


@Prepared.in_order
def _decisions_of(meeting: int) -> QuerySet[Decision]:
    return Decision.objects.filter(meeting=meeting).select_related(*SHOWN)


@Prepared
def _for_page(user: int, pk: int, *, is_superuser: bool) -> QuerySet[Meeting]:
    person, itself = User(pk=user, is_superuser=is_superuser), OuterRef("pk")
    of_kind = MeetingRule.objects.filter(agreement=OuterRef("agreement"), kind=OuterRef("kind"))
    signs = Participation.objects.accepted().signing().filter(agreement=OuterRef("agreement"))
    writes = Exists(signs.filter(party__in=WRITING_PARTIES.keys(user)))
    rows = Meeting.objects.visible_to(person).filter(pk=pk).with_may_minute(person)
    return with_waiting_known(rows.select_related("agreement__escalation_rule", "prepared_by", "minuted_by")).annotate(
        is_kept=Exists(Meeting.objects.coordinated_by(person).filter(pk=itself)),
        is_written=Value(False) if is_superuser else writes,
        has_quorum=Exists(of_kind.exclude(quorum="")),
        was_attended=Exists(Attendance.objects.filter(meeting=itself)),
        adopted_on=F("adopted__adopted_in__held_on"),
        has_reactions=Exists(MinutesReaction.objects.filter(meeting=itself)),
        has_additions=Exists(MinutesAddition.objects.filter(meeting=itself)),
        is_split=Exists(views_before(agreement=OuterRef("agreement"), held_on=OuterRef("held_on"))),
    )


def views_before(*, agreement: Any, held_on: Any) -> QuerySet[Dissent]:
    """How others saw it, as far as no meeting discussed it; what a party said after the meeting was never on its table."""
    rows = Dissent.objects.filter(update__round__agenda__agreement=agreement, discussed_in=None, at__date__lte=held_on)
    return rows.select_related("party", "update__action__goal", "update__party", "update__round").order_by("at")


@Prepared.in_order
def _views_before(agreement: int, held_on: date) -> QuerySet[Dissent]:
    return views_before(agreement=agreement, held_on=held_on)


def views_of(meeting: Meeting) -> list[Dissent]:
    """Those of views_before(). One query, or none; meeting comes from meeting_for_page()."""
    return _views_before.models(meeting.agreement_id, meeting.held_on) if meeting.is_split else []


@Prepared.in_order
def _on_agenda_of(meeting: int) -> QuerySet[Item]:
    return Item.objects.filter(meeting=meeting).on_agenda()


def items_of(meeting: Meeting) -> list[Item]:
    """What stands on its agenda. One query."""
    return _on_agenda_of.models(meeting.pk)


def decision_rows(meeting: Meeting, decisions: Iterable[Decision], user: User) -> list[DecisionRow]:
    """The decisions with what became of them. Three queries at most, however many; meeting comes from meeting_for_page()."""
    rows = list(decisions)
    proposals = newest_of(row.proposal for row in rows if row.proposal_id)
    confirms = prepared_parties(rows, proposals, user)
    changes = changeable(rows, meeting.agreement) if meeting.is_written else set()
    found = []
    for row in rows:
        proposal = proposals.get(row.proposal_id)
        is_free = proposal is None or proposal.state in ENDED_WITHOUT
        may = row.changes_text and not row.is_withdrawn and row.pk in changes and is_free
        is_readable = proposal is not None and (not proposal.is_draft or proposal.party_id in user.member_of)
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


def attendances_in_order() -> QuerySet[Attendance]:
    return Attendance.objects.select_related("party", "user").order_by("party__short_name", "user__name", "pk")


def attendance_by_party(rows: Iterable[Attendance]) -> list[tuple[str, str]]:
    """Who was there, was absent or was represented: each party with its people, of attendances_in_order()."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.party.short_name, []).append(_in_words(row))
    return [(party, ", ".join(people)) for party, people in found.items()]


def _in_words(row: Attendance) -> str:
    words = {"person": row.user, "by": row.represented_by}
    if row.kind == Attendance.Kind.ABSENT:
        return gettext("%(person)s (absent)") % words
    if row.kind == Attendance.Kind.REPRESENTED:
        return gettext("%(person)s (represented by %(by)s)") % words
    return str(row.user)
