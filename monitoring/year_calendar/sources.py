"""What fills the calendar of a year: one function for each kind of thing that has a day.

A new source is a function and its line in SOURCES, or in FOR_PERSON too where it belongs in the calendar of a person.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.agenda.leads import join_names
from agreements.models import Advice, Agenda, Ceremony, Condition, Lead, NeededAnswer, ProjectStep, Proposal
from agreements.models.advice_days import TIME_TO_ANSWER
from monitoring.legal_steps.steps import StepOfYear, steps_in
from monitoring.models import DataDelivery, DisputeNotice, Evaluation, Meeting, NoticeReceipt, Round
from monitoring.models.dispute import BASIS, FOUR_WEEKS
from monitoring.year_calendar.events import EventKind, EventState, YearEvent, YearQuery, read_by
from parties.calendar_file import AMSTERDAM
from parties.models.party import PARTIES_OF
from parties.prepared import Prepared

Kind, State = EventKind, EventState


def legal_steps(asked: YearQuery) -> Iterator[YearEvent]:
    for step in steps_in(asked.agreements, range(asked.first.year, asked.last.year + 1)):
        row, kinds = step.row, step.concerns
        if not (row.due_on is None or asked.has(row.due_on)) or not asked.concerns_own(row.agreement_id, kinds):
            continue
        uid = f"stap-{row.agreement_id}-{row.year}-{row.kind}"
        state = state_of_step(step, asked.today)
        who = _who(step, asked)
        yield YearEvent(Kind.LAW, row.due_on, str(row), who, state, row.get_absolute_url(), uid, row, basis=row.basis)


def state_of_step(step: StepOfYear, today: date) -> str:
    """Nobody is late who did not keep up an earlier year, or what is only practice; the first day of a year comes by itself."""
    row = step.row
    if row.done_on or (row.kind == row.Kind.BEGINS and row.due_on and row.due_on <= today):
        return State.DONE
    if row.due_on is None:
        return State.ALWAYS
    if not row.is_late(today):
        return State.COMING
    return State.LATE if row.pk or (step.is_law and row.year == today.year) else State.UNKNOWN


def _who(step: StepOfYear, asked: YearQuery) -> str:
    """Who does it, or of what comes from elsewhere who gets it."""
    if step.usual is None:
        return ""
    doing = asked.names(step.row.agreement_id, step.usual.by)
    getting = asked.names(step.row.agreement_id, step.usual.to)
    if doing and getting:
        return _("%(who)s, to %(whom)s") % {"who": join_names(doing), "whom": join_names(getting)}
    if getting and not step.usual.by:
        return _("to %(whom)s") % {"whom": join_names(getting)}
    return join_names(doing)


def meetings(asked: YearQuery) -> Iterator[YearEvent]:
    """With the last day to react to the minutes of each; in one query."""
    for row in asked.rows(_meetings):
        yield from _minutes(row, asked)
        if asked.has(row.held_on):
            state = State.OFF if row.is_cancelled else State.DONE if row.held_on < asked.today else State.COMING
            address, uid = row.get_absolute_url(), f"overleg-{row.pk}"
            yield YearEvent(Kind.MEETING, row.held_on, row.name, _parties_of(row), state, address, uid, row)


@Prepared.in_order
def _meetings(user: int, agreements: Collection[int], first: date, last: date, **who) -> QuerySet[Meeting]:
    rows = read_by(user, Meeting, agreements, **who).filter(Q(held_on__range=(first, last)) | Q(react_until__range=(first, last)))
    return rows.select_related("agreement", "prepared_by")


def minutes(asked: YearQuery) -> Iterator[YearEvent]:
    for row in asked.rows(_with_minutes):
        yield from _minutes(row, asked)


@Prepared.in_order
def _with_minutes(user: int, agreements: Collection[int], first: date, last: date, **who) -> QuerySet[Meeting]:
    rows = read_by(user, Meeting, agreements, **who).filter(react_until__range=(first, last))
    return rows.select_related("agreement")


def _minutes(row: Meeting, asked: YearQuery) -> Iterator[YearEvent]:
    if asked.has(row.react_until):
        what = _("Last day to react to the minutes of %(meeting)s") % {"meeting": row}
        state = asked.state_of(row.react_until, is_done=row.react_until < asked.today)
        address, uid = reverse("minutes", args=[row.pk]), f"verslag-{row.pk}"
        yield YearEvent(Kind.MEETING, row.react_until, what, _parties_of(row), state, address, uid, row)


def _parties_of(row: Meeting) -> str:
    return _("its own parties") if row.is_closed else _("all parties")


def evaluations(asked: YearQuery) -> Iterator[YearEvent]:
    for row in asked.rows(_evaluations):
        what = _("Last day to answer: %(evaluation)s") % {"evaluation": row}
        state = asked.state_of(row.closes_on, is_done=row.is_closed)
        address, uid = row.get_absolute_url(), f"evaluatie-{row.pk}"
        yield YearEvent(Kind.EVALUATION, row.closes_on, what, _("all parties"), state, address, uid, row, begins=row.opens_on)


@Prepared.in_order
def _evaluations(user: int, agreements: Collection[int], first: date, last: date, **who) -> QuerySet[Evaluation]:
    rows = read_by(user, Evaluation, agreements, **who).filter(closes_on__range=(first, last))
    return rows.select_related("agenda__agreement")


def rounds(asked: YearQuery) -> Iterator[YearEvent]:
    for row in asked.rows(_rounds):
        what = _("Last day to report: %(round)s") % {"round": row}
        state = asked.state_of(row.closes_on, is_done=row.is_closed)
        address, uid = row.get_absolute_url(), f"ronde-{row.pk}"
        yield YearEvent(Kind.ROUND, row.closes_on, what, _("all who lead"), state, address, uid, row, begins=row.opens_on)


@Prepared.in_order
def _rounds(user: int, agreements: Collection[int], first: date, last: date, **who) -> QuerySet[Round]:
    rows = read_by(user, Round, agreements, **who).filter(closes_on__range=(first, last))
    return rows.select_related("agenda__agreement")


def deliveries(asked: YearQuery) -> Iterator[YearEvent]:
    for row in asked.rows(_deliveries):
        what = _("Last day for the figure: %(figure)s") % {"figure": row}
        state = asked.state_of(row.due_on, is_done=row.is_delivered)
        address = reverse("indicator", args=[row.indicator_id])
        yield YearEvent(Kind.FIGURE, row.due_on, what, str(row.party), state, address, f"levering-{row.pk}", row)


@Prepared.in_order
def _deliveries(user: int, agreements: Collection[int], first: date, last: date, **who) -> QuerySet[DataDelivery]:
    rows = read_by(user, DataDelivery, agreements, **who).with_measurement().filter(due_on__range=(first, last))
    return rows.select_related("indicator__goal__theme__agreement", "party")


def advices(asked: YearQuery) -> Iterator[YearEvent]:
    """The term of an advice, and that of the answer to it."""
    first, last = asked.days
    for row in asked.rows(_advices, first, last, first - TIME_TO_ANSWER, last - TIME_TO_ANSWER):
        if asked.has(row.due_on):
            what = _("Last day for advice: %(subject)s") % {"subject": row.subject}
            state = State.OFF if row.is_withdrawn else asked.state_of(row.due_on, is_done=row.is_given)
            address, uid = row.get_absolute_url(), f"advies-{row.pk}"
            yield YearEvent(Kind.ADVICE, row.due_on, what, str(row.party), state, address, uid, row)
        yield from _answer_to(row, asked)


@Prepared.in_order
def _advices(
    user: int, agreements: Collection[int], first: date, last: date, given_from: date, given_through: date, **who
) -> QuerySet[Advice]:
    """To be given in these days, or given so long before them that the answer is due in them."""
    due = Q(due_on__range=(first, last)) | Q(given_on__range=(given_from, given_through))
    return read_by(user, Advice, agreements, **who).filter(due).select_related("agreement", "party", "asking_party")


def _answer_to(row: Advice, asked: YearQuery) -> Iterator[YearEvent]:
    day = row.answer_due_on
    if day is None or not asked.has(day) or row.is_withdrawn:
        return
    what = _("Last day to answer the advice: %(subject)s") % {"subject": row.subject}
    state = asked.state_of(day, is_done=row.is_answered)
    address, uid = row.get_absolute_url(), f"advies-antwoord-{row.pk}"
    yield YearEvent(Kind.ADVICE, day, what, str(row.asking_party), state, address, uid, row)


def answers(asked: YearQuery) -> Iterator[YearEvent]:
    """By when the parties answer what was proposed, and when they sign it together."""
    a_day = timedelta(days=1)  # a moment is kept in UTC; its day is asked below
    for row in asked.rows(_proposals, *asked.days, asked.first - a_day, asked.last + a_day, own=asked.own):
        if asked.has(row.deadline):
            what = _("Last day to answer: %(proposal)s") % {"proposal": row.title}
            state = _state_of_proposal(row, asked)
            address, uid = row.get_absolute_url(), f"voorstel-{row.pk}"
            yield YearEvent(Kind.ANSWER, row.deadline, what, _("all who sign"), state, address, uid, row)
        if hasattr(row, "ceremony"):
            yield from _ceremony(row.ceremony, row, asked)


@Prepared.in_order
def _proposals(
    user: int, agreements: Collection[int], first: date, last: date, from_day: date, through: date, *, own: bool, **who
) -> QuerySet[Proposal]:
    """With a deadline in these days, or signed together from that day through that other one."""
    rows = read_by(user, Proposal, agreements, **who).exclude(state=Proposal.State.DRAFT)
    if own:
        asked = NeededAnswer.objects.filter(party__in=PARTIES_OF.keys(user))
        rows = rows.open().filter(pk__in=asked.values("proposal"))
    rows = rows.filter(Q(deadline__range=(first, last)) | Q(ceremony__starts_at__date__range=(from_day, through)))
    return rows.select_related("agreement", "agenda__agreement", "ceremony")


def _ceremony(row: Ceremony, proposal: Proposal, asked: YearQuery) -> Iterator[YearEvent]:
    day = row.starts_at.astimezone(AMSTERDAM).date()
    if not asked.has(day):
        return
    state = State.OFF if row.cancelled_at else State.DONE if day < asked.today else State.COMING
    address, uid = proposal.get_absolute_url(), f"ondertekening-{row.pk}"
    yield YearEvent(Kind.ANSWER, day, str(row), _("all who sign"), state, address, uid, row)


def _state_of_proposal(row: Proposal, asked: YearQuery) -> str:
    if row.state in {Proposal.State.OPEN, Proposal.State.AGREED}:
        return asked.state_of(row.deadline, is_done=not row.is_open)
    return State.LATE if row.state == Proposal.State.EXPIRED else State.OFF


def adoptions(asked: YearQuery) -> Iterator[YearEvent]:
    """The days on which the texts were adopted."""
    for row in (*asked.agreements, *asked.rows(_agendas)):
        if asked.has(row.adopted_on):
            what = _("Adopted: %(text)s") % {"text": row.title}
            uid = f"vastgesteld-{row._meta.model_name}-{row.pk}"
            who = _("all who sign")
            yield YearEvent(Kind.ANSWER, row.adopted_on, what, who, State.DONE, row.get_absolute_url(), uid, row)


@Prepared.in_order
def _agendas(user: int, agreements: Collection[int], first: date, last: date, **who) -> QuerySet[Agenda]:
    return read_by(user, Agenda, agreements, **who).filter(adopted_on__range=(first, last)).select_related("agreement")


def conditions(asked: YearQuery) -> Iterator[YearEvent]:
    for row in asked.rows(_conditions, own=asked.own):
        what = _("Condition: %(words)s") % {"words": row.words}
        state = State.OFF if row.state == row.State.LAPSED else asked.state_of(row.until, is_done=not row.is_waiting)
        address, uid = reverse("action", args=[row.action_id]), f"voorwaarde-{row.pk}"
        yield YearEvent(Kind.CONDITION, row.until, what, row.on_whom, state, address, uid, row)


@Prepared.in_order
def _conditions(user: int, agreements: Collection[int], first: date, last: date, *, own: bool, **who) -> QuerySet[Condition]:
    rows = read_by(user, Condition, agreements, **who).filter(until__range=(first, last), action__dropped_on=None)
    if own:
        parties = PARTIES_OF.keys(user)
        led = Lead.objects.current().filter(party__in=parties).values("action")
        rows = rows.waiting().filter(Q(party__in=parties) | Q(action__in=led))
    return rows.select_related("party")


def project_steps(asked: YearQuery) -> Iterator[YearEvent]:
    for row in asked.rows(_project_steps, own=asked.own):
        what = f"{row.project}: {row.name}"
        state = asked.state_of(row.planned_on, is_done=row.reached_on is not None)
        address, uid = reverse("project", args=[row.project_id]), f"projectstap-{row.pk}"
        yield YearEvent(Kind.PROJECT, row.planned_on, what, "", state, address, uid, row)


@Prepared.in_order
def _project_steps(user: int, agreements: Collection[int], first: date, last: date, *, own: bool, **who) -> QuerySet[ProjectStep]:
    rows = read_by(user, ProjectStep, agreements, **who).filter(planned_on__range=(first, last))
    return (rows.filter(reached_on=None) if own else rows).select_related("project")


def review(asked: YearQuery) -> Iterator[YearEvent]:
    """In the last year of an agreement: what comes after it."""
    for row in asked.agreements:
        day = date(row.end_year, 12, 31)
        if not asked.has(day):
            continue
        what = _("The agreement ends with %(year)s: what comes after it?") % {"year": row.end_year}
        state = asked.state_of(day, is_done=row.is_followed)
        uid = f"herijking-{row.pk}-{row.end_year}"
        yield YearEvent(Kind.REVIEW, day, what, _("all parties"), state, row.get_absolute_url(), uid, row)


def notices(asked: YearQuery) -> Iterator[YearEvent]:
    """The four weeks after a written notice; in a calendar of a person those of the parties that gave or got it.

    One query, or none where no notice was ever given.
    """
    if not any(row.has_notices for row in asked.agreements):
        return
    first, last = (day - FOUR_WEEKS for day in asked.days)
    for row in asked.rows(_notices, first, last, own=asked.own):
        what = _("Last day to put the dispute to the minister: %(notice)s") % {"notice": row}
        state = asked.state_of(row.ends_on, is_done=row.is_ended or row.ends_on < asked.today)
        address, uid, who = row.get_absolute_url(), f"melding-{row.pk}", str(row.party)
        yield YearEvent(Kind.DISPUTE, row.ends_on, what, who, state, address, uid, row, basis=BASIS, begins=row.given_on)


@Prepared.in_order
def _notices(user: int, agreements: Collection[int], first: date, last: date, *, own: bool, **who) -> QuerySet[DisputeNotice]:
    rows = read_by(user, DisputeNotice, agreements, **who).filter(given_on__range=(first, last))
    if own:
        parties = PARTIES_OF.keys(user)
        got = NoticeReceipt.objects.filter(party__in=parties).values("notice")
        rows = rows.filter(Q(party__in=parties) | Q(pk__in=got))
    return rows.select_related("party", "end")


SOURCES: tuple[Callable[[YearQuery], Iterable[YearEvent]], ...] = (
    legal_steps,
    meetings,
    evaluations,
    rounds,
    deliveries,
    advices,
    answers,
    adoptions,
    conditions,
    project_steps,
    review,
    notices,
)
# Beside what monitoring/feed/entries.py asks itself for the calendar of a person.
FOR_PERSON = (legal_steps, minutes, evaluations, answers, conditions, project_steps, review, notices)


def events_for(asked: YearQuery, sources: Iterable[Callable[[YearQuery], Iterable[YearEvent]]] = SOURCES) -> list[YearEvent]:
    """In the order of their days; what holds the whole year comes last.

    One query for each source but the review, and one for the parties.
    """
    found = [event for source in sources for event in source(asked)]
    return sorted(found, key=lambda event: (event.on or date.max, list(Kind).index(event.kind), capfirst(event.what)))
