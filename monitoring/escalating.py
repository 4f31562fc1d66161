"""The rule by which an action comes before the executives: counted over what each round said of it, and told in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.lights import FROM_WORST, NOT_REPORTED
from monitoring.models import Judgement, Round
from monitoring.queries import ActionProgress

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
    """In words: "Tweemaal risico: Ronde 1 en Ronde 2"."""
    count = len(rounds)
    one_year = len({round.agenda_id for round in rounds}) == 1
    names = get_text_list([round.name if one_year else str(round) for round in rounds], _("and"))
    return str(WORDS[key][min(count, 3) - 1]) % {"count": count, "rounds": names}
