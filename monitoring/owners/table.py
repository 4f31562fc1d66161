"""The table of owners, and the owner that most fields have: coordinators of parties that sign."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.writers import agreement_id_of
from parties.history.owners import OwnerTable, remember
from parties.history.write_rules import Write
from parties.owners import whoever

owners = OwnerTable()


def _coordinates(write: Write) -> bool:
    """Whether the person is coordinator of a party that signs the agreement."""
    agreement = agreement_id_of(write.row)
    return remember(
        ("coordinates agreement", write.by.pk, agreement),
        lambda: Agreement.objects.coordinated_by(write.by).filter(pk=agreement).exists(),
    )


def is_over(write: Write, moment: str) -> bool:
    """Whether the row has this moment by now: asked of the database, for it may have been read before another closed or sent it.

    Within a transaction the row is held, so that it cannot get the moment until this is written.
    """
    if write.before is None:
        return False
    rows = type(write.row)._base_manager.filter(pk=write.row.pk)
    if connection.in_atomic_block:
        rows = rows.select_for_update()
    return any(rows.values_list(moment, flat=True))


coordinators = whoever(
    "coördinatoren van partijen die tekenen", _coordinates, _("Only a coordinator of a party that signs the agreement does this.")
)
