"""What an agenda is made of: one function for each source, which says what of it belongs before this meeting and why.

A new source is a function and its line in SOURCES. What is proposed is known again by its origin, so an agenda that is made anew
adds what came since and leaves alone what is there.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from agreements.models import Action, ActionLink, Advice, Agreement, Proposal
from monitoring.meetings.before import Before, before, meetings_alike
from monitoring.meetings.escalation import escalations
from monitoring.meetings.joining import joined, on_schedule, roots_of
from monitoring.meetings.proposed import (
    TALKING,
    Proposed,
    actions_of,
    in_full,
    in_words,
    on_action,
    title_from,
    view_in_words,
    whole_note,
    with_words,
)
from monitoring.meetings.reported import Answers, asked_about, last_answers, other_views, questions
from monitoring.meetings.undecided import figures_to_decide, is_herijking_due, is_of_now
from monitoring.meetings.undecided import not_carried_out as undone_in
from monitoring.meetings.waiting import WaitingProposal, waiting_before
from monitoring.models import ActionPoint, DataDelivery, FixedItem, Item, Judgement, Meeting
from monitoring.models.evaluation_point import points_for_meeting

Source = Item.Source
Kind = Meeting.Kind
DECIDING, TELLING = 10, 2  # minutes for an item, unless somebody says otherwise
LATE_ADVICE = "advice-late"
SETTLE = gettext_noop(
    "It did not come. Agree on what happens: the party advises after all, or who asked withdraws the request. This item does not"
    " come back by itself."
)
USUAL = (
    ("opening", gettext_lazy("Opening and announcements"), 5, FixedItem.Place.FIRST),
    ("minutes", gettext_lazy("Minutes of the last meeting"), 5, FixedItem.Place.FIRST),
    ("any-questions", gettext_lazy("Any other business and closing"), 5, FixedItem.Place.LAST),
)


def collect(meeting: Meeting) -> list[Proposed]:
    """Everything that the sources put before this meeting, in the order of the agenda. A fixed number of queries."""
    known = before(meeting)
    return joined(row for source in SOURCES for row in source(known))


# -- The sources


def fixed(known: Before) -> Iterator[Proposed]:
    """What stands on every agenda: as the parties of this agreement chose, else the usual three."""
    own = list(FixedItem.objects.filter(agreement=known.agreement))
    rows = [(str(row.pk), row.title, row.minutes_needed, row.place) for row in own] or USUAL
    for key, title, minutes, place in rows:
        shown = str(title)
        if key == "minutes" and known.previous:
            shown = _("Minutes of %(meeting)s") % {"meeting": known.previous}
        yield Proposed(Source.FIXED, f"fixed-{place}:{key}", shown[:300], minutes_needed=minutes)


def escalated(known: Before) -> Iterator[Proposed]:
    """Actions that come before the executives by the rule of the agreement, with what their leads ask."""
    if known.meeting.kind != Kind.BESTUURLIJK:
        return
    for row in escalations(known.agreement, meeting=known.meeting):
        if row.decisions:
            continue
        note = [f"{row.reason}.", *(words for update in row.updates for words in in_words(update))]
        yield on_action(Source.ESCALATED, row.action, note, minutes=DECIDING)


def asked(known: Before) -> Iterator[Proposed]:
    """All that leads asked or proposed in their last reports, and about which nothing was decided since."""
    if not known.is_of_all:
        return
    asking = questions(asked_about(known.meeting))
    for action in actions_of(asking):
        rows = asking[action.pk]
        note = [words for row in rows for words in in_words(row)]
        yield on_action(Source.QUESTION, action, note, minutes=DECIDING, contains=tuple(note))


def seen_differently(known: Before) -> Iterator[Proposed]:
    """Other views on what a lead reported last, until a meeting discussed them."""
    if not known.is_of_all:
        return
    views = other_views(asked_about(known.meeting).answers)
    for action in actions_of(views):
        note = [view_in_words(row) for row in views[action.pk]]
        yield on_action(Source.DISSENT, action, note, minutes=TALKING, contains=tuple(note))


def proposed(known: Before) -> Iterator[Proposed]:
    """Proposals that wait for answers: changes of the level of this meeting; before the executives everything that waits."""
    for row in waiting_before(known.meeting):
        is_told = row.agreed_on is not None or row.proposal.level == Proposal.Level.AMBTELIJK
        minutes = TELLING if is_told and known.meeting.is_bestuurlijk else DECIDING
        title, origin = row.proposal.title, f"proposal:{row.proposal.pk}"
        yield Proposed(Source.PROPOSAL, origin, title[:300], _waits_for(row), minutes, proposal=row.proposal)


def _waits_for(row: WaitingProposal) -> str:
    told = []
    if row.proposal.is_open and row.agreed_on:
        told.append(
            _("Decided in the meeting of %(date)s; it counts once the parties confirm it.") % {"date": in_full(row.agreed_on)}
        )
    elif not row.proposal.is_open:
        told.append(_("Not answered in time: the last day was %(date)s.") % {"date": in_full(row.proposal.deadline)})
    if row.unanswered:
        told.append(_("No answer yet of %(parties)s.") % {"parties": ", ".join(row.unanswered)})
    return " ".join(told)


def not_carried_out(known: Before) -> Iterator[Proposed]:
    """Decisions that change the text and of which no proposal is on its way or agreed."""
    if not known.is_of_all:
        return
    for undone in undone_in([known.agreement.pk]):
        row = undone.decision
        if row.meeting.held_on < known.meeting.held_on:
            note = f"{row.meeting}: {row.get_kind_display()}. {row.text}"
            about = {"action": row.action} if row.action_id else {"goal": row.goal}
            yield Proposed(Source.NOT_CARRIED_OUT, f"decision:{row.pk}", title_from(undone.subject), whole_note(note), **about)


def figures(known: Before) -> Iterator[Proposed]:
    """Targets that were agreed provisionally and that hold in this year or the next: the meeting makes them final."""
    if known.meeting.kind != Kind.BESTUURLIJK:
        return
    for row in figures_to_decide([known.agreement.pk]):
        if is_of_now(row, known.year):
            title = _("Target of %(year)s: %(indicator)s") % {"year": row.year, "indicator": row.indicator.name}
            note = _("The target is provisional: %(target)s.") % {"target": row.phrase}
            yield Proposed(Source.FIGURE, f"target:{row.pk}", title_from(title), note, goal=row.indicator.goal)


def advices(known: Before) -> Iterator[Proposed]:
    """Advice of which the term ends before the meeting, that lapsed since the last one, or that waits for an answer.

    What lapsed before the last one comes once more, to be settled: after that it does not come back by itself.
    """
    if not known.is_of_all:
        return
    running = Advice.objects.running().filter(due_on__lte=known.meeting.held_on)
    rows = Advice.objects.filter(agreement=known.agreement.pk, pk__in=(running | Advice.objects.to_answer()).values("pk"))
    settling = set(
        Item.objects.filter(meeting__in=meetings_alike(known.meeting).filter(held_on__lt=known.meeting.held_on))
        .filter(origin__startswith=f"{LATE_ADVICE}:")
        .values_list("origin", flat=True)
    )
    for row in rows.select_related("party", "proposal").order_by("due_on", "pk"):
        is_late = not row.is_given and row.due_on <= known.since
        origin = f"{LATE_ADVICE if is_late else 'advice'}:{row.pk}"
        if origin not in settling:
            words = {"party": row.party, "subject": row.subject}
            late, usual = _("Settle or close: advice of %(party)s on %(subject)s"), _("Advice of %(party)s: %(subject)s")
            note = f"{advice_in_words(row)} {_(SETTLE)}" if is_late else advice_in_words(row)
            yield Proposed(Source.ADVICE, origin, title_from((late if is_late else usual) % words), note, advice=row)


def advice_in_words(row: Advice) -> str:
    if row.is_given:
        words = {"date": in_full(row.given_on), "outcome": row.get_outcome_display()}
        return _("Given on %(date)s: %(outcome)s. It waits for an answer.") % words
    return _("Asked on %(asked)s; the advice is due by %(due)s.") % {"asked": in_full(row.asked_on), "due": in_full(row.due_on)}


def herijking(known: Before) -> Iterator[Proposed]:
    """In its last year, the agreement itself: what goes on, what changes, and who begins the next one."""
    agreement = known.agreement
    is_followed = Agreement.objects.filter(predecessor=agreement.pk).exists()
    if known.meeting.kind != Kind.BESTUURLIJK or not is_herijking_due(agreement, known.year, is_followed=is_followed):
        return
    title = _("The agreement ends with %(year)s: what comes after it?") % {"year": agreement.end_year}
    note = _("No agreement follows it yet in Driehoek.")
    yield Proposed(Source.HERIJKING, f"agreement:{agreement.end_year}", title, note, DECIDING)


def left_over(known: Before) -> Iterator[Proposed]:
    """What the last meeting of this kind did not come to, or one that was cancelled since: nothing was said or decided of it.

    An action of which the moment came and that goes as agreed does not come back.
    """
    alike = meetings_alike(known.meeting).filter(held_on__gte=known.since, held_on__lt=known.meeting.held_on)
    rows = Item.objects.filter(meeting__in=alike, settled_at=None, left_out_on=None, discussed="", carried_to=None)
    rows = rows.exclude(source=Source.FIXED).select_related("action", "goal", "proposal", "advice")
    roots = roots_of(rows, known.meeting)
    moments_of = {row.action_id for row in rows if row.action_id and roots[row.pk].source == Source.MOMENT}
    answers, gone_on = last_answers(moments_of), set(_gone_on(moments_of))
    for row in rows:
        root = roots[row.pk]
        is_moment = root.source == Source.MOMENT
        if is_moment and (
            not row.action or row.action.is_dropped or row.action_id in gone_on or _goes_well(answers, row.action_id)
        ):
            continue
        about = {name: getattr(row, name) for name in ("action", "goal", "proposal", "advice")}
        words = (Source.LEFT_OVER, f"item:{row.pk}", row.title, row.note, row.minutes_needed)
        yield Proposed(*words, carried_from=row, root=root, **about)


def _gone_on(actions: set[int]) -> Iterable[int]:
    """Those that go on in a later year: that one tells how it goes. One query, or none."""
    return ActionLink.objects.filter(earlier__in=actions).values_list("earlier", flat=True) if actions else ()


def _goes_well(answers: Answers, action: int) -> bool:
    told = answers.get(action, ())
    return bool(told) and all(answer.judgement in {Judgement.DONE, Judgement.ON_TRACK} for answer in told)


def evaluated(known: Before) -> Iterator[Proposed]:
    """What the parties concluded from the evaluation of a year, until somebody says what was done with it."""
    if not known.is_of_all:
        return
    for row in points_for_meeting(known.meeting):
        taken_up = _("%(party)s takes it up.") % {"party": row.party} if row.party else ""
        note = f"{row.evaluation}. {taken_up}".strip()
        title = Truncator(row.text).chars(300)
        yield Proposed(Source.EVALUATION, f"evaluation-point:{row.pk}", title, note, action=row.action, goal=row.goal)


def action_points(known: Before) -> Iterator[Proposed]:
    """What was promised at an earlier meeting of this kind and is not done."""
    rows = ActionPoint.objects.filter(meeting__in=meetings_alike(known.meeting), meeting__held_on__lt=known.meeting.held_on)
    for row in rows.filter(done_on=None).select_related("party", "person", "meeting", "action").order_by("due_on", "pk"):
        who = f"{row.party} ({row.person})" if row.person else str(row.party)
        note = _("%(who)s, by %(date)s; promised at %(meeting)s.") % {
            "who": who,
            "date": in_full(row.due_on),
            "meeting": row.meeting,
        }
        title = Truncator(row.text.replace("\n", " ")).chars(300)
        yield Proposed(Source.ACTION_POINT, f"action-point:{row.pk}", title, note, TELLING, action=row.action)


def deliveries(known: Before) -> Iterator[Proposed]:
    """Figures that a party owes the others and that were not delivered in time."""
    if not known.is_of_all:
        return
    rows = DataDelivery.objects.filter(indicator__goal__theme__agreement=known.agreement.pk, due_on__lt=timezone.localdate())
    for row in rows.outstanding().select_related("indicator__goal__theme", "party").order_by("due_on", "pk"):
        words = {"figure": row.indicator.name, "year": row.year, "party": row.party, "date": in_full(row.due_on)}
        title = _("%(party)s: %(figure)s of %(year)s") % words
        note = _("%(party)s was to deliver this figure by %(date)s.") % words
        yield Proposed(Source.DELIVERY, f"delivery:{row.pk}", title_from(title), note, TELLING, goal=row.indicator.goal)


def moments(known: Before) -> Iterator[Proposed]:
    """Actions of which the agreed moment falls before this meeting, and after the last one; not what is reported as done.

    Those that are on schedule take one line together.
    """
    if not known.is_of_all:
        return
    due = Action.objects.filter(due_on__gt=known.since, due_on__lte=known.meeting.held_on, dropped_on=None)
    found = with_words(due.filter(agenda__agreement=known.agreement.pk))
    rows = [row for row in found if row.agenda.is_adopted and not row.agenda.is_revoked]
    answers, fine = last_answers(row.pk for row in rows), []
    for row in rows:
        told = answers.get(row.pk, ())
        if told and all(answer.judgement == Judgement.DONE for answer in told):
            continue
        last = told[0].get_judgement_display() if told else _("nothing reported yet")
        note = _("Agreed for %(date)s; %(light)s.") % {"date": in_full(row.due_on), "light": last}
        proposal = on_action(Source.MOMENT, row, [note], minutes=TELLING)
        if _goes_well(answers, row.pk):
            fine.append(proposal)
        else:
            yield proposal
    if fine:
        yield fine[0] if len(fine) == 1 else on_schedule(fine)


SOURCES: tuple[Callable[[Before], Iterable[Proposed]], ...] = (
    fixed,
    escalated,
    asked,
    seen_differently,
    proposed,
    not_carried_out,
    figures,
    advices,
    herijking,
    left_over,
    evaluated,
    action_points,
    deliveries,
    moments,
)
