"""Whether a proposal waits for advice, and until when. docs/decisions/0025-advice.md tells which advices it needs.

Each party with the right of advice that does not itself answer the proposal is asked first, as far as the proposal touches
what it advises on. A party that signs says with its own answer what it thinks of exactly this text, so that is not asked twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Action, Advice, AdviceSubject, Change, Goal, NeededAnswer, Participation, Proposal, Version
from parties.models import Party, User

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
    """What it needs, in the order of the parties; fewer queries when no party has the right.

    What was signed on paper already waits for nobody, nor do typing errors and who takes part.
    """
    return needed_advices_of([proposal], changed=changed).get(proposal.pk, [])


def needed_advices_of(
    proposals: Iterable[Proposal], *, changed: Collection[Place] | None = None
) -> dict[int, list[NeededAdvice]]:
    """needed_advices() of many, by key. Nine queries at most, one of each kind of row, however many there are."""
    waiting = [row for row in proposals if not row.is_signed_on_paper]
    by_changes = _changed_by([row for row in waiting if row.is_change]) if changed is None else {}
    touching = {row: by_changes.get(row.pk, changed) for row in waiting if by_changes.get(row.pk) != []}
    rights = _rights(touching)
    if not rights:
        return {}
    places = _places(rights, touching)
    known = _Known(rights)
    return {
        proposal.pk: [
            NeededAdvice(right.party, place, _newest(known.advices_of(proposal), right, place))
            for right in own
            for place in places[proposal.pk, right.party_id]
        ]
        for proposal, own in rights.items()
    }


def _rights(proposals: Collection[Proposal]) -> dict[Proposal, list[Participation]]:
    """The rights of advice in the years of the text of each, of parties that do not answer it themselves. Two queries."""
    if not proposals:
        return {}
    rows = Participation.objects.accepted().going_on().filter(agreement__in={row.agreement_id for row in proposals})
    rows = list(rows.exclude(right_of_advice="").select_related("party").order_by(*Participation._meta.ordering))
    if not rows:
        return {}
    answering = set(NeededAnswer.objects.filter(proposal__in=proposals).values_list("proposal", "party"))
    found = {}
    for proposal in proposals:
        year = proposal.text.year
        own = [row for row in rows if row.agreement_id == proposal.agreement_id and (not year or row.takes_part_in(year))]
        found[proposal] = [row for row in own if (proposal.pk, row.party_id) not in answering]
    return {proposal: own for proposal, own in found.items() if own}


def _places(
    rights: Mapping[Proposal, list[Participation]], touching: Mapping[Proposal, Collection[Place] | None]
) -> dict[tuple[int, int], list[Place | None]]:
    """On what the advice of each is needed for each proposal: what it marked and that touches; without marks all of it."""
    marked: dict[tuple[int, int], list[Place]] = defaultdict(list)
    marks = AdviceSubject.objects.filter(agreement__in={row.agreement_id for row in rights})
    for mark in marks.select_related("goal", "action__goal"):
        marked[mark.agreement_id, mark.party_id].append(mark.about)
    touched = _touched([row for row in rights if touching[row] is None]) if marked else {}
    found = {}
    for proposal, own in rights.items():
        changed = touching[proposal]
        keys = touched.get(proposal.pk, set()) if changed is None else _keys(changed)
        everything: list[Place | None] = [*(changed or ()), *([] if changed else [None])]
        for right in own:
            rows = marked.get((proposal.agreement_id, right.party_id))
            found[proposal.pk, right.party_id] = [row for row in rows if _key(row) in keys] if rows else everything
    return found


def _changed_by(proposals: Collection[Proposal]) -> dict[int, list[Place] | None]:
    """The goals and actions of the changes of each; None when one is about the whole text, or adds what nobody could mark."""
    found: dict[int, list[Place] | None] = {row.pk: [] for row in proposals}
    changes = Change.objects.filter(proposal__in=proposals).select_related("goal", "action__goal", "indicator__goal")
    for change in changes if proposals else ():
        if change.kind in (Change.Kind.CORRECT, Change.Kind.PARTICIPATION):
            continue
        place = change.action or change.goal or (change.indicator.goal if change.indicator else None)
        rows = found[change.proposal_id]
        if place is None:
            found[change.proposal_id] = None
        elif rows is not None:
            rows.append(place)
    return found


def _touched(proposals: Collection[Proposal]) -> dict[int, set[tuple[str, int]]]:
    """All goals and actions of the text of each: those of the year, or every goal for the agreement as a whole. Two queries."""
    by_agenda, by_agreement = defaultdict(set), defaultdict(set)
    rows = Action.objects.filter(agenda__in={row.agenda_id for row in proposals} - {None})
    for agenda, action, goal in rows.values_list("agenda", "pk", "goal"):
        by_agenda[agenda] |= {("action", action), ("goal", goal)}
    whole = {row.agreement_id for row in proposals if row.agenda_id is None}
    for agreement, goal in Goal.objects.filter(theme__agreement__in=whole).values_list("theme__agreement", "pk"):
        by_agreement[agreement].add(("goal", goal))
    return {row.pk: by_agenda[row.agenda_id] if row.agenda_id else by_agreement[row.agreement_id] for row in proposals}


def _keys(changed: Collection[Place]) -> set[tuple[str, int]]:
    """Who advises on a goal also advises on what is done for it."""
    goals = {("goal", row.goal_id) for row in changed if isinstance(row, Action)}
    return goals | {_key(row) for row in changed}


def _key(row: Place) -> tuple[str, int]:
    return row._meta.model_name, row.pk


class _Known:
    """The requests to parties with a right; of where there are any also the proposals they may be about, and when each text was
    recorded. Three queries, or one.
    """

    def __init__(self, rights: Mapping[Proposal, list[Participation]]):
        agreements = {row.agreement_id for row in rights}
        parties = {right.party_id for own in rights.values() for right in own}
        rows = Advice.objects.filter(agreement__in=agreements, party__in=parties, withdrawn_on=None)
        self.advices = list(rows.order_by("-pk"))
        agreements = {row.agreement_id for row in self.advices}
        lines = Proposal.objects.filter(agreement__in=agreements) if agreements else Proposal.objects.none()
        self.proposals = {row.pk: row for row in lines.only("kind", "agreement", "agenda", "renews", "opened_at")}
        versions = Version.objects.filter(agreement__in=agreements) if agreements else Version.objects.none()
        versions = versions.order_by("-place")
        self.recorded = list(versions.values_list("agreement", "agenda", "recorded_at"))

    def advices_of(self, proposal: Proposal) -> list[Advice]:
        """Those that count for it, the newest first: about it, or about its subjects since the last version of its text."""
        if not any(row.agreement_id == proposal.agreement_id for row in self.advices):
            return []
        line = list(self._line_of(proposal))
        text = (proposal.agreement_id, proposal.agenda_id)
        before = (at for *of, at in self.recorded if tuple(of) == text and at < line[-1].opened_at)
        since = timezone.localdate(last) if (last := next(before, None)) else None
        about = {row.pk for row in line}
        rows = [row for row in self.advices if row.agreement_id == proposal.agreement_id]
        return [
            row
            for row in rows
            if row.proposal_id in about or (self._is_of_subject(row, proposal) and (since is None or row.asked_on >= since))
        ]

    def _line_of(self, proposal: Proposal) -> Iterator[Proposal]:
        """The proposal and those that it takes up: another change that took effect first undoes no advice."""
        earlier: Proposal | None = proposal
        while earlier is not None:
            yield earlier
            earlier = self.proposals.get(earlier.renews_id)

    def _is_of_subject(self, advice: Advice, proposal: Proposal) -> bool:
        """About a goal or action; for an adoption also about its text, or an earlier proposal to adopt it."""
        if advice.goal_id or advice.action_id:
            return True
        if proposal.kind != Proposal.Kind.ADOPT:
            return False
        if earlier := self.proposals.get(advice.proposal_id):
            return (earlier.kind, earlier.agenda_id) == (Proposal.Kind.ADOPT, proposal.agenda_id)
        return advice.proposal_id is None and advice.agenda_id == proposal.agenda_id


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


# -- To be asked


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A proposal that waits for an advice which nobody asked yet."""

    proposal: Proposal
    party: Party

    @property
    def address(self) -> str:
        """Where one asks it, about this proposal."""
        place = reverse("advice_ask", args=[self.proposal.agreement.slug])
        return f"{place}?over=voorstel-{self.proposal.pk}&partij={self.party.pk}"


def to_ask(proposals: Iterable[Proposal]) -> list[ToAsk]:
    """The advices that these proposals wait for and that were not asked, each party once. The queries of needed_advices_of()."""
    rows = list(proposals)
    needed = needed_advices_of(rows)
    parties = {row.pk: dict.fromkeys(need.party for need in needed.get(row.pk, ()) if need.advice is None) for row in rows}
    return [ToAsk(row, party) for row in rows for party in parties[row.pk]]


def to_ask_for(user: User) -> list[ToAsk]:
    """Those of the proposals of a party that the person coordinates, which asks for what it proposes."""
    if user.is_superuser:
        return []
    rows = proposed_by(user).select_related("agreement", "agenda__agreement", "party")
    return to_ask(rows.order_by("deadline", "pk"))


def proposed_by(user: User) -> QuerySet[Proposal]:
    """The open proposals of a party that the person coordinates."""
    return Proposal.objects.open().filter(party__in=Party.objects.coordinated_by(user).values("pk"))
