"""One part of a row as it is printed now, and what a colleague made of it beside what was typed."""

from typing import Any

from django.utils.text import capfirst

from agreements.agenda.anchors import MODELS
from agreements.agenda.content import PrintedGoal, drop_line, printed_action
from agreements.agenda.rows import extend
from agreements.agenda.words import action_rows, goal_row, words_of
from agreements.models import Action, Appendix, Goal, Indicator, Theme
from agreements.writing.places import WritingPlace
from agreements.writing.when import TypedWhen
from parties.history.changes import FieldChange, in_words


def part_shown(place: WritingPlace) -> tuple[str, dict[str, Any]]:
    """The template of the part, and what it reads: the row as the tree of printed text has it."""
    name = f"agreements/writing/parts/{place.kind}_{place.part.name}.html"
    row, year = place.row, place.agenda.year
    match row:
        case Goal():
            found = goal_row(row, year)
            return name, {"goal": extend(PrintedGoal, found, drop_line=drop_line(found))}
        case Action():
            return name, {"action": printed_action(action_rows(Action.objects.filter(pk=row.pk))[0])}
        case Theme():
            words = words_of(row, year)
            return name, {"theme": {"id": row.pk, "heading": words.heading, "introduction": words.introduction}}
        case Indicator():
            return name, {"indicator": row}
        case Appendix():
            return name, {"appendix": row}
    return name, {"agenda": place.agenda, "agreement": place.agenda.agreement}


def conflict_changes(form: Any, now: dict[str, Any]) -> tuple[FieldChange, ...]:
    """Of each field in dispute: what stands there now, and what was typed, to be marked word by word."""
    typed = form.values()
    return tuple(
        FieldChange(
            _label(form, name), _words(form, name, value), _words(form, name, typed[name]), is_text=isinstance(value, str)
        )
        for name, value in now.items()
    )


def _label(form: Any, name: str) -> str:
    shown = form.field_of(name)
    return capfirst(str(form.fields[shown].label)) if shown else name


def _words(form: Any, name: str, value: Any) -> str:
    """A value as people read it."""
    match name:
        case "leads":
            names = {party.pk: party.name for parties in form.parties.values() for party in parties}
            each = (names.get(row["party"], "") + (f" ({row['task']})" if row["task"] else "") for row in value)
            return ", ".join(each)
        case "when":
            return TypedWhen.from_code(value).phrase
        case "targets":
            return "; ".join(" ".join(str(said) for said in row.values() if said) for row in value)
        case "project" | "file":
            return str(value or "")
    column: Any = MODELS[form.kind]._meta.get_field(name)
    return in_words(column, column.to_python(value) if value not in {None, ""} else value)
