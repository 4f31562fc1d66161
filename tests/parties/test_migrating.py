"""Models that point at each other, made and taken away in one step."""

import pytest
from django.db import connection
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.models import CASCADE, AutoField, ForeignKey

from parties.migrating import CreateTogether


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
