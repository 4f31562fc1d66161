"""Who may write which field of which row, on every path: all rows are saved through OwnedModel.

An app registers its rules when it is made ready (AppConfig.ready). A rule gets what is about to be written and gives a
sentence for each field that may not be. docs/decisions/0018-owners.md tells why the rules stand here and not on the pages.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models


class WriteKind(StrEnum):
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


@dataclass(frozen=True)
class Write:
    """One row that is about to be written.

    fields names what differs from what was read, in a new row what was filled in, and every field of a row that goes. before is
    the row as it was read from the database, None for a new one. by is the person who does it; None is the program itself, as
    in a migration.
    """

    row: models.Model
    kind: WriteKind
    fields: frozenset[str]
    before: models.Model | None
    by: models.Model | None

    def touches(self, *names: str) -> bool:
        return not self.fields.isdisjoint(names)


Rule = Callable[[Write], Mapping[str, str]]
_rules: list[Rule] = []
_about_the_row: list[Rule] = []  # of those: what they refuse is refused to anybody


def register(rule: Rule, *, says_who: bool = True) -> None:
    """Ask this rule too, from now on; registering it twice changes nothing.

    A rule that does not say who may write refuses it to anybody: a page then offers it, and says why it cannot be.
    """
    if rule not in _rules:
        _rules.append(rule)
        if not says_who:
            _about_the_row.append(rule)


def refusals(write: Write) -> dict[str, str]:
    """The sentence at each field that may not be written, NON_FIELD_ERRORS for the row; empty: all may."""
    found: dict[str, str] = {}
    for rule in _rules:
        found = {**rule(write), **found}
    return found


def not_writable(row: models.Model, *, by: models.Model | None) -> dict[str, str]:
    """The sentence at each field of the row that the person may not write, to show it so beforehand."""
    every = frozenset(field.name for field in row._meta.concrete_fields)
    is_new = row._state.adding
    asked = Write(row, WriteKind.ADD if is_new else WriteKind.CHANGE, every, None if is_new else row, by)
    return {name: why for name, why in refusals(asked).items() if name in every}


def may_delete(row: models.Model, *, by: models.Model | None) -> bool:
    """Whether nobody else decides that the row goes, to show it so beforehand."""
    asked = Write(row, WriteKind.DELETE, frozenset(), row, by)
    return not any(rule(asked) for rule in _rules if rule not in _about_the_row)


def why_not_delete(row: models.Model, *, by: models.Model | None) -> str:
    """The sentence that says why nobody deletes the row, and what to do instead; empty when it may go."""
    asked = Write(row, WriteKind.DELETE, frozenset(), row, by)
    return next((sentence for rule in _about_the_row for sentence in rule(asked).values()), "")


# -- What is allowed only as part of something bigger


class Act(StrEnum):
    """What a person does through a function with rules of its own; some fields have no other writer."""

    TAKE_EFFECT = "take_effect"  # an adoption, from the proposal until all have answered
    CHANGE_AGREED = "change_agreed"  # what a proposal changes in a text in force, when all agreed; or to see what it would change
    MANAGE_PEOPLE = "manage_people"
    CONFIRM_SIGNING = "confirm_signing"  # by a second person of the party
    INVITE_FIRST = "invite_first"  # the first person of a party that is asked to take part
    ANSWER_REQUEST = "answer_request"  # a request to take part: asked again, answered, withdrawn
    ROLL_FORWARD = "roll_forward"  # the next year is made of this one, with its contacts
    RUN_ROUND = "run_round"
    REPORT = "report"
    REVIEW = "review"
    ADOPT_MINUTES = "adopt_minutes"  # a later meeting adopted them: their content is frozen
    KEEP_WORDS = "keep_words"
    EVALUATE = "evaluate"  # an evaluation is opened, answered, closed or opened again
    ADVISE = "advise"  # advice is asked, drafted, given, answered or withdrawn
    PUBLISH = "publish"  # a text in force is shown to everyone, or no longer; a party agrees to show more, or no longer
    WITHHOLD = "withhold"  # by the administrator: a passage or file is not shown, or shown again
    MERGE_PARTIES = "merge_parties"  # a party merges into another one, which takes its place
    SET_BACK = "set_back"  # by the administrator: rows become again what the version in force says
    LOAD_DEMO = "load_demo"  # the program writes in the names of its invented people
    COME_BACK_ALONG = "come_back_along"  # with the row that it stood below, for which was asked


_acts: ContextVar[frozenset[Act]] = ContextVar("acts", default=frozenset())


@contextmanager
def act(name: Act) -> Iterator[None]:
    """Write as part of this act; only functions that ask who may open one (tests/test_architecture.py)."""
    token = _acts.set(_acts.get() | {name})
    try:
        yield
    finally:
        _acts.reset(token)


def is_within(name: Act) -> bool:
    return name in _acts.get()


# -- What is about to be written


def write_of(row: models.Model, kind: WriteKind, *, by: models.Model | None, only: Collection[str] | None = None) -> Write:
    """What is about to be written; a row that was not read from the database is looked up first.

    only names the fields that are written, where not all are: what somebody else changed of the others meanwhile is no change.
    """
    if kind == WriteKind.DELETE:
        return Write(row, kind, frozenset(field.name for field in row._meta.concrete_fields), row, by)
    before = _as_read(row) if kind == WriteKind.CHANGE else None
    compared = before or type(row)()
    changed = frozenset(field.name for field in row._meta.concrete_fields if _differs(field, compared, row))
    return Write(row, kind, changed if only is None else changed & frozenset(only), before, by)


def _differs(field: models.Field, before: models.Model, row: models.Model) -> bool:
    if field.attname not in row.__dict__:  # deferred: never read, so never changed
        return False
    now = getattr(row, field.attname)
    if isinstance(field, models.FileField):
        return str(before.__dict__.get(field.attname) or "") != str(now or "")
    return before.__dict__.get(field.attname) != now


def _as_read(row: models.Model) -> models.Model | None:
    read = getattr(row, "_read", None)
    if read is not None and len(read[1]) == len(row._meta.concrete_fields):
        names, values = read
        return type(row)(**dict(zip(names, values, strict=True)))
    return type(row)._base_manager.filter(pk=row.pk).first()


def at_fields(sentences: Mapping[str, str], *, absent: set[str]) -> dict[str, list[str]]:
    """The sentences at their fields; those of fields that a form does not have stand above it."""
    found: dict[str, list[str]] = {}
    for name, sentence in sentences.items():
        place = found.setdefault(NON_FIELD_ERRORS if name in absent else name, [])
        if sentence not in place:
            place.append(sentence)
    return found
