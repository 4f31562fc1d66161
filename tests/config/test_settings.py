"""What the settings ask of PostgreSQL."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.for_postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles nothing"),
]


def test_it_compiles_no_query():
    """The query that finds when a text last changed took half a second to compile, and a twentieth to answer."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
