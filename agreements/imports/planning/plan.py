"""What an import would do: row by row what is new, what changes, what stays and what is unclear."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.agenda.words import ActionWords, GoalWords
from agreements.imports.formats.source import Place
from agreements.imports.recognising.draft import Remark
from agreements.imports.words.leads import LeadFound
from agreements.models.agreement import InAgreement
from parties.dates import parse_day
from parties.history.changes import FieldChange

LEAVE_OUT, ADD = "leave_out", "add"  # answers to more than one question


class Status(models.TextChoices):
    UNCLEAR = "unclear", _("unclear")
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("the same")
    LEFT_OUT = "left_out", _("left out")


@dataclass(slots=True, eq=False)
class Question:
    """What people have to decide; one answer holds for all rows with the same words.

    options are (value, label); without options the answer is a date, which may stay empty. takes_date: the answer may also be a
    day, as people type it.
    """

    key: str
    sentence: str
    words: str
    options: tuple[tuple[str, str], ...]
    answer: str = ""
    places: list[Place] = field(default_factory=list)
    takes_date: bool = False

    @property
    def day(self) -> date | None:
        """The day that people typed."""
        return parse_day(self.answer) if self.answer else None

    @property
    def is_open(self) -> bool:
        return bool(self.options) and not self.answer

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)


@dataclass(slots=True, eq=False)
class Planned:
    """One row as it will be: its model, the row that it becomes (None: a new one), the fields to set.

    leads is None where the file says nothing about them. above is the row below which a new one comes.
    """

    model: type[InAgreement]
    place: Place
    number: str
    words: str
    pk: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[FieldChange] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    leads: tuple[LeadFound, ...] | None = None
    lead_line: str = ""  # as the file has it
    lead_names: str = ""  # as the agenda prints who was recognised in it
    above: "Planned | None" = None
    children: list["Planned"] = field(default_factory=list)
    is_left_out: bool = False
    is_sure: bool = False  # comes although nothing stands below it

    @property
    def kind(self) -> str:
        """What people call such a row."""
        names = {"Agreement": _("introduction of the agreement"), "Agenda": _("introduction of the agenda")}
        return str(names.get(self.model.__name__, self.model._meta.verbose_name))

    @property
    def status(self) -> Status:
        if any(question.is_open for question in self.questions):
            return Status.UNCLEAR
        if self.is_left_out:
            return Status.LEFT_OUT
        if self.pk is None:
            return Status.NEW
        return Status.CHANGED if self.changes else Status.SAME

    @property
    def statuses(self) -> set[str]:
        """Its own status and those of the rows below it."""
        return {str(self.status), *(str(child.status) for child in self.children)}


@dataclass(slots=True)
class Plan:
    """themes and goals in the order of the file; missing are goals and actions that it does not name.

    introductions are the agreement and the agenda themselves, where the file has words to introduce them.
    """

    introductions: list[Planned] = field(default_factory=list)
    themes: list[Planned] = field(default_factory=list)
    goals: list[Planned] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    missing: list[GoalWords | ActionWords] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def rows(self) -> Iterator[Planned]:
        yield from self.introductions
        yield from self.themes
        for goal in self.goals:
            yield goal
            yield from goal.children

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each status, in the order of the statuses; what is left out is no row of the agenda."""
        counted = Counter(str(row.status) for row in self.rows)
        return {status.value: counted[status.value] for status in Status if status != Status.LEFT_OUT}

    @property
    def left_out(self) -> int:
        return sum(row.status == Status.LEFT_OUT for row in self.rows)

    @property
    def has_changes(self) -> bool:
        return any(row.status in {Status.NEW, Status.CHANGED} for row in self.rows)

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions.values() if question.is_open]

    @property
    def passed_over(self) -> list[str]:
        """Sentences on what of the file as a whole is not taken over."""
        return [remark.words for remark in self.remarks if remark.place is None and not remark.reason]

    def ask(
        self,
        key: str,
        sentence: str,
        words: str,
        options: tuple,
        *,
        row: Planned,
        answers: dict[str, str],
        takes_date: bool = False,
    ) -> str:
        """Ask once for all rows with the same words; returns the answer, empty while there is none."""
        if key not in self.questions:
            given = answers.get(key, "")
            is_one = given in {value for value, _label in options} or not options or (takes_date and parse_day(given))
            self.questions[key] = Question(key, sentence, words, options, given if is_one else "", takes_date=takes_date)
        question = self.questions[key]
        question.places.append(row.place)
        row.questions.append(question)
        return question.answer

    @property
    def digest(self) -> str:
        """Tells whether two plans would do the same, down to what stands there now."""
        rows = [(row.model.__name__, row.pk, row.words, row.is_left_out, _in_words(row.values)) for row in self.rows]
        changes = [(change.label, change.was, change.becomes) for row in self.rows for change in row.changes]
        leads = [row.leads for row in self.rows]
        return hashlib.sha256(repr((rows, changes, leads, self.missing)).encode()).hexdigest()


def _in_words(values: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, value.words if isinstance(value, Planned) else str(value)) for name, value in values.items())
