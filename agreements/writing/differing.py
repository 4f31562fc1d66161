"""What the rows of a draft said in the newest text before it that was agreed: an earlier year, or the agreement as a whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from agreements.agenda.content import AgendaContent, build
from agreements.agenda.stored import read_content
from agreements.agenda.withheld import masked, passages_in
from agreements.models import Agenda, Version
from agreements.models.adoptable import TextState
from agreements.models.withholding import Passage
from agreements.versions import fields as of
from agreements.versions.comparing import known_of
from agreements.versions.fields import Fields
from parties.history.changes import FieldChange
from parties.prepared import Prepared, Year

Row = tuple[str, int]  # the kind of a row, as in its address, and its key
COUNTS = (TextState.ADOPTED, TextState.CLOSED)


@dataclass(frozen=True)
class Differing:
    """year is that of the earlier text (None: of the agreement as a whole); said has what each row said there and says now.

    A row that is new is not in it.
    """

    year: int | None = None
    said: dict[Row, tuple[Fields, Fields]] = field(default_factory=dict)
    contents: tuple[AgendaContent, ...] = ()

    def __contains__(self, row: Row) -> bool:
        """Whether the row says something else than it said; another layout is nothing else."""
        return any(was.words.split() != now.words.split() for was, now in zip(*self.said.get(row, ((), ())), strict=True))

    def changes(self, row: Row) -> tuple[FieldChange, ...]:
        """Of each field that reads otherwise what it was and what it becomes."""
        known = known_of(*self.contents)
        pairs = zip(*self.said.get(row, ((), ())), strict=True)
        return tuple(
            FieldChange(now.label, was.words, now.words, is_text=now.is_text, known=known)
            for was, now in pairs
            if was.words.split() != now.words.split()
        )


def differing_from_before(content: AgendaContent, agenda: Agenda) -> Differing:
    """Of a draft, beside the earlier text as it was agreed. One query."""
    version = _version_before(agenda)
    if version is None:
        return Differing()
    was = _agreed(version.content, passages_in(agenda.agreement), get_language())
    return Differing(version.agenda.year if version.agenda else None, dict(_said(was, content)), (was.content, content))


@dataclass(frozen=True)
class _Agreed:
    """The text as it was agreed, with the fields of each row of it."""

    content: AgendaContent
    rows: dict[Row, Fields]

    @classmethod
    def of(cls, content: AgendaContent) -> "_Agreed":
        rows: dict[Row, Fields] = {("thema", row.id): of.theme_fields(row) for row in _parts(content)}
        rows |= {("doel", row.id): of.goal_fields(row) for row in content.goals}
        return cls(content, rows | {("actie", row.id): of.action_fields(row) for row in content.actions})


@lru_cache(maxsize=8)
def _agreed(content: str, passages: tuple[Passage, ...], _language: str) -> _Agreed:
    """The same as long as nobody agrees on another text, while the page is read after each word that is written."""
    return _Agreed.of(build(masked(read_content(content).text, passages)))


def _version_before(agenda: Agenda) -> Version | None:
    return next(iter(_versions_before.models(agenda.agreement_id, Year(agenda.year))), None)


@Prepared.in_order
def _versions_before(agreement: int, year: int) -> QuerySet[Version]:
    """The newest alone."""
    whole = Q(agenda=None, agreement__state__in=COUNTS)
    earlier = Q(agenda__year__lt=year, agenda__state__in=COUNTS)
    rows = Version.objects.filter(whole | earlier, agreement=agreement).select_related("agenda")
    return rows.order_by(F("agenda__year").desc(nulls_last=True), "-place")[:1]


def _said(was: _Agreed, now: AgendaContent) -> Iterator[tuple[Row, tuple[Fields, Fields]]]:
    for theme in _parts(now):
        if old := was.rows.get(("thema", theme.id)):
            yield ("thema", theme.id), (old, of.theme_fields(theme))
    for goal in now.goals:
        if old := was.rows.get(("doel", goal.id)):
            yield ("doel", goal.id), (old, of.goal_fields(goal))
    for action in now.actions:
        if old := next((was.rows["actie", pk] for pk in action.lineage if ("actie", pk) in was.rows), None):
            yield ("actie", action.id), (old, of.action_fields(action))


def _parts(content: AgendaContent) -> Iterable[Any]:
    for theme in content.themes:
        yield from (theme, *theme.sections)
