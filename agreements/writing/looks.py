"""What one only looks at beside a row, in its place: what can be done with it, what it was, and what was said about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agreements.agenda.content import AgendaContent
from agreements.comments.box import comment_box
from agreements.comments.threads import threads_of
from agreements.models import Agenda, Comment
from agreements.models.comment import own_parties_in
from agreements.writing.differing import differing_from_before
from agreements.writing.forms import PROPOSES, WRITES
from agreements.writing.parts import BECOMING, COMMENTS, MENU, PARTS, WritingPart
from agreements.writing.places import WritingPlace
from agreements.writing.proposing import address_of, is_proposed_here
from parties.models import User

# What can be done with a row as a whole, in the order in which it is offered.
MENUS: Mapping[str, tuple[str, ...]] = {
    "thema": ("doel-erbij", "paragraaf-erbij", "thema-erbij", "verplaatsen", "weg"),
    "doel": (
        "actie-erbij",
        "doel-erbij",
        "cijfer-erbij",
        "verplaatsen",
        "splitsen",
        "samenvoegen",
        "vervallen",
        "kopie",
        "weg",
    ),
    "actie": ("actie-erbij", "verplaatsen", "splitsen", "samenvoegen", "vervallen", "kopie", "weg"),
    "cijfer": ("weg",),
    "bijlage": ("weg",),
    "tekst": ("thema-erbij", "bijlage-erbij"),
}


@dataclass(frozen=True)
class WritingLook:
    """template shows it with what context has."""

    place: WritingPlace
    template: str
    context: Mapping[str, Any]


def acts_of(agenda: Agenda, kind: str, pk: int, mode: str, *, is_dropped: bool = False) -> list[tuple[WritingPart, str]]:
    """What can be done with the row as a whole, each with where it leads: its form here, or the same in a proposal."""
    names = ("herstellen" if name == "vervallen" and is_dropped else name for name in MENUS[kind])
    if mode == WRITES:
        parts = (PARTS[kind][name] for name in names)
        return [(part, f"?deel={kind}-{pk}-{part.name}#deel-{kind}-{pk}-{part.name}") for part in parts if not part.is_at_end]
    found = ((PARTS[kind][name], address_of(agenda, kind, pk, name)) for name in names)
    return [(part, address) for part, address in found if address]


def seldom_of(place: WritingPlace, mode: str) -> list[tuple[WritingPart, str]]:
    """The parts of the row that nobody filled in, which the page shows nowhere else, each with where its form is."""
    parts = [
        part
        for part in PARTS[place.kind].values()
        if part.is_seldom and not any(getattr(place.row, name) for name in part.fields)
    ]
    names = [
        (part, f"{place.kind}-{place.pk}-{part.name}")
        for part in parts
        if mode == WRITES or is_proposed_here(place.kind, part.fields)
    ]
    return [(part, f"?deel={name}#deel-{name}") for part, name in names]


def look_at(place: WritingPlace, user: User, mode: str, content: Callable[[], AgendaContent]) -> WritingLook:
    """content gives what the agenda prints, for who compares it."""
    make = {MENU.name: _menu, BECOMING.name: _becoming, COMMENTS.name: _comments}[place.part.name]
    return WritingLook(place, f"agreements/writing/looks/{place.part.name}.html", make(place, user, mode, content))


def _menu(place: WritingPlace, user: User, mode: str, content: Callable[[], AgendaContent]) -> dict[str, Any]:
    is_dropped = bool(getattr(place.row, "dropped_on" if place.kind == "actie" else "dropped_from", None))
    acts = acts_of(place.agenda, place.kind, place.pk, mode, is_dropped=is_dropped)
    return {"acts": acts, "seldom": seldom_of(place, mode), "proposes": mode == PROPOSES}


def _becoming(place: WritingPlace, user: User, mode: str, content: Callable[[], AgendaContent]) -> dict[str, Any]:
    found = differing_from_before(content(), place.agenda)
    return {"year": found.year, "changes": found.changes((place.kind, place.pk))}


def _comments(place: WritingPlace, user: User, mode: str, content: Callable[[], AgendaContent]) -> dict[str, Any]:
    """All that was said about a goal or action, with a box to say more; of a theme what was said in this year."""
    if place.kind != "thema":
        return {"box": comment_box(place.row, agenda=place.agenda, seen_by=user)}
    said = Comment.objects.said_in(place.agenda).filter(theme=place.row)
    return {"threads": threads_of(said, seen_by=user, parties=own_parties_in(user, place.agenda.agreement_id))}
