"""Who has not answered an evaluation yet: for its page, the start page and the mails."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from agreements.models import Participation
from monitoring.evaluation.permissions import people_asked
from monitoring.models import Evaluation, EvaluationAnswer
from monitoring.models.evaluation import is_working_group
from parties.models import Party, User
from parties.models.party import OWN_PARTIES, REPORTED_PARTIES

SHOWN = 12


@dataclass(frozen=True, slots=True)
class ToEvaluate:
    """An evaluation that waits for an answer: of this party, or of the person as one of its people."""

    evaluation: Evaluation
    party: Party
    last_day: date


@dataclass(frozen=True, slots=True)
class WaitingEvaluations:
    """to_close: for a coordinator, those of which the time is over for everyone and that nobody closed."""

    to_answer: tuple[ToEvaluate, ...] = ()
    to_close: tuple[Evaluation, ...] = ()


def waiting_people(evaluation: Evaluation, moment: datetime) -> dict[Party, list[User]]:
    """By party that can still answer, the people who may and did not; a party without anyone is there with nobody.

    Two queries, and those of the evaluation itself.
    """
    window = evaluation.window
    still = [party for party in evaluation.parties_asked if window.is_open_for(party.pk, moment)]
    answered = set(evaluation.answers.submitted().values_list("party", "user"))
    waiting: dict[Party, list[User]] = {party: [] for party in still if (party.pk, None) not in answered}
    for row in people_asked(evaluation, waiting):
        if (row.party_id, row.user_id) not in answered:
            waiting[row.party].append(row.user)
    return waiting


def waiting_evaluations(user: User, now: datetime, today: date) -> WaitingEvaluations:
    """What waits for the person, the soonest first. One query; six where anything is open, in however many agreements."""
    runs = Exists(Evaluation.objects.coordinated_by(user).filter(pk=OuterRef("pk")))
    rows = under_way(user, today).select_related("agenda__agreement").prefetch_related("extensions").annotate(runs=runs)
    found = list(rows.order_by("closes_on", "pk")[:SHOWN])
    if not found:
        return WaitingEvaluations()
    over = {row.pk for row in found if max([row.closes_on, *row.window.extended.values()]) < today}
    asking = [row for row in found if row.pk not in over]
    return WaitingEvaluations(tuple(_waiting_for(user, asking, now)), tuple(row for row in found if row.pk in over and row.runs))


def under_way(user: User, today: date) -> QuerySet[Evaluation]:
    """Those of the agreements of the person that were opened, have begun and were not closed."""
    return Evaluation.objects.visible_to(user).filter(opened_at__isnull=False, closed_at=None, opens_on__lte=today)


def _waiting_for(user: User, evaluations: list[Evaluation], now: datetime) -> Iterator[ToEvaluate]:
    answers = EvaluationAnswer.objects.submitted().filter(Q(user=None) | Q(user=user.pk), evaluation__in=evaluations)
    answered = set(answers.values_list("evaluation", "party"))
    of_person, of_party = (_keys(keys.keys(user.pk)) for keys in (OWN_PARTIES, REPORTED_PARTIES))
    asked: dict[int, list[Participation]] = defaultdict(list)
    agreements = {row.agenda.agreement_id for row in evaluations}
    taking_part = Participation.objects.accepted().going_on().filter(party__in=of_person | of_party, agreement__in=agreements)
    for participation in taking_part.select_related("party"):
        if not is_working_group(participation):
            asked[participation.agreement_id].append(participation)
    for evaluation in evaluations:
        window, own = evaluation.window, of_person if evaluation.by_people else of_party
        for row in asked[evaluation.agenda.agreement_id]:
            waits = (evaluation.pk, row.party_id) not in answered and window.is_open_for(row.party_id, now)
            if waits and row.party_id in own and row.takes_part_in(evaluation.agenda.year):
                yield ToEvaluate(evaluation, row.party, window.last_day_of(row.party_id))


def _keys(keys: RawSQL) -> set[int]:
    return set(Party.objects.filter(pk__in=keys).values_list("pk", flat=True))
