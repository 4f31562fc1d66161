"""What people decide about an import before it is taken over."""

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.imports.applying import NotAppliedError, locked
from agreements.models import AgendaImport
from parties.history.records import change_set
from parties.models import User


@transaction.atomic
def keep_choices(agenda_import: AgendaImport, *, columns: dict[str, str], answers: dict[str, str], by: User) -> AgendaImport:
    """Store the meaning of columns and the answers, also those that this preview does not ask for."""
    current = locked(agenda_import)
    if not current.is_waiting:
        raise NotAppliedError(_("This import has been taken over already."))
    current.columns = columns
    current.answers = current.answers | answers
    with change_set(user=by):
        current.save()
    return current


@transaction.atomic
def discard(agenda_import: AgendaImport, *, by: User) -> None:
    """Throw away an import that was never taken over, with its file. Raises NotAppliedError."""
    current = locked(agenda_import)
    if not current.is_waiting:
        raise NotAppliedError(_("This import has been taken over, so it stays, with its file."))
    file = current.file
    with change_set(reason=_("Thrown away without taking it over"), user=by):
        current.delete()
    transaction.on_commit(lambda: file.delete(save=False))
