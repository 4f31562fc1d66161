"""config/postgresql: what is asked again stays with the server, and means what Django's own SQL means."""

from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import DataError, connection, connections
from django.db.backends.postgresql.base import Cursor as DjangosCursor
from django.db.models import Count, F, QuerySet, Value
from django.test.utils import CaptureQueriesContext
from psycopg.types.datetime import TimestamptzLoader

from agreements.models import Lead, Proposal
from monitoring.models import Meeting
from parties.models import Membership, Party
from parties.prepared import MANY, Prepared
from tests.factories import MeetingFactory, PartyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("is about PostgreSQL")
    connection.ensure_connection()


def answer(sql: str, params=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def prepared() -> list[str]:
    return [sql for (sql,) in answer("SELECT statement FROM pg_prepared_statements")]


def test_the_server_keeps_what_is_asked_again_with_other_values():
    for name in ("Waterhoek", "Zandbergen", "Elders"):
        assert not Party.objects.filter(name=name).exists()
    assert [sql for sql in prepared() if '"parties_party"."name" = $' in sql]


def test_what_differs_most_is_planned_each_time(cast):
    """One party leads a thousand times what another leads; of one day there is about as much as of another."""
    for day, party in enumerate((cast.municipality, cast.association, cast.tenants), 1):
        list(Lead.objects.filter(party=party))
        assert not Meeting.objects.filter(held_on__lt=date(2020, 1, day)).exists()
    assert not [sql for sql in prepared() if '"agreements_lead"' in sql]
    assert [sql for sql in prepared() if '"held_on" <' in sql]


def test_a_prepared_query_may_ask_for_one_plan_for_all_parties(cast):
    @Prepared.with_one_plan
    @Prepared
    def led_by(party: int) -> QuerySet:
        return Lead.objects.filter(party=party).values_list("pk")

    for party in (cast.municipality, cast.association, cast.tenants):
        led_by.rows(party.pk)
    assert [sql for sql in prepared() if '"agreements_lead"' in sql]


def test_the_server_knows_of_a_state_which_one_it_is():
    """Of a text that is open there are few, and of an average one there are many: the plan depends on it."""
    for party in (1, 2, 3):
        assert not Proposal.objects.filter(state="open", agreement=party, needed=None).exists()
    (asked,) = [sql for sql in prepared() if '"agreements_proposal"' in sql]
    assert "'open'" in asked


def test_what_somebody_typed_is_never_written_into_it():
    for words in ("x' OR 'a", "Waterhoek", "a\\", "één", "a b", "x" * 21, ""):
        assert not Party.objects.filter(name=words).exists()
    assert answer("SELECT %s", ["x' OR 'a"]) == [("x' OR 'a",)]
    assert not [sql for sql in prepared() if "Waterhoek" in sql or " OR 'a" in sql]


def test_it_keeps_nothing_that_writes():
    for name in ("Waterhoek", "Zandbergen"):
        party = PartyFactory(name=name)
        Party.objects.filter(pk=party.pk).update(short_name=name)
    assert not [sql for sql in prepared() if not sql.startswith(("SELECT", "WITH"))]


VALUES = [1, 40_000, 3_000_000_000, "tekst", "50% 's avonds", None, True, date(2026, 7, 1), Decimal("1.50")]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_is(value):
    for _ in range(3):
        assert answer("SELECT %s AS a, 100 %% 30, %s AS b", [value, "z"]) == [(value, 10, "z")]


@pytest.mark.parametrize("at", ["2026-07-01 12:30:00+00", "2026-01-01 23:59:59.12+02", "0001-01-01 00:00:00.000001+00"])
def test_a_moment_is_read_as_psycopg_reads_it(at):
    ((found, words),) = answer("SELECT %s::timestamptz, %s::timestamptz::text", [at, at])
    expected = TimestamptzLoader(0, connection.connection).load(words.encode())
    assert (found, found.tzinfo) == (expected, connection.timezone)


def test_a_moment_that_python_does_not_know_is_refused_as_before():
    with pytest.raises(DataError):
        answer("SELECT 'infinity'::timestamptz")


def test_what_was_asked_can_be_read_also_when_it_was_prepared():
    with CaptureQueriesContext(connection) as asked:
        for name in ("Waterhoek", "Zandbergen", "Elders"):
            assert not Party.objects.filter(name=name).exists()
    assert [row["sql"].partition("WHERE ")[2] for row in asked][2] == """"parties_party"."name" = 'Elders' LIMIT 1"""


def test_numbers_are_counted_with_as_those_in_sql():
    """As smallint, which psycopg would send, the product does not fit."""
    assert answer("SELECT %s * %s", [30_000, 3]) == [(90_000,)]


def test_without_values_signs_are_read_as_django_means_them():
    assert answer("SELECT '%%'", ()) == [("%",)]
    assert answer("SELECT '%%'") == [("%%",)]


def test_the_same_value_is_one_value_also_where_is_grouped():
    PartyFactory(name="Waterhoek")
    same = Party.objects.annotate(seven=F("pk") * 0 + Value(7)).values("seven").annotate(number=Count("pk"))
    for _ in range(2):
        assert list(same.filter(seven=7).values_list("seven", "number")) == [(7, Party.objects.count())]


def test_a_number_a_word_and_a_yes_that_are_equal_to_python_stay_three():
    for _ in range(2):
        assert answer("SELECT %s + 1, %s, %s", [1, True, "1"]) == [(2, True, "1")]


def test_more_values_than_are_ever_asked_again_are_written_into_the_sql():
    many = list(range(70_000))  # more than the server takes beside a question
    assert Party.objects.filter(pk__in=many).count() == Party.objects.filter(pk__lt=70_000).count()


def test_keys_that_are_looked_up_twice_are_looked_up_once(cast):
    meeting = MeetingFactory(agreement=cast.agreement)
    for _ in range(3):
        assert list(Meeting.objects.visible_to(cast.officer)) == [meeting]
        assert not Meeting.objects.visible_to(cast.outsider).exists()
    (asked,) = {sql for sql in prepared() if '"monitoring_meeting"."title"' in sql}
    assert asked.startswith("WITH")
    assert asked.count('FROM "parties_partymember"') == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_migration_elsewhere_it_is_asked_anew():
    """The server refuses what it prepared when a column is another one: what runs the old release goes on."""
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("CREATE TABLE changing (name varchar(50))")
        try:
            for _ in range(3):
                assert answer("SELECT name FROM changing WHERE name <> %s", ["x"]) == []
            other.execute("ALTER TABLE changing ALTER COLUMN name TYPE varchar(100)")
            assert answer("SELECT name FROM changing WHERE name <> %s", ["x"]) == []
        finally:
            other.execute("DROP TABLE changing")


def test_a_pool_of_connections_gets_what_django_sends():
    options = {**connection.settings_dict["OPTIONS"], "prepared": 0}
    alone = connections.create_connection("default")
    alone.settings_dict = {**connection.settings_dict, "OPTIONS": options}
    try:
        with alone.cursor() as cursor:
            for _ in range(3):
                cursor.execute("SELECT %s AS a", ["x"])
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            assert cursor.fetchone() == (0,)
            assert isinstance(cursor.cursor, DjangosCursor)
    finally:
        alone.close()


def test_many_keys_go_as_one_value_for_which_one_question_is_written():
    built = []
    of_parties = Prepared(lambda parties: built.append(parties) or Membership.objects.filter(party__in=parties).values("party"))
    with CaptureQueriesContext(connection) as asked:
        for number in (MANY + 1, MANY + 2, 5 * MANY):
            assert of_parties.rows(tuple(range(2**40, 2**40 + number))) == []
    assert len(built) == 1
    assert {row["sql"].count(" = ANY('{") for row in asked} == {1}
