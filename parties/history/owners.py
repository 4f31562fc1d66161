"""The owner of each field: who may fill it in or change it. Every write asks the owners.py of its app."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models

from parties.history.write_rules import Act, Write, WriteKind, is_within

# Acts of which every write belongs to them: the function that opens one asks who may, for all of it.
WHOLE = (Act.COME_BACK_ALONG, Act.LOAD_DEMO, Act.MERGE_PARTIES)


@dataclass(frozen=True)
class Owner:
    """The writers of a field. name is for the documentation; why_not gives the refusal for other people."""

    name: str
    why_not: Callable[[Write], str]


@dataclass(frozen=True)
class RowOwners:
    """The owners of one model: of adding a row, of taking one away, and of each field."""

    adding: Owner
    removing: Owner
    fields: dict[str, Owner]


class OwnerTable:
    """The owners of every model of one app; registered as a rule of writing."""

    def __init__(self):
        self.rows: dict[type[models.Model], RowOwners] = {}

    def add(self, model: type[models.Model], owners: dict[Owner, str], *, adding: Owner, removing: Owner | None = None) -> None:
        """owners gives each owner the names of its fields, in one text; removing defaults to adding."""
        fields = {name: owner for owner, names in owners.items() for name in names.split()}
        self.rows[model] = RowOwners(adding, removing or adding, fields)

    def __call__(self, write: Write) -> dict[str, str]:
        """A sentence at each field that the person may not write; the program itself owns everything."""
        found = self.rows.get(type(write.row))
        if write.by is None or found is None or any(map(is_within, WHOLE)):
            return {}
        if write.kind == WriteKind.DELETE:
            return _at(NON_FIELD_ERRORS, found.removing.why_not(write))
        refused = _at(NON_FIELD_ERRORS, found.adding.why_not(write)) if write.kind == WriteKind.ADD else {}
        return refused or dict(self._refusals(write, found))

    @staticmethod
    def _refusals(write: Write, found: RowOwners) -> Iterator[tuple[str, str]]:
        answers: dict[str, str] = {}
        for name in sorted(write.fields & found.fields.keys()):
            owner = found.fields[name]
            if owner.name not in answers:
                answers[owner.name] = owner.why_not(write)
            if answers[owner.name]:
                yield name, answers[owner.name]

    def owner_of(self, model: type[models.Model], field: str) -> Owner | None:
        found = self.rows.get(model)
        return found.fields.get(field) if found else None


def _at(place: str, sentence: str) -> dict[str, str]:
    return {place: sentence} if sentence else {}


def remember(key: tuple, look_up: Callable[[], bool]) -> bool:
    """The answer within one change set: a table of a thousand rows asks once who its reader is.

    look_up also makes the query: making it takes longer than asking it.
    """
    from parties.history.records import current_change_set  # it stands on this module

    current = current_change_set()
    if current is None:
        return look_up()
    if key not in current.answers:
        current.answers[key] = look_up()
    return current.answers[key]
