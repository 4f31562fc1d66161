"""The register: everything that meetings decided and what people promised there, with what became of each, overdue first.

A few columns of every row are read to say how it stands and to put it in order; the rows of one page are then read whole. So
the number of queries is the same for ten decisions and for ten thousand. It starts from the person: what a bilateral meeting
decided only its parties find.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.agenda.leads import with_leads
from agreements.models import Agreement, Lead, Proposal
from monitoring.meetings.minutes_content import subject_of
from monitoring.meetings.page import became_of
from monitoring.models import ActionPoint, Decision, Meeting
from parties.models import Party, User
from parties.prepared import Prepared

POINT = "action_point"
MOST_WORDS = 8  # of what one searches for
State = Proposal.State
WHOLE = (
    *("meeting__prepared_by", "meeting__agreement", "action__agenda", "action__project", "action__goal"),
    *("goal__theme", "item", "withdrawn_by"),
)
AT_ONCE = 512  # rows that are read whole with one query


class RegisterStanding(StrEnum):
    """How far it is; in the order in which one reads them."""

    OVERDUE = "te-laat"
    OPEN = "open"
    DONE = "klaar"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    RegisterStanding.OVERDUE: gettext_lazy("overdue"),
    RegisterStanding.OPEN: gettext_lazy("open"),
    RegisterStanding.DONE: gettext_lazy("done"),
}
ORDER = list(RegisterStanding)


@dataclass(frozen=True)
class RegisterQuery:
    """What one looks for; empty is everything. kind is one of a decision, or POINT."""

    words: str = ""
    kind: str = ""
    meeting: Meeting | None = None
    party: Party | None = None
    standing: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Brief:
    """What decides where a row stands: its kind and key, and until when something must happen."""

    kind: str
    pk: int
    held_on: date
    standing: RegisterStanding
    due_on: date | None = None
    proposal: int | None = None  # what the proposal of a decision became by now

    @property
    def order(self) -> tuple:
        """Overdue first and the longest overdue on top; what is open by its last day; then the newest meeting first."""
        day = self.due_on.toordinal() if self.due_on and self.standing != RegisterStanding.DONE else date.max.toordinal()
        return ORDER.index(self.standing), day, -self.held_on.toordinal(), self.kind == POINT, self.pk


@dataclass(frozen=True)
class RegisterRow:
    """One decision or action point, as page and table show it."""

    brief: Brief
    row: Decision | ActionPoint
    kind: str
    about: str
    address: str  # of what it is about; of an action point that of its meeting
    parties: tuple[str, ...]
    became: str

    @property
    def content(self) -> tuple:
        """All that a page tells of it, for {% kept %}."""
        own = (type(self.row).__name__, self.row.pk, self.row.text, self.kind, self.about, self.address)
        return (*own, self.meeting.pk, self.meeting.name, self.meeting.held_on, self.parties, self.standing, self.became)

    @property
    def meeting(self) -> Meeting:
        return self.row.meeting

    @property
    def agreement(self) -> str:
        return str(self.meeting.agreement)

    @property
    def standing(self) -> RegisterStanding:
        return self.brief.standing


def register_of(user: User, *, within: Agreement | Party, query: RegisterQuery, today: date | None = None) -> list[Brief]:
    """Every decision and action point of the agreement, or of the party over all agreements, that the person may read.

    In the order of the register. At most four queries.
    """
    today = today or timezone.localdate()
    narrowed = query if isinstance(within, Agreement) else replace(query, party=within)
    found: list[Brief] = []
    if query.kind != POINT:
        found += _decisions(_of(Decision, user, within), narrowed, today)
    if query.kind in {"", POINT}:
        found += _points(_of(ActionPoint, user, within), narrowed, today)
    if query.standing == RegisterStanding.OPEN:
        found = [row for row in found if row.standing != RegisterStanding.DONE]
    elif query.standing:
        found = [row for row in found if row.standing == query.standing]
    return sorted(found, key=lambda row: row.order)


def _of(model, user: User, within: Agreement | Party) -> QuerySet:
    rows = model.objects.visible_to(user)
    return rows.filter(meeting__agreement=within.pk) if isinstance(within, Agreement) else rows


def _narrowed(rows: QuerySet, query: RegisterQuery) -> QuerySet:
    if query.meeting:
        rows = rows.filter(meeting=query.meeting)
    return rows.filter(meeting__held_on__year=query.year) if query.year else rows


def _every_word(words: str, fields: Iterable[str]) -> Q:
    """Each word somewhere in one of the fields. Words of agreed text are looked for only where nothing of it is withheld."""
    each = (_somewhere(word, fields) for word in words.split()[:MOST_WORDS])
    return reduce(and_, each, Q())


def _somewhere(word: str, fields: Iterable[str]) -> Q:
    found = Q()
    for field in fields:
        row, _dot, name = field.rpartition("__")
        here = Q(**{f"{field}__icontains": word})
        if row in {"action", "goal", "action__goal"} and name == "text":
            here &= Q(**{f"{row}__has_withheld": False})
        found |= here
    return found


# -- Decisions


def _decisions(rows: QuerySet[Decision], query: RegisterQuery, today: date) -> Iterator[Brief]:
    rows = _narrowed(rows, query)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.words:
        rows = rows.filter(_every_word(query.words, IN_DECISION))
    if query.party:
        rows = rows.filter(_led_by(query.party))
    ended = Exists(Decision.objects.standing().filter(corrects=OuterRef("pk"))) | Q(withdrawn_at__isnull=False)
    names = ("pk", "kind", "meeting__held_on", "proposal", "proposal__agreement", "is_dropped", "has_ended")
    dropped = Q(action__dropped_on__isnull=False) | Q(goal__dropped_from__isnull=False)
    is_dropped = ExpressionWrapper(dropped, output_field=BooleanField())
    found = list(rows.annotate(has_ended=ended, is_dropped=is_dropped).order_by().values_list(*names))
    ends = _ends({row[3] for row in found if row[3]}, {row[4] for row in found if row[4]})
    for pk, kind, held_on, proposal, _agreement, is_dropped, has_ended in found:
        end = ends.get(proposal)
        settled = has_ended or kind not in Decision.CHANGING or (kind == Decision.Kind.DROP and is_dropped)
        standing, due = (RegisterStanding.DONE, None) if settled else _standing(end, today)
        yield Brief(kind, pk, held_on, standing, due, end[0] if end else None)


IN_DECISION = (
    "text",
    "item__title",
    "meeting__title",
    "action__project__name",
    "action__text",
    "action__goal__text",
    "goal__text",
)
IN_POINT = ("text", "done_note", "item__title", "meeting__title", "person__name", "party__name")


def _led_by(party: Party) -> Q:
    """Of goals only those about which anything was decided: they are few, and a party may lead thousands of actions."""
    leads, decided = Lead.objects.filter(party=party), Decision.objects.filter(goal__isnull=False)
    goals = leads.filter(action__goal__in=decided.order_by().values("goal")).values("action__goal")
    return Q(action__in=leads.values("action")) | Q(goal__in=goals)


def _ends(proposals: set[int], agreements: set[int]) -> dict[int, tuple[int, str, date | None]]:
    """By proposal, what it became through its renewals: key, state and last day. Two queries, or none."""
    if not proposals:
        return {}
    renewed = Proposal.objects.filter(agreement__in=agreements, renews__isnull=False).order_by("pk")
    later = dict(renewed.values_list("renews", "pk"))
    last = {}
    for pk in proposals:
        end = pk
        while end in later:
            end = later[end]
        last[pk] = end
    states = Proposal.objects.filter(pk__in=set(last.values())).values_list("pk", "state", "deadline")
    known = {row[0]: row for row in states}
    return {pk: known[end] for pk, end in last.items()}


def _standing(end: tuple[int, str, date | None] | None, today: date) -> tuple[RegisterStanding, date | None]:
    """Agreed is done. What ended otherwise was not carried out, so it is open and comes before the next meeting again."""
    if end is None:
        return RegisterStanding.OPEN, None
    _pk, state, deadline = end
    if state == State.AGREED:
        return RegisterStanding.DONE, None
    if state == State.OPEN and deadline:
        return (RegisterStanding.OVERDUE if deadline < today else RegisterStanding.OPEN), deadline
    return (RegisterStanding.OVERDUE, deadline) if state == State.EXPIRED else (RegisterStanding.OPEN, None)


# -- Action points


def _points(rows: QuerySet[ActionPoint], query: RegisterQuery, today: date) -> Iterator[Brief]:
    rows = _narrowed(rows, query)
    if query.words:
        rows = rows.filter(_every_word(query.words, IN_POINT))
    if query.party:
        rows = rows.filter(party=query.party)
    for pk, held_on, due_on, done_on in rows.order_by().values_list("pk", "meeting__held_on", "due_on", "done_on"):
        late = RegisterStanding.OVERDUE if due_on < today else RegisterStanding.OPEN
        yield Brief(POINT, pk, held_on, RegisterStanding.DONE if done_on else late, due_on)


# -- The rows of a page


def rows_of(briefs: Iterable[Brief]) -> list[RegisterRow]:
    """These rows whole, in the same order. At most six queries."""
    wanted = list(briefs)
    decisions = _whole_decisions([row.pk for row in wanted if row.kind != POINT])
    points = {row.pk: row for row in _models(_points_of, [row.pk for row in wanted if row.kind == POINT])}
    names = ("agreement", "agenda__agreement", "party", "version")
    proposals = Proposal.objects.select_related(*names).in_bulk([row.proposal for row in wanted if row.proposal])
    return [
        _point_row(brief, points[brief.pk]) if brief.kind == POINT else _decision_row(brief, decisions[brief.pk], proposals)
        for brief in wanted
    ]


def _whole_decisions(keys: Sequence[int]) -> dict[int, Decision]:
    """Each with the leads of its action, and the decisions that correct it."""
    found = {row.pk: row for row in _models(_decisions_of, keys)}
    with_leads(list({row.action_id: row.action for row in found.values() if row.action}.values()))
    for row in found.values():
        row.standing_corrections = []
    for correction in _models(_corrections_of, keys):
        found[correction.corrects_id].standing_corrections.append(correction)
    return found


def _models(rows: Prepared, keys: Sequence[int]) -> list[Any]:
    """A table has all rows, and their keys are put into the query."""
    return [row for at in range(0, len(keys), AT_ONCE) for row in rows.models(tuple(keys[at : at + AT_ONCE]))]


@Prepared
def _decisions_of(keys: Collection[int]) -> QuerySet[Decision]:
    return Decision.objects.filter(pk__in=keys).select_related(*WHOLE)


@Prepared.in_order
def _corrections_of(keys: Collection[int]) -> QuerySet[Decision]:
    return Decision.objects.standing().filter(corrects__in=keys).select_related("meeting")


@Prepared
def _points_of(keys: Collection[int]) -> QuerySet[ActionPoint]:
    return ActionPoint.objects.filter(pk__in=keys).select_related("meeting__agreement", "party", "person")


def _decision_row(brief: Brief, row: Decision, proposals: dict[int, Proposal]) -> RegisterRow:
    about = row.action or row.goal
    address = (about or row.item).get_absolute_url()
    leads = tuple(lead.party.short_name for lead in row.action.leads.all()) if row.action else ()
    if not leads and brief.standing != RegisterStanding.DONE and row.meeting.prepared_by:
        leads = (row.meeting.prepared_by.short_name,)  # nobody leads it: who prepared the meeting makes a proposal of it
    words = subject_of(row, row.meeting.held_on.year).words
    became = _became(row, proposals.get(brief.proposal or 0))
    return RegisterRow(brief, row, capfirst(str(Decision.Kind(row.kind).label)), words, address, leads, became)


def _became(row: Decision, proposal: Proposal | None) -> str:
    if row.is_withdrawn:
        words = {"date": _day_of(row.withdrawn_at), "person": row.withdrawn_by, "reason": row.withdrawn_reason}
        return _("Withdrawn on %(date)s by %(person)s: %(reason)s") % words
    if corrections := row.standing_corrections:
        return _("Corrected by a later decision, of %(meeting)s.") % {"meeting": corrections[-1].meeting}
    if not row.changes_text:
        return _("Nothing changes in the text.")
    if row.kind == Decision.Kind.DROP and row.action and row.action.dropped_on:
        words = {"agenda": row.action.agenda.title, "date": date_format(row.action.dropped_on, "j F Y")}
        return _("Carried out: dropped on %(date)s, in %(agenda)s.") % words
    if row.kind == Decision.Kind.DROP and row.goal and row.goal.dropped_from:
        return _("Carried out: the goal is dropped from %(year)s.") % {"year": row.goal.dropped_from}
    return became_of(proposal) if proposal else _("Waits: nobody made a proposal of it yet.")


def _day_of(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _point_row(brief: Brief, row: ActionPoint) -> RegisterRow:
    who = f"{row.party.short_name}: {row.person}" if row.person else row.party.short_name
    return RegisterRow(
        brief, row, str(capfirst(_("action point"))), "", row.meeting.get_absolute_url(), (who,), _done(row, brief.standing)
    )


def _done(row: ActionPoint, standing: RegisterStanding) -> str:
    if row.done_on:
        done = _("Done on %(date)s.") % {"date": date_format(row.done_on, "j F Y")}
        return f"{done} {row.done_note}".strip()
    due = {"date": date_format(row.due_on, "j F Y")}
    return (_("Overdue since %(date)s.") if standing == RegisterStanding.OVERDUE else _("To be done by %(date)s.")) % due
