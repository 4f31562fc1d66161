"""Everyone's start: what waits, how the own agreements go, which dates come, and what changed since the last visit.

A fixed number of queries, however many agreements there are. Of more than fit on a page it is fetched apart how they go.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet

from agreements.advice.waiting import ToAsk, to_ask_for
from agreements.changes.listing import to_take_up
from agreements.comments.mentions import place_of, waiting_for
from agreements.consent.signers import Short, short_for
from agreements.models import Action, Advice, Agenda, Mention, Participation, Proposal
from agreements.taking_part.page import A_WEEK, requests_to, unanswered
from monitoring.calendar import day_of
from monitoring.dashboard.ahead import Ahead
from monitoring.dashboard.coming import Coming, collect_coming
from monitoring.dashboard.mine import SHOWN, OwnYear, read_agendas, years_of
from monitoring.dashboard.own import Own, liveliest_of, own_of, without_agenda
from monitoring.dashboard.waits import kinds_there
from monitoring.evaluation.waiting import WaitingEvaluations, waiting_evaluations
from monitoring.meetings.deciding import with_meeting_agreed
from monitoring.meetings.minutes_waiting import WaitingMinutes, waiting_minutes
from monitoring.models import ActionPoint, Decision, Measurement, Meeting, ProgressUpdate, Round
from monitoring.progress.my_actions import ToReport, to_report_in
from monitoring.progress.waiting import number_waiting
from parties.models import User
from parties.prepared import Prepared

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ToClose:
    """A round that a coordinator runs: answers to look at, or a window that is over."""

    round: Round
    answers: int

    @property
    def is_over(self) -> bool:
        return self.round.state == Round.State.ENDED


@dataclass(frozen=True, slots=True)
class Named:
    """A comment in which the person is named, and what it is about in words."""

    mention: Mention
    place: str


@dataclass(frozen=True, slots=True)
class News:
    """What happened in one agreement since a moment."""

    agenda: Agenda
    reports: int = 0
    troubled: int = 0  # of those reports at risk or worse
    opened: tuple[Round, ...] = ()
    closed: tuple[Round, ...] = ()
    decisions: int = 0
    figures: int = 0
    texts: int = 0  # actions that were changed in the text of the agenda, or added to it


@dataclass(frozen=True, slots=True)
class Overview:
    to_answer: tuple[Proposal, ...]
    short: tuple[Short, ...]  # too few people may sign: of the own party, or of what it proposed
    to_advise: tuple[Advice, ...]  # advice that the own party is asked for
    advice_to_answer: tuple[Advice, ...]
    advice_to_ask: tuple[ToAsk, ...]  # for which a proposal of the own party waits
    came_back: tuple[Proposal, ...]  # of the own party, to be written anew or put again
    to_report: tuple[ToReport, ...]
    to_close: tuple[ToClose, ...]
    evaluations: WaitingEvaluations
    minutes: WaitingMinutes
    promised: tuple[ActionPoint, ...]  # at a meeting, and not done yet
    named: tuple[Named, ...]
    requests: tuple[Participation, ...]  # what the own parties are asked
    unanswered: tuple[Participation, ...]  # requests of this person to take part, a week old or more
    own: Own | None  # None where there are more agreements than fit: then the page fetches it when one comes to it
    coming: tuple[Coming, ...]
    since: datetime | None
    news: tuple[News, ...]

    @property
    def has_agreements(self) -> bool:
        return self.own is None or bool(self.own.mine)

    @property
    def decides(self) -> tuple[Ahead, ...]:
        """What this person decides on, as far as it stands on the page at once."""
        return self.own.decides if self.own else ()

    @property
    def answers(self) -> tuple[Proposal, ...]:
        """What waits for an answer of this person, without what stands above already as a decision of this person."""
        said = {question.address for row in self.decides for question in row.first if question.is_yours}
        return tuple(row for row in self.to_answer if row.is_signed_on_paper or row.get_absolute_url() not in said)

    @property
    def is_waiting(self) -> bool:
        asked = (self.answers, self.short, self.came_back, self.to_advise, self.advice_to_answer)
        waiting = (*asked, self.advice_to_ask, self.to_report, self.to_close, self.promised)
        evaluating = (self.evaluations.to_answer, self.evaluations.to_close, self.minutes)
        return any((*waiting, *evaluating, self.named, self.unanswered))

    @property
    def answers_shown(self) -> tuple[Proposal, ...]:
        return self.answers[:SHOWN]

    @property
    def answers_more(self) -> int:
        return len(self.answers[SHOWN:])

    @property
    def reports_shown(self) -> tuple[ToReport, ...]:
        return self.to_report[:SHOWN]

    @property
    def reports_more(self) -> int:
        return len(self.to_report[SHOWN:])

    @property
    def closes_shown(self) -> tuple[ToClose, ...]:
        return self.to_close[:SHOWN]

    @property
    def closes_more(self) -> int:
        return len(self.to_close[SHOWN:])

    @property
    def waits(self) -> int:
        return sum(row.number for row in self.to_report)


def collect_overview(user: User, *, now: datetime, since: datetime | None, numbers: dict[int, int] | None = None) -> Overview:
    """since is the last visit; None on the first, and then nothing is told as news. numbers: of number_waiting(), if known."""
    today = day_of(now)
    years = years_of(user, today=today)
    agendas = {row.pk: row for found in years.values() for row in found.front}
    liveliest = liveliest_of(years.values(), today=today) if len(agendas) <= SHOWN else None
    kinds = kinds_there(user, now=now, today=today, has_few_years=liveliest is not None)

    def told(kind: str, rows: Callable[[], Iterable[T]]) -> tuple[T, ...]:
        return tuple(rows()) if kind in kinds else ()

    happened = _happened(agendas, since) if since else {}
    read = read_agendas({*(liveliest.keys if liveliest else ()), *happened}, user)
    bare = told("without_agenda", lambda: without_agenda(user))
    return Overview(
        to_answer=told("to_answer", lambda: _to_answer(user)),
        short=told("short", lambda: short_for(user)[:SHOWN]),
        to_advise=told("to_advise", lambda: _to_advise(user)),
        advice_to_answer=told("advice_to_answer", lambda: _advice_to_answer(user)),
        advice_to_ask=told("advice_to_ask", lambda: to_ask_for(user)[:SHOWN]),
        came_back=told("came_back", lambda: to_take_up(user)[:SHOWN]),
        to_report=to_report_in(user, number_waiting(user) if numbers is None else numbers),
        to_close=told("to_close", lambda: _to_close(user)),
        evaluations=waiting_evaluations(user, now, today) if "evaluations" in kinds else WaitingEvaluations(),
        minutes=waiting_minutes(user, today) if "minutes" in kinds else WaitingMinutes(),
        promised=told("promised", lambda: _promised.models(user.pk, is_superuser=user.is_superuser)),
        named=told("named", lambda: _named(user)),
        requests=told("requests", lambda: requests_to(user)),
        unanswered=told("unanswered", lambda: unanswered(asked_before=now - A_WEEK).filter(asked_by=user)[:SHOWN]),
        own=own_of(liveliest, read, user, today=today, without_agenda=bare) if liveliest else None,
        coming=tuple(collect_coming(user, today, years, is_signing="signing" in kinds)),
        since=since,
        news=tuple(News(read[pk], **told) for pk, told in happened.items()),
    )


def _to_answer(user: User) -> QuerySet[Proposal]:
    """The texts on which an answer of this person is awaited, the soonest first. One query."""
    rows = Proposal.objects.answered_by(user).select_related("agenda__agreement", "agreement", "party")
    return with_meeting_agreed(rows, user).order_by("deadline", "pk")


def _to_advise(user: User) -> QuerySet[Advice]:
    """What the own party is asked, the soonest first. One query."""
    return Advice.objects.asked_of(user).select_related("agreement", "party").order_by("due_on", "pk")[:SHOWN]


def _named(user: User) -> Iterator[Named]:
    """One query."""
    for mention in waiting_for(user)[:SHOWN]:
        yield Named(mention, place_of(mention.comment))


def _advice_to_answer(user: User) -> QuerySet[Advice]:
    """What the own party must answer with reasons, the soonest first. One query."""
    return Advice.objects.answered_by(user).select_related("agreement", "party").order_by("given_on", "pk")[:SHOWN]


def _to_close(user: User) -> Iterator[ToClose]:
    """For a coordinator: the rounds under way with answers that nobody has looked at, or whose window is over. One query."""
    for round in _under_way.models(user.pk, is_superuser=user.is_superuser):
        row = ToClose(round, round.unread)
        if row.answers or row.is_over:
            yield row


@Prepared.in_order
def _under_way(user: int, *, is_superuser: bool) -> QuerySet[Round]:
    """Each with unread, how many of its answers nobody has looked at."""
    rounds = Round.objects.coordinated_by(User(pk=user, is_superuser=is_superuser))
    answers = Q(progress_updates__submitted_at__isnull=False, progress_updates__reviews=None)
    unread = Count("progress_updates", filter=answers, distinct=True)
    rounds = rounds.filter(opened_at__isnull=False, closed_at=None).select_related("agenda__agreement")
    return rounds.annotate(unread=unread).order_by("closes_on", "pk")


@Prepared.in_order
def _promised(user: int, *, is_superuser: bool) -> QuerySet[ActionPoint]:
    """What this person does, or answers for as coordinator, the soonest first. One query."""
    person = User(pk=user, is_superuser=is_superuser)
    mine = ActionPoint.objects.visible_to(person).undone().owned_by(person).order_by("due_on", "pk")
    shown = ActionPoint.objects.filter(pk__in=mine.values("pk")[:SHOWN])  # so that no more are read whole
    return shown.select_related("meeting__agreement", "party", "person").order_by("due_on", "pk")


def _happened(agendas: Mapping[int, OwnYear], since: datetime) -> dict[int, dict[str, Any]]:
    """What News tells of each agenda in which something happened since then, in their order. Five queries."""
    own, agreements = list(agendas), [agenda.agreement_id for agenda in agendas.values()]
    submitted = ProgressUpdate.objects.filter(round__agenda__in=own, submitted_at__gt=since)
    reports = submitted.values("round__agenda").annotate(
        number=Count("pk"), troubled=Count("pk", filter=Q(judgement__in=["at_risk", "off_track"]))
    )
    reported: dict[int, dict[str, Any]] = {row["round__agenda"]: {**row} for row in reports.order_by()}
    moved = defaultdict(list)
    for round in Round.objects.filter(Q(opened_at__gt=since) | Q(closed_at__gt=since), agenda__in=own):
        moved[round.agenda_id].append(round)
    recorded = Decision.history.filter(history_type="+", history_date__gt=since, meeting__agreement__in=agreements)
    decisions = _numbers(recorded.filter(meeting__in=Meeting.objects.shared().values("pk")), "meeting__agreement")
    figures = _numbers(
        Measurement.objects.filter(indicator__goal__theme__agreement__in=agreements, recorded_at__gt=since),
        "indicator__goal__theme__agreement",
    )
    texts = _numbers(Action.history.filter(history_date__gt=since, agenda__in=own), "agenda", of="id")
    current = {agenda.agreement_id: agenda for agenda in agendas.values()}  # of two years the later one
    found = {}
    for agenda in agendas.values():
        newly = [round for round in moved[agenda.pk] if round.opened_at and round.opened_at > since]
        row = reported.get(agenda.pk, {})
        is_current = current[agenda.agreement_id] == agenda
        told = {
            "reports": row.get("number", 0),
            "troubled": row.get("troubled", 0),
            "opened": tuple(round for round in newly if not round.is_closed),
            "closed": tuple(round for round in moved[agenda.pk] if round.is_closed),
            "decisions": decisions.get(agenda.agreement_id, 0) if is_current else 0,
            "figures": figures.get(agenda.agreement_id, 0) if is_current else 0,
            "texts": texts.get(agenda.pk, 0),
        }
        if any(told.values()):
            found[agenda.pk] = told
    return found


def _numbers(rows: QuerySet, by: str, *, of: str = "pk") -> dict[int, int]:
    """How many different rows there are, by the value of a look-up."""
    return dict(rows.order_by().values_list(by).annotate(number=Count(of, distinct=True)))
