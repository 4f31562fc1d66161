"""The conditions of the actions of a year, for a page that shows them all."""

from django.db.models import Exists, OuterRef, QuerySet

from agreements.models import Agenda, Condition


def with_conditions_known(agendas: QuerySet[Agenda]) -> QuerySet[Agenda]:
    """Each with has_conditions: whether any of its actions has one, so that conditions_in() asks nothing where none has."""
    return agendas.annotate(has_conditions=Exists(Condition.objects.filter(action__agenda=OuterRef("pk"))))


def conditions_in(agenda: Agenda) -> dict[int, Condition]:
    """By the id of the action, each with its party. One query, or none for an agenda that is known to have none."""
    if not getattr(agenda, "has_conditions", True):
        return {}
    rows = Condition.objects.filter(action__agenda=agenda.pk).select_related("party")
    return {row.action_id: row for row in rows}
