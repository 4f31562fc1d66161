"""What the leads said last of actions: the answers of the last round in which anybody answered, and what they still ask."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, Subquery

from agreements.models import Action, Agenda
from monitoring.calendar import day_of
from monitoring.models import Decision, Dissent, Meeting, ProgressUpdate
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
    """By action, the answers that ask or propose something about which nothing was decided since. One query, or none.

    To put it before the executives decides nothing.
    """
    asking = {pk: tuple(row for row in rows if row.ask or row.proposal) for pk, rows in answers.items()}
    asking = {pk: rows for pk, rows in asking.items() if rows}
    if not asking:
        return {}
    decided = (
        Decision.objects.shared()
        .standing()
        .filter(action__in=asking)
        .exclude(kind=Decision.Kind.ESCALATE)
        .order_by("meeting__held_on")
        .values_list("action", "meeting__held_on")
    )
    last = dict(decided)
    found = {
        pk: tuple(row for row in rows if pk not in last or day_of(row.submitted_at) > last[pk]) for pk, rows in asking.items()
    }
    return {pk: rows for pk, rows in found.items() if rows}


def other_views(answers: Answers) -> dict[int, tuple[Dissent, ...]]:
    """By action, how parties without an answer of their own see it, until a meeting discussed it. One query, or none."""
    of_answer = {row.pk: pk for pk, rows in answers.items() for row in rows}
    answered = {pk: {row.party_id for row in rows} for pk, rows in answers.items()}
    found: dict[int, list[Dissent]] = defaultdict(list)
    rows = Dissent.objects.filter(update__in=of_answer, discussed_in=None).select_related("party") if of_answer else ()
    for row in rows:
        action = of_answer[row.update_id]
        if row.party_id not in answered[action]:
            found[action].append(row)
    return {pk: tuple(views) for pk, views in found.items()}


def asked_about(meeting: Meeting) -> list[int]:
    """The actions on which anybody answered and that were not dropped. One query.

    Of the year of the meeting and the year before, of the rounds that it serves, and of the newest year that there is by then.
    """
    year = meeting.held_on.year
    newest = Agenda.objects.filter(agreement=meeting.agreement_id, year__lte=year).order_by("-year").values("pk")[:1]
    of_meeting = Q(agenda__year__in=(year - 1, year)) | Q(agenda__rounds__meeting=meeting) | Q(agenda=Subquery(newest))
    rows = Action.objects.filter(of_meeting, agenda__agreement=meeting.agreement_id, dropped_on=None)
    return list(rows.filter(progress_updates__submitted_at__isnull=False).order_by().values_list("pk", flat=True).distinct())
