"""The rule by which an action comes before the executives: what each round said of it, counted, and told in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import F, QuerySet, Value
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement
from agreements.models.adoptable import TextState
from monitoring.calendar import day_of
from monitoring.lights import FROM_WORST, NONE_YET, NOT_REPORTED
from monitoring.models import Decision, Dissent, EscalationRule, Judgement, ProgressUpdate, Round
from monitoring.queries import ActionProgress
from parties.prepared import Prepared, attach

AT_RISK, OFF_TRACK = Judgement.AT_RISK.value, Judgement.OFF_TRACK.value
LIMITS = {OFF_TRACK: "off_track", AT_RISK: "at_risk", NOT_REPORTED: "not_reported"}  # the field of the rule for each
WORST_FIRST = (OFF_TRACK, AT_RISK, NOT_REPORTED, *FROM_WORST[2:])

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


RULE = "agenda__agreement__escalation_rule"


@dataclass(frozen=True)
class RoundAnswer:
    """What one round said of one action, and since which day that is known."""

    round: Round
    key: str
    known_on: date
    progress: ActionProgress | None = None


def reached(newest_first: Iterable[RoundAnswer], limits: Mapping[str, int | None]) -> Sequence[RoundAnswer]:
    """The last answers in a row that reach a limit, the oldest first; empty when none does. It asks for no more than it needs."""
    found: list[RoundAnswer] = []
    for answer in newest_first:
        limit = limits.get(answer.key)
        if not limit or answer.key != (found or [answer])[0].key:
            return []
        found.append(answer)
        if len(found) == limit:
            return found[::-1]
    return []


def reason_of(key: str, rounds: Sequence[Round]) -> str:
    """In words: "Twee keer gemeld als risico: Ronde 1 en Ronde 2"."""
    count = len(rounds)
    one_year = len({round.agenda_id for round in rounds}) == 1
    names = get_text_list([round.name if one_year else str(round) for round in rounds], _("and"))
    return str(WORDS[key][min(count, 3) - 1]) % {"count": count, "rounds": names}


# -- Which actions, by the rule


AGREED = {TextState.ADOPTED.value, TextState.CLOSED.value, TextState.REVOKED.value}


class Followed(Protocol):
    """An action, of a state or from the database, with what it was carried over from in lineage, itself first."""

    @property
    def id(self) -> int: ...
    @property
    def agenda_id(self) -> int: ...
    @property
    def agenda_state(self) -> str: ...
    @property
    def lineage(self) -> tuple[int, ...]: ...
    @property
    def dropped_on(self) -> date | None: ...


class WithProgress(Protocol):
    """Knows what was said of an action in a round."""

    def progress(self, action: Any, round: Round) -> ActionProgress: ...


class Executives:
    """The executives of an agreement: what they discussed, and by which rounds an action comes before them again.

    The one count of it: states, and so dashboard, report and start page, ask it, and so do the agenda and the page of a meeting.
    """

    def __init__(
        self,
        known: Mapping[int, Followed],
        rounds: Iterable[Round],
        discussed: Mapping[int | None, date],
        *,
        asked: Collection[int],
    ):
        """known is every action of the agreement; rounds are those of with_rule() that are told of, the oldest first.

        discussed is the last day on which the executives decided about an action; asked the years about which progress is asked.
        """
        self.rounds = tuple(sorted(rounds, key=lambda round: (round.reference_date, round.pk)))
        self.running = {pk for pk, row in known.items() if row.agenda_state in AGREED or row.agenda_id in asked}
        self.gone_on = {earlier for pk in self.running for earlier in known[pk].lineage[1:]}
        self.within = set(_gone_on_within_a_year(known))
        self.limits = {round.agenda_id: _limits(round) for round in self.rounds}
        self.discussed = discussed

    def told(self, line: Sequence[Followed], history: WithProgress, *, until: date = date.max) -> Sequence[RoundAnswer]:
        """The rounds that bring it before them, by what was known on that day; empty when it does not come.

        line is the action with those that it was carried over from, the newest first.
        """
        if self._is_over(line[0]):
            return ()
        chain = self.same_action(line)
        last = max((self.discussed[row.id] for row in chain if row.id in self.discussed), default=date.min)
        return reached(self._newest_first(chain, history, after=last, until=until), self._limits_of(line[0]))

    def why(self, line: Sequence[Followed], history: WithProgress, lights: Iterable[str]) -> str:
        """By which rounds it comes before them, in words; empty when it does not. lights are of its rounds, the newest first.

        No need to count where the last that was said of it is a light for which there is no limit.
        """
        if next((key for key in lights if key not in {"", NONE_YET}), "") not in self._limits_of(line[0]):
            return ""
        told = self.told(line, history)
        return reason_of(told[-1].key, [row.round for row in told]) if told else ""

    def same_action(self, line: Sequence[Followed]) -> Sequence[Followed]:
        """The action with those that it was in earlier years; what was split or merged within a year begins anew."""
        old = next((place for place, row in enumerate(line) if row.id in self.within), len(line))
        return line[: max(old, 1)]

    def _is_over(self, own: Followed) -> bool:
        """Whether it does not go on, or is only written yet, or goes on as another one that runs."""
        is_only_written = len(own.lineage) > 1 and own.id not in self.running
        is_over = own.dropped_on is not None or own.agenda_state == TextState.REVOKED
        return is_over or is_only_written or own.id in self.gone_on

    def _limits_of(self, action: Followed) -> Mapping[str, int | None]:
        return self.limits.get(action.agenda_id) or next(reversed(self.limits.values()), {})

    def _newest_first(
        self, chain: Sequence[Followed], history: WithProgress, *, after: date, until: date
    ) -> Iterator[RoundAnswer]:
        """One answer of each round: the worst where the action was made of several, of what was known on those days."""
        for round in reversed(self.rounds):
            known = (row for row in self._answers(chain, history, round) if after < row.known_on <= until)
            if worst := min(known, key=lambda answer: WORST_FIRST.index(answer.key), default=None):
                yield worst

    def _answers(self, chain: Sequence[Followed], history: WithProgress, round: Round) -> Iterator[RoundAnswer]:
        """What the round said of it: the worst that a lead answered. A round says nothing that is open without an answer."""
        for progress in (history.progress(row, round) for row in chain if row.agenda_id == round.agenda_id):
            if worst := progress.answer:
                yield RoundAnswer(round, worst.judgement, day_of(worst.submitted_at), progress)
            elif round.closed_at and progress.is_asked:
                yield RoundAnswer(round, NOT_REPORTED, day_of(round.closed_at), progress)


def discussed_in(decisions: Iterable[Decision]) -> dict[int | None, date]:
    """By action, the last day on which the executives decided about it."""
    found: dict[int | None, date] = {}
    for row in decisions:
        if row.meeting.decides_for_executives:
            found[row.action_id] = max(row.meeting.held_on, found.get(row.action_id, date.min))
    return found


def _limits(round: Round) -> dict[str, int | None]:
    """Those of its agreement, which come along with with_rule(); the usual ones where it has none of its own."""
    usual = EscalationRule()
    return {
        key: getattr(round, f"limit_{name}") if round.rule else getattr(usual, name)  # type: ignore[attr-defined]
        for key, name in LIMITS.items()
    }


def _gone_on_within_a_year(known: Mapping[int, Followed]) -> Iterator[int]:
    """The actions that were split or merged in the middle of their year."""
    for row in known.values():
        yield from (pk for pk in row.lineage[1:] if pk in known and known[pk].agenda_id == row.agenda_id)


# -- What the rounds said


def with_rule(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """With their agenda, and what their agreement says of when an action comes before the executives. No query more."""
    rule = {f"limit_{name}": F(f"{RULE}__{name}") for name in LIMITS.values()}
    return rounds.select_related("agenda").annotate(rule=F(RULE), **rule)


def rounds_of(agreement: Agreement, meeting: int | None = None) -> list[Round]:
    """Those that were opened in it and in the agreement that it follows, the oldest first; and those of a meeting. One query."""
    rows = _rounds_in.models(tuple(sorted(family_of(agreement))), *([meeting] if meeting else []))
    return sorted(rows, key=lambda row: (row.reference_date, row.pk))


@Prepared
def _rounds_in(agreements: Collection[int], meeting: int | None = None) -> QuerySet[Round]:
    rounds = Round.objects.filter(pk__in=_keys_of_rounds.keys(agreements, *([meeting] if meeting else [])))
    return with_rule(rounds.select_related("meeting"))


@Prepared
def _keys_of_rounds(agreements: Collection[int], meeting: int | None = None) -> QuerySet:
    """Two queries put together: of an OR over two tables PostgreSQL would read every round there is."""
    rows = Round.objects.filter(agenda__agreement__in=agreements, opened_at__isnull=False).values("pk")
    return rows.order_by().union(Round.objects.filter(meeting=meeting).order_by().values("pk")) if meeting else rows


def family_of(agreement: Agreement) -> set[int]:
    return {agreement.pk, agreement.predecessor_id} - {None}


LIGHT_AND_QUESTION = (
    *("action", "round", "party", "submitted_at", "reference_date", "judgement", "effect"),
    *("ask", "proposal", "proposal_text", "proposal_date"),
)


def reported(
    rounds: Iterable[Round], actions: Iterable[int], *, with_views: bool = True, for_questions: bool = False
) -> dict[tuple[int, int], list[ProgressUpdate]]:
    """What was submitted on these actions, by action and round, with how others saw it where that is asked.

    Drafts stay out: what someone is still writing is nobody else's. for_questions reads what decides about lights and questions.
    """
    of_key, keys = {row.pk: row for row in rounds}, tuple(actions)
    updates = _submitted.models(tuple(of_key), keys, for_questions=for_questions) if of_key and keys else []
    if updates:
        seen = _views_of.models(tuple(update.pk for update in updates)) if with_views else ()
        attach(updates, "dissents", seen, "update")
    found = defaultdict(list)
    for update in updates:
        update.round = of_key[update.round_id]
        found[update.action_id, update.round_id].append(update)
    return found


@Prepared.in_order
def _views_of(updates: Collection[int]) -> QuerySet[Dissent]:
    """By key: of hundreds of reports PostgreSQL expects as many views, and reads every meeting there is to name theirs."""
    return Dissent.objects.filter(pk__in=_keys_of_views.keys(updates)).select_related("party", "by", "discussed_in")


@Prepared
def _keys_of_views(updates: Collection[int]) -> QuerySet:
    return Dissent.objects.filter(update__in=updates).values("pk")


@Prepared.in_order
def _submitted(rounds: Collection[int], actions: Collection[int], *, for_questions: bool) -> QuerySet[ProgressUpdate]:
    submitted = ProgressUpdate.objects.counted().filter(round__in=rounds, action__in=actions).with_last_review()
    if for_questions:
        in_brief = submitted.annotate(last_reason=Value("")).select_related("party")
        return in_brief.only(*LIGHT_AND_QUESTION, "party__short_name")
    return submitted.select_related("party", "reported_by", "on_behalf_by")
