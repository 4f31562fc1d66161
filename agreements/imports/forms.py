"""What people choose on the page of an import: a file, what the columns are, and what is unclear."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.imports.formats.safety import ACCEPTED
from agreements.imports.planning.plan import Question
from agreements.imports.previewing import Preview
from agreements.imports.recognising.columns import Role
from agreements.imports.words.moments import moment_of_cell

MOST_COLUMNS, MOST_QUESTIONS = 300, 100  # on one page; the other questions follow once these are answered
SELECT = {"class": "utrecht-select utrecht-select--html-select"}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word (.docx), Excel (.xlsx), OpenDocument (.ods) or CSV, at most 20 MB."),
        allow_empty_file=True,  # the reader says what is wrong with it, as with every other file
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED), "class": "utrecht-textbox"}),
    )


class ChoicesForm(forms.Form):
    """The columns and questions of one preview; every choice is one that the preview offers."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, preview: Preview):
        super().__init__(data)
        self._columns = {_name("kolom", column.key): column for column in preview.columns[:MOST_COLUMNS]}
        asked = sorted(preview.plan.questions.values(), key=lambda question: (not question.is_open, question.is_answered))
        waiting = [question for question in asked if not question.is_answered]
        answered = [question for question in asked if question.is_answered]
        self.more_questions = max(0, len(waiting) - MOST_QUESTIONS)
        kept = waiting[:MOST_QUESTIONS] + answered[:MOST_QUESTIONS]
        self._questions = {name_of(question): question for question in kept}
        for name, column in self._columns.items():
            self.fields[name] = forms.ChoiceField(
                label=column.heading or _("column without a heading"),
                choices=Role.choices,
                initial=column.role,
                widget=forms.Select(attrs=SELECT),
            )
        for name, question in self._questions.items():
            self.fields[name] = self._question(question)
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{name}_help"

    @staticmethod
    def _question(question: Question) -> forms.Field:
        label = question.sentence
        if not question.options:
            widget = forms.DateInput(attrs={"type": "date", "class": "utrecht-textbox"}, format="%Y-%m-%d")
            given = moment_of_cell(question.answer, None, 0) if question.answer else None
            return forms.DateField(label=label, required=False, initial=given and given.due_on, widget=widget)
        choices = [("", _("Choose…")), *question.options]
        return forms.ChoiceField(
            label=label, required=False, choices=choices, initial=question.answer, widget=forms.Select(attrs=SELECT)
        )

    @property
    def columns(self) -> list:
        """(column, bound field)"""
        return [(column, self[name]) for name, column in self._columns.items()]

    @property
    def questions(self) -> list:
        """(question, bound field) of what waits for an answer, first what has to be answered"""
        return [(question, self[name]) for name, question in self._questions.items() if not question.is_answered]

    @property
    def answered(self) -> list:
        """(question, bound field) of what was answered before, and may be answered otherwise"""
        return [(question, self[name]) for name, question in self._questions.items() if question.is_answered]

    @property
    def chosen_columns(self) -> dict[str, str]:
        return {column.key: self.cleaned_data[name] for name, column in self._columns.items()}

    @property
    def chosen_answers(self) -> dict[str, str]:
        answers = {question.key: self.cleaned_data[name] for name, question in self._questions.items()}
        return {key: _as_text(answer) for key, answer in answers.items() if answer}


def name_of(question: Question) -> str:
    """The name of its field on the page."""
    return _name("vraag", question.key)


def _as_text(answer: str | date) -> str:
    return answer.strftime("%d-%m-%Y") if isinstance(answer, date) else answer


def _name(kind: str, key: str) -> str:
    """A name for the field that stays the same when other rows come or go, whatever signs are in the heading."""
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
