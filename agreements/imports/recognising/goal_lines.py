"""Goals that stand in a line of their own, above the actions that belong to them: "Doel 2: …"."""

import re

from agreements.imports.formats.source import Place, Row, Source, Table
from agreements.imports.recognising.columns import Labels, Role, columns_of
from agreements.imports.recognising.draft import GoalDraft
from agreements.imports.words.spelling import bare, words_only

_KINDS = r"\w{0,30}?doel(?:stelling)?|\w{0,30}?ambitie|\w{0,30}?opgave"
LONGEST = 2000


def goal_line(text: str, place: Place, label: str) -> GoalDraft | None:
    """The goal that a line names, with its number; label is the agreement's own word for a goal."""
    words = words_only(text)
    if len(words) > LONGEST or not words:
        return None
    own = re.escape(bare(label))
    found = re.match(rf"(?:{own}|{_KINDS})(?:\s+({_NUMBER}))?\s*[:.–—-]\s*(\S.*)$", words, re.IGNORECASE | re.DOTALL)
    return GoalDraft(found[1] or "", found[2].strip(), place) if found else None


_NUMBER = r"[A-Z]?\d{1,3}(?:\.\d{1,3})*[a-z]?"


def are_needed(source: Source, labels: Labels, chosen: dict[str, str]) -> bool:
    """Whether lines may name the goals: no table has a column for them, and some line begins as one."""
    texts = [block for block in source.blocks if not isinstance(block, Table)]
    lines = any(goal_line(block.text, block.place, labels.goal) for block in texts)
    return lines and not any(_has_goals(row, labels, chosen) for row in source.rows)


def _has_goals(row: Row, labels: Labels, chosen: dict[str, str]) -> bool:
    columns = columns_of(row, labels, chosen)
    return columns is not None and any(column.role == Role.GOAL for column in columns)
