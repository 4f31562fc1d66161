"""The stamp of an agenda: which state of the text this is, and since when."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Count, Exists, Manager, Max, Model, OuterRef, QuerySet, Subquery, Value
from simple_history.utils import get_history_model_for_model

from agreements.models import Action, Agenda, Agreement, Appendix, Goal, Lead, Participation, Project, Theme
from parties.models import Party


@dataclass(frozen=True)
class Stamp:
    """key differs whenever anything that is printed differs; changed_at is the moment of the last change."""

    key: str
    changed_at: datetime


def stamp_of(agenda: Agenda) -> Stamp:
    """The stamp of all that the agenda prints, in one query over the history: every write leaves a row there.

    The count notices a row that got a lower number but was committed later.
    """
    first, *others = [
        rows.order_by()
        .values(table=Value(number))
        .annotate(last=Max("history_id"), count=Count("history_id"), changed=Max("history_date"))
        for number, rows in enumerate(_histories(agenda))
    ]
    found = sorted(first.union(*others, all=True).values_list("table", "last", "count", "changed"))
    key = hashlib.sha256(repr((agenda.pk, [row[:3] for row in found])).encode()).hexdigest()
    return Stamp(key=key, changed_at=max(changed for *_, changed in found if changed))


def _histories(agenda: Agenda) -> list[QuerySet]:
    """The history of every row that the agenda prints or once printed, deleted and moved rows included."""
    agreement = agenda.agreement_id
    themes = _history(Theme).filter(agreement=agreement)
    actions = _history(Action).filter(agenda=agenda.pk).values("id")
    participations = _history(Participation).filter(agreement=agreement)
    return [
        _history(Agreement).filter(id=agreement),
        _history(Agenda).filter(agreement=agreement),
        participations,
        _history(Party).filter(id__in=participations.values("party")),
        themes,
        _history(Goal).filter(theme__in=themes.values("id")),
        _history(Action).filter(id__in=actions),
        _printed_leads(actions),
        _history(Project).filter(agreement=agreement),
        _history(Appendix).filter(agreement=agreement),
    ]


def _printed_leads(actions: QuerySet) -> QuerySet:
    """The history of the leads without the changes that are not printed: another contact leaves the document as it was."""
    leads = _history(Lead)
    before = leads.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id").values("history_id")
    printed = {name: OuterRef(name) for name in ("party", "task", "position")}
    same = Exists(leads.filter(history_id=OuterRef("before"), **printed))
    rows = leads.filter(action__in=actions).alias(before=Subquery(before[:1]))
    return rows.exclude(same, history_type="~")


@cache
def _history(model: type[Model]) -> Manager:
    """The history of the model as a plain manager: Model.history makes a class anew at each use, which a page would feel."""
    return get_history_model_for_model(model).objects
