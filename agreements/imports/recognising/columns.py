"""What the columns of a table mean, by their headings in any order; a proposal that people may change."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.imports.formats.source import Row
from agreements.imports.recognising.numbers import number_alone
from agreements.imports.words.spelling import bare, words_only

LONGEST_HEADING = 90
FEW, CERTAIN = 2, 0.95  # two cells are only headings when both are words of one kind and nothing else


class Role(models.TextChoices):
    NUMBER = "number", _("number")
    ACTION_NUMBER = "action_number", _("number of the action")
    THEME = "theme", _("theme")
    PARAGRAPH = "paragraph", _("paragraph of the theme")
    GOAL = "goal", _("goal")
    ACTION = "action", _("action of the year")
    KIND = "kind", _("kind")
    LEAD = "lead", _("lead")
    LEAD_TEXT = "lead_text", _("lead as printed")
    PROJECT = "project", _("project")
    STARTS = "starts", _("start date")
    STARTS_WORDS = "starts_words", _("start date in words")
    DUE = "due", _("due date")
    DUE_WORDS = "due_words", _("due date in words")
    RECURRENCE = "recurrence", _("how often")
    DROPPED_ON = "dropped_on", _("dropped on")
    DROP_REASON = "drop_reason", _("reason for dropping")
    BUDGET = "budget", _("budget")
    APPEND = "append", _("add to the text of the action")
    IGNORE = "ignore", _("do not take over")


ONCE = set(Role) - {Role.APPEND, Role.IGNORE}
# In this order: reports on progress come first, so that "resultaat van de actie" is no action.
_WORDS = {
    Role.IGNORE: r"status|stand van zaken|voortgang|resultaat|resultaten|realisatie|(?:prestatie-?)?indicator(?:en)?|kpi'?s?"
    r"|stoplicht|opmerking(?:en)?|toelichting|bron|prioriteit|monitoring|gewijzigd|betrokken(?:en)?|ondersteuning",
    Role.LEAD_TEXT: r"trekkers? zoals gedrukt|trekkers? zoals het er staat",
    Role.KIND: r"soort(?: afspraak)?",
    Role.PARAGRAPH: r"paragraaf|subthema|deelthema",
    Role.STARTS_WORDS: r"begin in woorden",
    Role.DUE_WORDS: r"klaar in woorden",
    Role.DROPPED_ON: r"vervallen op",
    Role.DROP_REASON: r"reden van vervallen|reden vervallen",
    Role.ACTION_NUMBER: r"nummer van de afspraak",
    Role.NUMBER: r"nummer van het doel|nr|nrs|no|nummer|volgnr|volgnummer|afspraaknr|afspraaknummer|doelnr|id|#",
    Role.LEAD: r"trekkers?|verantwoordelijk\w*|wie|actiehouders?|uitvoerders?|uitvoering door|eigenaar|initiatiefnemers?"
    r"|partij(?:en)?|aan zet",
    Role.DUE: r"klaar op|planning|wanneer|termijn|deadline|gereed|einddatum|uiterlijk|tijdpad|tijdvak|periode|datum|klaar"
    r"|kwartaal",
    Role.STARTS: r"^(?:begint op|begin|begindatum|start|startdatum)$",
    Role.RECURRENCE: r"^(?:herhaling|frequentie|hoe vaak)$",
    Role.BUDGET: r"budget|kosten|bedrag|middelen|financien|euro",
    Role.PROJECT: r"project(?:en)?|locaties?|complex(?:en)?|adres",
    Role.THEME: r"thema'?s?|pijlers?|hoofdstuk|programmalijn|onderdeel|onderwerp",
    Role.GOAL: r"doel(?:en|stelling|stellingen)?|ambities?|meerjar\w*|meerjarenafspra\w*|opgaven?|wat willen we\w*|gewenst",
    Role.ACTION: r"(?:jaar|werk)?afspra(?:ak|ken)|acties?|prestaties?|activiteit(?:en)?|maatregel(?:en)?|inzet|wat gaan we"
    r"|wat doen we|wat|jaarschijf|aanpak|uitvoeringsagenda",
}
OWN = {Role.STARTS_WORDS, Role.DUE_WORDS, Role.LEAD_TEXT}  # columns that only our own tables have
_PATTERNS = {role: re.compile(rf"(?<!\w)(?:{pattern})(?![\w])") for role, pattern in _WORDS.items()}
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Labels:
    """The agreement's own words, which say for certain what a column is."""

    goal: str
    action: str
    theme: str
    year: int


@dataclass(frozen=True, slots=True)
class RecognisedColumn:
    """key tells columns with the same heading in other tables together; confidence runs from 0 to 1."""

    key: str
    heading: str
    role: Role
    confidence: float
    is_double: bool = False


def columns_of(row: Row, labels: Labels, chosen: dict[str, str]) -> tuple[RecognisedColumn, ...] | None:
    """The columns under this row when it is a row of headings, else None; chosen overrules by key."""
    if any(number_alone(cell) for cell in row.cells):  # first, because it passes over most rows at their first cell
        return None
    texts = [words_only(cell.text) if not cell.is_continued else "" for cell in row.cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or max(map(len, filled)) > LONGEST_HEADING:
        return None
    guesses = [_guess(text, labels) for text in texts]
    return _choose_columns(texts, guesses, chosen) if _are_headings(filled, texts, guesses) else None


def _are_headings(filled: list[str], texts: list[str], guesses: list[tuple[Role, float]]) -> bool:
    """Whether enough of the words name a column, and among them a goal or an action."""
    sure = {role for role, confidence in guesses if confidence >= 0.7 and role != Role.IGNORE}
    if len(filled) == FEW and sum(confidence >= CERTAIN for _role, confidence in guesses) < FEW:
        return False
    recognised = sum(bool(text and confidence) for (_role, confidence), text in zip(guesses, texts, strict=True))
    return len(sure) >= FEW and bool(sure & {Role.GOAL, Role.ACTION}) and recognised * 2 >= len(filled)


def _guess(text: str, labels: Labels) -> tuple[Role, float]:
    heading = bare(text).strip(" .:*")
    if not heading:
        return Role.IGNORE, 0.0
    for label, role in ((labels.goal, Role.GOAL), (labels.action, Role.ACTION), (labels.theme, Role.THEME)):
        if heading == bare(label):
            return role, 1.0
    found = [
        (match.start(), place, role)
        for place, (role, pattern) in enumerate(_PATTERNS.items())
        if (match := pattern.search(heading))
    ]
    if not found:
        return Role.IGNORE, 0.0
    start, _place, role = min(found)
    confidence = 0.95 if _PATTERNS[role].fullmatch(heading) else 0.8 if start == 0 else 0.7
    years = {int(year) for year in _YEAR.findall(heading)}
    if role == Role.ACTION and years and labels.year not in years:
        return Role.IGNORE, 0.4  # the actions of another year
    return role, min(1.0, confidence + (0.1 if labels.year in years else 0))


def _choose_columns(texts: list[str], guesses: list[tuple[Role, float]], chosen: dict[str, str]) -> tuple[RecognisedColumn, ...]:
    best: dict[Role, int] = {}
    for place, (role, confidence) in enumerate(guesses):
        if role in ONCE and (role not in best or confidence > guesses[best[role]][1]):
            best[role] = place
    if Role.NUMBER not in best and texts and not texts[0] and guesses[0][1] == 0:
        best[Role.NUMBER] = 0  # a narrow first column without a heading
        guesses = [(Role.NUMBER, 0.7), *guesses[1:]]
    seen: dict[str, int] = {}
    columns = []
    for place, (text, (role, confidence)) in enumerate(zip(texts, guesses, strict=True)):
        name = bare(text) or f"#{place + 1}"
        seen[name] = seen.get(name, 0) + 1
        key = name if seen[name] == 1 else f"{name} ({seen[name]})"
        is_loser = role in ONCE and best.get(role) != place
        picked = chosen_role(chosen, key)
        if is_loser:
            role, confidence = Role.IGNORE, 0.3
        elif picked:
            confidence = 1.0
        columns.append(RecognisedColumn(key, text, picked or role, confidence, seen[name] > 1))
    return tuple(columns)


def chosen_role(chosen: dict[str, str], key: str) -> Role | None:
    """What people chose the column to be."""
    return Role(chosen[key]) if chosen.get(key) in Role.values else None


def all_columns(tables: Iterable[tuple[RecognisedColumn, ...]]) -> list[RecognisedColumn]:
    """Each column once, in the order of the file, for the page on which people change the proposal."""
    found: dict[str, RecognisedColumn] = {}
    for columns in tables:
        for column in columns:
            if column.heading or column.role != Role.IGNORE:
                found.setdefault(column.key, column)
    return list(found.values())
