"""The fields that a change may write, and their values as they are kept with it: plain, so that they compare and can be stored.

A text, number or word is itself; a date is "2024-12-31"; a budget "575.5"; leads are [{"party": 3, "task": "bouw"}] in their
order; targets [{"year": 2024, "value": "75", …}], of which the year is empty for the whole period. A project is its name.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from agreements.models import Action, Agenda, Agreement, Change, Goal, Indicator, Lead, Participation, Target, Theme
from agreements.models.adoptable import Adoptable
from agreements.models.indicator import targets_in
from agreements.models.words import WordsPerYear
from parties.models import Party

About, Kind = Change.About, Change.Kind
MODELS: dict[str, type[models.Model]] = {
    About.AGREEMENT: Agreement,
    About.AGENDA: Agenda,
    About.THEME: Theme,
    About.GOAL: Goal,
    About.ACTION: Action,
    About.INDICATOR: Indicator,
    About.PARTICIPATION: Participation,
}
OF_ACTION = (
    "number",
    "text",
    "lead_text",
    "starts_on",
    "starts_precision",
    "due_on",
    "due_precision",
    "recurrence",
    "budget",
    "contributions",
    "references",
    "leads",
)
OF_PARTICIPATION = ("role", "from_year", "to_year", "right_of_advice", "advice_subject", "answers_needed")
ADJUSTED: dict[str, tuple[str, ...]] = {
    About.AGREEMENT: ("introduction", "meeting_decides"),
    About.AGENDA: ("title", "introduction_title", "introduction", "when_printed", "lists_references", "prints_contributions"),
    About.THEME: ("number", "title", "introduction"),
    About.GOAL: ("number", "text", "commitment", "references"),
    About.ACTION: (*OF_ACTION, "kind", "project"),
    About.INDICATOR: ("targets",),
}
CORRECTED: dict[str, tuple[str, ...]] = {
    About.AGREEMENT: ("introduction",),
    About.AGENDA: ("title", "introduction_title", "introduction"),
    About.THEME: ("title", "introduction"),
    About.GOAL: ("text",),
    About.ACTION: ("text", "lead_text"),
}
ADDED: dict[str, tuple[str, ...]] = {
    About.GOAL: (
        "theme",
        "number",
        "text",
        "commitment",
        "references",
        "start_year",
        "end_year",
        "added_on",
        "is_focus",
        "indicators",
    ),
    About.ACTION: ("goal", "kind", "added_on", *OF_ACTION),
}
OF_INDICATOR = ("name", "unit", "kind", "per", "start_year", "end_year", "scope", "source", "targets")
OF_TARGET = ("year", "value", "value_to", "formula", "approximate", "provisional")
# What a change of this kind may fill in, by what it is about.
FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    Kind.ADJUST: ADJUSTED,
    Kind.CORRECT: CORRECTED,
    Kind.DROP: {About.GOAL: ("dropped_on", "drop_reason"), About.ACTION: ("dropped_on", "drop_reason")},
    Kind.CARRY_OVER: {About.ACTION: ("dropped_on", "drop_reason")},
    Kind.ADD: ADDED,
    Kind.SPLIT: {About.ACTION: ("dropped_on", "drop_reason", "parts")},
    Kind.MERGE: {About.ACTION: ("dropped_on", "drop_reason", "with", *OF_ACTION)},
    Kind.PARTICIPATION: {About.PARTICIPATION: ("party", *OF_PARTICIPATION)},
    Kind.REVOKE: {About.AGREEMENT: (), About.AGENDA: ()},
}
# Fields of this package alone, which no column has as they are.
LISTS = {"leads", "targets", "indicators", "parts", "with"}
KEYS = {"goal", "theme", "party"}


def plain(value: Any) -> Any:
    """As it is stored with a change."""
    match value:
        case models.Model():
            return value.pk
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
    return value


def clean_values(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored; ValidationError at the field that says something else than it can."""
    found, wrong = {}, {}
    for name, value in values.items():
        try:
            found[name] = _clean(model, name, value)
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return found


def _clean(model: type[models.Model], name: str, value: Any) -> Any:
    if name in LISTS:
        return _clean_list(name, value)
    if name == "project":
        return " ".join((value or "").split())
    if name in KEYS or isinstance(value, models.Model):
        return plain(value)
    field = (Action if name == "dropped_on" else model)._meta.get_field(name)  # of a goal: when its actions are dropped
    if value in {None, ""} and field.null:
        return None
    cleaned = field.to_python("" if value is None else value)
    return plain(cleaned.strip() if isinstance(cleaned, str) else cleaned)


def _clean_list(name: str, value: Any) -> list:
    if not isinstance(value, list | tuple):
        raise ValidationError(_("This is no list."))
    if name == "with":
        return [plain(each) for each in value]
    return [_clean_row(name, dict(each)) for each in value]


def _clean_row(name: str, row: dict[str, Any]) -> dict[str, Any]:
    model, known = {
        "leads": (Lead, ("party", "task")),
        "targets": (Target, OF_TARGET),
        "indicators": (Indicator, OF_INDICATOR),
        "parts": (Action, OF_ACTION),
    }[name]
    demand_known(row, known)
    return clean_values(model, row)


def demand_known(values: dict[str, Any], known: tuple[str, ...]) -> None:
    """ValidationError at what is no field of such a change."""
    if unknown := [name for name in values if name not in known]:
        raise ValidationError({name: _("This is not changed by such a proposal.") for name in unknown})


def value_now(row: Any, name: str, text: Adoptable) -> Any:
    """What stands in the field now, in the text, as it is stored with a change."""
    if name == "leads":
        leads = Lead.objects.filter(action=row).order_by("position", "pk")
        return [{"party": lead.party_id, "task": lead.task} for lead in leads]
    if name == "targets":
        return [{key: plain(getattr(target, key)) for key in OF_TARGET} for target in targets_of_text(row, text)]
    if name == "project":
        return row.project.name if row.project_id else ""
    if isinstance(row, WordsPerYear) and name in row.word_fields:
        return plain(getattr(row.in_force(text.year_read), name))
    return plain(getattr(row, name))


def targets_of_text(indicator: Indicator, text: Adoptable) -> list[Target]:
    """The targets that the text prints: over the period, and of its own year."""
    rows = Target.objects.filter(indicator=indicator).select_related("indicator__goal__theme")
    return [row for row in targets_in(text.year_read, rows) if row.year in {None, text.year}]


def same(was: Any, now: Any) -> bool:
    """Whether the field still says the same; a row of a list may leave out what is empty."""
    if isinstance(was, list) and isinstance(now, list):
        return len(was) == len(now) and all(same(one, other) for one, other in zip(was, now, strict=True))
    if isinstance(was, dict) and isinstance(now, dict):
        names = was.keys() | now.keys()
        return all((was.get(name) or None) == (now.get(name) or None) for name in names)
    return was == now


def is_of_all_years(changes: Iterable[Change]) -> bool:
    """Whether one says what holds for all years at once, so that texts that stay as they are keep what they said of it."""
    return any(change.kind == Kind.PARTICIPATION or "meeting_decides" in change.becomes for change in changes)


def party_of(change: Change) -> Party | None:
    """The party of which a change says how it takes part."""
    if change.about != About.PARTICIPATION:
        return None
    if change.participation_id:
        return change.participation.party
    return Party.objects.filter(pk=change.becomes.get("party")).first()
