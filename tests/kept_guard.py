"""What is kept until an agreement is touched is read from tables that are watched: in every test that makes any of it.

A table that is read besides needs a watch() in a migration, or what is shown may be older than what was written.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from agreements.touched import UntilTouched
from parties.history.past import is_reading_past

NOT_TOLD = {"parties_user"}  # who said how it sees a report is read along with that, and named nowhere
_named = re.compile(r'(?:FROM|JOIN) "?([a-z]+_[a-z_]+)"?').findall


@cache
def watched_tables() -> frozenset[str]:
    """As the migrations have it: on SQLite there is nothing to ask."""
    migrations = Path(settings.BASE_DIR).glob("*/migrations/*.py")
    found = (re.findall(r'watch(?:_names)?\(\w+, "(\w+)"', path.read_text("utf-8")) for path in migrations)
    return frozenset(table for tables in found for table in tables)


def watch_what_is_kept() -> None:
    """From now on in this process."""
    real = UntilTouched.get

    def refuse(execute, sql, params, many, context):
        if unwatched := set(_named(sql)) - watched_tables() - NOT_TOLD:
            raise AssertionError(f"What is kept is read from tables that nobody watches ({', '.join(unwatched)}): {sql[:200]}")
        return execute(sql, params, many, context)

    def get(self, wanted, make):
        def made(keys):
            with connection.execute_wrapper(refuse):
                return make(keys)

        return real(self, wanted, make if is_reading_past() else made)

    UntilTouched.get = get
