"""On PostgreSQL the application's own user changes no history, and goes on with its work."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from agreements.agenda.ground import Ground
from agreements.models import Version
from agreements.versions.recording import record_version
from monitoring.history.tables import tables_that_only_grow, what_keeps_history
from monitoring.models import HistoryLine
from parties.history.append_only import open_to_change
from parties.history.records import change_set
from tests.factories import ActionFactory, make_cast
from tests.shared_rows import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.for_postgresql]
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has triggers and roles")
HISTORY = "agreements_historicalaction"


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="module")
def closed_by_owner(module_rows, django_db_blocker):
    """The cast and a version, in tables that their owner closed."""

    def make():
        cast = make_cast()
        record_version(cast.agenda, kind=Version.Kind.ADOPTION, in_force_from="2024-01-01", ground=Ground("earlier"))
        run("SET CONSTRAINTS ALL IMMEDIATE", "CREATE ROLE application")
        run("GRANT USAGE ON SCHEMA public TO application")
        run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO application")
        run("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO application")
        call_command("close_history")
        call_command("close_history")  # done again it changes nothing
        return cast

    with made_once(django_db_blocker, make) as fresh:
        yield fresh


@pytest.fixture
def application(closed_by_owner, db):
    """All is asked as the user of the application, until the test is rolled back."""
    run("SET LOCAL ROLE application")
    yield closed_by_owner()
    run("RESET ROLE")


@only_postgresql
@pytest.mark.parametrize("table", [HISTORY, "monitoring_historyline", "agreements_historicalversion"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET id = id",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "ALTER TABLE {table} DISABLE TRIGGER USER",
        "DROP TABLE {table}",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET LOCAL session_replication_role = replica",
    ],
)
def test_the_user_of_the_application_changes_no_history(application, table, statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement.format(table=table))


@only_postgresql
def test_the_user_of_the_application_goes_on_with_its_work(application):
    with change_set(reason="Bijgesteld", user=application.officer):
        application.action.text = "De 21 flexwoningen zijn opgeleverd."
        application.action.save()
        application.lead.delete()
    assert application.action.history.count() == 2
    assert HistoryLine.objects.filter(model="agreements.Lead", change="-").count() == 1
    with translation.override("en"):
        assert what_keeps_history() == "The database refuses changes of history, and the user of this connection cannot end that."


@only_postgresql
def test_a_new_table_of_history_is_told_until_it_is_closed():
    run("SET CONSTRAINTS ALL IMMEDIATE", "DROP FUNCTION IF EXISTS refuse_change() CASCADE")
    assert open_to_change(connection, tables_that_only_grow()) == tables_that_only_grow()
    call_command("close_history")
    assert open_to_change(connection, tables_that_only_grow()) == []
    run(f"DROP TRIGGER append_only_whole ON {HISTORY}")
    assert open_to_change(connection, tables_that_only_grow()) == [HISTORY]


def test_the_program_itself_changes_no_row_of_history():
    record = ActionFactory().history.first()
    record.text = "Iets anders"
    with pytest.raises(ValidationError):
        record.save()
    with pytest.raises(ValidationError):
        record.delete()
