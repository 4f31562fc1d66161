"""The lines of many rows of history by one insert: as lines.py writes them, of what hangs on rows that are still there."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from agreements.models import Action, Agenda, Agreement, Goal, Indicator, MeetingRule, Participation, Theme
from agreements.models.words import GoalText, ThemeText
from monitoring.history.places import TOLD, which_are_told
from monitoring.models import Evaluation, HistoryLine, Meeting
from parties.models import Membership, Party, PartyAlias, PartyMember

PLACE = ("agreement", "year", "goal", "action", "indicator", "meeting", "evaluation", "of_party", "was_closed")
RECORD = ("history_id", "id", "history_type", "history_date", "change_set", "history_user_id")
COLUMNS = ("record", "row", "change", "at", "change_set", "person", "model", "kind", "by_party", *PLACE)
KEYS = (("goal", "goal"), ("action", "action"), ("indicator", "indicator"), ("of_party", "party"))
Found = tuple[str, str]  # a column of a line, and the look-up from the row of history that gives it
OF_ROW: dict[type[models.Model], tuple[Found, ...]] = {
    Agreement: (("agreement", "id"),),
    Agenda: (("year", "year"),),
    Goal: (("goal", "id"), ("year", "words_from")),
    Theme: (("year", "words_from"),),
    GoalText: (("year", "from_year"),),
    ThemeText: (("year", "from_year"),),
    Action: (("action", "id"), ("goal", "goal_id"), ("year", "agenda__year")),
    Indicator: (("indicator", "id"),),
    Meeting: (("meeting", "id"),),
    Evaluation: (("evaluation", "id"),),
    Party: (("of_party", "id"),),
}


def insert_lines(model: type[models.Model], which: Q | None = None) -> int:
    """A line for each told row of history of the model that has none, oldest first; gives how many.

    Left out is what hung on a row that is gone: where that stood, only earlier lines tell.
    """
    if model not in TOLD:
        return 0
    known = HistoryLine.objects.filter(model=model._meta.label, record=OuterRef("history_id"))
    rows = model.history.model.objects.filter(which or Q(), which_are_told(model), ~Exists(known)).order_by("history_id")
    rows = rows.annotate(**{f"line_{name}": value for name, value in _place(model).items()}).filter(_is_there(model))
    told = {"line_model": _text(model._meta.label), "line_kind": _text(TOLD[model].value)}
    rows = rows.annotate(line_by_party=_party_of_person(), **told)
    given = ("model", "kind", "by_party", *PLACE)
    query, arguments = rows.values_list(*RECORD, *(f"line_{name}" for name in given)).query.sql_with_params()
    columns = ", ".join(map(connection.ops.quote_name, COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {HistoryLine._meta.db_table} ({columns}) {query}", arguments)
        return cursor.rowcount


def _text(value: str):
    return Value(value, output_field=models.CharField())


def _place(model: type[models.Model]) -> dict[str, models.expressions.Combinable]:
    """Of each column what gives it; of look-ups that may, the one that stands nearest to the row counts."""
    looked: dict[str, list[str]] = defaultdict(list)
    closed = Value(False)
    for prefix, row in _upwards(model):
        if row is Meeting:
            own = {f"{prefix}kind": MeetingRule.Kind.BILATERAL, f"{prefix}shared_on": None}
            closed = Case(When(Q(**own), then=Value(True)), default=Value(False))
        for name, look_up in _of(row):
            if f"{prefix}{look_up}" not in looked[name]:
                looked[name].append(f"{prefix}{look_up}")
    if path := _path(model):
        looked["agreement"].append(f"{path}_id")
    found = {name: _first_of(looked[name]) for name in PLACE[:-1]}
    return {**found, "was_closed": closed}


def _path(model: type[models.Model]) -> str:
    return "" if model in (Party, PartyAlias, PartyMember) else getattr(model, "agreement_path", "agreement")


def _upwards(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """The row, and what stands above it on the way to its agreement, each with the look-up that comes there."""
    prefix = ""
    yield prefix, model
    for name in _path(model).split("__")[:-1]:
        prefix, model = f"{prefix}{name}__", model._meta.get_field(name).related_model
        yield prefix, model


def _of(model: type[models.Model]) -> Iterator[Found]:
    names = _names(model)
    yield from OF_ROW.get(model, ())
    if "action" in names:
        yield from ((name, f"action__{look_up}") for name, look_up in OF_ROW[Action])
    yield from ((name, f"{field}_id") for name, field in KEYS if field in names)
    if "year" in names:
        yield "year", "year"


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _first_of(look_ups: list[str]) -> models.expressions.Combinable:
    if not look_ups:
        return Cast(Value(None), models.BigIntegerField())
    found = [F(name) for name in look_ups]
    return Coalesce(*found) if len(found) > 1 else found[0]


def _is_there(model: type[models.Model]) -> Q:
    """That everything it hung on is still there, so that its place is known."""
    there = Q(line_agreement__isnull=False) if _path(model) else Q()
    for prefix, row in _upwards(model):
        if row is Action:
            there &= Q(**{f"{prefix}agenda__year__isnull": False})
        elif "action" in _names(row):
            there &= Q(**{f"{prefix}action": None}) | Q(**{f"{prefix}action__agenda__year__isnull": False})
    return there


def _party_of_person() -> Coalesce:
    """For which party the person acts here: one that takes part, else the first."""
    own = Membership.objects.filter(user=OuterRef("history_user_id")).order_by("pk").values("party")
    here = Participation.objects.filter(agreement=OuterRef(OuterRef("line_agreement")), party=OuterRef("party"))
    return Coalesce(Subquery(own.filter(Exists(here))[:1]), Subquery(own[:1]))
