"""What must come before the executives: derived from the rounds by the agreement's own rule, and explained in words."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Action, Agreement, MeetingRule
from monitoring.calendar import day_of
from monitoring.lights import LIGHTS, NOT_REPORTED, Light
from monitoring.models import Decision, EscalationRule, Judgement, Meeting, ProgressUpdate, Round
from monitoring.queries import ActionProgress, Side, actions_with_leads, progress_of, with_story

AT_RISK, OFF_TRACK = Judgement.AT_RISK.value, Judgement.OFF_TRACK.value

# What is said after one, two and more rounds in a row.
WORDS = {
    OFF_TRACK: (
        gettext_lazy("Will not be achieved: %(rounds)s"),
        gettext_lazy("Twice «will not be achieved»: %(rounds)s"),
        gettext_lazy("%(count)s times in a row «will not be achieved»: %(rounds)s"),
    ),
    AT_RISK: (
        gettext_lazy("At risk: %(rounds)s"),
        gettext_lazy("Twice at risk: %(rounds)s"),
        gettext_lazy("%(count)s times in a row at risk: %(rounds)s"),
    ),
    NOT_REPORTED: (
        gettext_lazy("Not reported: %(rounds)s"),
        gettext_lazy("Twice not reported: %(rounds)s"),
        gettext_lazy("%(count)s times in a row not reported: %(rounds)s"),
    ),
}


@dataclass(frozen=True)
class Escalation:
    """An action that comes before the executives, with the rounds that brought it there."""

    action: Action
    light: Light
    rounds: tuple[Round, ...]
    decisions: tuple[Decision, ...] = ()  # what the meeting in question decided about it
    updates: tuple[ProgressUpdate, ...] = ()  # the answers of the last of these rounds, the worst first
    sides: tuple[Side, ...] = ()  # who sees it how, where the parties differ

    @property
    def update(self) -> ProgressUpdate | None:
        """The answer that brought it here; None when nothing was reported."""
        return self.updates[0] if self.updates else None

    @property
    def asks(self) -> tuple[ProgressUpdate, ...]:
        """The answers in which a lead asks something of the meeting."""
        return tuple(update for update in self.updates if update.ask)

    @property
    def reason(self) -> str:
        """In words: "Tweemaal risico: Ronde 1 en Ronde 2"."""
        count = len(self.rounds)
        one_year = len({round.agenda_id for round in self.rounds}) == 1
        names = get_text_list([round.name if one_year else str(round) for round in self.rounds], _("and"))
        return str(WORDS[self.light.key][min(count, 3) - 1]) % {"count": count, "rounds": names}


@dataclass(frozen=True)
class _Answer:
    """What one round said of one action, and since which day that is known."""

    round: Round
    key: str
    known_on: date
    progress: ActionProgress | None = None
    action: Action | None = None


def escalations(agreement: Agreement, *, meeting: Meeting | None = None) -> tuple[Escalation, ...]:
    """The actions for the next bestuurlijk overleg, or for this one: those that no earlier one has discussed. Eight queries.

    A decision about an action in a bestuurlijk overleg discusses everything that was known on that day; after that the counting
    starts anew. What this meeting itself decides stays on its list, with the decision. An action that was carried over takes its
    rounds along; until it is reported on itself, the one of the year before is what comes before the executives.
    """
    rule = EscalationRule.of(agreement)
    limits = {OFF_TRACK: rule.off_track, AT_RISK: rule.at_risk, NOT_REPORTED: rule.not_reported}
    actions = {row.pk: row for row in actions_with_leads(Action.objects.filter(agenda__agreement=agreement))}
    answers = _answers(agreement, list(actions.values()))
    discussed, decided = _discussed(agreement, meeting)
    carried = {row.carried_from_id for row in actions.values()}
    found = []
    for action in actions.values():
        if action.pk in carried or (action.is_dropped and (action.agenda.is_adopted or not action.carried_from_id)):
            continue
        chain = action.lineage
        last = max((discussed[pk] for pk in chain if pk in discussed), default=date.min)
        until = meeting.held_on if meeting else date.max
        told = [answer for pk in reversed(chain) for answer in answers[pk] if last < answer.known_on <= until]
        reached = _reached(told, limits)
        if reached and not reached[-1].action.is_dropped:
            decisions = tuple(decision for pk in chain for decision in decided[pk])
            rounds = tuple(answer.round for answer in reached)
            last_told = reached[-1].progress
            updates, sides = (last_told.answers, last_told.sides) if last_told else ((), ())
            found.append(Escalation(reached[-1].action, LIGHTS[reached[-1].key], rounds, decisions, updates, sides))
    return tuple(found)


def _reached(told: list[_Answer], limits: dict[str, int | None]) -> list[_Answer]:
    """The last answers in a row that reach a limit; empty when none does."""
    for key, limit in limits.items():
        if limit and len(told) >= limit and all(answer.key == key for answer in told[-limit:]):
            return told[-limit:]
    return []


def _answers(agreement: Agreement, actions: list[Action]) -> dict[int, list[_Answer]]:
    """By action, what each round said of it, oldest first: the worst that a lead answered.

    A round says nothing that is open without an answer, or that closed before the action was there or one of its leads led it.
    """
    rounds = Round.objects.filter(agenda__agreement=agreement, opened_at__isnull=False).select_related("agenda")
    updates = defaultdict(list)
    for update in with_story(ProgressUpdate.objects.filter(round__agenda__agreement=agreement)):
        updates[update.action_id, update.round_id].append(update)
    answers = defaultdict(list)
    for round in rounds.order_by("reference_date", "pk"):
        for action in actions:
            if action.agenda_id != round.agenda_id:
                continue
            progress = progress_of(action, round, updates[action.pk, round.pk])
            if worst := progress.answer:
                answers[action.pk].append(_Answer(round, worst.judgement, day_of(worst.submitted_at), progress, action))
            elif round.is_closed and progress.is_asked:
                answers[action.pk].append(_Answer(round, NOT_REPORTED, day_of(round.closed_at), action=action))
    return answers


def _discussed(agreement: Agreement, meeting: Meeting | None) -> tuple[dict[int, date], dict[int, list[Decision]]]:
    """By action, the day of the last bestuurlijk overleg before this one that decided about it; and what this one decided."""
    decisions = Decision.objects.filter(meeting__agreement=agreement, action__isnull=False).select_related("meeting")
    discussed, decided = {}, defaultdict(list)
    for row in decisions:
        if meeting and row.meeting_id == meeting.pk:
            decided[row.action_id].append(row)
        elif row.meeting.kind == MeetingRule.Kind.BESTUURLIJK and (not meeting or row.meeting.held_on < meeting.held_on):
            discussed[row.action_id] = max(row.meeting.held_on, discussed.get(row.action_id, date.min))
    return discussed, decided
