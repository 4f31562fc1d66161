"""Writing an answer in an evaluation, as a draft or submitted: all or nothing, with the person who does it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from monitoring.evaluation.permissions import why_not_answer
from monitoring.models import Evaluation, EvaluationAnswer, EvaluationQuestion, EvaluationReply
from monitoring.writes import demand, keep
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


def answer_of(evaluation: Evaluation, party: Party, user: User) -> EvaluationAnswer:
    """The one answer of the party, or where its people answer that of the person; a new one, not stored, where there is none."""
    person = user if evaluation.by_people else None
    found = EvaluationAnswer.objects.filter(evaluation=evaluation, party=party, user=person).first()
    if found is None:
        return EvaluationAnswer(evaluation=evaluation, party=party, user=person, by=user)
    found.evaluation, found.party = evaluation, party
    return found


@transaction.atomic
@act(Act.EVALUATE)
def write_answer(
    *,
    evaluation: Evaluation,
    party: Party,
    by: User,
    cooperation: int | None,
    reason: str,
    replies: Mapping[int, str],
    submit: bool,
) -> EvaluationAnswer:
    """Keep the answer; replies are by question. What was submitted stays submitted, and is changed by submitting again.

    NotAllowedNowError when the party cannot answer now.
    """
    demand(why_not_answer(by, evaluation, party))
    rows = Evaluation.objects.select_for_update(of=("self",), no_key=True).select_related("agenda__agreement")
    current = rows.get(pk=evaluation.pk)
    if why := current.why_not_answer_now(party.pk):
        raise NotAllowedNowError(why)
    answer = answer_of(current, party, by)
    answer.cooperation, answer.reason, answer.by = cooperation, reason, by
    if submit or answer.submitted_at:
        answer.submitted_at = timezone.now()
    keep(answer, by=by)
    there = {row.question_id: row for row in answer.replies.all()} if answer.pk else {}
    for question in current.questions.all():
        _reply(answer, question, there.get(question.pk), replies.get(question.pk, ""), by=by)
    return answer


def _reply(answer: EvaluationAnswer, question: EvaluationQuestion, row: EvaluationReply | None, text: str, *, by: User) -> None:
    """Only what is different is written."""
    reply = row or EvaluationReply(answer=answer, question=question)
    if reply.text != text:
        reply.text, reply.answer = text, answer
        keep(reply, by=by)
