"""Whether a proposal waits for advice, and until when. docs/decisions/0025-advice.md tells which advices it needs.

Each party with the right of advice that does not itself answer the proposal is asked first, as far as the proposal touches
what it advises on. A party that signs says with its own answer what it thinks of exactly this text, so that is not asked twice.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.advice.permissions import advising
from agreements.models import Action, Advice, AdviceSubject, Change, Goal, Participation, Proposal, Version
from parties.models import Party

Place = Goal | Action


@dataclass(frozen=True, slots=True)
class NeededAdvice:
    """What a proposal needs of one party: its newest advice on it, if it was asked. place is empty for the text as a whole."""

    party: Party
    place: Place | None
    advice: Advice | None

    @property
    def clear_on(self) -> date | None:
        """The first day on which this holds nothing up; None when somebody must do something first."""
        return self.advice.clear_on if self.advice else None

    def why_not(self, day: date) -> str:
        """Why the proposal cannot take effect on this day because of it; empty when it can."""
        advice = self.advice
        if advice is None:
            return _("%(party)s has the right of advice on this and was not asked yet.") % {"party": self.party}
        if advice.is_clear(day):
            return ""
        if not advice.is_given:
            sentence = _("%(party)s has until %(day)s to advise.")
            return sentence % {"party": self.party, "day": _in_words(advice.due_on)}
        if not advice.is_answered:
            sentence = _("The advice of %(party)s must first be answered; the last day for that is %(day)s.")
            return sentence % {"party": self.party, "day": _in_words(advice.answer_due_on)}
        sentence = _("The advice of %(party)s was not followed altogether: this can take effect on %(day)s.")
        return sentence % {"party": self.party, "day": _in_words(advice.clear_on)}


def why_it_waits(proposal: Proposal, *, changed: Collection[Place] | None = None) -> str:
    """The sentences that say for which advice the proposal waits; empty when it may take effect.

    changed are the goals and actions that it changes, where not what the proposal itself says.
    """
    today = timezone.localdate()
    sentences = (needed.why_not(today) for needed in needed_advices(proposal, changed=changed))
    return " ".join(dict.fromkeys(filter(None, sentences)))


def needed_advices(proposal: Proposal, *, changed: Collection[Place] | None = None) -> list[NeededAdvice]:
    """What it needs, in the order of the parties. Six queries at most, fewer when no party has the right.

    What was signed on paper already waits for nobody, nor do typing errors and who takes part.
    """
    if proposal.is_signed_on_paper:
        return []
    if changed is None and proposal.is_change:
        changed = _changed_by(proposal)
        if changed == []:
            return []
    rights = _rights(proposal)
    if not rights:
        return []
    places = _places(proposal, rights, changed)
    advices = list(_advices(proposal, [right.party_id for right in rights]))
    return [
        NeededAdvice(right.party, place, _newest(advices, right, place)) for right in rights for place in places[right.party_id]
    ]


def _rights(proposal: Proposal) -> list[Participation]:
    """The rights of advice in the years of its text, of parties that do not answer it themselves."""
    rows = advising(proposal.agreement).exclude(right_of_advice="").of_text(proposal.text)
    return list(rows.exclude(party__in=proposal.needed.values("party")).order_by(*Participation._meta.ordering))


def _places(proposal: Proposal, rights: list[Participation], changed: Collection[Place] | None) -> dict[int, list[Place | None]]:
    """By party on what its advice is needed: what it marked and the proposal touches; without marks all of it."""
    marks = AdviceSubject.objects.filter(agreement=proposal.agreement_id, party__in=[right.party_id for right in rights])
    marked: dict[int, list[Place]] = {right.party_id: [] for right in rights}
    for mark in marks.select_related("goal", "action__goal"):
        marked[mark.party_id].append(mark.about)
    touched = _touched(proposal) if changed is None else _keys(changed)
    everything: list[Place | None] = [*(changed or ()), *([] if changed else [None])]
    return {party: [row for row in rows if _key(row) in touched] if rows else everything for party, rows in marked.items()}


def _changed_by(proposal: Proposal) -> list[Place] | None:
    """The goals and actions of its changes; None when one is about the text as a whole, or adds what nobody could mark yet."""
    found: list[Place] = []
    for change in proposal.changes.select_related("goal", "action__goal", "indicator__goal"):
        if change.kind in (Change.Kind.CORRECT, Change.Kind.PARTICIPATION):
            continue
        place = change.action or change.goal or (change.indicator.goal if change.indicator else None)
        if place is None:
            return None
        found.append(place)
    return found


def _touched(proposal: Proposal) -> set[tuple[str, int]]:
    """All goals and actions of the text: those of the year, or every goal for the agreement as a whole."""
    if proposal.agenda_id is None:
        goals = Goal.objects.filter(theme__agreement=proposal.agreement_id)
        return {("goal", key) for key in goals.values_list("pk", flat=True)}
    rows = proposal.agenda.actions.values_list("pk", "goal")
    return {("action", action) for action, _goal in rows} | {("goal", goal) for _action, goal in rows}


def _keys(changed: Collection[Place]) -> set[tuple[str, int]]:
    """Who advises on a goal also advises on what is done for it."""
    goals = {("goal", row.goal_id) for row in changed if isinstance(row, Action)}
    return goals | {_key(row) for row in changed}


def _key(row: Place) -> tuple[str, int]:
    return row._meta.model_name, row.pk


def _advices(proposal: Proposal, parties: list[int]):
    """The requests that count for it, the newest first: about it, or about its subjects since the last version of its text."""
    on_places = Q(goal__isnull=False) | Q(action__isnull=False)
    if proposal.kind == Proposal.Kind.ADOPT:
        same_text = {"proposal__agreement": proposal.agreement_id, "proposal__agenda": proposal.agenda_id}
        on_places |= Q(proposal__kind=Proposal.Kind.ADOPT, **same_text)
        if proposal.agenda_id:
            on_places |= Q(agenda=proposal.agenda_id)
        else:
            on_places |= Q(agenda=None, goal=None, action=None, proposal=None)
    line = list(_line_of(proposal))
    before = Version.objects.of(proposal.text).filter(recorded_at__lt=line[-1].opened_at)
    last = before.order_by("-place").values_list("recorded_at", flat=True).first()
    since = Q(asked_on__gte=timezone.localdate(last)) if last else Q()
    rows = Advice.objects.filter(agreement=proposal.agreement_id, party__in=parties, withdrawn_on=None)
    return rows.filter(Q(proposal__in=line) | on_places & since).order_by("-pk")


def _line_of(proposal: Proposal) -> Iterator[Proposal]:
    """The proposal and those that it takes up: another change that took effect first undoes no advice."""
    earlier: Proposal | None = proposal
    while earlier is not None:
        yield earlier
        earlier = earlier.renews


def _newest(advices: list[Advice], right: Participation, place: Place | None) -> Advice | None:
    """What was asked about the proposal or its text goes before a question about one of its goals, perhaps of another plan."""
    covering = [row for row in advices if row.party_id == right.party_id and _covers(row, place)]
    return next((row for row in covering if row.goal_id is None and row.action_id is None), next(iter(covering), None))


def _covers(advice: Advice, place: Place | None) -> bool:
    """An advice on a text or proposal covers all of it; one on a goal also what is done for it."""
    if advice.goal_id is None and advice.action_id is None:
        return True
    if isinstance(place, Action):
        return place.pk == advice.action_id or place.goal_id == advice.goal_id
    return isinstance(place, Goal) and place.pk == advice.goal_id


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")
