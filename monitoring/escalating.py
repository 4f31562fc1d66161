"""The rule by which an action comes before the executives: what each round said of it, counted, and told in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement
from monitoring.lights import FROM_WORST, NOT_REPORTED
from monitoring.models import Dissent, Judgement, ProgressUpdate, Round
from monitoring.queries import ActionProgress
from parties.prepared import Prepared

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


def in_time(answers: Iterable[RoundAnswer]) -> list[RoundAnswer]:
    """One answer of each round, oldest first: the worst where the action was made of several."""
    worst: dict[int, RoundAnswer] = {}
    for answer in sorted(answers, key=lambda answer: WORST_FIRST.index(answer.key)):
        worst.setdefault(answer.round.pk, answer)
    return sorted(worst.values(), key=lambda answer: (answer.round.reference_date, answer.round.pk))


def reached(told: Sequence[RoundAnswer], limits: Mapping[str, int | None]) -> Sequence[RoundAnswer]:
    """The last answers in a row that reach a limit; empty when none does."""
    for key, limit in limits.items():
        if limit and len(told) >= limit and all(answer.key == key for answer in told[-limit:]):
            return told[-limit:]
    return []


def reason_of(key: str, rounds: Sequence[Round]) -> str:
    """In words: "Twee keer gemeld als risico: Ronde 1 en Ronde 2"."""
    count = len(rounds)
    one_year = len({round.agenda_id for round in rounds}) == 1
    names = get_text_list([round.name if one_year else str(round) for round in rounds], _("and"))
    return str(WORDS[key][min(count, 3) - 1]) % {"count": count, "rounds": names}


# -- What the rounds said


def with_rule(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """With their agenda, and what their agreement says of when an action comes before the executives. No query more."""
    rule = {f"limit_{name}": F(f"{RULE}__{name}") for name in LIMITS.values()}
    return rounds.select_related("agenda").annotate(rule=F(RULE), **rule)


def rounds_of(agreement: Agreement, also: Q | None = None) -> list[Round]:
    """Those that were opened in it and in the agreement that it follows, the oldest first; and these others. One query."""
    family = Q(agenda__agreement__in=family_of(agreement), opened_at__isnull=False)
    rows = with_rule(Round.objects.filter(family | also if also else family).select_related("meeting"))
    return sorted(rows, key=lambda row: (row.reference_date, row.pk))


def family_of(agreement: Agreement) -> set[int]:
    return {agreement.pk, agreement.predecessor_id} - {None}


def reported(
    rounds: Iterable[Round], actions: Iterable[int], views: QuerySet[Dissent] | None = None
) -> dict[tuple[int, int], list[ProgressUpdate]]:
    """What was submitted on these actions, by action and round, with how others saw it, or with those views of them.

    Drafts stay out: what someone is still writing is nobody else's.
    """
    of_key, keys = {row.pk: row for row in rounds}, tuple(actions)
    updates = _submitted.models(tuple(of_key), keys) if of_key and keys else []
    views = Dissent.objects.select_related("party", "by", "discussed_in") if views is None else views
    prefetch_related_objects(updates, Prefetch("dissents", views))
    found = defaultdict(list)
    for update in updates:
        update.round = of_key[update.round_id]
        found[update.action_id, update.round_id].append(update)
    return found


@Prepared.in_order
def _submitted(rounds: Collection[int], actions: Collection[int]) -> QuerySet[ProgressUpdate]:
    submitted = ProgressUpdate.objects.counted().filter(round__in=rounds, action__in=actions)
    return submitted.with_last_review().select_related("party", "reported_by", "on_behalf_by")
