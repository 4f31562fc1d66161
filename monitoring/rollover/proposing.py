"""What is proposed for an action when the next year is made: from what was decided and reported about it. Asks nothing."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Action, RollChoice
from monitoring.models import Decision, Judgement, Phase, ProgressUpdate
from monitoring.position.state import Code, StateAction, StateDecision, StateGoal, StateReport

Choice, Told = RollChoice.Choice, ProgressUpdate.Proposal
TROUBLE = {Judgement.AT_RISK, Judgement.OFF_TRACK}
ALWAYS_ON = {Action.Kind.ONGOING, Action.Kind.GOAL_IS_ACTION}


@dataclass(frozen=True, slots=True)
class RollProposal:
    """choice is empty where people are asked; why says in words what it rests on. The rest fills in the choice."""

    choice: str = ""
    why: str = ""
    text: str = ""
    due_on: date | None = None
    due_precision: str = ""
    reason: str = ""
    decided_in: str = ""

    @property
    def words(self) -> str:
        return str(Choice(self.choice).label) if self.choice else ""


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The last light and answer of an action: of this round, or else of the last round in which there was an answer."""

    light: Code
    report: StateReport | None


def last_known(action: StateAction) -> LastKnown:
    if action.report and action.report.counts:
        return LastKnown(action.light, action.report)
    if action.previous:
        return LastKnown(action.previous.judgement, action.previous)
    return LastKnown(action.light, None)


def propose(action: StateAction, goal: StateGoal, year: int) -> RollProposal:
    """For that year: what a meeting decided goes before what a lead reported, and trouble is asked."""
    if action.is_dropped:
        return RollProposal(Choice.ENDS, _("dropped"), reason=action.drop_reason)
    decided = [row for row in action.decisions if row.kind.key in {Decision.Kind.CARRY_OVER, Decision.Kind.DROP}]
    if decided:
        return _decided(max(decided, key=lambda row: (row.held_on, row.id)))
    if goal.dropped_from is not None or (goal.end_year is not None and goal.end_year < year):
        return RollProposal(why=_("the goal ends"))
    return _reported(action, last_known(action))


def _decided(decision: StateDecision) -> RollProposal:
    meeting = _("%(meeting)s of %(date)s") % {"meeting": decision.meeting, "date": date_format(decision.held_on, "j F Y")}
    why = _("decided in %(meeting)s") % {"meeting": meeting}
    if decision.kind.key == Decision.Kind.DROP:
        return RollProposal(Choice.ENDS, why, reason=decision.text, decided_in=meeting[:200])
    return RollProposal(Choice.GOES_ON, why, decided_in=meeting[:200])


def _reported(action: StateAction, known: LastKnown) -> RollProposal:
    report = known.report
    if known.light.key in TROUBLE:
        return RollProposal(why=known.light.words)
    if report is None:
        return RollProposal(Choice.GOES_ON, _("nothing was reported"))
    if _is_finished(known.light, report) and action.kind not in ALWAYS_ON:
        return RollProposal(Choice.FINISHED, report.phase.words or known.light.words)
    if report.proposal.key in {Told.OTHER_DATE, Told.OTHER_TEXT}:
        return _asked_for(action, report)
    if report.proposal.key == Told.DROP:
        return RollProposal(why=_("%(party)s proposes to drop it") % {"party": report.party})
    return RollProposal(Choice.GOES_ON, report.phase.words or known.light.words)


def is_finished(action: StateAction) -> bool:
    """Whether nothing is left to be done of it, as far as is known; what is always done is never finished."""
    known = last_known(action)
    return known.report is not None and action.kind not in ALWAYS_ON and _is_finished(known.light, known.report)


def _is_finished(light: Code, report: StateReport) -> bool:
    return light.key == Judgement.DONE or report.phase.key == Phase.FINISHED or report.proposal.key == Told.READY


def _asked_for(action: StateAction, report: StateReport) -> RollProposal:
    """Another text or date, as the lead proposed it."""
    why = _("%(party)s proposes: %(what)s") % {"party": report.party, "what": report.proposal.words}
    precision = (action.due_precision or "day") if report.proposal_date else ""
    text = report.proposal_text if report.proposal.key == Told.OTHER_TEXT else ""
    return RollProposal(Choice.CHANGED, why, text=text, due_on=report.proposal_date, due_precision=precision)
