"""What the columns of a table mean, by their headings in any order; a proposal that people may change."""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.imports.formats.source import Cell, Row
from agreements.imports.recognising.crosses import is_period
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
    ADDED_ON = "added_on", _("added on")
    GOES_ON_IN = "goes_on_in", _("goes on in")
    BUDGET = "budget", _("budget")
    CONTRIBUTIONS = "contributions", _("who pays what")
    GOAL_REFERENCES = "goal_references", _("references of the goal")
    REFERENCES = "references", _("references")
    PERIOD = "period", _("period, with a cross")
    PARTY = "party", _("party, with a cross or what it does")
    APPEND = "append", _("add to the text of the action")
    IGNORE = "ignore", _("do not take over")


ONCE = set(Role) - {Role.APPEND, Role.IGNORE, Role.PERIOD, Role.PARTY}
# In this order: reports on progress come first, so that "resultaat van de actie" is no action. A Dutch compound ends in what it
# is: "hoofdverantwoordelijke", "procestrekker", "streefdatum".
_WORDS = {
    Role.IGNORE: r"\w*status|stand van zaken|\w*voortgang|\w*resultaat|\w*resultaten|realisatie|(?:prestatie-?)?indicator(?:en)?"
    r"|kpi'?s?|stoplicht|\w*opmerking(?:en)?|toelichting|bron|prioriteit|monitoring|gewijzigd|betrokken(?:en)?|ondersteuning"
    r"|doelgroepen|gebieden|reacties?|interacties?|transacties?|redacties?|(?:wijzigings|vaststellings|print)datum|telefoonnummer",
    Role.GOAL_REFERENCES: r"verwijzingen van het doel",
    Role.CONTRIBUTIONS: r"^wie wat betaalt$",
    Role.REFERENCES: r"^verwijzingen$",
    Role.LEAD_TEXT: r"trekkers? zoals gedrukt|trekkers? zoals het er staat",
    Role.KIND: r"soort(?: afspraak)?",
    Role.PARAGRAPH: r"paragraaf|subthema|deelthema",
    Role.STARTS_WORDS: r"begin in woorden",
    Role.DUE_WORDS: r"klaar in woorden",
    Role.DROPPED_ON: r"vervallen op",
    Role.DROP_REASON: r"reden van vervallen|reden vervallen",
    Role.ADDED_ON: r"toegevoegd op",
    Role.GOES_ON_IN: r"gaat verder in",
    Role.ACTION_NUMBER: r"nummer van de afspraak",
    Role.NUMBER: r"nummer van het doel|\w*nr|nrs|no|\w*nummer|id|#|artikel",
    Role.LEAD: r"\w*trekkers?|\w*verantwoordelijk\w*|wie|\w+houders?|\w*leiders?|\w*uitvoerders?|uitvoering door|eigenaar"
    r"|\w*initiatiefnemers?|partij(?:en)?|aan zet|penvoerders?|\w*regisseurs?|coordinator(?:en)?|aanspreekpunt",
    Role.STARTS: r"^(?:begint op|begin|begindatum|start|startdatum|ingangsdatum)$",
    Role.DUE: r"klaar op|\w*planning|wanneer|\w*termijn|\w*deadline|gereed|uiterlijk|tijdpad|tijdvak|periode|\w*datum|klaar"
    r"|kwartaal|doorlooptijd|oplever\w*",
    Role.RECURRENCE: r"^(?:herhaling|frequentie|hoe vaak)$",
    Role.BUDGET: r"\w*budget|\w*kosten|\w*bedrag|middelen|financien|euro",
    Role.PROJECT: r"\w*project(?:en)?|locaties?|complex(?:en)?|adres",
    Role.THEME: r"\w*thema'?s?|\w*pijlers?|hoofdstuk|\w+lijn(?<!hoofdlijn)|onderdeel|\w*onderwerp|\w+veld(?:en)?|\w*domein(?:en)?"
    r"|(?:aandachts|beleids|werk)gebied(?:en)?",
    Role.GOAL: r"\w*doel(?:en|stelling|stellingen)?|\w*ambities?|meerjar\w*|(?:raam|kader|hoofd|koers)afspra(?:ak|ken)"
    r"|hoofdlijn(?:en)?|\w*opgaven?|wat willen we\w*|gewenst|(?:beoogd|gewenst)e? (?:effect|resultaat)\w*",
    Role.ACTION: r"\w*inspanning(?:en)?|\w*afspra(?:ak|ken)|\w*acties?|prestaties?|\w*activiteit(?:en)?|\w*maatregel(?:en)?"
    r"|\w*inzet|wat gaan we|wat doen we|wat spreken we af|wat|jaarschijf|\w*aanpak|\w*uitwerking|uitvoeringsagenda",
}
OWN = {Role.STARTS_WORDS, Role.DUE_WORDS, Role.LEAD_TEXT}  # columns that only our own tables have
_PATTERNS = {role: re.compile(rf"(?<!\w)(?:{pattern})(?![\w])") for role, pattern in _WORDS.items()}
_ENDS_AS_NUMBER = re.compile(r"^\w+ (?:nrs?|no|nummer|id)$")  # "afspraak nr."
_YEAR = re.compile(r"\b(20\d\d)\b")
_SPAN = re.compile(r"\b20\d\d ?(?:-|/|t/m|tot en met|tot) ?(?:20)?\d\d\b")
_AGREED = re.compile(r"(?<!jaar)(?<!werk)afspra(?:ak|ken)\b")
GUESS = 0.5  # how sure it is what a heading means that says two things
SURE = 0.7


@dataclass(frozen=True, slots=True)
class Labels:
    """The agreement's own words, which say for certain what a column is; names_party tells whether words name one party alone."""

    goal: str
    action: str
    theme: str
    year: int
    names_party: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class RecognisedColumn:
    """key tells columns with the same heading in other tables together; confidence runs from 0 to 1.

    is_hidden: people who open the file do not see it. kinds are what it may be, where that is not all of them.
    """

    key: str
    heading: str
    role: Role
    confidence: float
    is_double: bool = False
    is_hidden: bool = False
    kinds: tuple[Role, ...] = ()

    @property
    def is_guess(self) -> bool:
        """Whether people should look whether it is right."""
        return self.confidence < SURE and (self.role != Role.IGNORE or (self.is_hidden and bool(self.kinds)))


Guess = tuple[Role, float]


def columns_of(
    row: Row, labels: Labels, chosen: dict[str, str], hidden: Set[int] = frozenset()
) -> tuple[RecognisedColumn, ...] | None:
    """The columns under this row when it is a row of headings, else None; chosen overrules by key."""
    if any(
        number_alone(cell) and not _is_year(cell) for cell in row.cells
    ):  # first: it passes over most rows at their first cell
        return None
    texts = [words_only(cell.text) if not cell.is_continued else "" for cell in row.cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or max(map(len, filled)) > LONGEST_HEADING:
        return None
    alone = [kind_of_heading(text, labels) for text in texts]
    if len(filled) == FEW and sum(confidence >= CERTAIN for _role, confidence in alone) < FEW:
        return None
    guesses = _resolve(texts, alone, labels)
    return _choose_columns(texts, guesses, chosen, hidden) if _are_headings(filled, texts, guesses) else None


def _is_year(cell: Cell) -> bool:
    return cell.text.isdecimal() and len(cell.text) == 4 and cell.text.startswith("20")


def _are_headings(filled: list[str], texts: list[str], guesses: list[Guess]) -> bool:
    """Whether enough of the words name a column, and among them a goal or an action."""
    sure = {role for role, confidence in guesses if confidence >= GUESS and role != Role.IGNORE}
    recognised = sum(bool(text and confidence) for (_role, confidence), text in zip(guesses, texts, strict=True))
    return len(sure) >= FEW and bool(sure & {Role.GOAL, Role.ACTION}) and recognised * 2 >= len(filled)


def kind_of_heading(text: str, labels: Labels) -> Guess:
    """What a column is by its heading alone, and how sure that is."""
    heading = bare(text).strip(" .:*?")
    if not heading:
        return Role.IGNORE, 0.0
    for label, role in ((labels.goal, Role.GOAL), (labels.action, Role.ACTION), (labels.theme, Role.THEME)):
        if heading == bare(label):
            return role, 1.0
    if is_period(heading):
        return Role.PERIOD, 0.95
    found = [
        (match.start(), place, role)
        for place, (role, pattern) in enumerate(_PATTERNS.items())
        if (match := pattern.search(heading))
    ]
    if not found:
        return Role.IGNORE, 0.0
    if _ENDS_AS_NUMBER.search(heading):
        return Role.NUMBER, 0.8
    start, _place, role = min(found)
    confidence = 0.95 if _PATTERNS[role].fullmatch(_YEAR.sub("", heading).strip()) else 0.8 if start == 0 else 0.7
    return _by_year(role, confidence, heading, labels.year)


def _by_year(role: Role, confidence: float, heading: str, year: int) -> Guess:
    """A span of years makes a goal, the year of the agenda an action; what is of another year is left alone."""
    years = {int(found) for found in _YEAR.findall(heading)}
    if role not in {Role.GOAL, Role.ACTION} or not years:
        return role, min(1.0, confidence + (0.1 if year in years else 0))
    if _SPAN.search(heading):
        return Role.GOAL, confidence
    if year not in years and (role == Role.ACTION or max(years) < year):
        return Role.IGNORE, 0.4  # those of another year; "ambitie 2030" is a goal of this one
    return role, min(1.0, confidence + (0.1 if year in years else 0))


def is_party(text: str, labels: Labels) -> bool:
    """Whether the words name one party of the agreement."""
    return labels.names_party is not None and bool(text) and labels.names_party(text)


def _resolve(texts: list[str], guesses: list[Guess], labels: Labels) -> list[Guess]:
    """What the headings mean beside each other: two goals are a goal and its action, a column per party, a year alone."""
    parties = [place for place, text in enumerate(texts) if guesses[place][0] in _MAY_BE_OF_A_PARTY and is_party(text, labels)]
    if len(parties) > 1:
        guesses = [(Role.PARTY, 0.8) if place in parties else guess for place, guess in enumerate(guesses)]
    goals, actions = ([place for place, guess in enumerate(guesses) if guess[0] == role] for role in (Role.GOAL, Role.ACTION))
    if not actions and len(parties) < 2:
        lone = [place for place, text in enumerate(texts) if bare(text) == str(labels.year)]
        of_year = [place for place in goals if str(labels.year) in texts[place] and not _SPAN.search(bare(texts[place]))]
        agreed = [place for place in goals if _AGREED.search(bare(texts[place]))]
        if lone and goals:
            return _with(guesses, lone[0], Role.ACTION)
        if len(goals) > 1:
            return _with(guesses, (of_year or agreed or goals)[-1], Role.ACTION)
    if not goals and len(actions) > 1:
        agreed = [place for place in actions if _AGREED.search(bare(texts[place])) and not _YEAR.search(texts[place])]
        if agreed and len(agreed) < len(actions):
            return _with(guesses, agreed[0], Role.GOAL)
    return guesses


_MAY_BE_OF_A_PARTY = {Role.IGNORE, Role.ACTION, Role.LEAD}


def _with(guesses: list[Guess], place: int, role: Role) -> list[Guess]:
    return [*guesses[:place], (role, GUESS), *guesses[place + 1 :]]


def _choose_columns(
    texts: list[str], guesses: list[Guess], chosen: dict[str, str], hidden: Set[int]
) -> tuple[RecognisedColumn, ...]:
    named = [role for role, _confidence in guesses]
    guesses = [(Role.IGNORE, 0.3) if place in hidden else guess for place, guess in enumerate(guesses)]
    best: dict[Role, int] = {}
    for place, (role, confidence) in enumerate(guesses):
        if role in ONCE and (role not in best or confidence > guesses[best[role]][1]):
            best[role] = place
    if Role.NUMBER not in best and texts and not texts[0] and guesses[0][1] == 0:
        best[Role.NUMBER] = 0  # a narrow first column without a heading
        guesses = [(Role.NUMBER, 0.7), *guesses[1:]]
    has_lead, has_action = Role.LEAD in best, Role.ACTION in best
    seen: dict[str, int] = {}
    columns = []
    for place, (text, (role, confidence)) in enumerate(zip(texts, guesses, strict=True)):
        name = bare(text) or f"#{place + 1}"
        seen[name] = seen.get(name, 0) + 1
        key = name if seen[name] == 1 else f"{name} ({seen[name]})"
        if place in hidden:
            key = f"{key} (hidden)"  # another sheet may show the column
        is_loser = (role in ONCE and best.get(role) != place) or (role == Role.PARTY and has_lead and has_action)
        if is_loser:
            role, confidence = Role.IGNORE, 0.3
        may_be = (named[place], Role.IGNORE) if place in hidden and named[place] != Role.IGNORE else ()
        columns.append(RecognisedColumn(key, text, role, confidence, seen[name] > 1, place in hidden, may_be))
    return with_choices(columns, chosen)


def with_choices(columns: Sequence[RecognisedColumn], chosen: dict[str, str]) -> tuple[RecognisedColumn, ...]:
    """The columns as people chose them; a column that held the chosen role gets the one that it is taken for instead."""
    picked = {place: role for place, column in enumerate(columns) if (role := chosen_role(chosen, column.key))}
    roles = [column.role for column in columns]
    for place, role in picked.items():
        before = roles[place]
        for other, other_role in enumerate(roles):
            if role in ONCE and other_role == role and other not in picked:
                roles[other] = before if before in ONCE else Role.IGNORE
        roles[place] = role
    return tuple(
        replace(column, role=role, confidence=1.0 if place in picked else column.confidence)
        for place, (column, role) in enumerate(zip(columns, roles, strict=True))
    )


def chosen_role(chosen: dict[str, str], key: str) -> Role | None:
    """What people chose the column to be."""
    return Role(chosen[key]) if chosen.get(key) in Role.values else None


def all_columns(tables: Iterable[tuple[RecognisedColumn, ...]]) -> list[RecognisedColumn]:
    """Each column once, in the order of the file, for the page on which people change the proposal."""
    found: dict[str, RecognisedColumn] = {}
    for columns in tables:
        for column in columns:
            if column.heading or column.role != Role.IGNORE:
                known = found.setdefault(column.key, column)
                if known.role == Role.IGNORE and known.confidence == 0:
                    found[column.key] = column
    return list(found.values())
