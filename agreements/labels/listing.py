"""The labels of an agreement, and which of them its goals and actions have."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from agreements.agenda.selection import Labelled
from agreements.models import Agenda, Agreement, Label, Labelling
from parties.prepared import Prepared


def with_labels_known(agendas: QuerySet[Agenda]) -> QuerySet[Agenda]:
    """Each with has_labels: whether its agreement has any, so that labelled_in() asks nothing where there are none."""
    return agendas.annotate(has_labels=Exists(Label.objects.filter(agreement=OuterRef("agreement"))))


def labelled_in(agenda: Agenda) -> Labelled:
    """The labels of its goals and actions. One query, or none for an agenda that is known to have no labels."""
    if not getattr(agenda, "has_labels", True):
        return Labelled()
    of_another_year = Q(action__isnull=False) & ~Q(action__agenda=agenda.pk)
    return _read(Labelling.objects.filter(label__agreement=agenda.agreement_id).exclude(of_another_year))


def _read(rows: QuerySet[Labelling]) -> Labelled:
    goals: dict[int, list[Label]] = {}
    actions: dict[int, list[Label]] = {}
    for row in rows.select_related("label").order_by("-label__kind", "label__name", "pk"):
        place, key = (goals, row.goal_id) if row.goal_id else (actions, row.action_id)
        place.setdefault(key, []).append(row.label)
    return Labelled(
        {key: tuple(labels) for key, labels in goals.items()}, {key: tuple(labels) for key, labels in actions.items()}
    )


def labels_of(row) -> list[Label]:
    """Those of one goal or action, in order. One query."""
    return [each.label for each in _labellings_of.models(row.pk, owner=row._meta.model_name)]


@Prepared.in_order
def _labellings_of(row: int, *, owner: str) -> QuerySet[Labelling]:
    return Labelling.objects.filter(**{owner: row}).select_related("label").order_by("-label__kind", "label__name", "pk")


def list_of(agreement: Agreement) -> list[Label]:
    """The list of the agreement, target groups first, each with its number of goals and actions."""
    rows = agreement.labels.annotate(goals=Count("labellings__goal"), actions=Count("labellings__action"))
    return list(rows.order_by("-kind", "name", "pk"))
