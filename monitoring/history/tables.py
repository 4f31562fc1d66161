"""The tables that only grow: all history, the chains and what stands on them."""

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from agreements.models import Assent, Version, VersionFile
from monitoring.models import HistoryLine, Position
from parties.history.append_only import open_to_change, owned

CHAINS = (Version, VersionFile, Assent, Position, HistoryLine)


def tables_that_only_grow() -> list[str]:
    history = [model for model in apps.get_models() if issubclass(model, HistoricalChanges)]
    return sorted(model._meta.db_table for model in (*history, *CHAINS))


def what_keeps_history() -> str:
    """In a sentence, what the database does to keep history as it is."""
    if connection.vendor != "postgresql":
        return _("This database does not refuse changes of history itself; only PostgreSQL does.")
    tables = tables_that_only_grow()
    if found := open_to_change(connection, tables):
        sentence = _("The database lets %(count)s tables of history change. Run close_history as their owner, after migrate.")
        return sentence % {"count": len(found)}
    if owned(connection, tables):
        return _("The database refuses changes of history. The user of this connection owns the tables, and could end that.")
    return _("The database refuses changes of history, and the user of this connection cannot end that.")
