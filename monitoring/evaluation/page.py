"""What the page of an evaluation and its documents tell this person. A fixed number of queries, however many answers."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from monitoring.charts import ScoreChart
from monitoring.evaluation.comparing import MOST, chart_of, closed_before, moment_of
from monitoring.evaluation.permissions import parties_answered_for, people_asked
from monitoring.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationExtension,
    EvaluationPoint,
    EvaluationQuestion,
    EvaluationReply,
)
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class AskedParty:
    """One party and how far it is. answered counts its submitted answers: one, or as many as people answered.

    people is how many could answer; own is the answer of the person who looks, or of the party, where there is one.
    """

    party: Party
    answered: int
    late: int
    people: int
    last_day: date
    extensions: tuple[EvaluationExtension, ...]
    may_answer: bool
    why_not: str
    own: EvaluationAnswer | None


@dataclass(frozen=True, slots=True)
class PartyStatement:
    """What stands below a question or a mark: by whom, and whether it came late; earlier is what was said the time before."""

    who: str
    text: str
    is_late: bool = False
    mark: int | None = None
    earlier: tuple[tuple[str, str], ...] = ()  # of which evaluation, and the words


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    question: EvaluationQuestion
    said: tuple[PartyStatement, ...]


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """questions and marks have nothing before it is closed."""

    evaluation: Evaluation
    parties: tuple[AskedParty, ...]
    questions: tuple[AnsweredQuestion, ...]
    marks: tuple[PartyStatement, ...]
    chart: ScoreChart | None
    points: tuple[EvaluationPoint, ...]

    @property
    def answered(self) -> int:
        return sum(bool(row.answered) for row in self.parties)

    @property
    def mine(self) -> tuple[AskedParty, ...]:
        """The parties for which the person answers."""
        return tuple(row for row in self.parties if row.may_answer)

    @property
    def silent(self) -> tuple[AskedParty, ...]:
        return tuple(row for row in self.parties if not row.answered)

    @property
    def waiting(self) -> tuple[AskedParty, ...]:
        """Of which somebody who may answer did not."""
        by_people = self.evaluation.by_people
        return tuple(row for row in self.parties if row.answered < (row.people if by_people else 1))


def collect_evaluation(evaluation: Evaluation, user: User) -> EvaluationPage:
    """evaluation comes with its agenda and agreement, and with its extensions prefetched."""
    rows = evaluation.answers.select_related("party", "user")
    answers = list(rows.submitted())
    for answer in answers:
        answer.evaluation = evaluation
    mine = {party.pk for party in parties_answered_for(user, evaluation)}
    own = {row.party_id: row for row in rows.visible_to(user).filter(party__in=mine, user=user if evaluation.by_people else None)}
    people = Counter(row.party_id for row in people_asked(evaluation, evaluation.parties_asked))
    parties = tuple(_asked(evaluation, party, answers, mine, own, people) for party in evaluation.parties_asked)
    questions: tuple[AnsweredQuestion, ...] = tuple(AnsweredQuestion(row, ()) for row in evaluation.questions.all())
    if not evaluation.is_closed:
        return EvaluationPage(evaluation, parties, questions, (), None, ())
    return _closed(evaluation, parties, [row.question for row in questions], answers)


def _closed(
    evaluation: Evaluation, parties: tuple[AskedParty, ...], questions: list[EvaluationQuestion], answers: list[EvaluationAnswer]
) -> EvaluationPage:
    before = closed_before(evaluation)[1 - MOST :]
    earlier = EvaluationAnswer.objects.submitted().filter(evaluation__in=before).select_related("party", "user")
    earlier = list(earlier.prefetch_related("replies__question"))
    order = {party.party.pk: place for place, party in enumerate(parties)}
    answers = sorted(answers, key=lambda row: (order.get(row.party_id, len(order)), *_order_within(evaluation, row)))
    replies: dict[int, dict[int, str]] = defaultdict(dict)
    for question, answer, text in _replies(evaluation):
        replies[question][answer] = text
    was = _last_words(before[-1] if before else None, earlier)
    said = tuple(
        AnsweredQuestion(
            question,
            tuple(
                PartyStatement(
                    _who(evaluation, row),
                    replies[question.pk].get(row.pk, ""),
                    row.is_late,
                    earlier=() if evaluation.by_people else was.get((question.text, row.party_id), ()),
                )
                for row in answers
                if replies[question.pk].get(row.pk)
            ),
        )
        for question in questions
    )
    marks = tuple(PartyStatement(_who(evaluation, row), row.reason, row.is_late, row.cooperation) for row in answers)
    chart = chart_of([*before, evaluation], [*earlier, *answers], chart_id="samenwerking")
    points = tuple(evaluation.points.with_subject())
    return EvaluationPage(evaluation, parties, said, marks, chart, points)


def _replies(evaluation: Evaluation) -> Iterable[tuple[int, int, str]]:
    rows = EvaluationReply.objects.filter(answer__evaluation=evaluation, answer__submitted_at__isnull=False).exclude(text="")
    return rows.values_list("question", "answer", "text")


def _order_within(evaluation: Evaluation, answer: EvaluationAnswer) -> tuple:
    """Within a party by name; without names by what was said, so that the order does not tell who was first."""
    if evaluation.is_unnamed or answer.user is None:
        return (-(answer.cooperation or 0), answer.reason)
    return (answer.user.name, answer.pk)


def _who(evaluation: Evaluation, answer: EvaluationAnswer) -> str:
    if evaluation.is_unnamed or answer.user is None:
        return answer.party.name
    return _("%(person)s (%(party)s)") % {"person": answer.user.name, "party": answer.party}


def _last_words(before: Evaluation | None, answers: list[EvaluationAnswer]) -> dict[tuple[str, int], tuple[tuple[str, str], ...]]:
    """By question in the same words and party, what it said in the evaluation before; each of its people on its own."""
    found: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for answer in answers:
        if before is None or answer.evaluation_id != before.pk:
            continue
        for reply in answer.replies.all():
            if reply.text:
                found[reply.question.text, answer.party_id].append((moment_of(before), reply.text))
    return {key: tuple(rows) for key, rows in found.items()}


def _asked(evaluation, party, answers, mine, own, people) -> AskedParty:
    given = [row for row in answers if row.party_id == party.pk]
    may = party.pk in mine
    return AskedParty(
        party,
        len(given),
        sum(row.is_late for row in given),
        people[party.pk],
        evaluation.window.last_day_of(party.pk),
        tuple(row for row in evaluation.extensions.all() if row.party_id == party.pk),
        may,
        evaluation.why_not_answer_now(party.pk) if may else "",
        own.get(party.pk),
    )
