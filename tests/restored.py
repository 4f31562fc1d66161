"""A database as it was when its backup was made."""

from django.core.management.color import no_style
from django.db import connection

from agreements.models import Action, Goal, Lead, Theme


def restore_numbers() -> None:
    """The next rows get the numbers that they would get after a backup of this moment was restored.

    PostgreSQL alone needs this: there a rollback does not give numbers back.
    """
    models = [model for row in (Theme, Goal, Action, Lead) for model in (row, row.history.model)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
