"""Whatever three people do after each other, and wherever the server stops: no row lost, no order doubled, every write told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from agreements.models import Action, ActionLink, Goal, GoalText, Indicator, Lead, Target, Theme, ThemeText, WritingStep
from agreements.writing import goals, rearranging, workflow
from agreements.writing.order import rows_beside
from agreements.writing.undoing import last_step, undo
from agreements.writing.values import value_of
from parties.refusals import NotAllowedNowError

pytestmark = pytest.mark.django_db
WRITTEN = (Theme, ThemeText, Goal, GoalText, Action, ActionLink, Lead, Indicator, Target)
MOST_STEPS = 5


class ServerStoppedError(Exception):
    """The server went away between two statements."""


@contextmanager
def stopping_before(statement: int | None) -> Iterator[None]:
    """Go away before that statement, once."""
    seen = 0

    def count(execute, sql, params, many, context):
        nonlocal seen
        seen += "SAVEPOINT" not in sql  # Django takes a savepoint back only for errors of the database
        if seen == statement and "SAVEPOINT" not in sql:
            raise ServerStoppedError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def snapshot() -> dict[tuple[str, int], tuple]:
    return {
        (model.__name__, values[0]): values
        for model in WRITTEN
        for values in model.objects.order_by("pk").values_list(*[each.attname for each in model._meta.concrete_fields])
    }


Numbers = tuple[int, int, int]
Do = Callable[[Any, Any, Any, Numbers], Any]


def _write(desk, by, row, numbers):
    name = "text" if isinstance(row, Goal | Action) else "title"
    place = desk.place(row, "kop" if name == "title" else "tekst")
    seen = {name: "een oude versie"} if numbers[2] % 5 == 0 else {}
    workflow.write_part(place=place, by=by, values={name: f"Tekst {numbers[1]}"}, seen=seen)


def _lead(desk, by, row, numbers):
    if isinstance(row, Action):
        cast = desk.scene.cast
        parties = [cast.municipality, cast.association, cast.tenants][numbers[1] % 3 :]
        leads = [{"party": party.pk, "task": "regie" * (numbers[2] % 2), "contact": None} for party in parties]
        workflow.write_part(place=desk.place(row, "trekkers"), by=by, values={"leads": leads}, seen={})


def _add(desk, by, row, numbers):
    act, kind = {
        Theme: [("doel-erbij", "doel"), ("thema-erbij", "thema")][numbers[1] % 2],
        Goal: [("actie-erbij", "actie"), ("doel-erbij", "doel")][numbers[1] % 2],
        Action: ("actie-erbij", "actie"),
    }[type(row)]
    values = {"title": f"Thema {numbers[2]}"} if kind == "thema" else {"text": f"Nieuw {numbers[2]}"}
    workflow.add_row(place=desk.place(row, act), by=by, kind=kind, values=values)


def _shift(desk, by, row, numbers):
    workflow.shift(place=desk.place(row, "omlaag"), by=by, down=bool(numbers[1] % 2))


def _move(desk, by, row, numbers):
    others = list(desk.goals if isinstance(row, Action) else desk.themes)
    above = others[numbers[1] % len(others)].pk if numbers[2] % 2 else None
    beside = [each.pk for each in rows_beside(row, desk.agenda) if each != row]
    before = beside[numbers[1] % len(beside)] if beside and above is None else None
    workflow.move(place=desk.place(row, "verplaatsen"), by=by, before=before, above=above)


def _split(desk, by, row, numbers):
    if isinstance(row, Action):
        rearranging.split(place=desk.place(row, "splitsen"), by=by, parts=["Deel een.", "Deel twee."])
    elif isinstance(row, Goal):
        places = dict.fromkeys(row.actions.filter(agenda=desk.agenda).values_list("pk", flat=True), numbers[1] % 2)
        goals.split_goal(place=desk.place(row, "splitsen"), by=by, parts=["Deel een.", "Deel twee."], places=places)


def _merge(desk, by, row, numbers):
    others = list(Action.objects.filter(agenda=desk.agenda).exclude(pk=row.pk).values_list("pk", flat=True))
    if isinstance(row, Action) and others:
        other = others[numbers[1] % len(others)]
        rearranging.merge(place=desk.place(row, "samenvoegen"), by=by, others=[other], text="Samen.")
    elif isinstance(row, Goal):
        other = desk.goals[numbers[1] % len(desk.goals)]
        goals.merge_goals(place=desk.place(row, "samenvoegen"), by=by, others=[other.pk], text="Samen.")


def _drop(desk, by, row, numbers):
    if not isinstance(row, Theme):
        workflow.drop(place=desk.place(row, "vervallen"), by=by, reason="Geen geld.")


def _copy(desk, by, row, numbers):
    if not isinstance(row, Theme):
        workflow.copy_row(place=desk.place(row, "kopie"), by=by)


def _delete(desk, by, row, numbers):
    workflow.delete(place=desk.place(row, "weg"), by=by)


def _undo(desk, by, row, numbers):
    undo(agenda=desk.agenda, by=by)


DOES: list[Do] = [_write, _lead, _add, _shift, _move, _split, _merge, _drop, _copy, _delete, _undo, _undo]
KEEPS_ALL_ROWS = {_write, _shift, _move, _drop}
TAKES_ROWS = {_delete, _merge}


@dataclass
class Watch:
    """What holds after each step."""

    desk: Any
    told: int = 0
    came: dict[int, tuple[set, set]] = field(default_factory=dict)  # by step: the keys that came and went

    def after(self, does: Do, before: dict, person) -> None:
        now = snapshot()
        came, went = now.keys() - before.keys(), before.keys() - now.keys()
        last = WritingStep.objects.order_by("-pk").first()
        if last is not None and last.pk not in self.came and does is not _undo:
            self.came[last.pk] = came, went
        rows = {key for key in came | went if key[0] in {"Theme", "Goal", "Action"}}
        if does in KEEPS_ALL_ROWS:
            assert not rows, "no row comes or goes"
        elif does is _undo:
            undone = WritingStep.objects.filter(by=person).exclude(undone_at=None).order_by("-undone_at").first()
            assert (came, went) == self.came[undone.pk][::-1], "what came goes, and what went is there again"
        elif does not in TAKES_ROWS:
            assert not {key for key in went if key[0] in {"Theme", "Goal", "Action"}}, "no row is lost"
        self.no_order_is_doubled()

    def no_order_is_doubled(self) -> None:
        places = list(Action.objects.filter(agenda=self.desk.agenda).values_list("goal", "position"))
        for model, above in ((Goal, "theme_id"), (Theme, "parent_id")):
            rows = self.desk.goals if model is Goal else self.desk.themes
            words = [row.in_force(2025) for row in rows if row.exists_in(2025)]
            places += [(model.__name__, getattr(each, above), each.position) for each in words]
        assert len(set(places)) == len(places), sorted(places, key=str)

    def every_write_is_told(self, since: dict) -> None:
        for model in WRITTEN:
            for record in model.history.filter(history_id__gt=since[model]):
                assert record.history_user in self.desk.people
                assert record.history_change_reason
                assert record.change_set


STEP = st.tuples(
    st.integers(0, 2),
    st.sampled_from(DOES),
    st.integers(0, 50),
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    st.none() | st.integers(1, 70),
)


def test_many_sequences(desk, pytestconfig):
    """Forty, and a hundred with --all; the same ones each time."""
    settled(desk)
    since = {model: max(model.history.values_list("history_id", flat=True), default=0) for model in WRITTEN}
    done = 0

    @settings(
        max_examples=100 if pytestconfig.getoption("all") else 40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    @given(steps=st.lists(STEP, min_size=2, max_size=MOST_STEPS))
    def go(steps):
        nonlocal done
        with transaction.atomic():
            watch = Watch(desk)
            for number, does, which, numbers, stop in steps:
                do(desk, watch, desk.people[number], does, which, numbers, stop)
            watch.every_write_is_told(since)
            done += 1
            if done % 10 == 0:
                desk.scene.all_is_well()
            transaction.set_rollback(True)

    go()


def do(desk, watch, person, does, which, numbers, stop) -> None:
    rows = [*Action.objects.filter(agenda=desk.agenda), *desk.goals, *desk.themes]
    before, told = snapshot(), WritingStep.objects.count()
    try:
        with stopping_before(stop):
            does(desk, person, rows[which % len(rows)], numbers)
    except (ServerStoppedError, ValidationError, NotAllowedNowError):
        assert snapshot() == before, "all of a step, or nothing"
        assert WritingStep.objects.count() == told
    else:
        watch.after(does, before, person)


def settled(desk) -> None:
    """The rows of the scene share places, as rows of before did; the first move gives each its own."""
    for rows in (desk.themes, desk.goals, Action.objects.filter(agenda=desk.agenda)):
        for row in rows:
            model = type(row)
            if model is not Action:
                row.write_for(2025)
            for place, each in enumerate(rows_beside(row, desk.agenda), start=1):
                if each.position != place:
                    each.position = place
                    each._history_user = desk.people[0]
                    each._change_reason = "Vooraf"
                    each.written_for = 2025 if model is not Action else None
                    each.save()


def test_the_test_would_see_a_row_that_shares_its_place(desk):
    settled(desk)
    Action.objects.create(agenda=desk.agenda, goal=desk.action.goal, text="Dubbel.", position=desk.action.position)
    with pytest.raises(AssertionError):
        Watch(desk).no_order_is_doubled()


def test_what_was_undone_says_what_it_said(desk):
    before, action = snapshot(), desk.action
    for does in (_write, _lead, _add, _split, _drop):
        does(desk, desk.people[1], action, (1, 2, 3))
    while last_step(desk.agenda, desk.people[1]):
        undo(agenda=desk.agenda, by=desk.people[1])
    assert snapshot() == before
    assert value_of(desk.action, "text", desk.agenda) == "De sloop is begonnen."
