"""Undo an import: every row as it was before, by its own history; refused when someone went on working with one of them."""

from collections.abc import Iterable
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from agreements.consent.lock import locks_of
from agreements.imports.applying import NotApplied, locked
from agreements.markdown import first_words
from agreements.models import Action, Agenda, AgendaImport, Agreement, Goal, Lead, Project, Theme
from parties.history.records import change_set

WRITTEN = (Lead, Action, Goal, Theme, Project, Agenda, Agreement)  # what an import writes, in an order in which it can be deleted
ADDED, CHANGED, DELETED = "+", "~", "-"


@transaction.atomic
def undo_import(agenda_import: AgendaImport, *, by) -> AgendaImport:
    """Put back what the import changed and take away what it added. Raises NotApplied and writes nothing when that cannot be."""
    agenda = Agenda.objects.select_for_update().get(pk=agenda_import.agenda_id)
    agenda_import = locked(agenda_import)
    if not agenda_import.is_applied:
        raise NotApplied(_("This import has not been taken over, or it has been undone already."))
    written = {model: _records(model, agenda_import) for model in WRITTEN}
    _refuse_locked(agenda, written)
    for model, records in written.items():
        _refuse_later_changes(model, records, agenda_import)
    with change_set(reason=_("Import of %(file)s undone") % {"file": agenda_import.file_name}, user=by):
        _restore(written)
        agenda_import.state = AgendaImport.State.UNDONE
        agenda_import.save()
    return agenda_import


def _records(model: type[models.Model], agenda_import: AgendaImport) -> dict[int, list]:
    """What the import wrote in the history, by row, oldest first."""
    found: dict[int, list] = {}
    for record in model.history.filter(change_set=agenda_import.change_set).order_by("history_id"):
        found.setdefault(record.id, []).append(record)
    return found


def _refuse_locked(agenda: Agenda, written: dict[type[models.Model], dict[int, list]]) -> None:
    """Neither the agenda nor anything else that the import wrote may stand still by now: also not in another year."""
    locks = locks_of(agenda.agreement_id)
    if not locks.agendas:
        return
    found = [model.objects.filter(pk__in=records) for model, records in written.items() if model is not Lead]  # see its action
    for row in chain([agenda], *found):
        if why := locks.why_not_change(row):
            raise NotApplied(_("The import cannot be undone: %(reasons)s") % {"reasons": why})


def _refuse_later_changes(model: type[models.Model], records: dict[int, list], agenda_import: AgendaImport) -> None:
    last = {pk: rows[-1].history_id for pk, rows in records.items()}
    ours = model.history.filter(change_set=agenda_import.change_set).values("id")
    later = model.history.filter(id__in=ours, history_id__gt=min(last.values(), default=0)).exclude(
        change_set=agenda_import.change_set
    )
    for record in later.order_by("history_id").select_related("history_user"):
        if record.history_id > last[record.id]:
            who = record.history_user or _("somebody")
            sentence = _("%(person)s changed «%(row)s» after the import, so it can no longer be undone as a whole.")
            raise NotApplied(sentence % {"person": who, "row": _name(record.instance)})


def _name(instance) -> str:
    text = getattr(instance, "text", "") or getattr(instance, "title", "") or getattr(instance, "name", "")
    if isinstance(instance, Lead):
        text = instance.action.text if Action.objects.filter(pk=instance.action_id).exists() else _("an action")
    return first_words(text, 60)


def _restore(written: dict[type[models.Model], dict[int, list]]) -> None:
    added = {model: [pk for pk, rows in records.items() if rows[0].history_type == ADDED] for model, records in written.items()}
    gone = {model: list(model.objects.filter(pk__in=pks).order_by("-pk")) for model, pks in added.items()}
    _refuse_what_hangs_below(gone)
    try:
        for lead in gone[Lead]:
            lead.delete()
        for model in (Agreement, Agenda, Project, Theme, Goal, Action, Lead):
            for pk, rows in written[model].items():
                if rows[0].history_type != ADDED:
                    _put_back(model, pk, rows[0])
        for model in (Action, Goal, Theme, Project):
            for row in gone[model]:
                row.delete()
    except ValidationError as error:
        raise NotApplied(_("The import cannot be undone: %(reasons)s") % {"reasons": " ".join(error.messages)}) from error


def _put_back(model: type[models.Model], pk: int, first) -> None:
    """The row as it was just before the import first wrote it; a row that the import deleted comes back with its key."""
    if first.history_type == DELETED:
        row = first.instance
        row._state.adding = True
        row.full_clean(exclude=["id"])
        row.save(checked=True, force_insert=True)
        return
    before = model.history.filter(id=pk, history_id__lt=first.history_id).latest("history_id")
    row = model.objects.get(pk=pk)
    for field in before.tracked_fields:
        setattr(row, field.attname, getattr(before, field.attname))
    row.save()


def _refuse_what_hangs_below(gone: dict[type[models.Model], Iterable[models.Model]]) -> None:
    """Nothing that people added below an imported row may go with it unasked."""
    ours = {(type(row), row.pk) for rows in gone.values() for row in rows}
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        for model in (Lead, Action, Goal, Theme, Project):
            collector.collect(gone[model])
    except (ProtectedError, RestrictedError) as error:
        blocking = getattr(error, "protected_objects", None) or error.restricted_objects
        others = [row for row in blocking if (type(row), row.pk) not in ours]
        if others:
            raise NotApplied(_hangs_below(others[0])) from error
    for model, rows in collector.data.items():
        others = [row for row in rows if (model, row.pk) not in ours]
        if others:
            raise NotApplied(_hangs_below(others[0]))
    for rows in collector.fast_deletes:
        others = [row for row in rows if (type(row), row.pk) not in ours]
        if others:
            raise NotApplied(_hangs_below(others[0]))


def _hangs_below(row: models.Model) -> str:
    sentence = _("Something was added since: %(kind)s «%(row)s». So the import can no longer be undone as a whole.")
    return sentence % {"kind": row._meta.verbose_name, "row": first_words(str(row), 60)}
