"""After migrate: let the database refuse every change of history."""

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from monitoring.history.lines import make_missing_lines
from monitoring.history.tables import tables_that_only_grow, what_keeps_history
from parties.history.append_only import close_tables


class Command(BaseCommand):
    help = "Sluit de geschiedenis: de database weigert elke wijziging. Draai dit na elke migrate, als eigenaar van de tabellen."

    @transaction.atomic
    def handle(self, **options) -> None:
        made = make_missing_lines()
        if made:
            self.stdout.write(f"Regels van de geschiedenis bijgemaakt: {made}.")
        if connection.vendor == "postgresql":
            close_tables(connection, tables_that_only_grow())
        self.stdout.write(what_keeps_history())
