"""What was agreed on time and money and would not stand in the document: neither in the words, nor beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal
from agreements.agenda.rows import extend
from agreements.imports.words.moments import amount_in, moment_in, recurrence_in
from agreements.imports.words.spelling import bare, words_only
from agreements.models import Action, Agenda
from agreements.periods import When, budget_line, period_name, span_name


@dataclass(frozen=True, slots=True)
class Unprinted:
    """An action with what was agreed of it that its words do not say, in words."""

    action: PrintedAction
    goal: PrintedGoal
    parts: tuple[str, ...]

    @property
    def line(self) -> str:
        return "; ".join(self.parts)


def unprinted(content: AgendaContent) -> tuple[Unprinted, ...]:
    """In the order of the document; nothing once it prints when. Asks the database nothing."""
    if content.is_whole or content.agenda.when_printed != Agenda.WhenPrinted.NOTHING:
        return ()
    rows = ((action, goal) for goal in content.goals for action in goal.actions if not action.is_dropped and action.when_line)
    found = (Unprinted(action, goal, not_in_words(extend(When, action), _words(action, goal))) for action, goal in rows)
    return tuple(row for row in found if row.parts)


def unprinted_contributions(content: AgendaContent) -> int:
    """Of how many actions it was agreed who pays what, while the document does not print that."""
    if content.is_whole or content.agenda.prints_contributions:
        return 0
    return sum(bool(action.contributions) and not action.is_dropped for action in content.actions)


def not_in_words(when: When, words: str) -> tuple[str, ...]:
    """The parts of what was agreed that these words of a document do not say, in the language that is active."""
    return _not_in_words(when, words, translation.get_language())


@lru_cache(maxsize=2000)
def _not_in_words(when: When, words: str, _language: str | None) -> tuple[str, ...]:
    """By all that the answer depends on: the same words are read at each look at the page."""
    starts = when.starts_on and not _says_day(words, when.starts_on, when.starts_precision, is_start=True)
    due = when.due_on and not _says_day(words, when.due_on, when.due_precision)
    period = span_name(
        when.starts_on if starts else None, when.starts_precision, when.due_on if due else None, when.due_precision
    )
    often = str(Action.Recurrence(when.recurrence).label) if when.recurrence and not _says_how_often(words, when) else ""
    budget = budget_line(when.budget) if when.budget is not None and not _says_amount(words, when.budget) else ""
    return tuple(filter(None, [period, often, budget]))


def _words(printed: PrintedAction, above: PrintedGoal) -> str:
    """What the reader sees of it; of an action that is its goal, the words of the goal."""
    texts = [printed.text, printed.lead_line, printed.project]
    return words_only("\n".join([*texts, above.text] if printed.kind == Action.Kind.GOAL_IS_ACTION else texts))


def _says_day(words: str, day, precision: str, *, is_start: bool = False) -> bool:
    moment = moment_in(words, day.year)
    if day == (moment.starts_on if is_start else moment.due_on):
        return True
    with translation.override(settings.LANGUAGE_CODE):
        return f" {bare(period_name(day, precision))} " in _spaced(words)


def _says_how_often(words: str, when: When) -> bool:
    with translation.override(settings.LANGUAGE_CODE):
        label = str(Action.Recurrence(when.recurrence).label)
    return recurrence_in(words) == when.recurrence or f" {bare(label)} " in _spaced(words)


def _says_amount(words: str, budget: Decimal) -> bool:
    return any(amount_in(word) == budget for word in _amounts(words))


def _amounts(words: str) -> Iterable[str]:
    return (word.strip("€.;:()").rstrip(",-–") for word in words.replace("€", " ").split())


def _spaced(words: str) -> str:
    """The words with a space around each, to find a phrase that is not part of another."""
    letters = (letter if letter.isalnum() or letter == "-" else " " for letter in bare(words))
    return f" {' '.join(''.join(letters).split())} "
