"""Where each item of an agenda comes from, with a link; and whether that changed since it was put there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Proposal
from agreements.models.action_link import lineage_in
from monitoring.meetings.before import before
from monitoring.meetings.reported import Answers, Lines, last_answers_on, lines_of, place_of_question
from monitoring.meetings.undecided import is_carried_out
from monitoring.models import ActionPoint, DataDelivery, Decision, EvaluationPoint, Item, Judgement, Meeting

Source = Item.Source
LAST_MINUTES = "fixed-first:minutes"
FROM_REPORTS = (Source.ESCALATED, Source.QUESTION, Source.DISSENT, Source.MOMENT)


@dataclass(frozen=True)
class ItemOrigin:
    """changed says in a sentence what is otherwise by now; empty where it is as it was."""

    words: str
    url: str = ""
    changed: str = ""


@dataclass(frozen=True)
class _Sources:
    """What the items come from, read in one go."""

    answers: Answers = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    points: dict[int, ActionPoint] = field(default_factory=dict)
    conclusions: dict[int, EvaluationPoint] = field(default_factory=dict)
    outstanding: frozenset[int] = frozenset()
    previous: Meeting | None = None


def origins_of(items: Iterable[Item], meeting: Meeting) -> dict[int, ItemOrigin]:
    """By item. At most six queries, however many items; they come with their subjects and what they were carried over from."""
    rows = list(items)
    sources = _read(rows, meeting)
    return {item.pk: _origin(item, meeting, sources) for item in rows}


def _read(items: list[Item], meeting: Meeting) -> _Sources:
    def keys(source: str) -> list[int]:
        return [int(item.origin.partition(":")[2]) for item in items if item.source == source]

    decided = Decision.objects.select_related("meeting", "action", "goal", "proposal").in_bulk(keys(Source.NOT_CARRIED_OUT))
    wanted = keys(Source.DELIVERY)
    late = DataDelivery.objects.filter(pk__in=wanted).outstanding().values_list("pk", flat=True) if wanted else ()
    return _Sources(
        answers=last_answers_on(_lines([item for item in items if item.source in FROM_REPORTS and item.action_id])),
        decisions=decided,
        points=ActionPoint.objects.select_related("meeting").in_bulk(keys(Source.ACTION_POINT)),
        conclusions=EvaluationPoint.objects.in_bulk(keys(Source.EVALUATION)),
        outstanding=frozenset(late),
        previous=before(meeting).previous if any(item.origin == LAST_MINUTES for item in items) else None,
    )


def _lines(items: list[Item]) -> Lines:
    """By action, with what it was carried over from; no query where the items came with their line."""
    known = {item.action_id: lineage_in(item.line) for item in items if hasattr(item, "line")}
    return {**known, **lines_of(item.action_id for item in items if item.action_id not in known)}


def _origin(item: Item, meeting: Meeting, sources: _Sources) -> ItemOrigin:
    key = item.origin.partition(":")[2]
    pk = int(key) if key.isdecimal() else 0
    label = str(item.get_source_display())
    match item.source:
        case Source.ESCALATED | Source.QUESTION | Source.DISSENT | Source.MOMENT if item.action_id:
            return ItemOrigin(label, place_of_question(item.action_id), _changed_report(item, sources))
        case Source.PROPOSAL if item.proposal:
            changed = "" if item.proposal.is_open or item.proposal.state == Proposal.State.EXPIRED else _state(item.proposal)
            return ItemOrigin(label, item.proposal.get_absolute_url(), changed)
        case Source.ADVICE if item.advice:
            return ItemOrigin(label, item.advice.get_absolute_url(), _changed_advice(item))
        case Source.NOT_CARRIED_OUT if pk in sources.decisions:
            return _of_decision(label, sources.decisions[pk])
        case Source.ACTION_POINT if pk in sources.points:
            point = sources.points[pk]
            return ItemOrigin(label, point.meeting.get_absolute_url(), _("Done by now.") if point.is_done else "")
        case Source.EVALUATION if pk in sources.conclusions:
            conclusion = sources.conclusions[pk]
            return ItemOrigin(label, conclusion.get_absolute_url(), conclusion.settled_note)
        case Source.DELIVERY:
            url = reverse("figures", args=[meeting.agreement.slug])
            return ItemOrigin(label, url, "" if pk in sources.outstanding else _("Delivered by now."))
        case Source.LEFT_OVER if item.carried_from:
            return ItemOrigin(label, item.carried_from.meeting.get_absolute_url())
        case Source.FIXED if item.origin == LAST_MINUTES and sources.previous:
            return ItemOrigin(label, f"{sources.previous.get_absolute_url()}#verslag")
    return ItemOrigin(label, _where(item, meeting))


def _where(item: Item, meeting: Meeting) -> str:
    if item.source == Source.HERIJKING:
        return meeting.agreement.get_absolute_url()
    return item.subject.get_absolute_url() if item.subject else ""


def _changed_report(item: Item, sources: _Sources) -> str:
    """What the lead asks or says otherwise since: a question that is not in its last report any more is withdrawn."""
    if item.action and item.action.is_dropped:
        return _("This action was dropped.")
    answers = sources.answers.get(item.action_id, ())
    if item.source == Source.QUESTION:
        is_asked = any(answer.ask or answer.proposal for answer in answers)
        return "" if is_asked else _("The question was withdrawn: the last report does not ask it any more.")
    if item.source == Source.DISSENT:
        return ""
    if answers and all(answer.judgement in {Judgement.DONE, Judgement.ON_TRACK} for answer in answers):
        return _("Reported since: %(light)s.") % {"light": answers[0].get_judgement_display()}
    return ""


def _changed_advice(item: Item) -> str:
    if item.advice.is_withdrawn:
        return _("The request for advice was withdrawn.")
    if item.advice.is_answered:
        return _("The advice was given and answered.")
    return ""


def _of_decision(label: str, decision: Decision) -> ItemOrigin:
    changed = _state(decision.proposal) if is_carried_out(decision, decision.proposal) and decision.proposal else ""
    return ItemOrigin(label, f"{decision.meeting.get_absolute_url()}#besluit-{decision.pk}", changed)


def _state(proposal: Proposal) -> str:
    return _("The proposal is by now: %(state)s.") % {"state": proposal.get_state_display()}
