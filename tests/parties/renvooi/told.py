"""A comparison as a line of text: [-gone-] {+new+}, ! before what has weight, [~form~], ¶ where a paragraph begins."""

from collections.abc import Iterable

from parties.renvooi.pieces import Piece

SIGNS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}", "form": "[~{}~]"}


def told(pieces: Iterable[Piece]) -> str:
    found = []
    for piece in pieces:
        text = "¶" if piece.block else piece.text.strip()
        found.append(SIGNS[piece.kind].format("!" * bool(piece.weight) + text))
    return " ".join(found)
