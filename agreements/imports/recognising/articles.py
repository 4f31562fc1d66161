"""What the numbered lines of a file are: goals, until people say that they are the actions of the year."""

from agreements.imports.formats.source import Source
from agreements.imports.recognising.columns import GUESS, Labels, RecognisedColumn, Role, chosen_role
from agreements.imports.recognising.draft import ActionDraft, Draft, GoalDraft
from agreements.imports.recognising.numbered import NumberedReader

KEY = "#numbered"
FEWEST = 2  # lines that begin with "Artikel 4"
MOST_SHOWN = 3  # numbers that tell which lines are meant


def read_numbered(source: Source, labels: Labels, title: str) -> tuple[Draft, bool]:
    """What the numbered text says, and whether it is in articles with goals."""
    reader = NumberedReader(labels, title)
    draft = reader.read(source)
    return draft, reader.articles >= FEWEST and bool(draft.goals)


def as_chosen(draft: Draft, chosen: dict[str, str]) -> tuple[Draft, list[RecognisedColumn]]:
    """The draft with its lines as people chose, and that choice; none where the file itself names its actions."""
    if draft.actions or not draft.goals:
        return draft, []
    numbers = [goal.number for goal in draft.goals]
    heading = ", ".join(filter(None, numbers[:MOST_SHOWN])) + (" …" if len(numbers) > MOST_SHOWN else "")
    role = chosen_role(chosen, KEY)
    if role == Role.ACTION:
        for theme in draft.themes:
            theme.goals = [_as_action(goal) for goal in theme.goals]
    confidence = GUESS if role is None else 1.0
    return draft, [RecognisedColumn(KEY, heading, role or Role.GOAL, confidence, kinds=(Role.GOAL, Role.ACTION))]


def _as_action(goal: GoalDraft) -> GoalDraft:
    """One without words of its own: what the line says is done in the year."""
    action = ActionDraft(goal.text or "", goal.place, doubts=goal.doubts)
    return GoalDraft(goal.number, None, goal.place, [action], is_missing=True)
