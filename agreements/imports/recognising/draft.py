"""What was recognised in a file, in its own words: themes with goals with actions, not yet compared."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from agreements.imports.formats.source import Place


class Doubt(NamedTuple):
    """Why a row does not come in unasked: it is hidden, words in it are struck through, or a program put an error there.

    whole is the text with the words that are struck; it is empty where there is no other text to take.
    """

    kind: str
    words: str
    whole: str = ""
    place: Place = Place()


HIDDEN, STRUCK, ERROR = "hidden", "struck", "error"
HIDDEN_COLUMN = "hidden_column"


@dataclass(slots=True)
class ActionDraft:
    """None means not said: the known value stays. drop_reason is None where the text itself gives it.

    is_ours: a file of our own. No more is read into its words, and an empty cell means "nothing". says are the words that tell
    when, where those of the text do not: a goal that is its own action. when_line is what our own document prints
    on time and money, contribution_lines on who pays what.
    """

    text: str
    place: Place
    project: str | None = None
    lead_line: str | None = None
    starts: str | None = None
    starts_date: date | None = None
    starts_words: str = ""
    due: str | None = None
    due_date: date | None = None
    due_words: str = ""
    recurrence: str | None = None
    budget: str | None = None
    kind: str = ""
    lead_text: str | None = None
    dropped_on: date | None = None
    drop_reason: str | None = ""
    added_on: date | None = None
    goes_on_in: int | None = None
    number: str | None = None
    is_ours: bool = False
    says_if_dropped: bool = False
    says_if_added: bool = False
    says_if_it_goes_on: bool = False
    when_line: str | None = None
    contribution_lines: tuple[str, ...] | None = None
    contributions: str | None = None
    references: str | None = None
    says: str = ""
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()

    def settles(self, name: str) -> bool:
        """Whether the file decides this field, also by leaving it empty: only a file of our own does."""
        return self.is_ours and (self.says_if_dropped if name == "dropped" else getattr(self, name) is not None)


@dataclass(slots=True)
class GoalDraft:
    """text is None where the file names the goal by its number only; number is empty where it has none.

    is_missing: the file has no goals, so this one only holds its actions.
    """

    number: str
    text: str | None
    place: Place
    actions: list[ActionDraft] = field(default_factory=list)
    is_missing: bool = False
    added_on: date | None = None
    doubts: tuple[Doubt, ...] = ()
    references: str | None = None


@dataclass(slots=True)
class ThemeDraft:
    """parent is the place of the theme above it in the draft; rows without a chapter have no title.

    is_sure: it is a theme, also without any goal. doubts: its heading is hidden or struck through.
    """

    number: str
    title: str
    place: Place
    introduction: str = ""
    parent: int | None = None
    goals: list[GoalDraft] = field(default_factory=list)
    is_sure: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that were not taken over, and why."""

    place: Place | None
    words: str
    reason: str


@dataclass(slots=True)
class Draft:
    """The introductions are None where the file has none that it names as such."""

    themes: list[ThemeDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    introduction_title: str | None = None
    introduction: str | None = None
    introduction_place: Place = field(default_factory=Place)
    agreement_introduction: str | None = None
    agreement_introduction_place: Place = field(default_factory=Place)

    @property
    def goals(self) -> list[GoalDraft]:
        return [goal for theme in self.themes for goal in theme.goals]

    @property
    def actions(self) -> list[ActionDraft]:
        return [action for goal in self.goals for action in goal.actions]
