"""What people choose on the page of an import: a file, what the columns are, and what is unclear."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.imports.formats.safety import ACCEPTED
from agreements.imports.planning.plan import Question
from agreements.imports.previewing import Preview
from agreements.imports.recognising.columns import RecognisedColumn, Role
from agreements.imports.words.moments import moment_of_cell
from parties.forms import DayInput, SiteForm

LONGEST_WORDS = 140  # letters of what a question is about
MOST_COLUMNS, MOST_QUESTIONS = 300, 100  # on one page; the other questions follow once these are answered


class UploadForm(SiteForm, forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word (.docx), Excel (.xlsx), OpenDocument (.ods) or CSV, at most 20 MB."),
        allow_empty_file=True,  # the reader says what is wrong with it, as with every other file
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )


class ChoicesForm(SiteForm, forms.Form):
    """The columns and questions of one preview; every choice is one that the preview offers."""

    marks_optional = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, preview: Preview):
        super().__init__(data)
        self._columns = {_name("kolom", column.key): column for column in preview.columns[:MOST_COLUMNS]}
        asked = sorted(preview.plan.questions.values(), key=lambda question: (not question.is_open, question.is_answered))
        waiting = [question for question in asked if not question.is_answered]
        answered = [question for question in asked if question.is_answered]
        self.more_questions = max(0, len(waiting) - MOST_QUESTIONS)
        shown = waiting[:MOST_QUESTIONS] + answered[:MOST_QUESTIONS]
        self._questions = {name_of(question): question for question in shown}
        for name, column in self._columns.items():
            self.fields[name] = forms.ChoiceField(
                label=_heading(column), choices=_kinds(column), initial=column.role, required=False
            )
        for name, question in self._questions.items():
            self.fields[name] = self._question(question)
            if question.takes_date:
                self.fields[_day_of(name)] = self._day(question)

    @staticmethod
    def _question(question: Question) -> forms.Field:
        asked: dict[str, Any] = {"label": question.sentence, "help_text": _place(question), "required": False}
        if not question.options:
            given = moment_of_cell(question.answer, None, 0) if question.answer else None
            return forms.DateField(**asked, initial=given and given.due_on, widget=DayInput())
        return forms.ChoiceField(**asked, choices=[("", _("Choose…")), *question.options], initial=question.answer)

    @staticmethod
    def _day(question: Question) -> forms.Field:
        label = format_html(_("Or the day that is meant by {}"), format_html('<span lang="nl">«{}»</span>', question.words))
        return forms.DateField(label=label, required=False, initial=question.day, widget=DayInput())

    def _fields_of(self, *, answered: bool) -> list[forms.BoundField]:
        names = [name for name, question in self._questions.items() if question.is_answered == answered]
        return [self[field] for name in names for field in (name, _day_of(name)) if field in self.fields]

    @property
    def guesses(self) -> list[tuple[forms.BoundField, list[tuple[str, str]]]]:
        """Columns of which the meaning is a guess, each with what else it is likely to be."""
        return [(self[name], _others(column)) for name, column in self._columns.items() if column.is_guess]

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self._columns]

    @property
    def questions(self) -> list[forms.BoundField]:
        """What waits for an answer, first what has to be answered."""
        return self._fields_of(answered=False)

    @property
    def answered(self) -> list[forms.BoundField]:
        """What was answered before, and may be answered otherwise."""
        return self._fields_of(answered=True)

    @property
    def answered_count(self) -> int:
        return sum(question.is_answered for question in self._questions.values())

    @property
    def chosen_columns(self) -> dict[str, str]:
        """What people chose; a button beside one column sends that one alone."""
        return {column.key: role for name, column in self._columns.items() if (role := self.cleaned_data[name])}

    @property
    def chosen_answers(self) -> dict[str, str]:
        answers = {
            question.key: self.cleaned_data.get(_day_of(name)) or self.cleaned_data[name]
            for name, question in self._questions.items()
        }
        return {key: _as_text(answer) for key, answer in answers.items() if answer}


LIKELY_ROLES = (Role.GOAL, Role.ACTION, Role.LEAD, Role.DUE, Role.IGNORE)


def _kinds(column: RecognisedColumn) -> list[tuple[str, str]]:
    return [(str(role), str(role.label)) for role in (not column.is_hidden and column.kinds) or Role]


def _others(column: RecognisedColumn) -> list[tuple[str, str]]:
    return [(str(role), str(role.label)) for role in column.kinds or LIKELY_ROLES if role != column.role]


def _day_of(name: str) -> str:
    return f"{name}-dag"


def name_of(question: Question) -> str:
    """The name of its field on the page."""
    return _name("vraag", question.key)


def _heading(column: RecognisedColumn) -> str:
    """The heading as it stands in the file, which is Dutch whatever language someone works in."""
    heading = format_html('<span lang="nl">{}</span>', column.heading) if column.heading else _("column without a heading")
    return format_html("{} {}", heading, _("(second with this heading)")) if column.is_double else heading


def _place(question: Question) -> SafeString:
    """The words that the question is about, and where they stand."""
    others = len(question.places) - 1
    more = ngettext("and %(count)s other row", "and %(count)s other rows", others) % {"count": others} if others else ""
    words = Truncator(question.words).chars(LONGEST_WORDS)
    return format_html('<span lang="nl">«{}»</span> · {} {}', words, question.places[0], more)


def _as_text(answer: str | date) -> str:
    return answer.strftime("%d-%m-%Y") if isinstance(answer, date) else answer


def _name(kind: str, key: str) -> str:
    """A field name that stays the same when other rows come or go, whatever signs are in the heading."""
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
