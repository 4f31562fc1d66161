"""What is printed without the passages that the administrator withholds: rows, trees of rows, and the words of one row.

What is stored and hashed has them still. docs/decisions/0015-versions.md tells why.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import reduce
from typing import Any, TypeVar

from agreements.agenda.rows import ActionRow, AgendaRow, AgreementRow, GoalRow, ThemeRow
from agreements.models import Agreement, Withholding
from agreements.models.withholding import FIELDS, Passage
from parties.canonical import canonical, hash_of

T = TypeVar("T")
KINDS: tuple[tuple[type, str], ...] = (
    (AgreementRow, "agreement"),
    (AgendaRow, "agenda"),
    (ThemeRow, "theme"),
    (GoalRow, "goal"),
    (ActionRow, "action"),
)


def passages_in(agreement: Agreement) -> tuple[Passage, ...]:
    """What is withheld of the agreement and its years; no query where nothing is."""
    return Withholding.objects.filter(agreement=agreement).passages() if agreement.has_withheld else ()


def passages_of(kind: str, ids: Iterable[int]) -> tuple[Passage, ...]:
    """What is withheld of these rows, which say that something is. One query, where there are any."""
    keys = list(ids)
    return Withholding.objects.filter(kind=kind, row_id__in=keys).passages() if keys else ()


def masked(tree: T, passages: Iterable[Passage]) -> T:
    """The row, or the frozen values with rows in them at any depth, without these passages."""
    found = tuple(passages)
    return _masked(tree, found) if found else tree


def _masked(value: Any, passages: tuple[Passage, ...]) -> Any:
    if isinstance(value, tuple):
        return tuple(_masked(item, passages) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        field.name: new
        for field in fields(value)
        if (new := _masked(getattr(value, field.name), passages)) is not getattr(value, field.name)
    }
    row = replace(value, **changed) if changed else value
    kind = next((name for row_kind, name in KINDS if isinstance(row, row_kind)), None)
    return _masked_row(row, kind, passages) if kind else row


def _masked_row(row: Any, kind: str, passages: tuple[Passage, ...]) -> Any:
    own = [passage for passage in passages if (passage.kind, passage.row_id) == (kind, row.id)]
    if not own:
        return row
    texts = {name: _without(getattr(row, name), name, own) for name in FIELDS[kind]}
    return replace(row, **texts)


def masked_text(kind: str, pk: int, field: str, text: str) -> str:
    """One field of a row that says that something of it is withheld. One query."""
    return _without(text, field, passages_of(kind, [pk]))


def _without(text: str, field: str, passages: Iterable[Passage]) -> str:
    return reduce(lambda found, passage: passage.mask(found), (row for row in passages if row.field == field), text)


def fingerprint_of(tree: Any, passages: Iterable[Passage]) -> str:
    """By what a document of the tree is known that leaves out these passages; empty where it leaves out nothing."""
    applied = tuple(passage for passage in passages if masked(tree, [passage]) != tree)
    return hash_of(canonical(applied)) if applied else ""
