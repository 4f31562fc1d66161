"""Undo an import: every row as it was before, by its history; refused when someone changed one since."""

from collections.abc import Iterable, Mapping
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from agreements.consent.lock import Locks, locks_of, why_it_stands_still
from agreements.imports.applying import NotAppliedError, locked
from agreements.markdown import first_words
from agreements.models import Action, Agenda, AgendaImport, Agreement, Goal, GoalText, Lead, Project, Theme, ThemeText
from agreements.models.adoptable import Adoptable
from agreements.models.agreement import InAgreement
from agreements.models.words import WordsPerYear
from agreements.versions.recording import hash_as_it_stands
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import User

Records = dict[int, list[HistoricalChanges]]  # by the row that they are about, oldest first
# What an import writes, in an order in which it can be deleted; it adds no agenda and no agreement.
ADDED_ROWS: tuple[type[InAgreement], ...] = (Lead, Action, GoalText, Goal, ThemeText, Theme, Project)
WRITTEN: tuple[type[InAgreement], ...] = (*ADDED_ROWS, Agenda, Agreement)
ADDED, CHANGED, DELETED = "+", "~", "-"


@transaction.atomic
def undo_import(agenda_import: AgendaImport, *, by: User) -> AgendaImport:
    """Restore what the import changed and remove what it added; NotAppliedError when that cannot be."""
    agenda = Agenda.objects.select_for_update().get(pk=agenda_import.agenda_id)
    agenda_import = locked(agenda_import)
    if not agenda_import.is_applied:
        raise NotAppliedError(_("This import has not been taken over, or it has been undone already."))
    written = {model: _records(model, agenda_import) for model in WRITTEN}
    locks = locks_of(agenda.agreement_id)
    _refuse_locked(locks, agenda, written)
    agreed = {text: hash_as_it_stands(text) for text in locks.texts}
    for model, records in written.items():
        _refuse_later_changes(model, records, agenda_import)
    with change_set(reason=_("Import of %(file)s undone") % {"file": agenda_import.file_name}, user=by):
        _restore(written)
        _refuse_other_words(agreed)
        agenda_import.state = AgendaImport.State.UNDONE
        agenda_import.save()
    return agenda_import


def _records(model: type[InAgreement], agenda_import: AgendaImport) -> Records:
    """What the import wrote in the history."""
    found: Records = {}
    for record in model.history.filter(change_set=agenda_import.change_set).order_by("history_id"):
        found.setdefault(record.id, []).append(record)
    return found


def _refuse_locked(locks: Locks, agenda: Agenda, written: Mapping[type[InAgreement], Records]) -> None:
    """Neither the agenda nor anything else that the import wrote may stand still by now: also not in another year."""
    if not locks.texts:
        return
    along = {Lead, GoalText, ThemeText}  # see the row above it
    found = [model.objects.filter(pk__in=records) for model, records in written.items() if model not in along]
    for row in chain([agenda], *found):
        if why := locks.why_not_undo(row, agenda.year):
            raise NotAppliedError(_("The import cannot be undone: %(reasons)s") % {"reasons": why})


def _refuse_other_words(agreed: Mapping[Adoptable, str]) -> None:
    """A text that came to stand still after the import, and read what it wrote, must say the same without it."""
    for text, sha256 in agreed.items():
        if hash_as_it_stands(text) != sha256:
            raise NotAppliedError(_("The import cannot be undone: %(reasons)s") % {"reasons": why_it_stands_still(text)})


def _refuse_later_changes(model: type[InAgreement], records: Records, agenda_import: AgendaImport) -> None:
    last = {pk: rows[-1].history_id for pk, rows in records.items()}
    ours = model.history.filter(change_set=agenda_import.change_set).values("id")
    later = model.history.filter(id__in=ours, history_id__gt=min(last.values(), default=0)).exclude(
        change_set=agenda_import.change_set
    )
    for record in later.order_by("history_id").select_related("history_user"):
        if record.history_id > last[record.id]:
            who = record.history_user or _("somebody")
            sentence = _("%(person)s changed «%(row)s» after the import, so it can no longer be undone as a whole.")
            raise NotAppliedError(sentence % {"person": who, "row": _name(record.instance)})


def _name(instance: models.Model) -> str:
    text = getattr(instance, "text", "") or getattr(instance, "title", "") or getattr(instance, "name", "")
    if isinstance(instance, Lead):
        text = instance.action.text if Action.objects.filter(pk=instance.action_id).exists() else _("an action")
    return first_words(text, 60)


def _restore(written: Mapping[type[InAgreement], Records]) -> None:
    added = {model: [pk for pk, rows in records.items() if rows[0].history_type == ADDED] for model, records in written.items()}
    gone = {model: list(model.objects.filter(pk__in=pks).order_by("-pk")) for model, pks in added.items()}
    _refuse_what_hangs_below(gone)
    try:
        for lead in gone[Lead]:
            lead.delete()
        with act(Act.KEEP_WORDS):
            for text in (*gone[GoalText], *gone[ThemeText]):
                text.delete()
            for model in reversed(WRITTEN):
                for pk, rows in written[model].items():
                    if rows[0].history_type != ADDED:
                        _put_back(model, pk, rows[0])
        for model in (Action, Goal, Theme, Project):
            for row in gone[model]:
                row.delete()
    except ValidationError as error:
        raise NotAppliedError(_("The import cannot be undone: %(reasons)s") % {"reasons": " ".join(error.messages)}) from error


def _put_back(model: type[InAgreement], pk: int, first: HistoricalChanges) -> None:
    """The row just before the import first wrote it; a row that it deleted comes back with its key."""
    if first.history_type == DELETED:
        row = first.instance
        row._state.adding = True
        row.full_clean(exclude=["id"])
        row.save(checked=True, force_insert=True, **_as_it_was(row))
        return
    before = model.history.filter(id=pk, history_id__lt=first.history_id).latest("history_id")
    row = model.objects.get(pk=pk)
    for field in before.tracked_fields:
        setattr(row, field.attname, getattr(before, field.attname))
    row.save(**_as_it_was(row))


def _as_it_was(row: InAgreement) -> dict[str, bool]:
    """The words of earlier years are put back as rows of their own."""
    return {"as_it_was": True} if isinstance(row, WordsPerYear) else {}


def _refuse_what_hangs_below(gone: Mapping[type[InAgreement], list[InAgreement]]) -> None:
    """Nothing that people added below an imported row may go with it unasked."""
    ours = {(type(row), row.pk) for rows in gone.values() for row in rows}
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        for model in ADDED_ROWS:
            collector.collect(gone[model])
    except ProtectedError as error:
        _refuse_others(error.protected_objects, ours)
    except RestrictedError as error:
        _refuse_others(error.restricted_objects, ours)
    for rows in (*collector.data.values(), *collector.fast_deletes):
        _refuse_others(rows, ours)


def _refuse_others(rows: Iterable[models.Model], ours: set[tuple[type, int]]) -> None:
    others = [row for row in rows if (type(row), row.pk) not in ours]
    if others:
        raise NotAppliedError(_hangs_below(others[0]))


def _hangs_below(row: models.Model) -> str:
    sentence = _("Something was added since: %(kind)s «%(row)s». So the import can no longer be undone as a whole.")
    return sentence % {"kind": row._meta.verbose_name, "row": first_words(str(row), 60)}
