"""What the page of an evaluation and its documents tell this person. A fixed number of queries, however many answers."""

from collections import Counter, defaultdict
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
    questions = list(evaluation.questions.all())
    return _closed(evaluation, questions) if evaluation.is_closed else _not_closed(evaluation, questions, user)


def _not_closed(evaluation: Evaluation, questions: list[EvaluationQuestion], user: User) -> EvaluationPage:
    """How many answered, and of the answers only the own."""
    mine = {party.pk for party in parties_answered_for(user, evaluation)}
    answers = _answers([evaluation])
    own = EvaluationAnswer.objects.visible_to(user).filter(evaluation=evaluation, party__in=mine)
    own = {row.party_id: row for row in own.filter(user=user if evaluation.by_people else None)}
    parties = _parties(evaluation, answers, mine, own)
    return EvaluationPage(evaluation, parties, tuple(AnsweredQuestion(row, ()) for row in questions), (), None, ())


def _closed(evaluation: Evaluation, questions: list[EvaluationQuestion]) -> EvaluationPage:
    """All that was submitted, beside what was said in the evaluations before."""
    before = closed_before(evaluation)[1 - MOST :]
    every = _answers([*before, evaluation])
    answers = [row for row in every if row.evaluation_id == evaluation.pk]
    parties = _parties(evaluation, answers, set(), {})
    order = {row.party.pk: place for place, row in enumerate(parties)}
    answers.sort(key=lambda row: (order.get(row.party_id, len(order)), *_order_within(evaluation, row)))
    replies, was = _replies(evaluation, before[-1] if before else None)

    def said(question: EvaluationQuestion, row: EvaluationAnswer) -> PartyStatement:
        earlier = () if evaluation.by_people else tuple(was[question.text, row.party_id])
        return PartyStatement(_who(evaluation, row), replies[question.pk, row.pk], row.is_late, earlier=earlier)

    answered = tuple(
        AnsweredQuestion(question, tuple(said(question, row) for row in answers if (question.pk, row.pk) in replies))
        for question in questions
    )
    marks = tuple(PartyStatement(_who(evaluation, row), row.reason, row.is_late, row.cooperation) for row in answers)
    chart = chart_of([*before, evaluation], every, chart_id="samenwerking")
    return EvaluationPage(evaluation, parties, answered, marks, chart, tuple(evaluation.points.with_subject()))


def _answers(evaluations: list[Evaluation]) -> list[EvaluationAnswer]:
    """What was submitted in these, each with its evaluation. One query."""
    by_key = {row.pk: row for row in evaluations}
    rows = EvaluationAnswer.objects.submitted().filter(evaluation__in=evaluations).select_related("party", "user")
    found = list(rows)
    for row in found:
        row.evaluation = by_key[row.evaluation_id]
    return found


def _replies(
    evaluation: Evaluation, before: Evaluation | None
) -> tuple[dict[tuple[int, int], str], dict[tuple[str, int], list[tuple[str, str]]]]:
    """The words by question and answer; and those of the evaluation before, by words of the question and party. One query."""
    now: dict[tuple[int, int], str] = {}
    was: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    rows = EvaluationReply.objects.filter(answer__evaluation__in=filter(None, [evaluation, before])).exclude(text="")
    rows = rows.filter(answer__submitted_at__isnull=False).select_related("question", "answer")
    for row in rows:
        if row.answer.evaluation_id == evaluation.pk:
            now[row.question_id, row.answer_id] = row.text
        elif before is not None:
            was[row.question.text, row.answer.party_id].append((moment_of(before), row.text))
    return now, was


def _order_within(evaluation: Evaluation, answer: EvaluationAnswer) -> tuple:
    """Within a party by name; without names by what was said, so that the order does not tell who was first."""
    if evaluation.is_unnamed or answer.user is None:
        return (-(answer.cooperation or 0), answer.reason)
    return (answer.user.name, answer.pk)


def _who(evaluation: Evaluation, answer: EvaluationAnswer) -> str:
    if evaluation.is_unnamed or answer.user is None:
        return answer.party.name
    return _("%(person)s (%(party)s)") % {"person": answer.user.name, "party": answer.party}


def _parties(
    evaluation: Evaluation, answers: list[EvaluationAnswer], mine: set[int], own: dict[int, EvaluationAnswer]
) -> tuple[AskedParty, ...]:
    people = Counter(row.party_id for row in people_asked(evaluation, evaluation.parties_asked))
    window = evaluation.window

    def asked(party: Party) -> AskedParty:
        given = [row for row in answers if row.party_id == party.pk]
        return AskedParty(
            party,
            len(given),
            sum(row.is_late for row in given),
            people[party.pk],
            window.last_day_of(party.pk),
            tuple(row for row in evaluation.extensions.all() if row.party_id == party.pk),
            party.pk in mine,
            evaluation.why_not_answer_now(party.pk) if party.pk in mine else "",
            own.get(party.pk),
        )

    return tuple(map(asked, evaluation.parties_asked))
