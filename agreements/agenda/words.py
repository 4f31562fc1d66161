"""The words of themes, goals and actions, as they read in a year: everything that shows them asks here.

One by one for a page that has the rows already, or in bulk for what is printed. A row holds its newest words; those of earlier
years are read with one query for all rows in memory, where a year needs them. tests/words_guard.py refuses what reads past it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from django.db.models import Case, Expression, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from agreements.agenda.rows import ActionRow, GoalRow, LeadRow, ThemeRow, columns_of
from agreements.agenda.withheld import masked, masked_text, passages_in, passages_of
from agreements.markdown import first_words
from agreements.models import Action, Agreement, Goal, GoalText, Indicator, Target, Theme, ThemeText
from agreements.models.action_link import lineage_in
from agreements.models.indicator import targets_in
from agreements.models.theme import theme_heading
from parties.prepared import Prepared

A = TypeVar("A", bound=ActionRow)
THEME, GOAL = ((*columns_of(row), "words_from", "position") for row in (ThemeRow, GoalRow))
SAYS_LITTLE = {Action.Kind.ONGOING, Action.Kind.GOAL_IS_ACTION}
FEW_WORDS = 40  # letters
LEAD = ("leads__party", "leads__party__name", "leads__party__short_name", "leads__task")


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """heading is all that is printed: the agreement's own word, the number and the title."""

    number: str
    title: str
    heading: str
    introduction: str

    def __str__(self) -> str:
        return self.heading


@dataclass(frozen=True, slots=True)
class GoalWords:
    """commitment is how firm the goal is, in words; references on what it stands, a line for each."""

    number: str
    text: str
    commitment: str = ""
    references: str = ""

    def __str__(self) -> str:
        return f"{self.number} {first_words(self.text)}".strip()


@dataclass(frozen=True, slots=True)
class ActionWords:
    """goal is the text of its goal where the action says nothing without it ("Doorlopend"); a name of the action has both."""

    number: str
    project: str
    text: str
    goal: str = ""

    def __str__(self) -> str:
        return first_words(named(self.project, self.text, self.goal))


def named(project: str, text: str, goal: str = "") -> str:
    """What an action is called where it stands without its goal: its project, its text, and the goal where it needs that."""
    text = text.lstrip("- ") if project else text
    return ": ".join(filter(None, [project, f"{text.rstrip('. ')}: {goal}" if goal else text]))


def name_in(goal: GoalRow, action: ActionRow) -> str:
    """What a printed action is called where it stands without its goal."""
    return named(action.project, action.text, goal.text if needs_goal(action) else "")


def needs_goal(action: ActionRow | Action) -> bool:
    """Whether the action only says that it goes on, or that the goal is what is done: a few words of such a kind."""
    return action.kind in SAYS_LITTLE and len(action.text) <= FEW_WORDS


@overload
def words_of(row: Action) -> ActionWords: ...
@overload
def words_of(row: Goal, year: int) -> GoalWords: ...
@overload
def words_of(row: Theme, year: int) -> ThemeWords: ...
def words_of(row, year=None):
    """The words of the theme or goal in that year; those of an action, which is of one year.

    No query where the row itself has them; else one for all rows in memory with earlier words.

    An action comes with its project, goal and agenda; a theme that is no paragraph with its agreement.
    """
    if isinstance(row, Action):
        project = row.project.name if row.project_id else ""
        return ActionWords(row.number, project, _shown(row, "text", row.text), goal_words_of(row).text if needs_goal(row) else "")
    if year is None:
        raise TypeError("The words of a theme or goal are those of a year: say of which.")
    found = row.in_force(year)
    if isinstance(row, Goal):
        return GoalWords(
            found.number,
            _shown(row, "text", found.text),
            str(Goal.Commitment(found.commitment).label) if found.commitment else "",
            found.references,
        )
    heading = theme_heading(found, row.agreement if found.number and not found.parent_id else None)
    return ThemeWords(found.number, found.title, heading, _shown(row, "introduction", found.introduction))


def _shown(row: Theme | Goal | Action, field: str, text: str) -> str:
    """Without what the administrator withholds of it; no query where nothing is."""
    return masked_text(row._meta.model_name, row.pk, field, text) if row.has_withheld else text


def goal_words_of(action: Action) -> GoalWords:
    """The words of the goal of the action, in the year of the action; it comes with its goal and agenda. No query."""
    return words_of(action.goal, action.agenda.year)


def theme_of(goal: Goal, year: int) -> Theme:
    """The theme in which the goal stands in that year; the goal comes with its theme."""
    return goal.in_force(year).theme


def parent_of(theme: Theme, year: int) -> Theme | None:
    """The theme of which this one is a paragraph in that year."""
    return theme.in_force(year).parent


def goal_row(goal: Goal, year: int) -> GoalRow:
    """The goal as it is printed in that year, without its place; it comes with its theme."""
    found, is_dropped = goal.in_force(year), bool(goal.dropped_from and goal.dropped_from <= year)
    own = {name: getattr(goal, name) for name in ("id", "start_year", "end_year", "added_on", "is_focus")}
    found_row = GoalRow(
        **own,
        **{name: getattr(found, name) for name in ("theme_id", "number", "text", "commitment", "references")},
        dropped_from=goal.dropped_from if is_dropped else None,
        drop_reason=goal.drop_reason if is_dropped else "",
    )
    return masked(found_row, passages_of("goal", [goal.pk])) if goal.has_withheld else found_row


@dataclass(frozen=True, slots=True)
class HeldWords:
    """The words of a goal in the years from first (None: the beginning) through last (None: until further notice).

    is_of_whole is for words that no year has any more: those of the agreement as a whole.
    """

    first: int | None
    last: int | None
    is_of_whole: bool
    words: GoalWords
    theme: str


def held_words(goal: Goal) -> tuple[HeldWords, ...]:
    """The words of the goal through the years, oldest first; it comes with its theme."""
    texts = [*goal.earlier_texts(), goal]
    firsts = [text.words_from if text is goal else text.from_year for text in texts]
    ends = [first - 1 for first in firsts[1:] if first] + [None]
    before = goal.theme.agreement.year_read
    years = [first or before for first in firsts]
    return tuple(
        HeldWords(first, last, last == before, words_of(goal, year), words_of(theme_of(goal, year), year).heading)
        for first, last, year in zip(firsts, ends, years, strict=True)
    )


def place_of(goal: Goal, year: int) -> tuple[int, ...]:
    """Where the document of that year has the goal: a key to sort by. The goal comes with its theme."""
    found = goal.in_force(year)
    return found.theme.in_force(year).position, found.theme_id, found.position, goal.pk


def printed_order(goal: str, year: str | int) -> tuple[Expression, ...]:
    """What to order rows by, to have them as the document of the year has their goals. Costs no query.

    goal is the look-up from the row to its goal, empty for goals; year the look-up to the year, or the year itself.
    """
    start = f"{goal}__" if goal else ""
    of_year = Value(year) if isinstance(year, int) else F(year)
    outer = Value(year) if isinstance(year, int) else OuterRef(year)
    goal_texts = GoalText.objects.filter(goal=OuterRef(f"{start}pk"))
    deeper = Value(year) if isinstance(year, int) else OuterRef(OuterRef(year))
    theme_texts = ThemeText.objects.filter(theme=OuterRef(f"{start}theme"))
    of_text = ThemeText.objects.filter(theme=OuterRef("theme"))
    is_earlier, theme_is_earlier = Q(**{f"{start}words_from__gt": of_year}), Q(**{f"{start}theme__words_from__gt": of_year})

    def where(*earlier: When, now: str) -> Expression:
        return Case(*earlier, default=F(now), output_field=IntegerField())

    def then(texts: QuerySet, name: str, now: str, year: Any = outer) -> Expression:
        begun = texts.filter(Q(from_year=None) | Q(from_year__lte=year)).order_by(F("from_year").desc(nulls_last=True))
        return Coalesce(Subquery(begun.values(name)[:1]), Subquery(texts.order_by("from_year").values(name)[:1]), F(now))

    in_text = then(of_text, "position", "theme__position", deeper)
    then_in_text = where(When(theme__words_from__gt=outer, then=in_text), now="theme__position")
    theme_place, goal_place = f"{start}theme__position", f"{start}position"
    return (
        where(
            When(is_earlier, then=then(goal_texts.annotate(place=then_in_text), "place", theme_place)),
            When(theme_is_earlier, then=then(theme_texts, "position", theme_place)),
            now=theme_place,
        ),
        where(When(is_earlier, then=then(goal_texts, "theme", f"{start}theme")), now=f"{start}theme"),
        where(When(is_earlier, then=then(goal_texts, "position", goal_place)), now=goal_place),
        F(f"{start}pk"),
    )


def targets_of(indicator: Indicator, year: int) -> list[Target]:
    """The targets of the indicator that are in force in that year, in order; it comes with all its targets."""
    return targets_in(year, indicator.targets.all())


@Prepared.in_order
def _chapters_of(agreement: int) -> QuerySet:
    rows = Theme.objects.filter(agreement=agreement).order_by("position", "pk", "goals__position", "goals__pk")
    return rows.values_list(*THEME, *(f"goals__{name}" for name in GOAL))


def chapter_rows(
    agreement: Agreement, year: int, *, used: Collection[int] = (), as_stored: bool = False
) -> tuple[tuple[ThemeRow, ...], tuple[GoalRow, ...]]:
    """Every theme and every goal of the agreement that is there in the year, in order, in the words of the year.

    used are goals with an action in the year, which are there in any case. as_stored gives what is withheld too, for what is
    stored and hashed. One query, and one for the themes and one for the goals that have other words by now.
    """
    all_themes: dict[int, dict] = {}
    all_goals = []
    for values in _chapters_of.rows(agreement.pk):
        theme = dict(zip(THEME, values, strict=False))
        goal = dict(zip(GOAL, values[len(THEME) :], strict=True))
        all_themes.setdefault(theme["id"], theme)
        if goal["id"] is not None:
            all_goals.append(goal)
    goals = _as_in(year, all_goals, GoalText, "goal", used=used)
    needed = {goal["theme_id"] for goal in goals}
    themes = {row["id"]: row for row in _as_in(year, all_themes.values(), ThemeText, "theme", used=needed)}
    for goal in goals:
        if goal["dropped_from"] and goal["dropped_from"] > year:
            goal |= {"dropped_from": None, "drop_reason": ""}
    in_order = sorted(themes.values(), key=_place)
    goals.sort(key=lambda goal: (*_place(themes[goal["theme_id"]]), *_place(goal)))
    found = (
        tuple(ThemeRow(*(row[name] for name in columns_of(ThemeRow))) for row in in_order),
        tuple(GoalRow(*(row[name] for name in columns_of(GoalRow))) for row in goals),
    )
    return found if as_stored else masked(found, passages_in(agreement))


def _place(row: dict) -> tuple[int, int]:
    return row["position"], row["id"]


@Prepared.in_order
def _earlier_words(keys: tuple[int, ...], *, texts: type[GoalText | ThemeText], owner: str) -> QuerySet:
    rows = texts.objects.filter(**{f"{owner}__in": keys}).order_by(F("from_year").asc(nulls_first=True))
    return rows.values_list(owner, "from_year", *texts.word_fields)


def _as_in(
    year: int, rows: Iterable[dict], texts: type[GoalText | ThemeText], owner: str, *, used: Collection[int]
) -> list[dict]:
    """The rows that are there in the year, in its words; used are those that are there in any case."""
    rows = list(rows)
    other = {row["id"] for row in rows if row["words_from"] is not None and row["words_from"] > year}
    if not other:
        return rows
    first, in_force = {}, {}
    for pk, begins, *values in _earlier_words.rows(tuple(sorted(other)), texts=texts, owner=owner):
        words = dict(zip(texts.word_fields, values, strict=True))
        first.setdefault(pk, words)
        if begins is None or begins <= year:
            in_force[pk] = words
    there = (row for row in rows if row["id"] not in other or row["id"] in in_force or row["id"] in used)
    return [row | (in_force.get(row["id"]) or first.get(row["id"], {}) if row["id"] in other else {}) for row in there]


def action_rows(
    actions: QuerySet[Action],
    kind: type[A] = ActionRow,
    *,
    order: Iterable[str | Expression] = ("position", "pk"),
    as_stored: bool = False,
    **elsewhere: str,
) -> tuple[A, ...]:
    """The actions in order with their leads, in their words. One query.

    kind may hold more of an action than its row does; elsewhere says where that stands. as_stored gives what is withheld too.
    """
    return rows_of_values(action_values(actions, kind, order=order, **elsewhere), kind, as_stored=as_stored)


@Prepared.in_order
def _actions_of(agenda: int) -> QuerySet:
    return action_values(Action.objects.filter(agenda=agenda))


def actions_as_stored(agenda: int) -> tuple[ActionRow, ...]:
    """The actions of a year as action_rows() gives them, with what is withheld. One query."""
    return rows_of_values(_actions_of.rows(agenda), as_stored=True)


def action_values(
    actions: QuerySet[Action],
    kind: type[ActionRow] = ActionRow,
    *,
    order: Iterable[str | Expression] = ("position", "pk"),
    **elsewhere: str,
) -> QuerySet:
    """The query of action_rows(), of which rows_of_values() makes them."""
    columns = [{"project": "project_name", **elsewhere}.get(name, name) for name in _names_of(kind)]
    with_names = actions.with_lineage().annotate(project_name=Coalesce("project__name", Value("")))
    in_order = with_names.order_by(*order, "leads__position", "leads__pk")
    return in_order.values_list(*columns, "has_withheld", "line", *LEAD)


def _names_of(kind: type[ActionRow]) -> list[str]:
    return [name for name in columns_of(kind) if name not in {"lineage", "leads"}]


def rows_of_values(found_values: Iterable[tuple], kind: type[A] = ActionRow, *, as_stored: bool = False) -> tuple[A, ...]:
    """The actions of what action_values() gave."""
    names = _names_of(kind)
    found, leads, withheld = {}, defaultdict(list), set()
    for *values, is_withheld, line, party, name, short_name, task in found_values:
        withheld |= {values[names.index("id")]} if is_withheld else set()
        row = dict(zip(names, values, strict=True), lineage=lineage_in(line))
        found.setdefault(row["id"], row)
        if party is not None:
            leads[row["id"]].append(LeadRow(party, name, short_name, task))
    rows = tuple(kind(**row, leads=tuple(leads[pk])) for pk, row in found.items())
    return rows if as_stored else masked(rows, passages_of("action", withheld))
