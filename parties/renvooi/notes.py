"""The changes that nobody may overlook, in words: "12 wordt 21", "“niet” vervalt"."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parties.renvooi.pieces import Piece

MOST = 8  # a longer list nobody reads
IN_QUOTES = {"negation", "condition", "bound", "obligation"}


def weighty_notes(pieces: Iterable[Piece]) -> list[str]:
    """One note for each, in the order of the text; of more than MOST the last says how many there are."""
    found = list(dict.fromkeys(_notes(pieces)))
    if len(found) <= MOST + 1:
        return found
    more = len(found) - MOST
    return [*found[:MOST], ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}]


def _notes(pieces: Iterable[Piece]) -> Iterator[str]:
    changed = (piece for piece in pieces if piece.kind in {"gone", "new"})
    for _change, group in groupby(changed, key=lambda piece: piece.change):
        yield from _of_change(list(group))


def _of_change(pieces: list[Piece]) -> Iterator[str]:
    """What went with what came of the same kind in its place, in order."""
    new = [piece for piece in pieces if piece.kind == "new" and piece.weight]
    for piece in pieces:
        if piece.kind != "gone" or not piece.weight:
            continue
        other = next((each for each in new if each.weight == piece.weight), None)
        if other is None and (words := _plain_instead(piece, pieces)):
            yield _("%(was)s becomes %(becomes)s") % {"was": _quoted(piece), "becomes": words}
            continue
        if other is None:
            yield _("%(words)s is removed") % {"words": _quoted(piece)}
        else:
            new.remove(other)
            yield _("%(was)s becomes %(becomes)s") % {"was": _quoted(piece), "becomes": _quoted(other)}
    for piece in new:
        yield _("%(words)s is added") % {"words": _quoted(piece)}


def _plain_instead(gone: Piece, pieces: list[Piece]) -> str:
    """The word that came in the place of a number, date or amount, and that the list of weights does not know: «zevenenhalf»."""
    plain = [piece for piece in pieces if not piece.weight and piece.text.strip()]
    if gone.weight in IN_QUOTES or len(plain) != 1 or plain[0].kind != "new" or len(plain[0].text.split()) != 1:
        return ""
    return _quoted(plain[0])


def _quoted(piece: Piece) -> str:
    text = " ".join(piece.text.split())
    return f"“{text}”" if piece.weight in IN_QUOTES else text
