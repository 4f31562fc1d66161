"""What the leads said last of actions: the answers of the last round in which anybody answered, and what they still ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from agreements.models import Action, Agenda
from agreements.models.action_link import lineage_in
from monitoring.calendar import day_of
from monitoring.models import Decision, Dissent, Meeting, ProgressUpdate, Round
from monitoring.queries import answered_rounds

Answers = dict[int, tuple[ProgressUpdate, ...]]
Lines = Mapping[int, tuple[int, ...]]  # by action: itself, and what it was carried over from, the newest first


@dataclass(frozen=True)
class AskedAbout:
    """The actions about which a meeting may ask, each with what was answered on it last; until then that of the year before."""

    lines: Lines
    answers: Answers


def place_of_question(action: int) -> str:
    """Where one reads what was reported and asked about an action."""
    return f"{reverse('progress', args=[action])}#verloop"


def last_answers(actions: Iterable[int]) -> Answers:
    """By action, the worst first; actions on which nobody answered are left out. One query, or none."""
    return last_answers_on({pk: (pk,) for pk in actions})


def last_answers_on(lines: Lines) -> Answers:
    """As last_answers(): of each the last answers on it, else on what it was carried over from."""
    keys = {pk for line in lines.values() for pk in line}
    if not keys:
        return {}
    told: dict[int, list[ProgressUpdate]] = defaultdict(list)
    for update in ProgressUpdate.objects.counted().with_last_review().filter(action__in=keys).select_related("party", "round"):
        told[update.action_id].append(update)
    rounds = {pk: answered_rounds(updates) for pk, updates in told.items()}
    found = {pk: next((rounds[one][-1] for one in line if rounds.get(one)), ()) for pk, line in lines.items()}
    return {pk: answers for pk, answers in found.items() if answers}


def lines_of(actions: Iterable[int]) -> Lines:
    """One query, or none."""
    keys = set(actions)
    rows = Action.objects.filter(pk__in=keys).with_lineage().values_list("pk", "line") if keys else ()
    return {pk: lineage_in(line) for pk, line in rows}


def questions(asked: AskedAbout) -> Answers:
    """By action, the answers that ask or propose something about which nothing was decided since. One query, or none.

    To put it before the executives decides nothing.
    """
    asking = {pk: tuple(row for row in rows if row.ask or row.proposal) for pk, rows in asked.answers.items()}
    asking = {pk: rows for pk, rows in asking.items() if rows}
    if not asking:
        return {}
    about = {pk for action in asking for pk in asked.lines[action]}
    decided = Decision.objects.shared().standing().filter(action__in=about).exclude(kind=Decision.Kind.ESCALATE)
    last = dict(decided.order_by("meeting__held_on").values_list("action", "meeting__held_on"))
    found = {}
    for pk, rows in asking.items():
        on = max((last[one] for one in asked.lines[pk] if one in last), default=None)
        found[pk] = tuple(row for row in rows if on is None or day_of(row.submitted_at) > on)
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


def asked_about(meeting: Meeting) -> AskedAbout:
    """Of the year that it has before it, and of the year before that what does not go on in it. At most four queries."""
    agenda = year_before(meeting, Round.objects.filter(meeting=meeting).select_related("agenda"))
    if agenda is None:
        return AskedAbout({}, {})
    rows = Action.objects.filter(agenda__agreement=meeting.agreement_id, agenda__year__in=(agenda.year - 1, agenda.year))
    known = [
        (pk, of, lineage_in(line), dropped_on)
        for pk, of, line, dropped_on in rows.with_lineage().order_by().values_list("pk", "agenda", "line", "dropped_on")
    ]
    gone_on = {earlier for _pk, of, line, _dropped in known if of == agenda.pk for earlier in line[1:]}
    lines = {
        pk: line if of == agenda.pk else (pk,)
        for pk, of, line, dropped_on in known
        if dropped_on is None and (of == agenda.pk or pk not in gone_on)
    }
    return AskedAbout(lines, last_answers_on(lines))


def year_before(meeting: Meeting, rounds: Iterable[Round]) -> Agenda | None:
    """The last year of its rounds that has begun by then; without any the last year of its agreement. One query, or none.

    rounds are those of its agreement and its own.
    """
    asked = (row.agenda for row in rounds if row.meeting_id == meeting.pk and row.agenda.year <= meeting.held_on.year)
    if found := max(asked, key=lambda agenda: agenda.year, default=None):
        return found
    years = Agenda.objects.filter(agreement=meeting.agreement_id, year__lte=meeting.held_on.year)
    return years.order_by("-year").first()
