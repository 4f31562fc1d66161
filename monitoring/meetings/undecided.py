"""What waits outside reports and proposals: decisions that nobody carried out, figures to decide, and what comes after.

The agenda of a meeting and the list of what must be decided both read it here, so that they name the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from agreements.agenda.words import words_of
from agreements.models import Agreement, Proposal, Target
from monitoring.meetings.proposing import newest_of
from monitoring.models import Decision, Meeting
from parties.prepared import Prepared

State = Proposal.State
ON_ITS_WAY = (State.DRAFT, State.OPEN, State.AGREED)


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that was not carried out; subject is what it is about, in the words of then."""

    decision: Decision

    @property
    def subject(self) -> str:
        row = self.decision
        return str(words_of(row.action) if row.action_id else words_of(row.goal, row.meeting.held_on.year))

    @property
    def agreement(self) -> int:
        return self.decision.meeting.agreement_id


def not_carried_out(agreements: Collection[int]) -> list[Undone]:
    """The decisions that change the text and of which no proposal is on its way or agreed, the oldest first.

    One query, and one where a proposal ended without taking effect: perhaps it was put again.
    """
    return undone_among(_changing.models(tuple(agreements)))


def undone_among(decisions: Iterable[Decision]) -> list[Undone]:
    """Those of them that were not carried out, the oldest first. No query, or one where a proposal ended.

    They are all that stand in their agreements, or at least those that change the text; with what they are about.
    """
    standing = list(decisions)
    corrected = {row.corrects_id for row in standing}
    changing = (row for row in standing if row.changes_text and row.pk not in corrected)
    rows = [row for row in changing if row.meeting.kind != Meeting.Kind.BILATERAL and not _is_on_its_way(row)]
    rows.sort(key=lambda row: (row.meeting.held_on, row.pk))
    newest = newest_of(row.proposal for row in rows if row.proposal_id)
    return [Undone(row) for row in rows if not is_carried_out(row, newest.get(row.proposal_id))]


def _is_on_its_way(row: Decision) -> bool:
    return row.proposal is not None and row.proposal.state in ON_ITS_WAY


@Prepared.in_order
def _changing(agreements: Collection[int]) -> QuerySet[Decision]:
    rows = Decision.objects.standing().filter(meeting__agreement__in=agreements, kind__in=Decision.CHANGING)
    rows = rows.exclude(meeting__kind=Meeting.Kind.BILATERAL).exclude(proposal__state__in=ON_ITS_WAY)
    rows = rows.exclude(pk__in=Decision.objects.standing().filter(corrects__isnull=False).values("corrects"))
    names = ("meeting__agreement", "action__agenda", "action__project", "action__goal", "goal__theme", "proposal")
    return rows.select_related(*names).order_by("meeting__held_on", "pk")


def is_carried_out(decision: Decision, proposal: Proposal | None) -> bool:
    """Whether a proposal was made of it that is agreed or on its way, or what it drops was dropped."""
    if decision.kind == Decision.Kind.DROP and _is_dropped(decision):
        return True
    return proposal is not None and proposal.state in ON_ITS_WAY


def _is_dropped(decision: Decision) -> bool:
    return decision.action.is_dropped if decision.action else decision.goal is None or decision.goal.dropped_from is not None


def figures_to_decide(agreements: Collection[int]) -> list[Target]:
    """Targets that were agreed provisionally: the executives make them final. One query."""
    return _provisional.models(tuple(agreements))


@Prepared.in_order
def _provisional(agreements: Collection[int]) -> QuerySet[Target]:
    rows = Target.objects.filter(indicator__goal__theme__agreement__in=agreements, provisional=True)
    return rows.select_related("indicator__goal__theme").order_by("year", "pk")


def is_of_now(target: Target, year: int) -> bool:
    """Whether a meeting of that year decides about it: it holds in that year or in the next."""
    return target.year in (year, year + 1)


def is_herijking_due(agreement: Agreement, year: int, *, is_followed: bool) -> bool:
    """Whether the executives decide what comes after the agreement: in its last year, while nothing follows it."""
    return agreement.end_year == year and not is_followed
