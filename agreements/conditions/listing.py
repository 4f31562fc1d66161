"""The conditions of the actions of a year, for a page that shows them all."""

from agreements.models import Agenda, Condition


def conditions_in(agenda: Agenda) -> dict[int, Condition]:
    """By the id of the action, each with its party. One query."""
    rows = Condition.objects.filter(action__agenda=agenda.pk).select_related("party")
    return {row.action_id: row for row in rows}
