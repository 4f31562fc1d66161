"""The actions of a state: as agreed, with what was reported on them in a round and in the rounds before it. Three queries."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.agenda.content import PrintedAction, printed_action
from agreements.agenda.rows import ActionRow, extend
from agreements.agenda.words import action_values, rows_of_values
from agreements.models import Action
from monitoring.escalating import Executives, discussed_in, reported
from monitoring.lights import Light
from monitoring.models import Decision, ProgressUpdate, Round
from monitoring.position.known import KnownAction, is_asked_in
from monitoring.position.reports import NO_CODE, code, report_in_brief, whole_report
from monitoring.position.state import Code, StateAction, StateDecision, StateLight, StateReport, StateSide
from monitoring.queries import ActionProgress, with_rewording
from parties.prepared import Prepared

Decided = Mapping[int | None, Sequence[StateDecision]]  # by action


def known_actions(of: str, keys: Collection[int]) -> dict[int, KnownAction]:
    """The actions with one of these keys in that look-up, by id, in order within each goal. One query."""
    values = _known_values.rows(tuple(keys), of=of) if keys else ()
    return {row.id: row for row in rows_of_values(values, KnownAction)}


@Prepared.in_order
def _known_values(keys: Collection[int], *, of: str) -> QuerySet:
    elsewhere = {"agenda_state": "agenda__state", "goal_added_on": "goal__added_on"}
    actions = with_rewording(Action.objects.filter(**{f"{of}__in": keys}))
    return action_values(actions, KnownAction, **elsewhere)


def actions_with_answers(
    actions: Iterable[PrintedAction],
    known: Mapping[int, KnownAction],
    round: Round | None,
    rounds: Iterable[Round],
    decisions: Iterable[Decision],
    asked: Collection[int],
    *,
    unfinished: Iterable[KnownAction] = (),
) -> dict[int, StateAction]:
    """The actions with what was reported on them, by id. Two queries.

    known has them and what they were carried over from; rounds are those before this one, the oldest first, of earlier years too;
    asked are the years about which progress is asked by now. unfinished are actions of other years, each as it stands in the last
    of these rounds of its own year.
    """
    every_round = (*rounds, round) if round else tuple(rounds)
    others = tuple(unfinished)
    of_year = {row.agenda_id: row for row in every_round}
    rounds_of_others = {row.id: of_year.get(row.agenda_id) for row in others}
    rows = (*actions, *map(_printed, others))
    return _with_history(rows, known, every_round, decisions, asked, lambda row: rounds_of_others.get(row.id, round))


def actions_with_history(
    actions: Iterable[KnownAction],
    known: Mapping[int, KnownAction],
    current: Mapping[int, Round],
    rounds: Iterable[Round],
    decisions: Iterable[Decision],
) -> dict[int, StateAction]:
    """Actions of many agendas by id, each as in the state of its own. Two queries.

    current is the round that counts, by agenda; rounds are all that were opened, the oldest first, that one too.
    """
    every_round = tuple(rounds)
    asked = {round.agenda_id for round in every_round}
    return _with_history(
        map(_printed, actions), known, every_round, decisions, asked, lambda row: current.get(known[row.id].agenda_id)
    )


def _with_history(
    actions: Iterable[PrintedAction],
    known: Mapping[int, KnownAction],
    rounds: tuple[Round, ...],
    decisions: Iterable[Decision],
    asked: Collection[int],
    round_of: Callable[[PrintedAction], Round | None],
) -> dict[int, StateAction]:
    rows, decisions = list(actions), list(decisions)
    lines = _lines(rows, known)
    followed = {row.id for line in lines.values() for row in line}
    history = _History(rounds, reported(rounds, followed))
    decided = _decided(decisions)
    executives = Executives(known, rounds, discussed_in(decisions), asked=asked)
    found = {}
    for action in rows:
        row = _state_action(action, lines[action.id], history, round_of(action), decided)
        lights = (row.light.key, *(step.light.key for step in reversed(row.earlier)))
        reason = executives.why(lines[action.id], history, lights)
        found[action.id] = replace(row, escalated=reason) if reason else row
    return found


def _printed(action: KnownAction) -> PrintedAction:
    return _printed_in(get_language(), action)


@lru_cache(maxsize=2000)
def _printed_in(_language: str | None, action: KnownAction) -> PrintedAction:
    """A start page has hundreds, and few of them changed since another was made."""
    return printed_action(action)


def _lines(actions: Iterable[ActionRow], known: Mapping[int, KnownAction]) -> dict[int, tuple[KnownAction, ...]]:
    """By action, itself and what it was carried over from, as far as known."""
    return {action.id: tuple(known[pk] for pk in action.lineage if pk in known) for action in actions}


def _decided_about(line: Sequence[KnownAction], decided: Decided, previous: ProgressUpdate | None) -> tuple[StateDecision, ...]:
    """What was decided about it; of what it was carried over from, what was decided since that was reported on last."""
    since = timezone.localdate(previous.submitted_at) if previous else date.max
    before = [row for earlier in line[1:] for row in decided.get(earlier.id, ()) if row.held_on >= since]
    return (*before, *decided.get(line[0].id, ()))


def _decided(decisions: Iterable[Decision]) -> dict[int | None, list[StateDecision]]:
    found: dict[int | None, list[StateDecision]] = defaultdict(list)
    for decision in decisions:
        found[decision.action_id].append(state_decision(decision))
    return found


@dataclass(frozen=True, slots=True)
class ActionsStanding:
    """Actions of many agendas in order, and each as it stands in the round of its agenda, with what was reported in those."""

    known: Mapping[int, KnownAction]
    rounds: Mapping[int, Round]  # by agenda
    states: Mapping[int, StateAction]
    reported: Mapping[tuple[int, int], list[ProgressUpdate]]


def actions_as_they_stand(
    known: Mapping[int, KnownAction], rounds: Mapping[int, Round], *, for_questions: bool = False
) -> ActionsStanding:
    """The actions of many agendas, each with what was reported in the round of its agenda alone. Two queries.

    rounds are by agenda. The rounds before, and decisions, are left out; for_questions the words that no question tells as well.
    """
    told = reported(rounds.values(), known, for_questions=for_questions)
    history = _History((), told, for_questions)
    states = {row.id: _state_action(_printed(row), (row,), history, rounds.get(row.agenda_id), {}) for row in known.values()}
    return ActionsStanding(known, rounds, states, told)


def with_questions_known(
    standing: ActionsStanding,
    actions: Collection[int],
    known: Mapping[int, KnownAction],
    rounds: Iterable[Round],
    decisions: Iterable[Decision],
    *,
    unfinished: Iterable[KnownAction] = (),
) -> dict[int, StateAction]:
    """These actions of it by id, with what is asked about each: the same as in the state of its own agenda. One query.

    They stand there for_questions. known has them and what they were carried over from; rounds are all that were opened, the
    oldest first. The lights of earlier rounds, and how others saw those, are left out, and the words that no question tells.
    unfinished are those of other years, as in actions_with_answers().
    """
    every_round, others = tuple(rounds), {row.id: row for row in unfinished}
    of_year = {row.agenda_id: row for row in every_round}
    lines = _lines((*(standing.states[pk] for pk in actions), *others.values()), known)
    was_read = {round.pk for round in standing.rounds.values()}
    followed = {row.id for line in lines.values() for row in line}
    rounds_before = (row for row in every_round if row.pk not in was_read)
    before = reported(rounds_before, followed, with_views=False, for_questions=True)
    history = _History(every_round, {**standing.reported, **before}, for_questions=True)
    decided = _decided(decisions)
    executives = Executives(known, every_round, discussed_in(decisions), asked={round.agenda_id for round in every_round})
    found = {}
    for pk, line in lines.items():
        current = (of_year if pk in others else standing.rounds).get(line[0].agenda_id)
        earlier = [progress for _, progress in history.before(line, current)]
        previous = next((progress.answer for progress in reversed(earlier) if progress.answer), None)
        own = others.get(pk)
        state = _state_action(_printed(own), line, history, current, decided) if own else standing.states[pk]
        found[pk] = replace(
            state,
            previous=history.report(previous) if previous else None,
            decisions=_decided_about(line, decided, previous),
            escalated=executives.why(line, history, (state.light.key, *(str(row.light.key) for row in reversed(earlier)))),
        )
    return found


def state_decision(decision: Decision) -> StateDecision:
    meeting = decision.meeting
    name = _("%(meeting)s, without its quorum") % {"meeting": meeting.name} if meeting.quorum_missed else meeting.name
    return StateDecision(decision.pk, meeting.pk, name, meeting.held_on, code(decision, "kind"), decision.text)


@dataclass(frozen=True)
class _History:
    """The rounds, the oldest first, and what was submitted in them by action and round, in brief where for_questions."""

    rounds: tuple[Round, ...]
    updates: dict[tuple[int, int], list[ProgressUpdate]]
    for_questions: bool = False

    def report(self, update: ProgressUpdate) -> StateReport:
        return report_in_brief(update) if self.for_questions else whole_report(update)

    def progress(self, action: KnownAction, round: Round | None, previous: ProgressUpdate | None = None) -> ActionProgress:
        """Without a round nothing was asked yet. previous is what was said of it before."""
        before = (previous,) if previous else ()
        if round is None:
            return ActionProgress(action, (), updates=(), before=before, asked=frozenset(), is_closed=False)
        leads = [lead.party_id for lead in action.leads]
        return ActionProgress(
            action,
            (),
            updates=tuple(self.updates.get((action.id, round.pk), ())),
            before=before,
            asked=round.parties_asked(action.id, leads),
            is_closed=round.is_closed,
            is_asked=is_asked_in(action, round) and round.has_asked(action.id, leads),
        )

    def before(self, line: tuple[KnownAction, ...], round: Round | None) -> list[tuple[Round, ActionProgress]]:
        """The earlier rounds in which progress was asked on the action or what it was carried over from."""
        years = {action.agenda_id for action in line}
        of_line = sorted(place for year in years for place in self._places.get(year, ()))
        earlier = (row for row in map(self.rounds.__getitem__, of_line) if row != round)
        found = ((row, self._in_line(line, row)) for row in earlier)
        return [(row, progress) for row, progress in found if progress is not None]

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        """Where the rounds of each agenda stand among all: of many agreements an action asks only its own."""
        found = defaultdict(list)
        for place, row in enumerate(self.rounds):
            found[row.agenda_id].append(place)
        return found

    def _in_line(self, line: tuple[KnownAction, ...], round: Round) -> ActionProgress | None:
        """What the round said of the newest of the line about which it asked: of what was split or merged since the old one."""
        of_year = (self.progress(action, round) for action in line if action.agenda_id == round.agenda_id)
        return next((progress for progress in of_year if progress.is_asked or progress.counts), None)


def _state_action(
    action: PrintedAction, line: tuple[KnownAction, ...], history: _History, round: Round | None, decided: Decided
) -> StateAction:
    earlier = history.before(line, round)
    answers = [progress.answer for _, progress in earlier if progress.answer]
    previous = answers[-1] if answers else None
    return extend(
        StateAction,
        action,
        previous=history.report(previous) if previous else None,
        earlier=tuple(
            StateLight(
                row.pk, row.name, row.reference_date, _light(progress.light), _light(progress.other_light), _sides(progress)
            )
            for row, progress in earlier
        ),
        decisions=_decided_about(line, decided, previous),
        **_in_this_round(line[0], round, history, previous),
    )


def _in_this_round(action: KnownAction, round: Round | None, history: _History, previous: ProgressUpdate | None) -> dict:
    """State, lights and report. On what was dropped nothing is asked any more."""
    progress = history.progress(action, round, previous)
    report, *beside = [history.report(update) for update in (*progress.answers, *progress.returned)] or [None]
    if action.dropped_on:
        return {"state": NO_CODE, "light": NO_CODE, "other_light": NO_CODE, "report": report, "beside": tuple(beside)}
    return {
        "state": Code(progress.state.value, str(progress.state.label)),
        "light": _light(progress.light),
        "other_light": _light(progress.other_light),
        "sides": _sides(progress),
        "report": report,
        "beside": tuple(beside),
        "parties_asked": tuple(sorted(progress.asked)) if round else None,
        "reworded_on": progress.reworded_on,
    }


def _sides(progress: ActionProgress) -> tuple[StateSide, ...]:
    return tuple(StateSide(_light(side.light), side.parties) for side in progress.sides)


def _light(light: Light | None) -> Code:
    return _in_words(light, get_language()) if light else NO_CODE


@lru_cache(maxsize=50)
def _in_words(light: Light, _language: str | None) -> Code:
    return Code(str(light.key), str(light.words))
