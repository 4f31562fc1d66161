"""Rows in bulk, each with its history: the rules are not asked, the constraints of the database are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection, models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from agreements.models import Action, Agenda, Goal, Participation
from monitoring.history.bulk_lines import insert_lines

AT_ONCE = 1000
SPACE = UUID("6f2b2a52-6a7b-4c1f-9d0c-2f1b7b8f3a10")
DRAFTED = timedelta(days=20)  # between the first words and those that were agreed
OWN_MOMENT = ("saved_at", "opened_at", "written_at", "recorded_at", "made_at", "added_at", "at", "changed_at")
OWN_PERSON = ("reported_by", "opened_by", "recorded_by", "made_by", "by")
WRITTEN_TWICE = {
    Goal: {"text": Concat(Value("Voorstel: "), F("text"), output_field=models.TextField())},
    Action: {"text": Concat(Value("Voorstel: "), F("text"), output_field=models.TextField())},
    Agenda: {"state": Value("draft"), "adopted_on": Value(None, output_field=models.DateField())},
}


class Pile:
    """Rows that are made together; put_down() inserts those of a model before those that point to them."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list] = defaultdict(list)
        self.count = 0

    def add(self, row):
        self._rows[type(row)].append(row)
        return row

    def put_down(self, *, at: datetime) -> None:
        """Insert them in the order in which a first one of each model came, with what history says of them; at is when."""
        for model, rows in self._rows.items():
            for wave in _waves(model, rows):
                model.objects.bulk_create(wave, batch_size=AT_ONCE)
            self.count += len(rows)
            if hasattr(model, "history"):
                write_history(model, rows, at=at)
        self._rows.clear()


def _waves(model: type[models.Model], rows: list) -> Iterator[list]:
    """Those that point to no other row of the model first: an answer comes after what it answers."""
    names = [field.name for field in model._meta.concrete_fields if field.related_model is model]
    later = [row for row in rows if any(row._state.fields_cache.get(name) for name in names)]
    behind = set(map(id, later))
    yield [row for row in rows if id(row) not in behind]
    if later:
        yield later


def write_history(model: type[models.Model], rows: list, *, at: datetime) -> None:
    """That each of these was added, by one insert, with its lines; goals and actions were first worded otherwise."""
    if earlier := WRITTEN_TWICE.get(model):
        _copy(model, rows, "+", at=at, said=earlier)
        _copy(model, rows, "~", at=at + DRAFTED, said={})
    else:
        _copy(model, rows, "+", at=at, said={})


def note_change(model: type[models.Model], rows: list, *, at: datetime) -> None:
    """That these were changed into what they are now."""
    _copy(model, rows, "~", at=at, said={})


def _copy(model: type[models.Model], rows: list, kind: str, *, at: datetime, said: dict) -> None:
    if not rows:
        return
    keys = [row.pk for row in rows]
    history = model.history.model
    kept = [field.name for field in history._meta.concrete_fields if field.name in _names(model)]
    own_moment = next((name for name in OWN_MOMENT if name in _names(model)), None)
    values = {name: said.get(name, F(name)) for name in kept}
    given = Value(at, output_field=models.DateTimeField())
    values["history_date"] = Coalesce(F(own_moment), given) if own_moment and kind == "+" else given
    values["history_type"] = Value(kind)
    values["history_user"] = _person(model)
    change_set = uuid5(SPACE, f"{model.__name__}/{keys[0]}/{kind}/{at}")
    values["change_set"] = Value(change_set, output_field=models.UUIDField())
    first, last = min(keys), max(keys)
    which = {"pk__gte": first, "pk__lte": last} if last - first + 1 == len(keys) else {"pk__in": keys}
    source = model._base_manager.filter(**which).order_by()
    source = source.annotate(**{f"h_{name}": value for name, value in values.items()})
    query, arguments = source.values_list(*(f"h_{name}" for name in values)).query.sql_with_params()
    columns = ", ".join(connection.ops.quote_name(history._meta.get_field(name).column) for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {history._meta.db_table} ({columns}) {query}", arguments)
    insert_lines(model, Q(change_set=change_set))


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _person(model: type[models.Model]) -> models.expressions.Combinable:
    """Who wrote the row: the one whom it names, else who asked the parties of its agreement; nobody for what has none."""
    own = next((name for name in OWN_PERSON if name in _names(model)), None)
    if own:
        return F(own)
    if not hasattr(model, "agreement_path"):
        return Value(None, output_field=models.BigIntegerField())
    path = OuterRef(model.agreement_path or "pk")
    return Subquery(Participation.objects.filter(agreement=path, position=0).values("asked_by")[:1])


def insert(rows: Iterable[models.Model], *, at: datetime) -> list:
    """These rows of one model and their history."""
    pile, rows = Pile(), list(rows)
    for row in rows:
        pile.add(row)
    pile.put_down(at=at)
    return rows
