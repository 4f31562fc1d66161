"""What the leads said last of actions: the answers of the last round in which anybody answered, and what they still ask."""

from collections import defaultdict
from collections.abc import Iterable

from agreements.models import Action
from monitoring.calendar import day_of
from monitoring.models import Decision, ProgressUpdate
from monitoring.queries import answered_rounds

Answers = dict[int, tuple[ProgressUpdate, ...]]


def last_answers(actions: Iterable[int]) -> Answers:
    """By action, the worst first; actions on which nobody answered are left out. One query, or none."""
    keys = set(actions)
    if not keys:
        return {}
    told: dict[int, list[ProgressUpdate]] = defaultdict(list)
    for update in ProgressUpdate.objects.counted().with_last_review().filter(action__in=keys).select_related("party", "round"):
        told[update.action_id].append(update)
    found = {pk: answered_rounds(updates) for pk, updates in told.items()}
    return {pk: rounds[-1] for pk, rounds in found.items() if rounds}


def questions(answers: Answers) -> Answers:
    """By action, the answers that ask the meeting something about which nothing was decided since. One query, or none."""
    asking = {pk: tuple(row for row in rows if row.ask) for pk, rows in answers.items()}
    asking = {pk: rows for pk, rows in asking.items() if rows}
    if not asking:
        return {}
    decided = (
        Decision.objects.shared()
        .standing()
        .filter(action__in=asking)
        .order_by("meeting__held_on")
        .values_list("action", "meeting__held_on")
    )
    last = dict(decided)
    found = {
        pk: tuple(row for row in rows if pk not in last or day_of(row.submitted_at) > last[pk]) for pk, rows in asking.items()
    }
    return {pk: rows for pk, rows in found.items() if rows}


def asked_about(agreement: int, year: int) -> list[int]:
    """The actions of that year and the year before on which anybody answered and that were not dropped. One query."""
    rows = Action.objects.filter(agenda__agreement=agreement, agenda__year__in=(year - 1, year), dropped_on=None)
    return list(rows.filter(progress_updates__submitted_at__isnull=False).order_by().values_list("pk", flat=True).distinct())
