"""Who takes part in a meeting, who was there, and whether those were enough to decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import MeetingRule, Participation
from agreements.models.agreement import in_year
from monitoring.models import Attendance, Meeting
from monitoring.models.meeting import CANCELLED
from monitoring.permissions import why_not_record
from monitoring.writes import demand, keep
from parties.models import Membership, Party, User
from parties.refusals import NotAllowedNowError


def parties_at(meeting: Meeting) -> QuerySet[Party]:
    """Its own parties, or all of the agreement in that year, in order. A party that left, or that merged, is not invited."""
    year = meeting.held_on.year
    taking_part = Participation.objects.accepted().going_on().filter(in_year(year, "from_year", "to_year"))
    rows = Party.objects.filter(participations__in=taking_part.filter(agreement=meeting.agreement_id))
    if meeting.pk and meeting.may_have_own_parties and meeting.own_parties.exists():
        rows = rows.filter(pk__in=meeting.own_parties.values("party"))
    return rows.order_by("participations__position", "pk")


def concerned_with(meeting: Meeting) -> QuerySet[User]:
    """The people who coordinate or sign for a party that takes part, each once."""
    speaks = Q(role=Membership.Role.COORDINATOR) | Q(may_sign=True)
    rows = Membership.objects.filter(speaks, party__in=parties_at(meeting).order_by().values("pk"), user__is_active=True)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")


# -- Who was there


@dataclass(frozen=True)
class Seat:
    """What is recorded of one person, for one party."""

    party: int
    user: int
    kind: str = Attendance.Kind.PRESENT
    represented_by: str = ""


def record_attendance(*, meeting: Meeting, seats: Iterable[Seat], by: User) -> None:
    """Who was there, was absent or was represented: these people and nobody else. Until the minutes are sent.

    Who minutes records it, and who keeps the meeting.
    """
    demand(why_not_record(by, meeting))
    with transaction.atomic():
        current = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("agreement").get(pk=meeting.pk)
        if current.is_settled:
            raise NotAllowedNowError(_("The minutes were sent: who was there stays as it was said in them."))
        if current.is_cancelled:
            raise NotAllowedNowError(str(CANCELLED))
        _keep_seats(current, {(seat.party, seat.user): seat for seat in seats}, by)
        standing = quorum_of(current)
        is_missed = standing is not None and standing.is_known and not standing.is_there
        if is_missed != current.quorum_missed:
            current.quorum_missed = is_missed
            keep(current, by=by)


def _keep_seats(meeting: Meeting, wanted: dict[tuple[int, int], Seat], by: User) -> None:
    for row in meeting.attendances.all():
        seat = wanted.pop((row.party_id, row.user_id), None)
        if seat is None:
            row._history_user = by
            row.delete()
        elif (row.kind, row.represented_by) != (seat.kind, seat.represented_by):
            row.kind, row.represented_by = seat.kind, seat.represented_by
            keep(row, by=by)
    for seat in wanted.values():
        row = Attendance(
            meeting=meeting, party_id=seat.party, user_id=seat.user, kind=seat.kind, represented_by=seat.represented_by
        )
        keep(row, by=by)


# -- The quorum


@dataclass(frozen=True)
class QuorumStanding:
    """Whether who must be there is there. is_known: somebody recorded who was; missing names what is not there, in words."""

    phrase: str
    is_known: bool
    is_there: bool
    missing: str = ""


def quorum_of(meeting: Meeting) -> QuorumStanding | None:
    """By the rule of the agreement for such a meeting; None where no quorum was agreed. Four queries."""
    rule = meeting.rule()
    if rule is None or not rule.quorum:
        return None
    rows = list(meeting.attendances.all())
    there = {row.party_id for row in rows if row.kind in Attendance.SPOKE}
    missing = _missing(meeting, rule, there)
    return QuorumStanding(rule.quorum_phrase, bool(rows), not missing, missing)


def _missing(meeting: Meeting, rule: MeetingRule, there: set[int]) -> str:
    invited = list(parties_at(meeting))
    if rule.quorum == MeetingRule.Quorum.NUMBER:
        short = rule.quorum_number - len([party for party in invited if party.pk in there])
        return ngettext("%(count)s party", "%(count)s parties", short) % {"count": short} if short > 0 else ""
    signing = Participation.objects.accepted().signing().filter(agreement=meeting.agreement_id)
    keys = set(signing.values_list("party", flat=True))
    needed = [party for party in invited if party.pk in keys]
    if rule.quorum == MeetingRule.Quorum.SIGNATORIES:
        return get_text_list([party.short_name for party in needed if party.pk not in there], _("and"))
    kinds = {party.get_kind_display() for party in needed} - {party.get_kind_display() for party in needed if party.pk in there}
    return get_text_list(sorted(kinds), _("and"))
