"""The marks for the cooperation of one evaluation beside those of the ones before it."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from monitoring.charts import Score, ScoreChart, score_chart
from monitoring.models import Evaluation, EvaluationAnswer
from monitoring.models.evaluation_answer import HIGHEST
from parties.models import Party

MOST = 5  # evaluations beside each other


def closed_before(evaluation: Evaluation) -> list[Evaluation]:
    """The closed evaluations of the agreement that came before this one, the nearest last. One query."""
    rows = Evaluation.objects.filter(agenda__agreement=evaluation.agenda.agreement_id, closed_at__isnull=False)
    order = (evaluation.agenda.year, evaluation.opens_on, evaluation.pk)
    found = [row for row in rows.select_related("agenda") if (row.agenda.year, row.opens_on, row.pk) < order]
    return sorted(found, key=lambda row: (row.agenda.year, row.opens_on, row.pk))


def moment_of(evaluation: Evaluation) -> str:
    """ "2024" or "2024 najaar": as short as a chart needs it."""
    return f"{evaluation.agenda.year} {evaluation.name}".strip()


def chart_of(evaluations: list[Evaluation], answers: Iterable[EvaluationAnswer], *, chart_id: str) -> ScoreChart | None:
    """The marks of each party in these evaluations, in order; answers are their submitted ones. None where nobody gave any."""
    shown = evaluations[-MOST:]
    marks: dict[tuple[int, int], list[int]] = defaultdict(list)
    names: dict[int, Party] = {}
    for answer in answers:
        if answer.cooperation is not None:
            marks[answer.party_id, answer.evaluation_id].append(answer.cooperation)
            names[answer.party_id] = answer.party
    if not marks:
        return None
    order = [party.pk for party in shown[-1].parties_asked]
    keys = sorted(names, key=lambda pk: (order.index(pk) if pk in order else len(order), names[pk].name))
    rows = [(names[pk].name, [_mean(marks[pk, row.pk]) for row in shown]) for pk in keys]
    return score_chart(
        [moment_of(row) for row in shown], rows, highest=HIGHEST, chart_id=chart_id, title=_("Cooperation"), label=_("Party")
    )


def _mean(marks: list[int]) -> Score:
    return Score(Decimal(sum(marks)) / len(marks), len(marks)) if marks else Score(None, 0)
