"""A new database makes its tables in one step for each app, an old one goes on with the steps that made it: both end the same."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

BY_OLD_STEPS = """
from tests.test_migrations import OldSteps
import django.db.migrations.executor as executor
executor.MigrationLoader = OldSteps
"""
MIGRATE = """
import gc, runpy, sys
gc.disable()
sys.argv = ["manage.py", "migrate", "--verbosity", "0"]
runpy.run_path("manage.py", run_name="__main__")
"""
SCHEMA = """
import django
django.setup()
from tests.test_migrations import print_schema
print_schema()
"""
# PostgreSQL: what is valid need not be said, and the names that Django makes up are those of the table when it was made.
COLUMNS = """
    SELECT table_name, 'column', column_name, data_type, character_maximum_length, is_nullable, column_default,
        identity_generation
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass, CASE WHEN contype IN ('c', 'u') THEN conname END, condeferrable, condeferred,
        replace(pg_get_constraintdef(oid), ' NOT VALID', '')
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = """
    SELECT tablename, regexp_replace(indexdef, 'INDEX \\w*(_pkey|_[0-9a-f]{8}(_like|_uniq)?) ON', 'INDEX ON')
    FROM pg_indexes WHERE schemaname = 'public'
"""


class OldSteps(MigrationLoader):
    """Without the migrations that stand for several others."""

    def load_disk(self):
        super().load_disk()
        self.disk_migrations = {key: migration for key, migration in self.disk_migrations.items() if not migration.replaces}


def print_schema() -> None:
    with connection.cursor() as cursor:
        lines = lines_of_sqlite(cursor) if connection.vendor == "sqlite" else lines_of_postgresql(cursor)
    print("\n".join(sorted(lines)))


def lines_of_sqlite(cursor) -> list[str]:
    """Every column, constraint and index; a table may have them in another order."""
    cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    parts = re.compile(r'[,(] ?(?="\w+" \w|CONSTRAINT)')
    return [f"{table}: {part.rstrip(')')}" for table, sql in cursor.fetchall() for part in parts.split(sql)]


def lines_of_postgresql(cursor) -> list[str]:
    lines = []
    for query in (COLUMNS, CONSTRAINTS, INDEXES):
        cursor.execute(query)
        lines += map(str, cursor.fetchall())
    return lines


@pytest.fixture(autouse=True)
def migrations_are_there(settings):
    """Also where the tests get the tables of the models."""
    settings.MIGRATION_MODULES = {}


def test_one_step_gives_the_models_that_the_old_steps_gave():
    now, before = MigrationLoader(None).project_state(), OldSteps(None).project_state()
    assert len(now.models) > 100
    assert now.models.keys() == before.models.keys()
    assert [key for key in now.models if now.models[key] != before.models[key]] == []


@pytest.mark.parametrize("app", ["agreements", "monitoring"])
def test_a_new_database_makes_its_tables_in_one_step(app):
    loader = MigrationLoader(None)
    (root,) = loader.graph.root_nodes(app)
    assert len(loader.get_migration(*root).operations) == 1
    assert sorted(loader.get_migration(*root).replaces)[0] == (app, "0001_initial")


@pytest.mark.parametrize(("agreements", "monitoring"), [(27, 7), (31, 8), (36, 12), (36, 18)])
def test_a_database_that_has_part_of_the_steps_goes_on_with_the_next(monkeypatch, agreements, monitoring):
    """Also one that began with what stood for fewer of them, and noted that under a name that is there no more."""
    last = {"agreements": agreements, "monitoring": monitoring}
    steps = [step for step in OldSteps(None).graph.nodes if "squashed" not in step[1]]
    done = {(app, name) for app, name in steps if app not in last or int(name[:4]) <= last[app]}
    noted = dict.fromkeys([*done, ("agreements", "0001_squashed_0027_signing")])
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda recorder: noted)
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    planned = {(step.app_label, step.name) for step, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())}
    assert planned == set(steps) - done


@pytest.mark.with_all
@pytest.mark.django_db
@pytest.mark.for_postgresql
def test_one_step_makes_the_tables_constraints_and_indexes_that_the_old_steps_made(tmp_path):
    assert schema_after(MIGRATE, tmp_path / "new") == schema_after(BY_OLD_STEPS + MIGRATE, tmp_path / "old")


def schema_after(migrate: str, folder) -> list[str]:
    """Of a database of its own."""
    environment = {**os.environ, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE steps_{folder.name}")
        environment["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/steps_{folder.name}"
    for code in (migrate, SCHEMA):
        command = [sys.executable, "-c", code]
        said = subprocess.run(command, env=environment, cwd=site.BASE_DIR, check=True, capture_output=True, text=True).stdout
    lines = said.splitlines()
    assert len(lines) > 2000
    return lines
