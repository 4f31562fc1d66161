"""What the page shows on which an agenda is written: the printed tree, what can be done, and the form that stands open."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from agreements.agenda.collect import collect_agenda, print_live_rows, undated_rows_of
from agreements.agenda.content import AgendaContent, PrintedTheme
from agreements.agenda.rows import ThemeRow
from agreements.agenda.selection import Commented
from agreements.agenda.withheld import masked, passages_in
from agreements.changes import workflow as changes
from agreements.changes.asking import why_not_changed
from agreements.comments.counts import open_comments
from agreements.consent.lock import why_no_draft
from agreements.models import Agenda, Indicator, Target
from agreements.models.theme import theme_heading
from agreements.writing.differing import Differing, differing_from_before
from agreements.writing.forms import PROPOSES, WRITES
from agreements.writing.looks import WritingLook, acts_of
from agreements.writing.parts import PARTS
from agreements.writing.places import WritingPlace
from agreements.writing.printed_leads import printed_only
from agreements.writing.proposing import is_proposed_here
from agreements.writing.undoing import undoable_by
from parties.models import User
from parties.prepared import Prepared, Word, Year, attach


@dataclass
class Open:
    """The form that stands in its place, with what a colleague made of it meanwhile, as was and becomes; or what one looks at.

    is_in_text says whether the page has that place; where it has not, the form stands on top.
    """

    form: Any = None
    conflict: tuple = ()
    is_in_text: bool = True
    look: WritingLook | None = None

    @property
    def place(self) -> WritingPlace:
        return self.look.place if self.look else self.form.place

    @property
    def id(self) -> str:
        return self.place.id

    @property
    def row(self) -> str:
        return f"{self.place.kind}-{self.place.pk}"


@dataclass(frozen=True, slots=True)
class RowWays:
    """Where one row leads: what can be written of it, and what one can look at beside it."""

    mode: str
    home: str
    is_other: bool  # whether it reads otherwise than in the text before this one
    comments: int
    has_menu: bool

    @property
    def content(self) -> "RowWays":
        """For {% kept %}: itself, as it has words and numbers alone."""
        return self

    @property
    def is_draft(self) -> bool:
        return self.mode == WRITES

    def can(self, kind: str, name: str) -> bool:
        return can_be_written(self.mode, kind, name)

    def ways_of(self, _kind: str, _pk: int) -> "RowWays":
        return self


def can_be_written(mode: str, kind: str, name: str) -> bool:
    """Whether this part, or act, is for a text that is written or proposed."""
    if mode == WRITES:
        return True
    return mode == PROPOSES and is_proposed_here(kind, PARTS[kind][name].fields)


@dataclass(frozen=True)
class WritingPage:
    """mode is whether one writes or proposes; empty where the text stands still, and why says so.

    home is how an address of the page begins: empty on the page itself.
    """

    agenda: Agenda
    content: AgendaContent
    mode: str
    why: str
    empty: tuple[PrintedTheme, ...]  # themes that are not printed in this year, yet can be written in
    indicators: Mapping[int, list[Indicator]]
    commented: Commented
    differing: Differing
    printed_only: int = 0  # actions that print the name of a party that is no lead of them
    home: str = ""
    open: Open | None = None

    @property
    def address(self) -> str:
        return self.agenda.address("writing")

    @property
    def is_draft(self) -> bool:
        return self.mode == WRITES

    @property
    def is_bare(self) -> bool:
        """Whether one writes an agenda that has no theme yet."""
        return self.is_draft and not self.content.themes and not self.empty

    def can(self, kind: str, name: str) -> bool:
        """Whether this part, or act, is for this text."""
        return can_be_written(self.mode, kind, name)

    def ways_of(self, kind: str, pk: int) -> RowWays:
        said = {"thema": self.commented.themes, "doel": self.commented.goals, "actie": self.commented.actions}
        comments = said.get(kind, {}).get(pk, 0)
        return RowWays(self.mode, self.home, (kind, pk) in self.differing, comments, self.has_menu(kind))

    def has_menu(self, kind: str) -> bool:
        """Whether there is something to be done with rows of this kind."""
        return bool(self.mode and acts_of(self.agenda, kind, 0, self.mode))


def agenda_written(user: User, slug: str, year: int) -> Agenda | None:
    """With may_write, whether the person writes it, and last_step: what they did last here, and can undo. One query."""
    return next(iter(_agenda_at.models(user.pk, Word(slug), Year(year), is_superuser=user.is_superuser)), None)


@Prepared
def _agenda_at(user: int, slug: str, year: int, *, is_superuser: bool) -> QuerySet[Agenda]:
    person = User(pk=user, is_superuser=is_superuser)
    may_write = Exists(Agenda.objects.editable_by(person).filter(pk=OuterRef("pk")))
    last = undoable_by(person).filter(agenda=OuterRef("pk")).order_by("-pk").values("what")[:1]
    rows = Agenda.objects.visible_to(person).annotate(may_write=may_write, last_step=Subquery(last))
    return rows.filter(agreement__slug=slug, year=year).select_related("agreement")


def mode_of(agenda: Agenda, user: User) -> tuple[str, str]:
    """Whether this person, who may write the draft, writes or proposes here, or why neither; the first word is empty then."""
    why = why_no_draft(agenda)
    if not why:
        return WRITES, ""
    if why_not_changed(agenda):
        return "", why
    refused = changes.why_not_write(agenda, user)
    return ("", refused) if refused else (PROPOSES, why)


def collect_page(agenda: Agenda, user: User, mode: str, why: str, opened: Open | None = None, *, home: str = "") -> WritingPage:
    """The tree is that of the agenda page; beside it the themes that it does not print yet, and the figures."""
    content, empty = _draft(agenda) if mode == WRITES else (collect_agenda(agenda), ())
    indicators = _indicators(agenda)
    if opened is not None:
        opened.is_in_text = opened.row in {f"{kind}-{pk}" for kind, pk in _places(agenda, content, empty, indicators)}
    return WritingPage(
        agenda=agenda,
        content=content,
        mode=mode,
        why=why,
        empty=empty,
        indicators=indicators,
        commented=open_comments(content, agenda, seen_by=user),
        differing=differing_from_before(content, agenda) if mode == WRITES else Differing(),
        printed_only=printed_only(content) if mode == WRITES else 0,
        home=home,
        open=opened,
    )


def _places(agenda: Agenda, content: AgendaContent, empty: Iterable[PrintedTheme], indicators: Mapping) -> Iterator[tuple]:
    """The kind and key of each row of the page."""
    yield "tekst", agenda.pk
    if not content.is_table:
        yield "geheel", agenda.agreement_id
    yield from (("bijlage", row.id) for row in content.appendices)
    yield from (("thema", row.id) for row in empty)
    for theme in content.themes:
        yield from (("thema", part.id) for part in (theme, *theme.sections))
        yield from (("actie", action.id) for action in theme.actions)
        for goal in theme.all_goals:
            yield "doel", goal.id
            yield from (("cijfer", row.pk) for row in indicators.get(goal.id, ()))


def content_written(agenda: Agenda) -> AgendaContent:
    """What a draft prints, without its day."""
    return _draft(agenda)[0]


def _draft(agenda: Agenda) -> tuple[AgendaContent, tuple[PrintedTheme, ...]]:
    """What it prints, without its day, and the themes that it does not print yet."""
    rows = masked(undated_rows_of(agenda), passages_in(agenda.agreement))
    content = print_live_rows(agenda, rows)
    printed = {part.id for theme in content.themes for part in (theme, *theme.sections)}
    return content, tuple(printed_theme(row, content.agreement) for row in rows.themes if row.id not in printed)


def printed_theme(row: ThemeRow, agreement: Any) -> PrintedTheme:
    names = ("id", "parent_id", "number", "title", "introduction")
    return PrintedTheme(**{name: getattr(row, name) for name in names}, heading=theme_heading(row, agreement))


def _indicators(agenda: Agenda) -> dict[int, list[Indicator]]:
    """By the id of their goal. Two queries."""
    rows = _indicators_of.models(agenda.agreement_id)
    attach(rows, "targets", _targets_of.models(agenda.agreement_id) if rows else (), "indicator")
    found: dict[int, list[Indicator]] = {}
    for row in rows:
        found.setdefault(row.goal_id, []).append(row)
    return found


@Prepared.in_order
def _indicators_of(agreement: int) -> QuerySet[Indicator]:
    return Indicator.objects.filter(goal__theme__agreement=agreement).order_by("position", "pk")


@Prepared.in_order
def _targets_of(agreement: int) -> QuerySet[Target]:
    return Target.objects.filter(indicator__goal__theme__agreement=agreement)
