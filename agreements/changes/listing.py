"""Proposals of changes at the rows that they would change, and the list of an agreement."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from agreements.changes.fields import About, Kind
from agreements.models import Action, Agreement, Change, Goal, NeededAnswer, Proposal
from agreements.models.adoptable import Adoptable
from parties.models import User
from parties.models.party import WRITING_PARTIES
from parties.prepared import Prepared

State = Proposal.State
LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ProposedHere:
    """A proposal at a row that it would change: agreed of the asked parties have agreed so far."""

    proposal: Proposal
    agreed: int
    asked: int


Places = dict[int, list[ProposedHere]]


@dataclass(frozen=True)
class ProposedInText:
    """What is proposed, by the key of the theme, goal or action at which it stands; in text what is about the text itself."""

    themes: Places = field(default_factory=lambda: defaultdict(list))
    goals: Places = field(default_factory=lambda: defaultdict(list))
    actions: Places = field(default_factory=lambda: defaultdict(list))
    text: list[ProposedHere] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.themes or self.goals or self.actions or self.text)


def _here(proposals: Iterable[Proposal]) -> dict[int, ProposedHere]:
    """Each open one with its answers, by key. One query, none where nothing is open."""
    waiting = {proposal.pk: proposal for proposal in proposals}
    if not waiting:
        return {}
    asked, agreed = Counter[int](), Counter[int]()
    needed = NeededAnswer.objects.filter(proposal__in=waiting).annotate(given=Count("assents"))
    for proposal, people, given in needed.order_by().values_list("proposal", "people", "given"):
        asked[proposal] += 1
        agreed[proposal] += given >= people
    return {pk: ProposedHere(proposal, agreed[pk], asked[pk]) for pk, proposal in waiting.items()}


def proposed_in(text: Adoptable) -> ProposedInText:
    """What is proposed to change in this text, or in the words that it reads along. One query, two where there is something."""
    changes = [change for change in _asked_in.models(text.whole.pk) if _is_read(change, text)]
    here = _here(change.proposal for change in changes)
    result = ProposedInText()
    for change in changes:
        _place(result, change, here[change.proposal_id])
    return result


@Prepared.in_order
def _asked_in(agreement: int) -> QuerySet[Change]:
    rows = Change.objects.filter(proposal__agreement=agreement, proposal__state=State.OPEN)
    return rows.select_related("proposal__agenda", "indicator").order_by("proposal", "position")


def _is_read(change: Change, text: Adoptable) -> bool:
    """Whether the change is of this text, or of words of an earlier one that hold on."""
    agenda = change.proposal.agenda
    if change.proposal.agenda_id == (None if text.year is None else text.pk):
        return True
    is_earlier = agenda is None or (text.year is not None and agenda.year < text.year)
    return is_earlier and change.about in {About.THEME, About.GOAL, About.INDICATOR}


def _place(result: ProposedInText, change: Change, here: ProposedHere) -> None:
    for place in _places_of(result, change):
        if here.proposal not in [row.proposal for row in place]:
            place.append(here)


def _places_of(result: ProposedInText, change: Change) -> Iterator[list[ProposedHere]]:
    match change.about:
        case About.THEME:
            yield result.themes[change.theme_id]
        case About.GOAL:
            yield result.goals[change.goal_id] if change.goal_id else result.themes[change.becomes["theme"]]
        case About.INDICATOR:
            yield result.goals[change.indicator.goal_id]
        case About.ACTION if change.kind == Kind.ADD:
            if isinstance(change.becomes["goal"], int):
                yield result.goals[change.becomes["goal"]]
        case About.ACTION:
            yield result.actions[change.action_id]
            for key in change.becomes.get("with", ()):
                yield result.actions[key]
        case _:
            yield result.text


@dataclass(frozen=True, slots=True)
class OfRow:
    """What was proposed about a row: open waits for answers, agreed took effect."""

    open: tuple[ProposedHere, ...]
    agreed: tuple[Proposal, ...]


def of_goal(goal: Goal) -> OfRow:
    """About a goal, its figures, and what is done for it in any year. One query, three where there is something."""
    return _of_proposals(
        change.proposal_id
        for change in _put_to_parties(
            Q(goal=goal)
            | Q(indicator__goal=goal)
            | Q(action__goal=goal)
            | Q(about=About.ACTION, kind=Kind.ADD, becomes__goal=goal.pk)
        )
    )


def of_action(action: Action) -> OfRow:
    """About an action, or merging one of its year with it. One query, three where there is something."""
    return _of_proposals(
        change.proposal_id
        for change in _about_action.models(action.pk, action.agenda_id)
        if change.action_id == action.pk or action.pk in change.becomes.get("with", ())
    )


@Prepared
def _about_action(action: int, agenda: int) -> QuerySet[Change]:
    return _put_to_parties(Q(action=action) | Q(kind=Kind.MERGE, proposal__agenda=agenda))


def _put_to_parties(which: Q) -> QuerySet[Change]:
    return Change.objects.filter(which, proposal__state__in=[State.OPEN, State.AGREED]).order_by()


def _of_proposals(keys: Iterable[int]) -> OfRow:
    if not (which := set(keys)):
        return OfRow((), ())
    rows = Proposal.objects.filter(pk__in=which).select_related("agenda__agreement", "agreement", "version__agenda__agreement")
    found = list(rows.defer("version__content", "version__ground").order_by("-opened_at", "-pk"))
    here = _here(row for row in found if row.is_open)
    return OfRow(tuple(here.values()), tuple(row for row in found if not row.is_open))


# -- The list of an agreement


@dataclass(frozen=True, slots=True)
class Listed:
    """The proposals of an agreement by how they stand; of the drafts only those of the person's own party."""

    drafts: tuple[Proposal, ...]
    open: tuple[Proposal, ...]
    waiting: tuple[Proposal, ...]  # all agreed, and it waits for something else
    agreed: tuple[Proposal, ...]
    ended: tuple[Proposal, ...]

    @property
    def is_empty(self) -> bool:
        return not any((self.drafts, self.open, self.waiting, self.agreed, self.ended))


def list_proposals(agreement: Agreement, user: User, *, year: int | None = None) -> Listed:
    """Those that the person may see, the newest first; of one year, or of all. Two queries."""
    rows = Proposal.objects.visible_to(user).changing().filter(agreement=agreement)
    if year is not None:
        rows = rows.filter(agenda__year=year)
    needed = Q(pk__in=NeededAnswer.objects.unanswered().values("proposal"))
    waits = set(rows.open().exclude(needed).values_list("pk", flat=True))
    put = rows.exclude(state=State.WITHDRAWN, content_sha256="")  # a draft that was put aside is no proposal
    found = list(put.select_related("agreement", "agenda__agreement", "party", "version").order_by("-opened_at", "-pk"))
    return Listed(
        drafts=_those(found, State.DRAFT),
        open=tuple(row for row in found if row.is_open and row.pk not in waits),
        waiting=tuple(row for row in found if row.pk in waits),
        agreed=_those(found, State.AGREED),
        ended=_those(found, State.RETURNED, State.WITHDRAWN, State.EXPIRED, State.SUPERSEDED),
    )


def _those(found: Iterable[Proposal], *states: str) -> tuple[Proposal, ...]:
    return tuple(row for row in found if row.state in states)


def to_take_up(user: User, *, since: datetime | None = None) -> QuerySet[Proposal]:
    """What came back: a draft that must be rewritten, or what ended lately (since then) and was not taken up. One query."""
    own = WRITING_PARTIES.keys(user.pk)
    rewritten = Q(state=State.DRAFT, renews__isnull=False)
    back = Q(state__in=[State.RETURNED, State.EXPIRED], renewed_by=None, ended_at__gt=since or timezone.now() - LATELY)
    rows = Proposal.objects.visible_to(user).changing().filter(rewritten | back, party__in=own)
    return rows.select_related("agreement", "agenda__agreement").order_by("-opened_at", "-pk")


def drafts_of(text: Adoptable, parties: Iterable[int] | Mapping) -> QuerySet[Proposal]:
    """What these parties are writing about the text, the newest first."""
    return Proposal.objects.of(text).changing().filter(state=State.DRAFT, party__in=parties).order_by("-opened_at", "-pk")
