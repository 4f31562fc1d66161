"""Reporting on one action: everything that stands beside the form, collected in a fixed number of queries."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Action, Indicator
from monitoring.charts import Spark, spark
from monitoring.figures.account import IndicatorSheet, figures_of_goal, sheet_of
from monitoring.lights import LIGHTS, Light
from monitoring.models import Attachment, ProgressUpdate, Round
from monitoring.permissions import leads_reported_by
from monitoring.progress.asked import with_extensions
from monitoring.progress.reporting import why_not_now
from monitoring.queries import ActionProgress, collect_round, progress_of
from parties.models import Party, User
from parties.prepared import Prepared


@dataclass(frozen=True)
class ReportPage:
    """One person at the form of one action in one round, for one party."""

    action: Action
    user: User
    round: Round | None
    party: Party | None
    parties: tuple[Party, ...]  # for which the person may report, in the order of the leads
    own: frozenset[int]  # which of them are the person's own
    progress: ActionProgress | None
    indicators: tuple[Indicator, ...]  # of the goal, with_figures()
    evidence: tuple[Attachment, ...]  # with the draft
    why_not: str  # why there is no form; empty when there is, and when one first chooses for which party

    @property
    def key(self) -> str:
        """Names this form in a page and in what a browser keeps: action, round and party."""
        return f"{self.action.pk}-{self.round.pk}-{self.party.pk}"

    @property
    def row_key(self) -> str:
        return f"{self.action.pk}-{self.round.pk if self.round else 0}"

    @property
    def is_on_behalf(self) -> bool:
        return self.party is not None and self.party.pk not in self.own

    @property
    def draft(self) -> ProgressUpdate | None:
        drafts = self.progress.drafts if self.progress and self.party else ()
        return next((draft for draft in drafts if draft.party_id == self.party.pk), None)

    @property
    def mine(self) -> ActionProgress | None:
        """The action as far as the party reported on it; without a party there is nothing of one's own."""
        return self.progress.of(self.party.pk) if self.progress and self.party else None

    @property
    def beside(self) -> tuple[ProgressUpdate, ...]:
        """What the other leads answered."""
        return self.progress.beside(self.party.pk if self.party else None) if self.progress else ()

    @property
    def is_theirs(self) -> bool:
        """Whether the party itself is writing, so that nobody else writes for it or reads along."""
        is_own_draft = self.draft is not None and not self.draft.is_on_behalf and not self.draft.is_blank
        return self.is_on_behalf and is_own_draft

    @property
    def on_behalf_choices(self) -> tuple[Party, ...]:
        """The parties on whose behalf the person may report."""
        return tuple(party for party in self.parties if party.pk not in self.own)

    @property
    def is_reported(self) -> bool:
        """Whether the form only comes when one asks for it: there is an answer, and nothing waits for this party."""
        if not (self.progress and self.progress.counts):
            return False
        return self.party is None or not self.progress.waits_for(self.party.pk)

    @property
    def sheets(self) -> list[tuple[IndicatorSheet, Spark]]:
        """What was agreed and measured of the goal until today, each with its small chart."""
        sheets = [sheet_of(indicator, on=timezone.localdate()) for indicator in self.indicators]
        return [(sheet, spark(sheet.progression)) for sheet in sheets]

    @property
    def last_day(self):
        return self.round.window.last_day_of(self.party.pk if self.party else None)

    @property
    def previous(self) -> ProgressUpdate | None:
        return self.progress.previous_of(self.party.pk if self.party else None) if self.progress else None

    @property
    def previous_light(self) -> Light | None:
        return LIGHTS[self.previous.judgement] if self.previous else None

    @property
    def start(self) -> ProgressUpdate | None:
        """What the form begins with: the draft, or what this party reported before in this round."""
        if self.draft:
            return self.draft
        return self.mine.update if self.mine else None


def report_on(
    action: Action, user: User, *, round_pk: int | None = None, party_pk: int | None = None, to_send: bool = False
) -> ReportPage:
    """The report of this person on an action the person may see; in the round asked for, or else the one that is under way.

    action comes with its agenda, agreement, goal and leads. to_send leaves out what only who looks at the form asks: of what was
    written there are the drafts of this round alone.
    """
    round = _round_of(action, round_pk)
    parties, own = leads_reported_by(user, action)
    party = _party_of(parties, own, party_pk)
    is_asked = round is not None and not action.is_dropped
    rows = (_drafts_in(round, action) if to_send else collect_round(round, actions=[action])) if is_asked else ()
    report = ReportPage(
        action=action,
        user=user,
        round=round,
        party=party,
        parties=parties,
        own=own,
        progress=rows[0] if rows else None,
        indicators=tuple(figures_of_goal(action.goal_id)),
        evidence=tuple(_with_draft.models(action.pk, round.pk, party.pk)) if party and round and not to_send else (),
        why_not="",
    )
    return replace(report, why_not=_why_not(report))


def _drafts_in(round: Round, action: Action) -> tuple[ActionProgress, ...]:
    drafts = ProgressUpdate.objects.drafts().filter(action=action, round=round)
    return (progress_of(action, round, drafts.select_related("party", "reported_by")),)


@Prepared.in_order
def _with_draft(action: int, round: int, party: int) -> QuerySet[Attachment]:
    draft = {"update__action": action, "update__round": round, "update__party": party, "update__submitted_at": None}
    return Attachment.objects.filter(**draft)


@Prepared.in_order
def _opened_in(agenda: int) -> QuerySet[Round]:
    rounds = Round.objects.filter(agenda=agenda).exclude(opened_at=None)
    return rounds.select_related("agenda__agreement", "meeting").order_by("-reference_date", "-pk")


def _round_of(action: Action, round_pk: int | None) -> Round | None:
    """The newest round that is under way, or else the newest that was opened."""
    opened = with_extensions(_opened_in.models(action.agenda_id))
    if round_pk is not None:
        return next((round for round in opened if round.pk == round_pk), None)
    return next((round for round in opened if not round.is_closed), opened[0] if opened else None)


def _party_of(parties: tuple[Party, ...], own: frozenset[int], party_pk: int | None) -> Party | None:
    """The party asked for, or the first lead that is the person's own; on behalf of another only when one asks for it."""
    wanted = own if party_pk is None else {party_pk}
    return next((party for party in parties if party.pk in wanted), None)


def _why_not(report: ReportPage) -> str:
    if report.round is None:
        return _("No round is open for this action. You get a mail as soon as a coordinator opens one.")
    if report.party is None:
        if report.parties:
            return ""
        leads = report.action.leads.all()
        if not leads:
            return _("Nobody leads this action yet, so nobody reports on it.")
        return _("Only an editor or coordinator of %(party)s reports on this action.") % {"party": leads[0].party}
    if report.is_theirs:
        words = {"party": report.party}
        return _("%(party)s has a draft of its own: ask them to submit it or to throw it away. Nobody else reads it.") % words
    return why_not_now(report.action, report.round, report.party)
