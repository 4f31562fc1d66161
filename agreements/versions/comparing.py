"""What one text says otherwise than another, of two years, two versions or two moments: all that a version holds. Asks nothing.

Moves, what goes on in another year, splitting and merging are named; a number that alone changed is quiet.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedTheme
from agreements.agenda.leads import join_names
from agreements.markdown import first_words
from agreements.versions import fields as of
from agreements.versions.fields import Fields
from parties.history.changes import FieldChange
from parties.renvooi.pieces import Known
from parties.renvooi.rows import Fate, PlacedRow, row_changes
from parties.renvooi.together import Pair, compared_together

IN_HEADING = 40  # signs of the words that tell two actions of one name apart
WORDS = {
    "new": pgettext_lazy("row", "new"),
    "gone": pgettext_lazy("row", "gone"),
    "changed": pgettext_lazy("row", "changed"),
    "moved": pgettext_lazy("row", "moved"),
    "placed": pgettext_lazy("row", "in another place"),
    "renumbered": pgettext_lazy("row", "renumbered"),
    "carried": pgettext_lazy("row", "carried over"),
    "split": pgettext_lazy("row", "split"),
    "merged": pgettext_lazy("row", "merged"),
}


@dataclass(frozen=True, slots=True)
class TextChange:
    """A row of the text that came ("new"), went ("gone"), reads otherwise ("changed"), or another key of WORDS.

    also are more of those keys, note is a few words on where it stands or comes from. about is the sort of row with its id, as it
    is now or was last; chapter the theme in which that stands, where it stands in one.
    """

    kind: str
    heading: str
    changes: tuple[FieldChange, ...]
    also: tuple[str, ...] = ()
    note: str = ""
    about: tuple[str, int] = ("", 0)
    chapter: int | None = None

    @property
    def tags(self) -> list[str]:
        return [str(WORDS[kind]) for kind in (self.kind, *self.also)]

    @property
    def is_quiet(self) -> bool:
        """Whether it says what it said, where it stood: only its number or layout differs, or it goes on as it was."""
        if not {self.kind, *self.also} <= {"changed", "renumbered", "carried"}:
            return False
        return "renumbered" in (self.kind, *self.also) or all(change.says_the_same for change in self.changes)


def text_changes(was: AgendaContent, becomes: AgendaContent) -> tuple[TextChange, ...]:
    """In the order of the document, of each kind what went last; what is quiet at the very end.

    Terms, figures and appendices are compared where both texts have them (collect_whole_content).
    """
    comparison = _Comparison(was, becomes)
    comparison.look_ahead()
    return tuple(sorted(comparison.all(), key=lambda change: change.is_quiet))


def goal_changes(whole: AgendaContent, content: AgendaContent) -> tuple[TextChange, ...]:
    """What a year says otherwise than the agreement as a whole, of the goals that the year prints."""
    return tuple(change for change in _Comparison(whole, content).goals() if change.kind != "gone")


def known_of(was: AgendaContent, becomes: AgendaContent) -> Known:
    """The names of the parties, and which numbers of the earlier text are which in the later one."""
    parties = (*was.parties, *becomes.parties)
    names = dict.fromkeys(name for party in parties for name in (party.name, party.short_name) if name)
    before = dict(_numbers(was))
    pairs = {before[key]: number for key, number in _numbers(becomes) if before.get(key, number) != number}
    return Known(tuple(names), tuple(pairs.items()))


def _numbers(content: AgendaContent) -> Iterator[tuple[tuple[str, int], str]]:
    yield from ((("theme", theme.id), theme.number) for theme in _with_sections(content) if theme.number)
    yield from ((("goal", goal.id), goal.number) for goal in content.goals if goal.number)
    yield from ((("action", action.lineage[-1]), action.number) for action in content.actions if action.number and action.lineage)


def _with_sections(content: AgendaContent) -> Iterator[PrintedTheme]:
    for theme in content.themes:
        yield from (theme, *theme.sections)


@dataclass(frozen=True, slots=True)
class _Sort:
    """What is to be known of one sort of rows: what one is called, what it says, below which row it stands, whence it comes.

    theme_of is the theme or paragraph in which it stands.
    """

    key: str
    name_of: Callable[[Any], str]
    fields_of: Callable[[Any], Fields]
    parent_of: Callable[[Any], int | None] = lambda row: None
    place_of: Callable[[Any], str] = lambda row: ""
    origins_of: Callable[[Any], tuple[int, ...]] = lambda row: ()
    theme_of: Callable[[Any], int | None] = lambda row: None


class _Comparison:
    def __init__(self, was: AgendaContent, becomes: AgendaContent):
        self.was, self.becomes = was, becomes
        self.known = known_of(was, becomes)
        self._said: dict[tuple[str, int], Fields] = {}
        self._ahead: list[Pair] | None = None
        contents = (was, becomes)
        self.headings = {theme.id: theme.heading for content in contents for theme in _with_sections(content)}
        self.goals_by_id = {goal.id: goal for content in contents for goal in content.goals}
        self.chapters = {
            part.id: theme.id for content in contents for theme in content.themes for part in (theme, *theme.sections)
        }

    def look_ahead(self) -> None:
        """Compare first which texts it lays beside each other: those are known together (parties/renvooi/together.py)."""
        self._ahead = []
        for _change in self.all():
            pass
        self.known, self._ahead = compared_together(self._ahead, self.known), None

    def all(self) -> Iterator[TextChange]:
        yield from self._opening()
        yield from self._rows(self.was.parties, self.becomes.parties, _Sort("party", lambda row: row.name, of.party_fields))
        yield from self._themes()
        yield from self.goals()
        yield from self._actions()
        yield from self._terms()

    def _opening(self) -> Iterator[TextChange]:
        if changes := self._different(of.opening_fields(self.was), of.opening_fields(self.becomes)):
            yield TextChange("changed", _("Title and introduction"), changes, about=("opening", 0))

    def _themes(self) -> Iterator[TextChange]:
        sort = _Sort(
            "theme",
            lambda theme: theme.heading,
            of.theme_fields,
            lambda theme: theme.parent_id,
            lambda theme: self.headings.get(theme.parent_id, ""),
            theme_of=lambda theme: theme.id,
        )
        yield from self._rows(_with_sections(self.was), _with_sections(self.becomes), sort)

    def goals(self) -> Iterator[TextChange]:
        sort = _Sort(
            "goal",
            lambda goal: _("Goal %(number)s") % {"number": goal.number},
            of.goal_fields,
            lambda goal: goal.theme_id,
            lambda goal: self.headings.get(goal.theme_id, ""),
            theme_of=lambda goal: goal.theme_id,
        )
        yield from self._rows(self.was.goals, self.becomes.goals, sort)

    def _actions(self) -> Iterator[TextChange]:
        """An action of a later year comes from those of the earlier one from which it was carried over, split or merged."""
        sort = _Sort(
            "action",
            self._action_name,
            of.action_fields,
            lambda action: action.goal_id,
            lambda action: _("Goal %(number)s") % {"number": self.goals_by_id[action.goal_id].number},
            lambda action: action.lineage,
            lambda action: self.goals_by_id[action.goal_id].theme_id,
        )
        yield from self._rows(self.was.actions, self.becomes.actions, sort)

    def _action_name(self, action: PrintedAction) -> str:
        """With how it begins where the goal has more actions of that name."""
        name = self._plain_name(action)
        return f"{name} · {first_words(action.text, IN_HEADING)}" if name in self._shared_names else name

    @cached_property
    def _shared_names(self) -> set[str]:
        times = [Counter(map(self._plain_name, content.actions)) for content in (self.was, self.becomes)]
        return {name for counted in times for name, number in counted.items() if number > 1}

    def _plain_name(self, action: PrintedAction) -> str:
        goal = _("Action of goal %(number)s") % {"number": self.goals_by_id[action.goal_id].number}
        return " · ".join(filter(None, [goal, action.number, action.project]))

    def _terms(self) -> Iterator[TextChange]:
        before, after = self.was.terms, self.becomes.terms
        if before is None or after is None:
            return
        part = _("Taking part: %(name)s")
        sorts = (
            ("part", before.parties, after.parties, part, of.part_fields),
            ("figure", before.figures, after.figures, _("Figure: %(name)s"), of.figure_fields),
            ("rule", before.rules, after.rules, _("Meeting: %(name)s"), of.rule_fields),
            ("appendix", before.appendices, after.appendices, _("Appendix: %(name)s"), of.appendix_fields),
        )
        for key, was, becomes, name, fields_of in sorts:
            found = self._rows(was, becomes, _Sort(key, lambda row, name=name: name % {"name": row.name}, fields_of))
            # That a party came, went or stands elsewhere is told of the party itself.
            yield from (change for change in found if name != part or change.kind == "changed")

    # -- Any rows

    def _rows(self, was: Iterable[Any], becomes: Iterable[Any], sort: _Sort) -> Iterator[TextChange]:
        before, after = list(was), list(becomes)
        old = {row.id: row for row in before}
        found = row_changes(_placed(before, sort), _placed(after, sort))
        as_it_was = 0
        for place, row in enumerate(after):
            at = {"about": (sort.key, row.id), "chapter": self._chapter(row, sort)}
            earlier = [old[pk] for pk in found.fates[row.id].origins]
            change = self._row(row, earlier, found.fates[row.id], sort)
            if change is None:
                as_it_was += found.fates[row.id].kinds == ("carried",)
            else:
                is_moved = "moved" in (change.kind, *change.also)
                yield replace(_with_place(change, after, place, sort) if is_moved else change, **at)
        for pk in found.gone:
            at = {"about": (sort.key, pk), "chapter": self._chapter(old[pk], sort)}
            yield TextChange("gone", sort.name_of(old[pk]), _all_of(sort.fields_of(old[pk])[:1], is_gone=True), **at)
        if as_it_was:
            heading = ngettext("%(number)s action", "%(number)s actions", as_it_was) % {"number": as_it_was}
            yield TextChange("carried", heading, (), note=_("as it was"))

    def _chapter(self, row: Any, sort: _Sort) -> int | None:
        return self.chapters.get(sort.theme_of(row))

    def _row(self, row: Any, earlier: list[Any], fate: Fate, sort: _Sort) -> TextChange | None:
        name, kinds = sort.name_of(row), fate.kinds
        if not earlier:
            return TextChange("new", name, _all_of(sort.fields_of(row)))
        changes = self._different(self._fields(earlier[0], sort), self._fields(row, sort))
        if changes and not {"merged", "split"} & set(kinds):
            kinds = (_kind_of(changes), *kinds)
        if "placed" in kinds:
            changes = (*changes, FieldChange(_("Place"), sort.place_of(earlier[0]), sort.place_of(row)))
        if not kinds or kinds == ("carried",):
            return None
        origins = join_names(map(sort.name_of, earlier)) if {"merged", "split"} & set(kinds) else ""
        return TextChange(kinds[0], name, changes, kinds[1:], _("from %(rows)s") % {"rows": origins} if origins else "")

    def _fields(self, row: Any, sort: _Sort) -> Fields:
        """What a row says; asked twice of each, and made once."""
        key = (sort.key, id(row))
        if key not in self._said:
            self._said[key] = sort.fields_of(row)
        return self._said[key]

    def _different(self, was: Fields, becomes: Fields) -> tuple[FieldChange, ...]:
        """The fields that read otherwise; white space alone is no difference."""
        pairs = [(old, new) for old, new in zip(was, becomes, strict=True) if old.words != new.words]
        if self._ahead is not None:
            self._ahead += [(old.words, new.words) for old, new in pairs]
            return ()
        found = (FieldChange(new.label, old.words, new.words, is_text=new.is_text, known=self.known) for old, new in pairs)
        return tuple(change for change in found if not change.is_only_space)


def _kind_of(changes: tuple[FieldChange, ...]) -> str:
    return "renumbered" if [change.label for change in changes] == [of.number_label()] else "changed"


def _placed(rows: Iterable[Any], sort: _Sort) -> list[PlacedRow]:
    return [PlacedRow(row.id, sort.parent_of(row), sort.origins_of(row)) for row in rows]


def _with_place(change: TextChange, rows: list[Any], place: int, sort: _Sort) -> TextChange:
    """Behind which row it stands now."""
    above = rows[place - 1] if place else None
    if above is None or sort.parent_of(above) != sort.parent_of(rows[place]):
        return replace(change, note=pgettext("row", "now in front"))
    return replace(change, note=pgettext("row", "now behind %(row)s") % {"row": sort.name_of(above)})


def _all_of(found: Fields, *, is_gone: bool = False) -> tuple[FieldChange, ...]:
    """All that a row says that came or went; its first field needs no label."""
    return tuple(
        FieldChange(
            field.label if place else "", field.words if is_gone else "", "" if is_gone else field.words, is_text=field.is_text
        )
        for place, field in enumerate(found)
        if field.words
    )
