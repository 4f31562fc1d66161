"""My actions: what waits for a person, in every round that is under way. A fixed number of queries, frozen dataclasses out."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import cast

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from agreements.agenda.words import printed_order
from agreements.agreement_list import NAMED_BY
from agreements.models import Action, Agreement, Lead
from agreements.models.adoptable import TextState
from monitoring.calendar import day_of
from monitoring.lights import LIGHTS, Light
from monitoring.models import ProgressUpdate, Round, RoundExtension
from monitoring.progress.asked import led_in, rounds_asked, under_way, written_on
from monitoring.progress.reporting import why_not_unchanged_after
from monitoring.progress.waiting import waits_for
from monitoring.queries import ActionProgress, ActionState, before_of, progress_of
from parties.models import Party, User
from parties.prepared import Prepared

WAITING = {ActionState.NOTHING, ActionState.DRAFT, ActionState.RETURNED}


@dataclass(frozen=True)
class MyAction:
    """One action in one round, for someone who reports on it, as it was read: a page asks each of these many times."""

    progress: ActionProgress
    round: Round
    party: Party  # for which the person reports
    why: tuple[str, ...]  # why it is in the list
    is_contact: bool  # whether one turns to the person about it
    is_open: bool  # whether the party may report now

    @property
    def action(self) -> Action:
        return self.progress.action

    @property
    def key(self) -> str:
        """Names it in a page: the action and the round."""
        return f"{self.action.pk}-{self.round.pk}"

    @cached_property
    def own(self) -> ActionProgress:
        """The action as far as the person's party reported on it."""
        return self.progress.of(self.party.pk)

    @property
    def beside(self) -> tuple[ProgressUpdate, ...]:
        """What the other leads answered; the own party may still add its own answer."""
        return self.progress.beside(self.party.pk)

    @cached_property
    def is_waiting(self) -> bool:
        return self.is_open and self.progress.waits_for(self.party.pk)

    @property
    def waits_for_condition(self) -> bool:
        condition = getattr(self.action, "condition", None)
        return condition is not None and condition.is_waiting

    @property
    def is_missed(self) -> bool:
        """Whether it still waits for an answer that the party can give no more."""
        return not self.is_open and self.progress.state in WAITING

    @property
    def is_returned(self) -> bool:
        return self.own.state == ActionState.RETURNED

    @property
    def return_reason(self) -> str:
        return self.own.update.last_review.reason if self.is_returned else ""

    @property
    def draft(self) -> ProgressUpdate | None:
        """The draft of the person's own party, when there is something in it."""
        own = (draft for draft in self.progress.drafts if draft.party_id == self.party.pk and not draft.is_blank)
        return next(own, None)

    @property
    def previous_light(self) -> Light | None:
        return LIGHTS[self.previous.judgement] if self.previous else None

    @cached_property
    def previous(self) -> ProgressUpdate | None:
        """What the party reported before this round; when it never did, what another lead reported."""
        return self.progress.previous_of(self.party.pk)

    @property
    def why_not_unchanged(self) -> str:
        if self.is_returned:
            return _("This was returned: answer the reason in the form.")
        return why_not_unchanged_after(self.draft, self.previous)


@dataclass(frozen=True)
class MyRound:
    """A round with the person's own actions in it: those of which the person is the contact first, in the order of the agenda."""

    round: Round
    actions: tuple[MyAction, ...]
    last_day: date  # for the party of the person that has longest

    @property
    def agreement(self) -> Agreement:
        return self.round.agenda.agreement

    @property
    def is_extended(self) -> bool:
        return self.last_day > self.round.closes_on

    @property
    def is_over(self) -> bool:
        """Whether no party of the person may report any more, although the round was not closed."""
        return not any(row.is_open for row in self.actions)

    @cached_property
    def waiting(self) -> tuple[MyAction, ...]:
        """Of the person's own and of the rest what was returned first."""
        waiting = (row for row in self.actions if row.is_waiting)
        return tuple(sorted(waiting, key=lambda row: (not row.is_contact, not row.is_returned)))

    @property
    def reporting_parties(self) -> tuple[str, ...]:
        """The person's parties where they reported all that they lead here; empty where one did not, or another lead answered."""
        if self.waiting or self.missed or not all(row.own.counts for row in self.actions):
            return ()
        return tuple(dict.fromkeys(str(row.party) for row in self.actions))

    @property
    def missed(self) -> tuple[MyAction, ...]:
        """What was not reported in time by a party without (more) extension."""
        return tuple(row for row in self.actions if row.is_missed)

    @property
    def reported(self) -> tuple[MyAction, ...]:
        return tuple(row for row in self.actions if not row.is_waiting and not row.is_missed)


def collect_my_actions(user: User, *, only: int | None = None) -> tuple[MyRound, ...]:
    """Every round under way, or that one of them, in which a party of the person leads actions; the first to end comes first.

    At most nine queries.
    """
    return collect_in(user, [asked.with_extensions() for asked in rounds_asked(user, only=only)])


def collect_in(user: User, rounds: list[Round]) -> tuple[MyRound, ...]:
    parties, direct = user.reports_for, user.belongs_to
    in_agenda, updates = defaultdict(list), defaultdict(list)
    for action in led_in(parties, {round.agenda_id for round in rounds}):
        in_agenda[action.agenda_id].append(action)
    for update in written_on({pk for action in chain(*in_agenda.values()) for pk in action.lineage}, rounds):
        updates[update.action_id].append(update)
    found = []
    for round in rounds:
        rows = [_my_action(action, round, user, parties, direct, updates) for action in in_agenda[round.agenda_id]]
        rows = tuple(sorted(rows, key=lambda row: not row.is_contact))
        if rows:
            leading = {lead.party_id for row in rows for lead in row.progress.leads} & parties
            found.append(MyRound(round, rows, max(round.window.last_day_of(pk) for pk in leading)))
    return tuple(sorted(found, key=lambda mine: (mine.last_day, mine.round.pk)))


def with_condition(rounds: tuple[MyRound, ...]) -> tuple[MyRound, ...]:
    """Of each round what waits for a condition; rounds without any are left out."""
    narrowed = (replace(mine, actions=tuple(row for row in mine.actions if row.waits_for_condition)) for mine in rounds)
    return tuple(mine for mine in narrowed if mine.actions)


def waiting_in(rounds: tuple[MyRound, ...]) -> list[MyAction]:
    return [row for mine in rounds for row in mine.waiting]


def row_of(rounds: tuple[MyRound, ...], action: Action, round: Round) -> MyAction | None:
    rows = (row for mine in rounds for row in mine.actions)
    return next((row for row in rows if (row.action.pk, row.round.pk) == (action.pk, round.pk)), None)


@dataclass(frozen=True, slots=True)
class ToReport:
    """What still has to be reported in a round by the parties of a person."""

    round: Round
    last_day: date  # for the party of the person that has longest
    number: int

    @property
    def line(self) -> "ToReportLine":
        agreement = str(self.round.agenda.agreement)
        return ToReportLine(self.round.name, agreement, self.last_day, self.number)


@dataclass(frozen=True, slots=True)
class ToReportLine:
    """What a line tells of a round in which the person still has to report."""

    name: str
    agreement: str
    last_day: date
    number: int

    @property
    def content(self) -> "ToReportLine":
        """For {% kept %}: itself, as it has words, numbers and days alone."""
        return self


def to_report_in(user: User, numbers: dict[int, int]) -> tuple[ToReport, ...]:
    """The rounds in which something waits for the person, as My actions lists them; a round is made when it is looked at.

    At most one query.
    """
    if not numbers:
        return ()
    parties = tuple(sorted(user.reports_for))
    rounds = _named.made_on_demand(("id", "closes_on", "longer"), tuple(sorted(numbers)), parties)
    found = [(max(closes_on, longer or closes_on), pk, make) for (pk, closes_on, longer), make in rounds]
    in_order = sorted(found, key=lambda row: row[:2])
    return tuple(ToReport(cast(Round, SimpleLazyObject(make)), last_day, numbers[pk]) for last_day, pk, make in in_order)


@Prepared.with_one_plan
@Prepared
def _named(rounds: Collection[int], parties: Collection[int]) -> QuerySet[Round]:
    """Each with longer, the last day for those of the parties that lead actions in it and got more time; no text is read."""
    leading = Lead.objects.filter(party=OuterRef("party"), action__agenda=OuterRef("round__agenda"), action__dropped_on=None)
    extended = RoundExtension.objects.filter(Exists(leading), round=OuterRef("pk"), party__in=parties).order_by("-until")
    rows = Round.objects.filter(pk__in=rounds).annotate(longer=Subquery(extended.values("until")[:1]))
    names = ("name", "closes_on", "agenda__year", *(f"agenda__agreement__{name}" for name in NAMED_BY))
    return rows.select_related("agenda__agreement").only("agenda__agreement", *names)


def in_order_of_list(user: User, round: Round) -> list[tuple[int, bool]]:
    """The actions of this person in a round by key, as the list has them, each with whether it waits. One query."""
    now = timezone.now()
    rows = _list_of.rows(tuple(sorted(user.reports_for)), round.pk, user.pk, now, day_of(now))
    return [(pk, waits) for pk, waits, is_contact in sorted(rows, key=lambda row: not row[2])]


@Prepared.with_one_plan
@Prepared.in_order
def _list_of(parties: Collection[int], round: int, user: int, now: datetime, today: date) -> QuerySet:
    led = Lead.objects.filter(party__in=parties, agenda__rounds=round)
    here = Q(agenda__rounds=round) & under_way(now, today, "agenda__rounds__")
    asked = Action.objects.filter(here, pk__in=led.values("action"), dropped_on=None).exclude(agenda__state=TextState.REVOKED)
    waits = Case(When(waits_for(parties, today, round="agenda__rounds", action="pk"), then=True), default=False)
    contact = Exists(led.filter(action=OuterRef("pk"), contact=user))
    rows = asked.annotate(waits=waits, is_contact=contact).order_by(*printed_order("goal", "agenda__year"), "position", "pk")
    return rows.values_list("pk", "waits", "is_contact")


def why_mine(lead: Lead, user: User, direct: set[int]) -> str:
    """Why an action of this lead is in the list of a person who belongs to these parties."""
    if lead.contact_id == user.pk:
        return _("You are the contact of %(party)s for this action") % {"party": lead.party}
    if lead.party_id in direct:
        return _("%(party)s leads this action") % {"party": lead.party}
    return _("your party is a member of %(party)s, which leads this action") % {"party": lead.party}


def _my_action(action: Action, round: Round, user: User, parties: set[int], direct: set[int], updates: dict) -> MyAction:
    mine = [lead for lead in action.leads.all() if lead.party_id in parties]
    progress = _progress_in(round, action, updates)
    mine.sort(key=lambda lead: (not _is_returned(progress, lead), lead.contact_id != user.pk))
    can_report = [lead.party for lead in mine if round.is_open_for(lead.party_id)]
    return MyAction(
        progress=progress,
        round=round,
        party=(can_report or [lead.party for lead in mine])[0],
        why=tuple(why_mine(lead, user, direct) for lead in mine),
        is_contact=any(lead.contact_id == user.pk for lead in mine),
        is_open=bool(can_report),
    )


def _is_returned(progress: ActionProgress, lead: Lead) -> bool:
    return progress.of(lead.party_id).state == ActionState.RETURNED


def _progress_in(round: Round, action: Action, updates: dict[int, list[ProgressUpdate]]) -> ActionProgress:
    """As collect_round() has it, from what was fetched for all rounds at once."""
    here = [update for update in updates[action.pk] if update.round_id == round.pk]
    before = {pk: [update for update in updates[pk] if _is_before(update, round)] for pk in action.lineage}
    return progress_of(action, round, here, before_of(action, before))


def _is_before(update: ProgressUpdate, round: Round) -> bool:
    return update.is_submitted and update.round.reference_date < round.reference_date
