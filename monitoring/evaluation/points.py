"""Writes on the points of an evaluation: all or nothing, with the person who does it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from monitoring.models import Evaluation, EvaluationPoint
from monitoring.permissions import why_not_coordinate
from monitoring.writes import demand, keep
from parties.models import User


@transaction.atomic
def add_point(*, evaluation: Evaluation, by: User, **fields: Any) -> EvaluationPoint:
    """The next point; the model says when there may be one."""
    demand(why_not_coordinate(by, evaluation.agenda.agreement))
    last = evaluation.points.aggregate(last=Max("position"))["last"] or 0
    return keep(EvaluationPoint(evaluation=evaluation, position=last + 1, **fields), by=by)


@transaction.atomic
def change_point(*, point: EvaluationPoint, by: User, **fields: Any) -> EvaluationPoint:
    """Other words or another subject, or what was done with it."""
    demand(why_not_coordinate(by, point.evaluation.agenda.agreement))
    for name, value in fields.items():
        setattr(point, name, value)
    return keep(point, by=by)


@transaction.atomic
def settle_point(*, point: EvaluationPoint, by: User, settled_on: date, settled_note: str) -> EvaluationPoint:
    """It comes back no more: what was done with it stands beside it."""
    return change_point(point=point, by=by, settled_on=settled_on, settled_note=settled_note)


@transaction.atomic
def take_point_away(*, point: EvaluationPoint, by: User) -> None:
    """A point that was made by mistake; its history stays."""
    demand(why_not_coordinate(by, point.evaluation.agenda.agreement))
    point._history_user = by
    point.delete()
