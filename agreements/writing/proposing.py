"""The same gestures on a text in force: what is typed becomes a change in the draft of a proposal of the own party."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.changes import workflow
from agreements.changes.applying import WasChangedError
from agreements.changes.fields import ADJUSTED, Kind, value_now
from agreements.changes.listing import drafts_of
from agreements.models import Agenda, Proposal
from agreements.writing.places import WritingPlace
from agreements.writing.when import FIELDS as OF_WHEN
from parties.models import User
from parties.refusals import NotAllowedNowError

# Under which address a proposal does what is done with the row as a whole, by kind and act of this page.
ELSEWHERE: Mapping[tuple[str, str], tuple[str, str]] = {
    ("doel", "vervallen"): ("doel", "vervallen"),
    ("actie", "vervallen"): ("actie", "vervallen"),
    ("actie", "splitsen"): ("actie", "splitsen"),
    ("actie", "samenvoegen"): ("actie", "samenvoegen"),
    ("doel", "actie-erbij"): ("doel", "actie-erbij"),
    ("thema", "doel-erbij"): ("thema", "doel-erbij"),
}


def is_proposed_here(kind: str, names: tuple[str, ...]) -> bool:
    """Whether a proposal can change all fields of such a part, so that the page takes them."""
    about = {"tekst": "agenda", "thema": "theme", "doel": "goal", "actie": "action", "cijfer": "indicator"}.get(kind, "")
    known = ADJUSTED.get(about, ())
    columns = [column for name in names for column in (OF_WHEN if name == "when" else (name,))]
    return bool(columns) and all(column in known for column in columns)


def address_of(agenda: Agenda, kind: str, pk: int, act: str) -> str:
    """Where a proposal does this act; empty where none does."""
    found = ELSEWHERE.get((kind, act))
    return agenda.address("change_row_as", found[0], pk, found[1]) if found else ""


def propose_part(*, place: WritingPlace, by: User, values: Mapping[str, Any]) -> Proposal:
    """Put what differs from the text in force in the newest draft of the own party, or in a new one.

    What that draft already changes in the row is written along. NotAllowedNowError when it differs in nothing.
    """
    agenda, row = place.agenda, place.row if place.kind != "tekst" else None
    about = "agenda" if row is None else row._meta.model_name
    source = row or agenda
    typed = _as_change(values)
    becomes = {name: value for name, value in typed.items() if not _same(name, value, value_now(source, name, agenda))}
    draft = drafts_of(agenda, [workflow.writing_party(agenda, by)]).first()
    known = {"kind": Kind.ADJUST, "about": about}
    earlier = draft.changes.filter(**known, **({about: row} if row is not None else {})).first() if draft else None
    if not becomes and earlier is None:
        raise NotAllowedNowError(_("This is what is agreed already, so there is nothing to propose."))
    before = {} if earlier is None else {name: value for name, value in earlier.becomes.items() if name not in typed}
    try:
        change = workflow.write_change(
            text=agenda, by=by, draft=draft, row=row, change=earlier, becomes={**before, **becomes}, **known
        )
    except WasChangedError as stale:
        sentence = _("Something else in your draft reads otherwise since it was written. Look at the proposal first.")
        raise ValidationError(sentence) from stale
    return change.proposal


def _as_change(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "when":
            found |= dict(zip(OF_WHEN, (part or None for part in value.split("|")), strict=True))
        elif name == "leads":
            found[name] = [{"party": row["party"], "task": row["task"]} for row in value]
        else:
            found[name] = value
    return found


def _same(name: str, typed: Any, now: Any) -> bool:
    if name == "targets":
        return [_filled(row) for row in typed] == [_filled(row) for row in now]
    if isinstance(typed, str) and isinstance(now, str):
        return typed.strip() == now.strip()
    return (typed or None) == (now or None)


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value}
