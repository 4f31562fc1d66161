"""Models that point at each other, made and taken away in one step."""

import pytest
from django.db import connection
from django.db.migrations import AddIndex, CreateModel
from django.db.migrations.state import ProjectState
from django.db.models import CASCADE, AutoField, ForeignKey, Index

from parties.migrating import CreateTogether, IndexTogether


def model(name: str, other: str) -> CreateModel:
    return CreateModel(name, [("id", AutoField(primary_key=True)), ("other", ForeignKey(f"parties.{other}", CASCADE))])


def tables() -> set[str]:
    return {"parties_hen", "parties_egg"} & set(connection.introspection.table_names())


@pytest.mark.django_db(transaction=True)
def test_models_that_point_at_each_other_come_and_go():
    together = CreateTogether([model("Hen", "Egg"), model("Egg", "Hen")])
    assert together.describe() == "Create 2 models"
    before = ProjectState()
    assert len(before.apps.get_models()) == 0
    after = before.clone()
    together.state_forwards("parties", after)
    with connection.schema_editor() as editor:
        together.database_forwards("parties", editor, before, after)
    assert tables() == {"parties_hen", "parties_egg"}
    with connection.cursor() as cursor:
        assert len(connection.introspection.get_relations(cursor, "parties_hen")) == 1
    with connection.schema_editor() as editor:
        together.database_backwards("parties", editor, after, before)
    assert tables() == set()


@pytest.mark.django_db(transaction=True)
def test_indexes_of_more_tables_come_and_go():
    made = CreateTogether([model("Hen", "Egg"), model("Egg", "Hen")])
    names = {"Hen": "hen_id", "Egg": "egg_id"}
    indexed = IndexTogether([AddIndex(of, Index(fields=["-id"], name=name)) for of, name in names.items()])
    assert indexed.describe() == "Add 2 indexes"
    states = [ProjectState()]
    for step in (made, indexed):
        states.append(states[-1].clone())
        step.state_forwards("parties", states[-1])
    with connection.schema_editor() as editor:
        made.database_forwards("parties", editor, *states[:2])
        indexed.database_forwards("parties", editor, *states[1:])
    assert indexes() == set(names.values())
    with connection.schema_editor() as editor:
        indexed.database_backwards("parties", editor, *states[:0:-1])
    assert indexes() == set()
    with connection.schema_editor() as editor:
        made.database_backwards("parties", editor, *states[1::-1])


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        found = [connection.introspection.get_constraints(cursor, table) for table in sorted(tables())]
    return {name for table in found for name, row in table.items() if row["index"]} & {"hen_id", "egg_id"}
