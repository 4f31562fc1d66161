"""«P. Jansen, 1 mei» in one line: which person or party of the meeting, and which day; read back in our words.

People are known by their whole name, their last or first name, and initials with a last name; a party by its names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agreements.imports.words.leads import TITLES, name_key
from agreements.writing.when import readings
from monitoring.meetings.attending import parties_at
from monitoring.models import Meeting

LONGEST = 200  # characters


@dataclass(frozen=True, slots=True)
class Possible:
    """Who may be meant: a party, or a person for one."""

    party_id: int
    party: str
    names: tuple[str, ...]  # of the party
    person_id: int | None = None
    person: str = ""

    def __str__(self) -> str:
        return f"{self.person} ({self.party})" if self.person_id else self.party

    @property
    def key(self) -> str:
        """As a form carries it."""
        return f"{self.party_id}-{self.person_id or ''}"


@dataclass(frozen=True, slots=True)
class Promised:
    who: Possible
    due_on: date

    def __str__(self) -> str:
        return f"{self.who}, {date_format(self.due_on, 'j F Y')}"


def possible_at(meeting: Meeting) -> list[Possible]:
    """The parties of the meeting with their active people, each party before its people. Two queries."""
    columns = ("pk", "name", "short_name", "memberships__user", "memberships__user__name", "memberships__user__is_active")
    found: dict[tuple[int, int | None], Possible] = {}
    for pk, name, short, person, person_name, is_active in parties_at(meeting).values_list(*columns):
        party = found.setdefault((pk, None), Possible(pk, short, (name, short)))
        if is_active:
            found[pk, person] = replace(party, person_id=person, person=person_name)
    order = {key: place for place, key in enumerate(dict.fromkeys(pk for pk, _person in found))}
    return sorted(found.values(), key=lambda row: (order[row.party_id], row.person_id is not None, row.person))


def read_who_when(text: str, possible: Iterable[Possible], *, held_on: date) -> Promised:
    """What the line means; ValidationError where it means nothing, or more than one."""
    line = " ".join(text.split()).strip(" .;")
    found = next(_cut(line, held_on), None)
    if found is None or len(line) > LONGEST:
        raise ValidationError(_("We do not find a day in this. Write for instance: P. Jansen, 1 mei."))
    who, due_on = found
    meant = who_is(who, possible)
    if not meant:
        raise ValidationError(_("Nobody of the parties at this meeting is called «%(name)s».") % {"name": who})
    if len(meant) > 1:
        names = get_text_list([f"«{row}»" for row in meant], _("or"))
        raise ValidationError(_("More are called so: %(names)s. Choose one below.") % {"names": names})
    return Promised(meant[0], due_on)


def _cut(line: str, held_on: date) -> Iterator[tuple[str, date]]:
    """The line in two, at a comma or else at a space: who, and a day that can be read in one way. The longest day first."""
    for sign in (",", " "):
        for place in (at for at, letter in enumerate(line) if letter == sign):
            if (due_on := _day(line[place + 1 :], held_on)) and any(map(str.isalpha, who := line[:place].strip(" ,:-–"))):
                yield who, due_on


def _day(words: str, held_on: date) -> date | None:
    """A day without a year is the first one after the meeting."""
    found = [when.due_on for when in readings(words, held_on.year) if when.due_on and not when.recurrence]
    if len(found) == 1 and found[0] < held_on and str(held_on.year) not in words:
        found = [when.due_on for when in readings(words, held_on.year + 1) if when.due_on]
    return found[0] if len(found) == 1 else None


def who_is(name: str, possible: Iterable[Possible]) -> list[Possible]:
    """Each that is called so. «Jansen (De Sleutel)» and «De Sleutel, Jansen» are the Jansen of that party."""
    rows = list(possible)
    parts = [part.strip() for part in name.replace("(", ",").replace(")", ",").split(",") if part.strip()]
    if len(parts) == 2:
        for person, party in (parts, parts[::-1]):
            within = {row.party_id for row in rows if not row.person_id and _is_party(party, row)}
            if found := [row for row in rows if row.party_id in within and row.person_id and _is_person(person, row)]:
                return found
    exact = [row for row in rows if row.person_id and name_key(row.person) == name_key(name)]
    people = exact or [row for row in rows if row.person_id and _is_person(name, row)]
    return people or [row for row in rows if not row.person_id and _is_party(name, row)]


def _is_party(name: str, row: Possible) -> bool:
    return name_key(name) in {key for each in row.names for key in (name_key(each), name_key(TITLES.sub("", each)))}


def _is_person(name: str, row: Possible) -> bool:
    """Whether the words are of the name in its order, the last or all of them; an initial stands for its name."""
    typed, known = name_key(name).replace(".", ". ").split(), name_key(row.person).split()
    if not typed or not known or (typed[-1] not in {known[-1], known[0]} and typed != known[1:]):
        return False
    left = iter(known)
    return all(any(_is_word(word, other) for other in left) for word in typed)


def _is_word(typed: str, known: str) -> bool:
    return typed == known or (typed.endswith(".") and known.startswith(typed[:-1]) and len(typed) > 1)
