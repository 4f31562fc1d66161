from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "parties"
    verbose_name = _("Parties and people")

    def ready(self):
        from parties.accounts import session_end  # noqa: F401  (stamps a session when someone signs in)
        from parties.history.write_rules import register
        from parties.owners import owners

        register(owners)

        pre_migrate.connect(let_old_rows_be, sender=self)
        post_migrate.connect(check_every_row, sender=self)


def let_old_rows_be(using: str, **kwargs) -> None:
    """SQLite changes a table by copying it: a text longer than a new maximum must not stop that."""
    _ignore_checks(using, "ON")


def check_every_row(using: str, **kwargs) -> None:
    _ignore_checks(using, "OFF")


def _ignore_checks(using: str, value: str) -> None:
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute(f"PRAGMA ignore_check_constraints = {value}")
