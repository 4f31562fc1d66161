"""What the columns mean by what is in them, where no headings are known; a guess for people to check."""

from collections.abc import Callable
from dataclasses import dataclass

from agreements.imports.formats.source import Row
from agreements.imports.recognising.columns import LONGEST_HEADING, RecognisedColumn, Role, chosen_role
from agreements.imports.recognising.numbers import number_alone
from agreements.imports.words.spelling import bare, words_only

FEWEST_ROWS = 3
CONFIDENCE = 0.4
TEXT = 15  # letters that a column of texts has on average, at least


@dataclass(frozen=True, slots=True)
class Guess:
    columns: tuple[RecognisedColumn, ...]
    head: Row | None  # the row that seems to hold headings


def columns_by_content(rows: tuple[Row, ...], chosen: dict[str, str], is_lead: Callable[[str], bool]) -> Guess | None:
    """Numbers, names of parties and two columns of text; None when the rows hold no such thing."""
    body = [row for row in rows if len(row.filled) > 1]
    if len(body) < FEWEST_ROWS:
        return None
    head = body[0] if _seems_head(body[0], is_lead) else None
    body = body[1:] if head else body
    width = max(len(row.cells) for row in body)
    cells = [[row.cells[place] for row in body if place < len(row.cells)] for place in range(width)]
    roles = _roles([[cell for cell in column if cell.text] for column in cells], is_lead)
    if Role.GOAL not in roles:
        return None
    columns = []
    for place, role in enumerate(roles):
        heading = words_only(head.cells[place].text) if head and place < len(head.cells) else ""
        key = f"{bare(heading)}#{place + 1}"
        columns.append(RecognisedColumn(key, heading, chosen_role(chosen, key) or role, CONFIDENCE))
    return Guess(tuple(columns), head)


def _seems_head(row: Row, is_lead: Callable[[str], bool]) -> bool:
    """Whether it holds short words only, and no number or name of a party."""
    return all(len(cell.text) <= LONGEST_HEADING and not number_alone(cell) and not is_lead(cell.text) for cell in row.filled)


def _roles(columns: list[list], is_lead: Callable[[str], bool]) -> list[Role]:
    roles, texts = [], []
    for place, cells in enumerate(columns):
        role = Role.IGNORE
        if cells:
            numbers = sum(bool(number_alone(cell)) for cell in cells) / len(cells)
            leads = sum(is_lead(cell.text) for cell in cells) / len(cells)
            length = sum(len(cell.text) for cell in cells) / len(cells)
            if numbers > 0.6 and Role.NUMBER not in roles:
                role = Role.NUMBER
            elif leads > 0.6 and length < 80 and Role.LEAD not in roles:
                role = Role.LEAD
            elif length >= TEXT:
                texts.append(place)
        roles.append(role)
    for place, role in zip(texts, (Role.GOAL, Role.ACTION), strict=False):
        roles[place] = role
    return roles
