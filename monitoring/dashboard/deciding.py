"""What waits for a decision: the one list that dashboard, presentation, report, meeting and start page all read.

questions_for() gives it for the agenda of one agreement, waiting_in() what of it does not stand in the state of an agenda.
A frozen position answers with what it kept: nothing that was asked, answered or proposed since changes how it reads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.agenda.words import name_in, named
from agreements.markdown import first_words
from agreements.models import Advice, Agenda, Agreement, Proposal, Target
from agreements.models.indicator import plain_number
from monitoring.dashboard.counts import DashboardRow, Trouble
from monitoring.dashboard.to_decide import DecisionKind, ToDecide
from monitoring.meetings.reported import place_of_question
from monitoring.meetings.undecided import Undone, figures_to_decide, is_herijking_due, is_of_now, not_carried_out, undone_among
from monitoring.meetings.waiting import unanswered_in
from monitoring.models import Decision, Meeting
from monitoring.position.state import StateAction, StateReport
from monitoring.position.unfinished import LeftAction
from parties.models import User
from parties.prepared import Prepared

SUBJECT = 90  # letters of an action that is named beside a question


def questions_for(
    rows: Iterable[DashboardRow], waiting: Iterable[ToDecide] = (), unfinished: Iterable[LeftAction] = ()
) -> tuple[ToDecide, ...]:
    """Every question that waits, in one order for every reader, on paper too: what must be answered by a day, then what the
    reports ask of the meeting, the worst first, then the rest.

    rows are those of the dashboard, now or at a position; waiting is what waits outside its reports, and unfinished are actions
    of the year before that stand in no row: nothing at a position.
    """
    told = sorted((row for row in rows if not row.action.is_dropped), key=_worst_first)
    of_rows = (question for row in told for question in _of_action(row.action, _named(row.goal.number, row.name)))
    before = (question for row in unfinished for question in _of_action(row.action, _of_year(row)))
    return with_waiting((*of_rows, *before), waiting)


def with_waiting(of_reports: Iterable[ToDecide], waiting: Iterable[ToDecide]) -> tuple[ToDecide, ...]:
    """questions_for() without anything that waits, which is the same for every reader on every day; and what waits."""
    found = sorted(waiting, key=_soonest)
    by_a_day, others = [row for row in found if row.until], [row for row in found if not row.until]
    return (*by_a_day, *of_reports, *others)


def _named(number: str, name: str) -> str:
    return f"{number} {first_words(name, SUBJECT)}".strip()


def _of_year(row: LeftAction) -> str:
    goal, action = row.goal, row.action
    name = name_in(goal, action) if goal else named(action.project, action.text)
    named_action = _named(goal.number if goal else action.number, name)
    return _("%(action)s (%(year)s)") % {"action": named_action, "year": row.year}


def _soonest(question: ToDecide) -> date:
    return question.until or date.max


def _worst_first(row: DashboardRow) -> int:
    """As the exceptions stand; what goes well and asks something all the same comes after them."""
    return list(Trouble).index(row.troubles[0]) if row.troubles else len(Trouble)


# -- What stands in the reports


def _of_action(action: StateAction, name: str) -> Iterator[ToDecide]:
    """What the leads ask and propose, until a meeting decided about the action; else that it comes up by rule."""
    common: dict[str, Any] = {
        "subject": name,
        "address": place_of_question(action.id),
        "action": action.id,
        "light": action.light,
        "why": action.escalated,
        "cost": cost_of(action),
    }
    told = _told_last(action)
    asked = [question for report in told for question in _of_report(action, report, common)]
    yield from asked
    if action.escalated and not asked:
        effect = next((report.effect for report in told if report.effect), "")
        sentence = _("Decide how to go on. %(reason)s.") % {"reason": action.escalated}
        yield ToDecide(DecisionKind.ESCALATED, sentence, asked_by=action.lead_line, effect=effect, **common)


def _told_last(action: StateAction) -> tuple[StateReport, ...]:
    """What counts of this round; as long as nothing does, what was told in the round before: a question waits for its answer."""
    return action.answers or ((action.previous,) if action.previous else ())


def _of_report(action: StateAction, report: StateReport, common: dict[str, Any]) -> Iterator[ToDecide]:
    if is_decided(action, report):
        return
    told = {"asked_by": report.party, "effect": report.effect, **common}
    if report.ask:
        yield ToDecide(DecisionKind.ASKED, report.ask, **told)
    if report.proposal:
        yield ToDecide(DecisionKind.PROPOSED, _proposed(report), **told)


def is_decided(action: StateAction, report: StateReport) -> bool:
    """Whether a meeting decided about the action after this was reported; to put it before the executives decides nothing."""
    told_on = timezone.localdate(report.submitted_at)
    return any(row.held_on >= told_on for row in action.decisions if row.kind.key != Decision.Kind.ESCALATE)


def _proposed(report: StateReport) -> str:
    words = _("Agree to a proposal of %(party)s: %(proposal)s") % {"party": report.party, "proposal": report.proposal.words}
    if report.proposal_date:
        words += f", {_day(report.proposal_date)}"
    return f"{words}: {report.proposal_text}" if report.proposal_text else f"{words}."


def cost_of(action: StateAction) -> str:
    return budgeted(action.budget)


def budgeted(amount: Any) -> str:
    """ "€ 350.000 begroot"; empty where nothing was."""
    return _("%(amount)s budgeted") % {"amount": f"€ {plain_number(amount)}"} if amount else ""


# -- What waits elsewhere: proposals, texts, decisions to confirm or to carry out, advice, figures, what comes after the agreement


def waiting_for(agenda: Agenda, user: User | None, *, today: date, decisions: Iterable[Decision] | None = None) -> list[ToDecide]:
    """What waits in its agreement; of a year that is over not what is put for a later year, which waits there."""
    known = [agenda] if hasattr(agenda, "has_proposals") else []
    found = waiting_in([agenda.agreement_id], user, year=today.year, known=known, decisions=decisions)[agenda.agreement_id]
    return [row for row in found if agenda.year >= today.year or row.of_year is None or row.of_year <= agenda.year]


def waiting_before(meeting: Meeting, user: User, *, decisions: Iterable[Decision] | None = None) -> list[ToDecide]:
    """What waits for a meeting that comes, which came with_waiting_known() and with its agreement."""
    day, agreement = meeting.held_on, meeting.agreement_id
    found = waiting_in([agreement], user, year=day.year, known=[meeting], held_before=day, decisions=decisions)
    return found[agreement]


def waiting_in(
    agreements: Collection[int],
    user: User | None = None,
    *,
    year: int | None = None,
    known: Iterable[Any] = (),
    held_before: date = date.max,
    decisions: Iterable[Decision] | None = None,
) -> dict[int, list[ToDecide]]:
    """By agreement, what waits in that year, or in this one. One query for each kind of row, however many agreements there are.

    Without a user, as in a report that is sent round, it is the same for every reader. known are rows of all of these that
    came with_waiting_known(): what none of them has is not asked for. held_before is the day of the meeting that it waits for:
    what that one decides itself is not left to be carried out. decisions are all that stand in these, where they were read.
    """
    found: dict[int, list[ToDecide]] = defaultdict(list)
    rows, year = list(known), year or timezone.localdate().year
    if not agreements:
        return found

    def may_have(name: str) -> bool:
        return not rows or any(getattr(row, name) for row in rows)

    if may_have("has_proposals"):
        for proposal, answers in unanswered_in(agreements, user).items():
            found[proposal.agreement_id].append(_of_proposal(proposal, answers))
    if may_have("has_decisions"):
        for undone in not_carried_out(agreements) if decisions is None else undone_among(decisions):
            if undone.decision.meeting.held_on < held_before:
                found[undone.agreement].append(_of_undone(undone))
    if may_have("has_provisional"):
        for target in figures_to_decide(agreements):
            if is_of_now(target, year):
                found[target.indicator.goal.theme.agreement_id].append(_of_figure(target))
    if may_have("has_advices"):
        for advice in _to_answer(agreements, user):
            found[advice.agreement_id].append(_of_advice(advice))
    for agreement in _ending(agreements, rows, year):
        found[agreement.pk].append(_of_herijking(agreement))
    return found


def _of_proposal(proposal: Proposal, answers: Sequence[Any]) -> ToDecide:
    """answers are the needed answers that it misses, with what unanswered_in() adds to each."""
    first = answers[0]
    is_confirmed_only = bool(first.agreed_on) and proposal.is_open
    kind = DecisionKind.ADOPT if not proposal.is_change else DecisionKind.CHANGE
    if not proposal.is_open:
        kind = DecisionKind.EXPIRED
    elif is_confirmed_only:
        kind = DecisionKind.CONFIRM
    words = {"what": str(proposal) if proposal.is_change else proposal.text.title, "date": _day(first.agreed_on)}
    return ToDecide(
        kind,
        str(SENTENCES[kind]) % words,
        subject=proposal.text.title,
        asked_by=str(proposal.party),
        address=f"{reverse('meeting', args=[first.agreed_in])}#besluiten" if is_confirmed_only else proposal.get_absolute_url(),
        cost=budgeted(first.budget),
        until=proposal.deadline,
        waits_for=tuple(str(row.party) for row in answers),
        is_yours=first.mine,
        of_year=proposal.text.year,
    )


SENTENCES = {
    DecisionKind.ADOPT: gettext_lazy("Adopt the text “%(what)s”."),
    DecisionKind.CHANGE: gettext_lazy("Agree to a change, or not: %(what)s."),
    DecisionKind.CONFIRM: gettext_lazy("Confirm what the meeting of %(date)s decided: %(what)s."),
    DecisionKind.EXPIRED: gettext_lazy("Not answered in time; put it again, or let it go: %(what)s."),
}


def _to_answer(agreements: Collection[int], user: User | None) -> Iterable[Any]:
    return _to_answer_rows.models(tuple(agreements), user.pk if user else 0, has_reader=user is not None)


@Prepared.in_order
def _to_answer_rows(agreements: Collection[int], user: int, *, has_reader: bool) -> QuerySet:
    mine = Advice.objects.answered_by(User(pk=user)).filter(pk=OuterRef("pk"))
    rows = Advice.objects.to_answer().filter(agreement__in=agreements, withdrawn_on=None)
    rows = rows.annotate(mine=Exists(mine) if has_reader else Value(False))
    return rows.select_related("agreement", "party", "asking_party").order_by("given_on", "pk")


def _of_advice(advice: Any) -> ToDecide:
    sentence = _("Say what is done with the advice of %(party)s, which is “%(outcome)s”: %(subject)s.")
    words = {"party": advice.party, "outcome": advice.get_outcome_display(), "subject": advice.subject}
    return ToDecide(
        DecisionKind.ADVICE,
        sentence % words,
        subject=capfirst(str(_("advice"))),
        asked_by=str(advice.party),
        address=advice.get_absolute_url(),
        until=advice.answer_due_on,
        waits_for=(str(advice.asking_party),),
        is_yours=advice.mine,
    )


def _of_undone(undone: Undone) -> ToDecide:
    decision = undone.decision
    sentence = _("Carry out what the meeting of %(date)s decided: %(kind)s. %(decision)s")
    words = {"date": _day(decision.meeting.held_on), "kind": decision.get_kind_display(), "decision": first_words(decision.text)}
    return ToDecide(
        DecisionKind.NOT_CARRIED_OUT,
        sentence % words,
        subject=first_words(undone.subject, SUBJECT),
        asked_by=str(_("no proposal yet")),
        address=f"{decision.meeting.get_absolute_url()}#besluit-{decision.pk}",
        action=decision.action_id,
    )


def _of_figure(target: Target) -> ToDecide:
    sentence = _("Make the target for %(year)s final: %(target)s.")
    return ToDecide(
        DecisionKind.FIGURE,
        sentence % {"year": target.year, "target": target.phrase},
        subject=first_words(target.indicator.name, SUBJECT),
        asked_by=str(_("agreed provisionally")),
        address=target.indicator.goal.get_absolute_url(),
    )


def _ending(agreements: Collection[int], known: Sequence[Any], year: int) -> Iterator[Agreement]:
    """Those in their last year, with nothing that follows. No query where they are known."""
    found: dict[int, tuple[Agreement, bool]] = {row.agreement_id: (row.agreement, row.is_followed) for row in known}
    if not known:
        followed = Exists(Agreement.objects.filter(predecessor=OuterRef("pk")))
        rows: Iterable[Any] = Agreement.objects.filter(pk__in=list(agreements)).annotate(is_followed=followed)
        found = {row.pk: (row, row.is_followed) for row in rows}
    for pk, (agreement, is_followed) in found.items():
        if pk in agreements and is_herijking_due(agreement, year, is_followed=is_followed):
            yield agreement


def _of_herijking(agreement: Agreement) -> ToDecide:
    return ToDecide(
        DecisionKind.HERIJKING,
        _("Decide what comes after %(year)s: then these agreements end.") % {"year": agreement.end_year},
        subject=str(_("review of the agreement (herijking)")),
        asked_by=str(_("in the last year")),
        address=agreement.get_absolute_url(),
    )


def _day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""
