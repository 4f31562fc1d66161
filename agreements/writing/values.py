"""The values of what one writes: as they stand, marked so that a colleague's change shows, and written.

They are plain, as those of a proposal (agreements/changes/fields.py): a form shows them, and two of them compare.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.changes.fields import OF_TARGET, plain, targets_of_text
from agreements.models import Action, Agenda, Indicator, Lead, Project, Target
from agreements.writing.when import FIELDS as OF_WHEN
from agreements.writing.when import TypedWhen


def value_of(row: Any, name: str, agenda: Agenda) -> Any:
    """What stands in the field now."""
    match name:
        case "leads":
            rows = row.leads.order_by("position", "pk")
            return [{"party": lead.party_id, "task": lead.task, "contact": lead.contact_id} for lead in rows]
        case "when":
            return TypedWhen.of(row).code
        case "project":
            return row.project.name if row.project_id else ""
        case "targets":
            return [{key: plain(getattr(target, key)) for key in OF_TARGET} for target in targets_of_text(row, agenda)]
        case "file":
            return row.file_name
    return plain(getattr(row, name))


def mark_of(value: Any) -> str:
    """The version of a value, as a form carries it; space at the ends makes no other version."""
    said = value.strip() if isinstance(value, str) else value
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def marks_of(values: Mapping[str, Any]) -> str:
    """The versions of all fields of a form: "number:1a2b text:3c4d"."""
    return " ".join(f"{name}:{mark_of(value)}" for name, value in values.items())


def read_marks(text: str) -> dict[str, str]:
    return dict(pair.split(":", 1) for pair in text.split() if ":" in pair)


def what_changes(now: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, str]) -> tuple[dict, dict]:
    """What is to be written, and what a colleague changed of it since it was shown; both by field.

    A field that the person left as it was shown stays as the colleague made it.
    """
    written, disputed = {}, {}
    for name, value in typed.items():
        mark, shown = mark_of(now[name]), seen.get(name)
        if mark_of(value) in {mark, shown}:
            continue
        (written if shown in {mark, None} else disputed)[name] = value
    return written, disputed


def write_value(writer: Any, row: Any, name: str, value: Any) -> bool:
    """Put the value in the row, and say whether the row itself is still to be saved."""
    match name:
        case "leads":
            write_leads(writer, row, value)
            return False
        case "targets":
            _write_targets(writer, row, value)
            return False
        case "when":
            for field, said in zip(OF_WHEN, value.split("|"), strict=True):
                setattr(row, field, row._meta.get_field(field).to_python(said or ("" if "_on" not in field else None)))
        case "project":
            row.project = project_named(writer, row.agenda, value)
        case _:
            column = row._meta.get_field(name)
            setattr(row, name, value if name == "file" else column.to_python(value))
    return True


def project_named(writer: Any, agenda: Agenda, name: str) -> Project | None:
    """The project of the agreement with that name, whatever its capitals; a new one where there is none."""
    if not name:
        return None
    found = Project.objects.filter(agreement=agenda.agreement_id, name__iexact=name).first()
    return found or writer.save(Project(agreement=agenda.agreement, name=name))


def write_leads(writer: Any, action: Action, wanted: Iterable[Mapping[str, Any]]) -> None:
    """Let these parties lead the action, in this order; ValidationError at "leads" names the one that cannot."""
    there, wanted = {lead.party_id: lead for lead in action.leads.select_related("party", "contact")}, list(wanted)
    parties = [row["party"] for row in wanted]
    if len(set(parties)) < len(parties):
        raise ValidationError({"leads": _("A party leads an action once. Put what it does behind its name.")})
    for party, lead in there.items():
        if party not in parties:
            writer.delete(lead)
    for place, row in enumerate(wanted, start=1):
        lead = there.get(row["party"]) or Lead(action=action, party_id=row["party"])
        contact = row.get("contact")
        if lead.pk is not None and (lead.task, lead.contact_id, lead.position) == (row["task"], contact, place):
            continue
        if lead.contact_id != contact:
            writer.contacts.append(lead)
        lead.task, lead.contact_id, lead.position = row["task"], contact, place
        try:
            writer.save(lead, fields=("task", "contact", "position"))
        except ValidationError as refused:
            raise ValidationError({"leads": refused.messages}) from refused


def _write_targets(writer: Any, indicator: Indicator, wanted: Iterable[Mapping[str, Any]]) -> None:
    there = {target.year: target for target in targets_of_text(indicator, writer.agenda)}
    wanted = {row["year"]: row for row in wanted}
    for year, target in there.items():
        if year not in wanted:
            writer.delete(target)
    for year, row in wanted.items():
        target = there.get(year) or Target(indicator=indicator, year=year)
        changed = [name for name in OF_TARGET if name != "year" and plain(getattr(target, name)) != row.get(name)]
        for name in changed:
            column = Target._meta.get_field(name)
            setattr(target, name, column.to_python(row.get(name)) if row.get(name) is not None or column.null else "")
        if target.pk is not None and not changed:
            continue
        try:
            writer.save(target, fields=changed)
        except ValidationError as refused:
            raise ValidationError({"targets": refused.messages}) from refused
