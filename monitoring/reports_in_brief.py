"""Reports in few columns: all that decides about the light of an action, and no words.

The rules are those of ActionProgress: it gets from here what it asks of a report.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from agreements.models import Lead
from monitoring.models import ProgressUpdate
from parties.prepared import Prepared


class ViewsInBrief(list["ReportInBrief"]):
    """As the views of others under a report."""

    def all(self) -> "ViewsInBrief":
        return self


class _Nobody:
    """A party whose name nobody asks for."""

    short_name = ""


@dataclass(slots=True)
class ReportInBrief:
    """What a ProgressUpdate or Dissent says, as far as it decides about a light."""

    pk: int
    party_id: int
    judgement: str
    submitted_at: datetime
    state: str
    dissents: ViewsInBrief
    discussed_in_id: int | None = None
    party = _Nobody
    is_submitted = True

    @property
    def at(self) -> datetime:
        return self.submitted_at


InBrief = dict[tuple[int, int], list[ReportInBrief]]  # by action and round


def reports_in_brief(rounds: Collection[int], led_by: Collection[int] = (), *, with_views: bool) -> InBrief:
    """What was submitted in these rounds, on actions that these parties lead where they are given. One query, or none."""
    parties = [tuple(led_by)] if led_by else []
    return _by_action(_submitted.rows(tuple(rounds), *parties, with_views=with_views)) if rounds else {}


@Prepared.with_one_plan
@Prepared.in_order
def _submitted(rounds: Collection[int], led_by: Collection[int] = (), *, with_views: bool) -> QuerySet:
    rows = ProgressUpdate.objects.counted().filter(round__in=rounds).with_last_review()
    if led_by:
        rows = rows.filter(Exists(Lead.objects.filter(party__in=led_by, action=OuterRef("action"))))
    views = (f"dissents__{name}" for name in ("pk", "party", "judgement", "at", "discussed_in")) if with_views else ()
    answer = ("pk", "action", "round", "party", "judgement", "submitted_at", "last_outcome")
    return rows.order_by("-submitted_at", "-pk").values_list(*answer, *views)


def _by_action(rows: Iterable[tuple]) -> InBrief:
    """A row for each view on a report, or one without."""
    found: dict[tuple[int, int], dict[int, ReportInBrief]] = defaultdict(dict)
    for pk, action, round, party, judgement, submitted_at, outcome, *view in rows:
        state = outcome or ProgressUpdate.State.SUBMITTED
        report = ReportInBrief(pk, party, judgement, submitted_at, state, ViewsInBrief())
        answer = found[action, round].setdefault(pk, report)
        if view and view[0] is not None:
            key, by, seen, at, discussed_in = view
            answer.dissents.append(ReportInBrief(key, by, seen, at, "", ViewsInBrief(), discussed_in))
    return {key: list(answers.values()) for key, answers in found.items()}
