"""What was recognised in a file: themes with goals with actions, in the words of the file, not yet compared with anything."""

from dataclasses import dataclass, field
from datetime import date

from agreements.imports.source import Place


@dataclass(slots=True)
class ActionDraft:
    """lead_line and due are None where the file has no such column, so that what is known stays."""

    text: str
    place: Place
    project: str = ""
    lead_line: str | None = None
    due: str | None = None
    due_date: date | None = None
    budget: str | None = None
    kind: str = ""
    lead_text: str | None = None
    dropped_on: date | None = None
    drop_reason: str = ""


@dataclass(slots=True)
class GoalDraft:
    """text is None where the file names the goal by its number only."""

    number: str
    text: str | None
    place: Place
    actions: list[ActionDraft] = field(default_factory=list)


@dataclass(slots=True)
class ThemeDraft:
    """parent is the place of the theme above it in the draft; number and title are empty for rows without any chapter."""

    number: str
    title: str
    place: Place
    introduction: str = ""
    parent: int | None = None
    goals: list[GoalDraft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that were not taken over, and why."""

    place: Place | None
    words: str
    reason: str


@dataclass(slots=True)
class Draft:
    themes: list[ThemeDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def goals(self) -> list[GoalDraft]:
        return [goal for theme in self.themes for goal in theme.goals]

    @property
    def actions(self) -> list[ActionDraft]:
        return [action for goal in self.goals for action in goal.actions]
