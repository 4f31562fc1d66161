"""What a row of a text says, field by field and in words: the first is what it is about. Numbers come second, under one label."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal, PrintedParty, PrintedTheme
from agreements.agenda.terms import PrintedTerm
from agreements.models import Action, Agenda, Agreement, Goal, Participation
from parties.history.changes import in_words


@dataclass(frozen=True, slots=True)
class SaidField:
    """is_text says that it is running text."""

    label: str
    words: str
    is_text: bool = False


Fields = list[SaidField]


def number_label() -> str:
    return _("Number")


def opening_fields(content: AgendaContent) -> Fields:
    agenda, agreement = content.agenda, content.agreement
    title = agenda.title if agenda.year is None else agenda.title.replace(str(agenda.year), "…")  # the year itself is no change
    return [
        SaidField(_("Title"), title),
        SaidField(_("Title of the agreement"), agreement.title),
        SaidField(_("Years"), f"{agreement.start_year} – {agreement.end_year}"),
        SaidField(_("Introduction"), agreement.introduction, is_text=True),
        SaidField(_("Heading of the introduction"), agenda.introduction_title),
        SaidField(_("Introduction of the year"), agenda.introduction, is_text=True),
        *(
            _field(Agreement, name, agreement)
            for name in ("layout", "theme_label", "theme_separator", "goal_label", "action_label")
        ),
        _field(Agenda, "when_printed", agenda),
        _field(Agenda, "lists_references", agenda),
        _field(Agenda, "prints_contributions", agenda),
    ]


def party_fields(party: PrintedParty) -> Fields:
    return [
        SaidField(_label(Participation, "role", get_language()), party.role_label),
        SaidField(_("Name"), party.name),
        SaidField(_("Short name"), party.short_name),
    ]


def theme_fields(theme: PrintedTheme) -> Fields:
    return [
        SaidField(_("Title"), theme.title),
        SaidField(number_label(), theme.number),
        SaidField(_("Introduction"), theme.introduction, is_text=True),
    ]


def goal_fields(goal: PrintedGoal) -> Fields:
    more = (_field(Goal, name, goal) for name in ("commitment", "start_year", "end_year", "added_on", "dropped_from"))
    focus = _("One of the goals that the parties put first") if goal.is_focus else ""
    return [
        SaidField(_("Text"), goal.text, is_text=True),
        SaidField(number_label(), goal.number),
        *more,
        _field(Goal, "references", goal),
        SaidField(_("Focus"), focus),
        SaidField(_("Dropped because"), goal.drop_reason, is_text=True),
    ]


def action_fields(action: PrintedAction) -> Fields:
    return [
        SaidField(_("Text"), action.text, is_text=True),
        SaidField(number_label(), action.number),
        SaidField(_("Project"), action.project),
        SaidField(_("Kind"), action.kind_label),
        SaidField(_("Leads"), action.lead_line),
        SaidField(_("When"), action.period),
        SaidField(_("Recurrence"), action.recurrence_label),
        _field(Action, "budget", action),
        SaidField(_label(Action, "contributions", get_language()), "; ".join(action.contribution_lines)),
        _field(Action, "references", action),
        _field(Action, "added_on", action),
        _field(Action, "dropped_on", action),
        _field(Action, "goes_on_in", action),
        SaidField(_("Dropped because"), action.drop_reason, is_text=True),
    ]


def part_fields(term: PrintedTerm) -> Fields:
    """The role is told of the party itself."""
    return [SaidField(_("On what terms"), "; ".join(term.notes))]


def figure_fields(term: PrintedTerm) -> Fields:
    return [
        SaidField(_("Target"), term.words),
        SaidField(_("Name"), term.name),
        SaidField(_("How it is counted"), "; ".join(term.notes)),
        SaidField(_("Source and kind of target"), "; ".join(term.more)),
    ]


def rule_fields(term: PrintedTerm) -> Fields:
    return [
        SaidField(_("How often"), term.words),
        SaidField(_("Name"), term.name),
        SaidField(_("By whom"), "; ".join(term.notes)),
    ]


def appendix_fields(term: PrintedTerm) -> Fields:
    return [SaidField(_("Name"), term.name), SaidField(_("File"), term.words), SaidField(_("Date"), "; ".join(term.notes))]


def _field(model: type[models.Model], name: str, row: Any) -> SaidField:
    """A field as the model calls it."""
    found = _field_of(model, name)
    return SaidField(_label(model, name, get_language()), in_words(found, getattr(row, name)))


@cache
def _label(model: type[models.Model], name: str, _language: str) -> str:
    return capfirst(str(_field_of(model, name).verbose_name))


@cache
def _field_of(model: type[models.Model], name: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.name == name)
