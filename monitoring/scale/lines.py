"""The lines of history of what is inserted in bulk: what monitoring/history/lines.py writes row by row, in one insert."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Cast, Coalesce

from agreements.models import Action, Agenda, Agreement, Goal, Indicator, Proposal, Theme
from agreements.models.words import GoalText
from monitoring.history.lines import PLACE
from monitoring.history.places import TOLD
from monitoring.models import HistoryLine, Meeting, ProgressUpdate
from parties.models import Membership, Party

Found = tuple[str, str]  # a column of a line, and the look-up that gives it
OF_ROW: dict[type[models.Model], tuple[Found, ...]] = {
    Agreement: (("agreement", "pk"),),
    Agenda: (("year", "year"),),
    Goal: (("goal", "pk"), ("year", "words_from")),
    Theme: (("year", "words_from"),),
    GoalText: (("year", "from_year"),),
    Action: (("action", "pk"), ("goal", "goal_id"), ("year", "agenda__year")),
    Indicator: (("indicator", "pk"),),
    Meeting: (("meeting", "pk"),),
    Party: (("of_party", "pk"),),
}
ONLY_TOLD = {ProgressUpdate: {"submitted_at__isnull": False}}


def write_lines(model: type[models.Model], change_set: UUID) -> None:
    """A line for each row of history of this change set that the parties may read."""
    if model not in TOLD:
        return
    history = model.history.model._meta.db_table
    rows = model._base_manager.filter(**ONLY_TOLD.get(model, {})).order_by()
    if model is Proposal:
        rows = rows.exclude(content_sha256="")
    places = {name: _first_of(look_ups) for name, look_ups in _look_ups(model).items()}
    named = {name: places.get(name, Cast(Value(None), models.BigIntegerField())) for name in PLACE}
    named["was_closed"] = Value(False)
    rows = rows.annotate(**{f"line_{name}": value for name, value in named.items()})
    query, arguments = rows.values_list("pk", *(f"line_{name}" for name in PLACE)).query.sql_with_params()
    quoted = connection.ops.quote_name
    own = ", ".join(map(quoted, PLACE))
    of_place = ", ".join(f"place.{quoted(name)}" for name in PLACE)
    lines, members = HistoryLine._meta.db_table, Membership._meta.db_table
    key = HistoryLine._meta.get_field("change_set").get_db_prep_value(change_set, connection)
    parts = (
        f"INSERT INTO {lines} (model, record, {quoted('row')}, change, kind, at, change_set, person, by_party, {own})",
        f"WITH place (key, {own}) AS ({query})",
        "SELECT %s, h.history_id, h.id, h.history_type, %s, h.history_date, h.change_set, h.history_user_id,",
        f"m.party_id, {of_place}",
        f"FROM {history} h JOIN place ON place.key = h.id LEFT JOIN {members} m ON m.user_id = h.history_user_id",
        "WHERE h.change_set = %s",
    )
    with connection.cursor() as cursor:
        cursor.execute(" ".join(parts), [*arguments, model._meta.label, str(TOLD[model].value), key])


def _first_of(look_ups: list[str]):
    found = [F(name) for name in look_ups]
    return Coalesce(*found) if len(found) > 1 else found[0]


def _look_ups(model: type[models.Model]) -> dict[str, list[str]]:
    """Of each column the look-ups from the row that may give it; what stands nearest to the row counts."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, look_up in _noted(model):
        if look_up not in found[name]:
            found[name].append(look_up)
    return found


def _noted(model: type[models.Model]) -> Iterator[Found]:
    usual = "agreement" if "agreement" in {field.name for field in model._meta.concrete_fields} else ""
    *names, last = getattr(model, "agreement_path", usual).split("__")
    prefix = ""
    yield from _of(model, prefix)
    for name in names:
        prefix, model = f"{prefix}{name}__", model._meta.get_field(name).related_model
        yield from _of(model, prefix)
    if last:
        yield "agreement", f"{prefix}{last}_id"


def _of(model: type[models.Model], prefix: str) -> Iterator[Found]:
    names = {field.name for field in model._meta.concrete_fields}
    for name, look_up in OF_ROW.get(model, ()):
        yield name, f"{prefix}{look_up}"
    if "action" in names:
        for name, look_up in OF_ROW[Action]:
            yield name, f"{prefix}action__{look_up}"
    for name, field in (("goal", "goal"), ("action", "action"), ("indicator", "indicator"), ("of_party", "party")):
        if field in names:
            yield name, f"{prefix}{field}_id"
    if "year" in names:
        yield "year", f"{prefix}year"
