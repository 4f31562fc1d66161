"""A change in the words that people read: what it is about, and of each field what it was and what it becomes.

Withheld passages are left out, whatever the change holds. A fixed number of queries for any number of changes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.agenda.leads import join_names
from agreements.agenda.withheld import passages_in
from agreements.agenda.words import words_of
from agreements.changes.fields import MODELS, About, Kind, value_now
from agreements.markdown import first_words
from agreements.models import Action, Change, Goal, Indicator, Proposal, Target, Theme
from agreements.models.action_words import lead_in_words
from agreements.models.adoptable import Adoptable
from agreements.models.indicator import plain_number
from agreements.periods import period_name
from parties.history.changes import FieldChange, in_words
from parties.models import Party

TEXTS = {"text", "introduction"}
IN_HEADING = 40  # signs of the words that tell two rows of one name apart
PERIODS = {"starts_on": "starts_precision", "due_on": "due_precision"}  # a date, and how exactly it was agreed
MERGED_INTO_ANOTHER = {*PERIODS.values(), "dropped_on", "drop_reason", "parts", "with", "goal", "theme", "party"}
ROWS = (
    "theme__agreement",
    "theme__parent",
    "goal__theme__agreement",
    "action__goal__theme__agreement",
    "action__agenda",
    "action__project",
    "indicator__goal__theme__agreement",
    "participation__party",
)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """heading says of which row, address where that stands; reason is why it is dropped."""

    change: Change
    heading: str
    address: str
    changes: tuple[FieldChange, ...]
    reason: str = ""

    @property
    def kind(self) -> str:
        return str(self.change.get_kind_display())

    @property
    def short(self) -> list[str]:
        """Each short value that changes, in a line for a mail; of running text what nobody may overlook, or how it begins."""
        return [line for change in self.changes if (line := _in_a_line(change))]


def _in_a_line(change: FieldChange) -> str:
    name = change.label or _("Text")
    if change.is_word_by_word:
        return "; ".join(f"{name}: {note}" for note in change.notes) or _("%(field)s: other words") % {"field": name}
    if change.was and change.becomes:
        words = {"field": name, "was": change.was, "becomes": change.becomes}
        return _("%(field)s: was “%(was)s”, becomes “%(becomes)s”") % words
    if change.is_text and (words := change.was or change.becomes):
        return ": ".join(filter(None, [change.label, first_words(words)]))
    return ""


def changes_of(proposal: Proposal) -> list[Change]:
    """Its changes in order, with the rows that they are about."""
    rows = list(with_rows(proposal.changes.all()))
    for row in rows:
        row.proposal = proposal
    return rows


def with_rows(changes: QuerySet[Change]) -> QuerySet[Change]:
    return changes.select_related(*ROWS)


def tell(proposal: Proposal, changes: Iterable[Change] | None = None) -> tuple[ToldChange, ...]:
    """The changes of the proposal, which comes with its text; its own when none are given."""
    rows = changes_of(proposal) if changes is None else list(changes)
    return tuple(_Teller(proposal, rows).all())


def tell_value(change: Change, name: str, value: Any) -> str:
    """One value of the change in words, and nothing of it that is withheld."""
    teller = _Teller(change.proposal, [change], more=[{name: value}])
    return teller.hide(change.about, getattr(change.row, "pk", None), teller.in_words(change, name, {name: value}, of_row=True))


def label_of(change: Change, name: str) -> str:
    """What the field is called for people."""
    lists = {
        "leads": pgettext("column", "Lead"),
        "targets": _("Target"),
        "indicators": _("Indicators"),
        "starts_on": _("Starts"),
        "due_on": _("Due"),
    }
    if name in lists:
        return str(lists[name])
    return capfirst(str((Action if name == "dropped_on" else MODELS[change.about])._meta.get_field(name).verbose_name))


class _Teller:
    def __init__(self, proposal: Proposal, changes: list[Change], *, more: Iterable[dict] = ()):
        self.text: Adoptable = proposal.text
        self.changes, self.more = changes, tuple(more)
        self.passages = passages_in(proposal.agreement)

    def all(self) -> Iterator[ToldChange]:
        headings = [self.heading(change) for change in self.changes]
        times = Counter(headings)
        for change, name in zip(self.changes, headings, strict=True):
            heading = " · ".join(filter(None, [name, self.first_words(change) if times[name] > 1 else ""]))
            reason = change.becomes.get("drop_reason", "")
            yield ToldChange(change, heading, self.address(change), tuple(self.fields(change)), reason)

    # -- What the changes point to, read once for all

    @cached_property
    def parties(self) -> Mapping[int, Party]:
        keys = {key for change in self.changes for key in _parties_in(change)}
        keys |= {key for values in self.more for key in _leading(values)}
        return Party.objects.in_bulk(keys) if keys else {}

    @cached_property
    def goals(self) -> Mapping[int, Goal]:
        keys = {change.becomes.get("goal") for change in self.changes}
        found = Goal.objects.filter(pk__in=[key for key in keys if isinstance(key, int)])
        return {goal.pk: goal for goal in found.select_related("theme__agreement")} if keys - {None} else {}

    @cached_property
    def themes(self) -> Mapping[int, Theme]:
        keys = {change.becomes["theme"] for change in self.changes if "theme" in change.becomes}
        found = Theme.objects.filter(pk__in=keys).select_related("agreement", "parent")
        return {theme.pk: theme for theme in found} if keys else {}

    @cached_property
    def others(self) -> Mapping[int, Action]:
        keys = {key for change in self.changes for key in change.becomes.get("with", ())}
        found = Action.objects.filter(pk__in=keys).select_related("goal__theme", "agenda", "project")
        return {action.pk: action for action in found} if keys else {}

    # -- Of which row

    def heading(self, change: Change) -> str:
        if change.kind == Kind.ADD:
            return self._heading_of_new(change)
        match change.row:
            case Theme() as theme:
                return words_of(theme, self.text.year_read).heading
            case Goal() as goal:
                return self._goal_name(goal)
            case Action() as action:
                return self._action_name(action)
            case Indicator() as indicator:
                return _("Figure: %(name)s") % {"name": f"{indicator.name} ({self._goal_name(indicator.goal)})"}
        if change.about == About.PARTICIPATION:
            party = change.participation.party if change.participation_id else self.parties.get(change.becomes.get("party"))
            return _("Taking part: %(name)s") % {"name": getattr(party, "name", "")}
        return self.text.title

    def first_words(self, change: Change) -> str:
        """What tells two changes of one name apart: how the action begins, or the row that is new."""
        text = words_of(change.row).text if isinstance(change.row, Action) else change.becomes.get("text", "")
        return first_words(self.hide(change.about, getattr(change.row, "pk", None), text), IN_HEADING)

    def _heading_of_new(self, change: Change) -> str:
        if change.about == About.GOAL:
            theme = self.themes.get(change.becomes["theme"])
            heading = words_of(theme, self.text.year_read).heading if theme else ""
            number = change.becomes.get("number", "")
            name = _("New goal %(number)s") % {"number": number} if number else _("New goal")
            return f"{name} · {heading}"
        goal = self.goals.get(change.becomes["goal"]) if isinstance(change.becomes["goal"], int) else None
        name = self._goal_name(goal) if goal else _("the new goal")
        return _("New action for %(goal)s") % {"goal": name[:1].lower() + name[1:]}

    def _goal_name(self, goal: Goal) -> str:
        return _("Goal %(number)s") % {"number": words_of(goal, self.text.year_read).number}

    def _action_name(self, action: Action) -> str:
        number = words_of(action.goal, self.text.year_read).number
        name = _("Action of goal %(number)s") % {"number": number}
        said = words_of(action)
        return " · ".join(filter(None, [name, said.number, said.project]))

    @staticmethod
    def address(change: Change) -> str:
        match change.row:
            case Goal() | Action():
                return change.row.get_absolute_url()
            case Indicator():
                return change.row.goal.get_absolute_url()
        return ""

    # -- What it was, and what it becomes

    def fields(self, change: Change) -> Iterator[FieldChange]:
        match change.kind:
            case Kind.DROP | Kind.CARRY_OVER:
                yield self._words_now(change.row)
            case Kind.SPLIT:
                yield self._words_now(change.row)
                yield from self._parts(change)
            case Kind.MERGE:
                yield self._words_now(change.row)
                for key in change.becomes.get("with", ()):
                    if key in self.others:
                        yield self._words_now(self.others[key], self._action_name(self.others[key]))
                yield from self._named(change, {}, change.becomes, prefix=_("Becomes"))
            case _:
                yield from self._named(change, change.was, change.becomes)

    def _words_now(self, row: Goal | Action, label: str = "") -> FieldChange:
        words = words_of(row) if isinstance(row, Action) else words_of(row, self.text.year_read)
        return FieldChange(label, self.hide(row._meta.model_name, row.pk, words.text), "", is_text=True)

    def _parts(self, change: Change) -> Iterator[FieldChange]:
        for number, part in enumerate(change.becomes.get("parts", ()), start=1):
            said = [part.get("text", "")]
            if part.get("leads"):
                said.append(f"{_('Lead')}: {self._leads(part['leads'])}")
            words = self.hide(change.about, change.action_id, "\n\n".join(said))
            yield FieldChange(_("Part %(number)s") % {"number": number}, "", words, is_text=True)

    def _named(self, change: Change, was: dict, becomes: dict, *, prefix: str = "") -> Iterator[FieldChange]:
        for name in _in_order(becomes):
            key = getattr(change.row, "pk", None)
            old = self.hide(change.about, key, self.in_words(change, name, was, of_row=True))
            new = self.hide(change.about, key, self.in_words(change, name, becomes, of_row=bool(was)))
            if old != new:
                label = prefix if prefix and name == "text" else label_of(change, name)
                yield FieldChange(label, old, new, is_text=name in TEXTS)

    def in_words(self, change: Change, name: str, values: dict[str, Any], *, of_row: bool = False) -> str:
        """A value as people read it. of_row fills in of a period what the change leaves as it is."""
        if name in PERIODS:
            return self._period(change, name, values, of_row=of_row)
        value = values.get(name)
        if name == "project":
            return value or ""
        if name == "leads":
            return self._leads(value or [])
        if name == "targets":
            return _targets(change.indicator, value or [])
        if name == "indicators":
            return "\n".join(_figure(row) for row in value or [])
        column = (Action if name == "dropped_on" else MODELS[change.about])._meta.get_field(name)
        if name == "budget" and value is not None:
            return f"€ {plain_number(column.to_python(value))}"
        return in_words(column, None if value in {None, ""} else column.to_python(value))

    def _period(self, change: Change, name: str, values: dict[str, Any], *, of_row: bool) -> str:
        how = PERIODS[name]
        if name not in values and how not in values:
            return ""
        found = {
            field: values[field] if field in values else value_now(change.row, field, self.text) if of_row and change.row else ""
            for field in (name, how)
        }
        day = parse_date(found[name]) if found[name] else None
        return period_name(day, found[how]) if day else ""

    def _leads(self, rows: list[dict]) -> str:
        return join_names(lead_in_words(str(self.parties.get(row.get("party"), "")), row.get("task") or "") for row in rows)

    def hide(self, about: str, key: int | None, words: str) -> str:
        """The words without what is withheld of this row, in whatever field of it they stand."""
        for passage in self.passages:
            if (passage.kind, passage.row_id) == (about, key):
                words = passage.mask(words)
        return words


def _in_order(becomes: dict[str, Any]) -> list[str]:
    """The fields to tell, the words first; how exactly a date was agreed is told with the date."""
    names = dict.fromkeys(next((day for day, how in PERIODS.items() if how == name), name) for name in becomes)
    shown = [name for name in names if name not in MERGED_INTO_ANOTHER]
    return sorted(shown, key=lambda name: name not in {*TEXTS, "title"})


def _parties_in(change: Change) -> Iterator[int]:
    if isinstance(change.becomes.get("party"), int):
        yield change.becomes["party"]
    for values in (change.was, change.becomes, *change.becomes.get("parts", ())):
        yield from _leading(values)


def _leading(values: dict[str, Any]) -> Iterator[int]:
    return (row["party"] for row in values.get("leads") or () if isinstance(row.get("party"), int))


def _targets(indicator: Indicator, rows: list[dict]) -> str:
    return "; ".join(_target(indicator, row) for row in rows)


def _target(indicator: Indicator, row: dict) -> str:
    fields = {name: Target._meta.get_field(name) for name in Target.SAYS}
    values = {name: field.to_python(row[name]) for name, field in fields.items() if row.get(name) not in {None, ""}}
    target = Target(indicator=indicator, **values)
    words = f"{target.year}: {target.phrase}" if target.year else target.phrase
    return f"{words} ({_('provisional')})" if target.provisional else words


def _figure(row: dict) -> str:
    values = {name: row.get(name) or "" for name in ("name", "unit", "kind", "per")}
    targets = _targets(Indicator(**values), row.get("targets") or [])
    return f"{values['name']}: {targets}" if targets else f"{values['name']} ({values['unit']})"
