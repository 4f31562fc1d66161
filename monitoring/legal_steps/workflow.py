"""A step of the year is changed, and its last change taken back; every document it had can still be read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from agreements.models import Agreement
from monitoring.legal_steps.steps import StepOfYear, step_at
from monitoring.models import LegalStep
from monitoring.permissions import why_not_coordinate
from monitoring.writes import demand, keep
from parties.history.records import change_set
from parties.models import User
from parties.refusals import NotAllowedNowError

FIELDS = ("due_on", "basis", "done_on", "document", "document_name", "document_date", "note")


@dataclass(frozen=True, slots=True)
class DocumentOfStep:
    """A document that the step has or had: from which record of its history, by whom, when, and why it came."""

    record: int
    name: str
    day: date
    by: User | None
    at: datetime
    reason: str
    is_current: bool


@transaction.atomic
def keep_step(*, step: LegalStep, by: User, why: str = "") -> LegalStep:
    """Store what was changed; the first change makes the row."""
    demand(why_not_coordinate(by, step.agreement))
    with change_set(reason=why, user=by):
        return keep(step, by=by)


def step_to_change(step: StepOfYear) -> StepOfYear:
    """As it is now, and nobody else's until this transaction ends: two first changes at once would make two rows."""
    agreement = step.row.agreement
    list(Agreement.objects.select_for_update().filter(pk=agreement.pk).values_list("pk"))
    return step_at(agreement, step.row.year, step.row.kind) or step


@transaction.atomic
def undo_step(*, step: StepOfYear, record: str, by: User) -> LegalStep:
    """Put back what stood before the last change, or the usual day; record is that change, as the person saw it."""
    demand(why_not_coordinate(by, step.row.agreement))
    row = LegalStep.objects.select_for_update(of=("self",)).select_related("agreement").filter(pk=step.row.pk).first()
    last, before = _last_two(row) if row else (None, None)
    if row is None or last is None or str(last.history_id) != record:
        raise NotAllowedNowError(_("Somebody changed this step meanwhile. Look at it first; nothing was undone."))
    for name, value in (_values(before) if before else _usual(step)).items():
        setattr(row, name, value)
    with change_set(reason=_("Undone"), user=by):
        return keep(row, by=by)


def _last_two(row: LegalStep) -> tuple[Any, Any]:
    records = [*row.history.order_by("-history_date", "-history_id")[:2], None, None]
    return records[0], records[1]


def _values(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FIELDS}


def _usual(step: StepOfYear) -> dict[str, Any]:
    """As if nobody had changed it."""
    usual = step.usual
    empty: dict[str, Any] = {"done_on": None, "document": "", "document_name": "", "document_date": None, "note": ""}
    return empty | {"due_on": usual.day_in(step.row.year) if usual else None, "basis": usual.basis if usual else ""}


def records_of(step: LegalStep) -> list[Any]:
    """Every change of the step, the newest first. One query."""
    if step.pk is None:
        return []
    return list(step.history.select_related("history_user").order_by("-history_date", "-history_id"))


def documents_of(step: LegalStep, records: list[Any]) -> list[DocumentOfStep]:
    """Each document once, with the change that brought it, the newest first; records are those of records_of()."""
    came = {str(record.document): record for record in records if record.document}  # the last one said is the first that came
    found = [
        DocumentOfStep(
            record=record.history_id,
            name=record.document_name,
            day=record.document_date,
            by=record.history_user,
            at=record.history_date,
            reason=record.history_change_reason or "",
            is_current=name == step.document.name,
        )
        for name, record in came.items()
    ]
    return sorted(found, key=lambda document: document.record, reverse=True)


def document_at(step: LegalStep, record: int) -> tuple[FieldFile, str] | None:
    """The file that the step had at this record of its history, and its name; None where it had none."""
    found = step.history.filter(history_id=record).exclude(document="").first() if step.pk else None
    if found is None:
        return None
    field = LegalStep._meta.get_field("document")
    return FieldFile(step, field, str(found.document)), found.document_name
