"""Who leads, from free text: "Oosterpoort – gemeente Heumen", "Gemeente (onderzoek) en Oosterpoort"."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agreements.imports.words.spelling import same_length, words_only
from agreements.models import Agreement, Participation
from parties.models import Party

_JOINERS = re.compile(
    r"(?:\b(?:en|met|samen met|i\.?s\.?m\.?|in samenwerking met|i\.?o\.?m\.?|in overleg met|of|de|het|van|door|alle|beide)\b"
    r"|trekkers?|[-,;:/&+|.•*()\s])",
    re.IGNORECASE,
)
# Behind a name: the party helps or is heard, and does not lead.
_ONLY_ADVISES = re.compile(
    r"\s*[(,:–-]?\s*(?:\b(?:adviseert|adviseren|geeft advies|geven advies|advies|adviserend|denkt mee|denken mee|meedenken"
    r"|leest mee|wordt (?:betrokken|geinformeerd|geïnformeerd|geconsulteerd|gehoord)|worden (?:betrokken|geïnformeerd)|toehoorder"
    r"|ter informatie|informeren|consulteren)\b)\s*\)?",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’-]*)[^\S\n]$")
_WORD_BEHIND = re.compile(r"^[^\S\n]([^\W\d_][\w'’-]*)")
_AMPERSAND = re.compile(r"\s(?:&|\+|en)\s")
_TASK_BEHIND = re.compile(r"^\s*\([^()]*\)")
_TOGETHER = re.compile(
    r"^(?:gezamenlijk|samen|allen|alle partijen|alle partners|alle partijen gezamenlijk|iedereen)\W*$", re.IGNORECASE
)
_KIND_WORDS = {
    Party.Kind.MUNICIPALITY: ("gemeente", "gemeenten"),
    Party.Kind.HOUSING_ASSOCIATION: ("woningcorporatie", "woningcorporaties", "corporatie", "corporaties", "woningstichting"),
    Party.Kind.TENANTS_ORGANISATION: (
        "huurdersorganisatie",
        "huurdersorganisaties",
        "huurdersvertegenwoordiging",
        *("huurdersraad", "huurdersvereniging", "huurdersbelangenvereniging", "bewonersraad"),
        "huurders",
        "hbv",
    ),
    Party.Kind.PROVINCE: ("provincie",),
}
# By which people mean the one party that has the word in its name, where there is one; the others mean the kind.
_WORDS_OF_NAMES = {"huurdersraad", "huurdersvereniging", "huurdersbelangenvereniging", "bewonersraad", "woningstichting"}
_ALL_KIND_WORDS = {word for words in _KIND_WORDS.values() for word in words}
NOT_YET = gettext_noop("«%(words)s» did not say yes yet: the name stays as printed, and leads nothing until then.")
MOST_WORDS = 6  # of a heading that is about one party
_JOINER_AT_END = re.compile(r"(?:\s(?:en|met)|[,;/&+-])$")
_SHORTENED = re.compile(r"\bgem\.(?=\s)", re.IGNORECASE)
TITLES = re.compile(
    r"^(?:gemeente|woningstichting|woonstichting|woningcorporatie|woningbouwvereniging|stichting|vereniging|hv|hbv"
    r"|huurdersvereniging|huurdersbelangenvereniging|huurdersraad|huurdersorganisatie|bewonersraad|provincie|waterschap)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Participant:
    """A party that takes part; names are its name, its short name and its aliases."""

    party_id: int
    label: str  # as the agenda prints it
    kind: str
    names: tuple[str, ...]
    is_signatory: bool = True


@dataclass(frozen=True, slots=True)
class LeadFound:
    party_id: int
    task: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that name no participant, or several; parties are the candidates (empty: any)."""

    words: str
    parties: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadLine:
    leads: tuple[LeadFound, ...]
    unknown: tuple[Unknown, ...] = ()


class Names:
    """The names by which the participants of one agreement go."""

    def __init__(self, participants: Iterable[Participant], *, asked: Collection[Participant] = ()):
        """asked are those that did not say yet whether they take part."""
        self.participants = list(participants)
        self.asked = Names(asked) if asked else None
        self._named: dict[str, tuple[int, ...]] = {}
        self._lines: dict[str, LeadLine] = {}
        for participant in self.participants:
            for name in participant.names:
                self._add(name, participant.party_id)
        certain = set(self._named)
        for participant in self.participants:  # without «gemeente» or «HV», where that leaves one party only
            for name in participant.names:
                shorter = name_key(TITLES.sub("", same_length(name)))
                if shorter not in certain and len(shorter) > 2:
                    self._add(shorter, participant.party_id)
        for kind, kind_words in _KIND_WORDS.items():
            of_kind = tuple(row.party_id for row in self.participants if row.kind == kind)
            for word in kind_words:
                if of_kind and word not in certain:
                    self._named[word] = self._with_word(word, kind) or of_kind
        self._certain = certain
        longest_first = sorted(self._named, key=len, reverse=True)
        parts = "|".join(
            re.escape(name).replace(r"\ en\ ", r"\s+(?:en|&|\+)\s+").replace(r"\ ", r"\s+").replace(r"\-", r"-\s?")
            for name in longest_first
        )
        self._pattern = re.compile(rf"(?<!\w)(?:{parts})(?!\w)") if parts else re.compile(r"(?!)")

    def _with_word(self, word: str, kind: str) -> tuple[int, ...]:
        """The only party of the kind that has the word in its name: «de huurdersraad» is Huurdersraad Waterhoek."""
        named = [row.party_id for row in self.participants if row.kind == kind and word in name_key(" ".join(row.names)).split()]
        return tuple(named) if len(named) == 1 and word in _WORDS_OF_NAMES else ()

    def _add(self, name: str, party_id: int) -> None:
        key = name_key(name)
        if party_id not in self._named.get(key, ()):
            self._named[key] = (*self._named.get(key, ()), party_id)

    def find(self, text: str) -> list[tuple[int, int, tuple[int, ...], str]]:
        """Where names stand: (begin, end, the parties that it may be, the name), from left to right."""
        found = []
        for match in self._pattern.finditer(same_length(text)):
            if self._is_part(text, match):
                continue
            name = re.sub(r"-\s", "-", name_key(match[0]))
            found.append((*match.span(), self._named.get(name, self._named.get(name_key(match[0]), ())), match[0]))
        return found

    def _is_part(self, text: str, match: re.Match) -> bool:
        """Whether the name is a word of a longer one: «Welzijn Noorderdam» is not the municipality of that name."""
        if " " in match[0].strip() or match[0] in _ALL_KIND_WORDS:
            return False
        before = _WORD_BEFORE.search(text[: match.start()])
        if before and _is_proper(before[1]) and not TITLES.match(f"{before[1]} "):
            return not any(before[1].lower() in name.split() for name in self._named)
        behind = _WORD_BEHIND.search(text[match.end() :])
        return bool(behind and _is_proper(behind[1]) and match[0] not in self._certain)

    def is_named(self, text: str) -> bool:
        """Whether the words name a party."""
        return bool(self.find(text))

    def is_one_party(self, text: str) -> bool:
        """Whether the words name one party, or one kind of parties, and little else."""
        found = self.find(text)
        return len(found) == 1 and len(text.split()) <= MOST_WORDS

    def read(self, line: str) -> LeadLine:
        """The leads in the words of one cell, in order, each with its task; the rest is unknown."""
        if line not in self._lines:  # an agenda has few lines of leads, each in many of its rows
            self._lines[line] = self._read(line)
        return self._lines[line]

    def _read(self, line: str) -> LeadLine:
        text = re.sub(r"-\n\s*", "-", _SHORTENED.sub("gemeente", words_only_lines(line)))
        if _TOGETHER.match(text):
            return LeadLine(tuple(LeadFound(row.party_id) for row in self.participants if row.is_signatory))
        is_balanced = text.count("(") == text.count(")")
        inside = [match.span() for match in re.finditer(r"\([^()]*\)", text)] if is_balanced else []
        names = [name for name in self.find(text) if not any(begin < name[0] < end for begin, end in inside)]
        leads: dict[int, LeadFound] = {}
        unknown = self._left_over(text[: names[0][0]] if names else text)
        for place, (_begin, end, parties, name) in enumerate(names):
            after = text[end : names[place + 1][0] if place + 1 < len(names) else len(text)]
            if advises := _ONLY_ADVISES.match(after):
                unknown += self._left_over(after[advises.end() :])
                continue
            task, rest = _task_in(after)
            unknown += self._left_over(rest)
            is_plural = name.endswith(("s", "en")) and name in {word for words in _KIND_WORDS.values() for word in words}
            if len(parties) > 1 and not is_plural:
                unknown.append(Unknown(text[_begin:end], parties))
                continue
            for party_id in parties:
                leads.setdefault(party_id, LeadFound(party_id, task))
        return LeadLine(tuple(leads.values()), tuple(unknown))

    def without_asked(self, line: str, *, notes: list[str]) -> str:
        """The line without the parties that did not say yet whether they take part; notes gets their names."""
        if self.asked is None:
            return line
        known = [range(begin, end) for begin, end, _parties, _name in self.find(line)]
        for begin, end, _parties, _name in reversed(self.asked.find(line)):
            if not any(begin in span or end - 1 in span for span in known):
                notes.append(_(NOT_YET) % {"words": line[begin:end]})
                line = line[:begin] + _TASK_BEHIND.sub("", line[end:])
        return line

    def _left_over(self, text: str) -> list[Unknown]:
        """What is no name and no joiner, in pieces; without letters it says nothing."""
        pieces = re.split(r"(?<!\s)\s+(?:en|met|i\.s\.m\.)\s+|[,;/&+|\n–—]|\s-\s", text)
        found = []
        for piece in pieces:
            words = piece.strip(" .:-()•*\n")
            if re.search(r"[^\W\d_]{2}", words) and not _only_joins(words):
                found.append(Unknown(" ".join(words.split())))
        return found

    def subject_of(self, sentence: str) -> tuple[int, ...]:
        """The parties that begin a sentence, or do it ("door …"): a proposal where no lead is named."""
        text = re.split(r"(?<=[a-z\d)])[.!?]\s", sentence.lstrip("- *#"), maxsplit=1)[0]
        names = self.find(text)
        leads: list[int] = []
        end = 0
        for begin, stop, parties, _name in names:
            if not _only_joins(text[end:begin]) or _ONLY_ADVISES.match(text[stop:]):
                break
            leads += [party for party in parties if party not in leads]
            end = stop
        if leads:
            return tuple(leads)
        for begin, stop, parties, _name in names:
            if _ONLY_ADVISES.match(text[stop:]):
                continue
            before = text[:begin].rstrip().lower()
            if re.search(r"\bdoor(?: de)?$", before) or not re.search(
                r"\b(?:aan|van|met|bij|voor|in|tot|naar|op)(?: de| het)?$", before
            ):
                return parties
        return ()


def _only_joins(text: str) -> bool:
    """Whether the words only join names. One after the other, as one pattern for all of them would take forever."""
    place = 0
    while place < len(text):
        found = _JOINERS.match(text, place)
        if not found:
            return False
        place = found.end()
    return True


def _is_proper(word: str) -> bool:
    """Whether a word begins as a name does."""
    return word[:1].isupper()


def name_key(name: str) -> str:
    """A name as names are compared: «Dam & Wonen» is «Dam en Wonen»."""
    return _AMPERSAND.sub(" en ", " ".join(same_length(name).split()))


def words_only_lines(text: str) -> str:
    """Without the signs of Markdown; lines stay."""
    return "\n".join(words_only(line) for line in text.split("\n"))


def _task_in(after: str) -> tuple[str, str]:
    """The task between brackets after a name, and the rest; the closing bracket may be missing."""
    if found := re.match(r"\s*\(([^()]+)(\)|$)", after):
        task = found[1] if found[2] else _JOINER_AT_END.sub("", found[1].rstrip())
    elif found := re.match(r"\s*:\s+([^,;\n]+)", after):
        task = found[1]
    else:
        return "", after
    return " ".join(task.split())[:200], after[found.end() :]


def participants_of(agreement: Agreement, year: int) -> list[Participant]:
    """Who takes part in the year, in the order of the agreement; two queries."""
    return _named(agreement.participations.accepted(), year)


def asked_in(agreement: Agreement, year: int) -> list[Participant]:
    """The parties that were asked to take part and did not answer yet: they lead nothing, but their names are known."""
    return _named(agreement.participations.asked(), year)


def _named(takes_part: QuerySet[Participation], year: int) -> list[Participant]:
    rows = takes_part.select_related("party").prefetch_related("party__aliases")
    return [
        Participant(
            row.party_id,
            row.party.short_name,
            row.party.kind,
            tuple(dict.fromkeys([row.party.name, row.party.short_name, *(alias.alias for alias in row.party.aliases.all())])),
            row.role == row.Role.SIGNATORY,
        )
        for row in rows
        if row.takes_part_in(year)
    ]


def printed(leads: Iterable[LeadFound], labels: dict[int, str]) -> Collection[str]:
    return [f"{labels[lead.party_id]} ({lead.task})" if lead.task else labels[lead.party_id] for lead in leads]
