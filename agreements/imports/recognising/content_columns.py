"""What the columns mean by what is in them, where no headings are known; a guess for people to check."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from agreements.imports.formats.source import Cell, Row
from agreements.imports.recognising.columns import (
    LONGEST_HEADING,
    ONCE,
    SURE,
    Labels,
    RecognisedColumn,
    Role,
    kind_of_heading,
    with_choices,
)
from agreements.imports.recognising.numbers import number_alone
from agreements.imports.words.moments import moment_of_cell
from agreements.imports.words.spelling import bare, words_only

FEWEST_ROWS, MOST_ROWS = 3, 50  # by which it is judged
ANY_YEAR = 2000
CONFIDENCE = 0.4
TEXT = 15  # letters that a column of texts has on average, at least


@dataclass(frozen=True, slots=True)
class Guess:
    columns: tuple[RecognisedColumn, ...]
    head: Row | None  # the row that seems to hold headings


def columns_by_content(
    rows: tuple[Row, ...], labels: Labels, chosen: dict[str, str], is_lead: Callable[[str], bool]
) -> Guess | None:
    """Numbers, names of parties and two columns of text; None when the rows hold no such thing."""
    body = [row for row in rows if len(row.filled) > 1]
    if len(body) < FEWEST_ROWS:
        return None
    head = body[0] if _seems_head(body[0], is_lead) else None
    body = body[1:] if head else body
    width = max(len(row.cells) for row in body)
    cells = [[row.cells[place] for row in body if place < len(row.cells)] for place in range(width)]
    named = [kind_of_heading(words_only(cell.text), labels) for cell in head.cells] if head else []
    known = _known(named)
    roles = _roles([[cell for cell in column if cell.text] for column in cells], is_lead, known)
    if not ({Role.GOAL, Role.ACTION} & set(roles) and {Role.NUMBER, Role.LEAD, Role.DUE} & set(roles)):
        return None
    columns = []
    for place, role in enumerate(roles):
        heading = words_only(head.cells[place].text) if head and place < len(head.cells) else ""
        key = f"{bare(heading)}#{place + 1}"
        columns.append(RecognisedColumn(key, heading, role, CONFIDENCE if role != Role.IGNORE else 0.0))
    return Guess(with_choices(columns, chosen), head)


def _known(named: Sequence[tuple[Role, float]]) -> dict[int, Role]:
    """What the headings say for certain, each meaning once."""
    known: dict[int, Role] = {}
    for place, (role, sure) in enumerate(named):
        if sure >= SURE and (role not in known.values() or role not in ONCE):
            known[place] = role
    return known


def fill_in(
    columns: tuple[RecognisedColumn, ...], rows: Sequence[Row], chosen: dict[str, str], is_lead: Callable[[str], bool]
) -> tuple[RecognisedColumn, ...]:
    """The columns with what their headings do not say, as far as what stands below tells it."""
    taken = {column.role for column in columns}
    unknown = [place for place, column in enumerate(columns) if column.role == Role.IGNORE and not column.confidence]
    if not unknown or {Role.GOAL, Role.ACTION, Role.LEAD, Role.DUE} <= taken or any(column.key in chosen for column in columns):
        return columns
    body = [row for row in rows[:MOST_ROWS] if len(row.filled) > 1]
    cells = [[row.cells[place] for row in body if place < len(row.cells) and row.cells[place].text] for place in unknown]
    if len(body) < FEWEST_ROWS:
        return columns
    found = list(columns)
    for place, role in zip(unknown, _roles(cells, is_lead), strict=True):
        if role not in taken and role in {Role.LEAD, Role.DUE, Role.GOAL, Role.ACTION}:
            found[place] = replace(columns[place], role=role, confidence=CONFIDENCE)
            taken.add(role)
    return tuple(found)


def _seems_head(row: Row, is_lead: Callable[[str], bool]) -> bool:
    """Whether it holds short words only, and no number or name of a party."""
    return all(len(cell.text) <= LONGEST_HEADING and not number_alone(cell) and not is_lead(cell.text) for cell in row.filled)


def _roles(columns: list[list], is_lead: Callable[[str], bool], known: Mapping[int, Role] = MappingProxyType({})) -> list[Role]:
    """What each column holds; known are those of which the heading says so."""
    roles: list[Role] = []
    texts: list[int] = []
    taken = set(known.values())
    for place, cells in enumerate(columns):
        role = known.get(place, Role.IGNORE)
        if cells and place not in known:
            numbers = sum(bool(number_alone(cell)) for cell in cells) / len(cells)
            leads = sum(is_lead(cell.text) for cell in cells) / len(cells)
            length = sum(len(cell.text) for cell in cells) / len(cells)
            if numbers > 0.6 and Role.NUMBER not in taken:
                role = Role.NUMBER
            elif leads > 0.6 and length < 80 and Role.LEAD not in taken:
                role = Role.LEAD
            elif length < 40 and Role.DUE not in taken and sum(_is_moment(cell) for cell in cells) > 0.6 * len(cells):
                role = Role.DUE
            elif length >= TEXT:
                texts.append(place)
        roles.append(role)
        taken.add(role)
    kinds = [kind for kind in (Role.GOAL, Role.ACTION) if kind not in known.values()]
    kinds = kinds if len(texts) >= len(kinds) or known else [Role.ACTION]
    for place, role in zip(texts, kinds, strict=False):
        roles[place] = role
    return roles


def _is_moment(cell: Cell) -> bool:
    return isinstance(cell.value, date) or moment_of_cell(words_only(cell.text), None, ANY_YEAR) is not None
