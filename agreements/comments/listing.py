"""All comments of a year, in the order of the document."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.urls import reverse

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal, PrintedTheme
from agreements.comments.forms import CommentFilterForm
from agreements.comments.threads import Thread
from agreements.markdown import first_words
from agreements.models import Agenda, Comment, Mention
from parties.models import User

Key = tuple[str, int]  # the kind of what the comment is about, and its key


@dataclass(frozen=True, slots=True)
class CommentedPlace:
    """What is said about one thing: a goal or an action with its address; about the chapter itself without one."""

    words: str
    address: str
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class CommentedChapter:
    """id is 0 for the introduction, and for what stands nowhere in the document of this year."""

    id: int
    heading: str
    places: tuple[CommentedPlace, ...]

    @property
    def number_open(self) -> int:
        return sum(not thread.is_resolved for place in self.places for thread in place.threads)


def headings_of(content: AgendaContent) -> list[tuple[int, str]]:
    """The key and heading of every theme and paragraph, in the order of the document."""
    return [(theme.id, theme.heading) for top in content.themes for theme in (top, *top.sections)]


def filtered(comments: QuerySet[Comment], chosen: dict, *, seen_by: User) -> QuerySet[Comment]:
    """The threads that fit the choice, whatever their chapter."""
    which = chosen.get("which")
    if which == CommentFilterForm.OPEN:
        return comments.open()
    if which == CommentFilterForm.MINE:
        own = list(seen_by.memberships.values_list("party", flat=True))
        return comments.filter(Q(party__in=own) | Q(pk__in=Comment.objects.filter(party__in=own).values("answers_to")))
    if which == CommentFilterForm.MENTIONS:
        named = Mention.objects.filter(person=seen_by).values("comment")  # what one may read is asked of the threads
        return comments.filter(Q(pk__in=named) | Q(pk__in=Comment.objects.filter(pk__in=named).values("answers_to")))
    return comments


def chapters_of(
    threads: tuple[Thread, ...], content: AgendaContent, agenda: Agenda, *, introduction: str, elsewhere: str, theme: int | None
) -> tuple[CommentedChapter, ...]:
    """The threads in their places, chapter by chapter; with a theme only those in it. Chapters without any are left out."""
    found: dict[Key, list[Thread]] = defaultdict(list)
    for thread in threads:
        row = thread.comment
        found[row.subject_kind, getattr(row, f"{row.subject_kind}_id")].append(thread)
    opening = CommentedChapter(0, introduction, (CommentedPlace("", "", tuple(found.pop(("agenda", agenda.pk), ()))),))
    chapters = [opening, *(chapter for top in content.themes for chapter in _chapters(top, found, content, theme, False))]
    left = tuple(thread for rows in found.values() for thread in rows)
    if theme is None:
        return _with_something([*chapters, CommentedChapter(0, elsewhere, (CommentedPlace("", "", left),))])
    return _with_something([chapter for chapter in chapters if chapter.id])


def _chapters(
    theme: PrintedTheme, found: dict[Key, list[Thread]], content: AgendaContent, chosen: int | None, inside: bool
) -> Iterator[CommentedChapter]:
    """The theme and its paragraphs; all places are taken out of found, also those that were not chosen."""
    is_shown = chosen is None or inside or theme.id == chosen
    places = [CommentedPlace("", "", tuple(found.pop(("theme", theme.id), ())))]
    for goal in theme.goals:
        places.append(_place(goal, f"{content.agreement.goal_label} {goal.number}".strip(), found))
        places += [_place(action, action.project or content.agenda.action_label, found) for action in goal.actions]
    if is_shown:
        yield CommentedChapter(theme.id, theme.heading, tuple(places))
    for section in theme.sections:
        yield from _chapters(section, found, content, chosen, is_shown)


def _place(row: PrintedGoal | PrintedAction, name: str, found: dict[Key, list[Thread]]) -> CommentedPlace:
    kind = "goal" if isinstance(row, PrintedGoal) else "action"
    return CommentedPlace(f"{name}: {first_words(row.text)}", reverse(kind, args=[row.id]), tuple(found.pop((kind, row.id), ())))


def _with_something(chapters: list[CommentedChapter]) -> tuple[CommentedChapter, ...]:
    filled = (replace(chapter, places=tuple(place for place in chapter.places if place.threads)) for chapter in chapters)
    return tuple(chapter for chapter in filled if chapter.places)
