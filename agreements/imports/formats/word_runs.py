"""The words of one paragraph of Word, with what is bold, italic or a link in them, as Markdown."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from agreements.imports.formats.markdown_text import escape
from agreements.markdown import to_tokens


class Run(NamedTuple):
    """Words that look alike; link is the address where they lead, or empty. What is struck or hidden never becomes text."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""
    is_struck: bool = False
    is_hidden: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """What holds of all its words, as kinds of mark."""
        return (*([f"link {self.link}"] if self.link else []), *(["bold"] * self.is_bold), *(["italic"] * self.is_italic))


def to_markdown(runs: Iterable[Run], *, is_literal: bool = False) -> str:
    """The runs as one text in Markdown; is_literal escapes what a person typed as a list, too.

    Where Markdown cannot say it (a word that is bold from within a quotation mark) the words come without bold and italic.
    """
    runs = list(runs)
    bare = escape("".join(run.text for run in runs), is_literal=is_literal)
    if not any(run.marks for run in runs):
        return bare
    pieces = list(_pieces(runs))
    text = escape("".join(_written(pieces)), is_literal=is_literal, is_marked=True)
    is_said = _without_spaces(_said_by(text)) == _without_spaces((piece.text, set(piece.marks)) for piece in pieces)
    return text if is_said else bare


def _pieces(runs: list[Run]) -> Iterator[Run]:
    """The runs with white space apart; that is bold or italic only where both its neighbours are."""
    split: list[Run] = []
    for run in runs:
        words = run.text.strip()
        if not words:
            split.append(run)
            continue
        begin = len(run.text) - len(run.text.lstrip())
        split += [run._replace(text=text) for text in (run.text[:begin], words, run.text[begin + len(words) :]) if text]
    for run, before, after in zip(split, _last_spoken(split), reversed(list(_last_spoken(reversed(split)))), strict=True):
        if run.text.strip():
            yield run
        else:
            link = before.link if before.link == after.link else ""
            yield Run(run.text, before.is_bold and after.is_bold, before.is_italic and after.is_italic, link)


def _last_spoken(runs: Iterable[Run]) -> Iterator[Run]:
    """For each run the last one with words, up to and with itself."""
    last = Run("")
    for run in runs:
        last = run if run.text.strip() else last
        yield last


def _merge(pieces: list[Run]) -> list[Run]:
    return [Run("".join(run.text for run in alike), *look) for look, alike in groupby(pieces, key=lambda run: run[1:])]


def _written(pieces: list[Run]) -> Iterator[str]:
    """The words with their signs, which open and close in the right order."""
    merged = [*_merge(pieces), Run("")]
    reach = _reach(merged)
    open_marks: list[tuple[str, str]] = []
    for place, run in enumerate(merged):
        while any(kind not in run.marks for kind, _closing in open_marks):
            yield open_marks.pop()[1]
        opened = {kind for kind, _closing in open_marks}
        new = [kind for kind in run.marks if kind not in opened]
        for kind in sorted(new, key=lambda kind: -reach[place][kind]):
            before = merged[place - 1].text[-1:] if place else ""
            after = merged[place + reach[place][kind]].text[:1]
            opening, closing = _signs(kind, is_within_word=before.isalnum() or after.isalnum())
            open_marks.append((kind, closing))
            yield opening
        yield escape(run.text, is_part=True)


def _reach(merged: list[Run]) -> list[dict[str, int]]:
    """For each run over how many runs each of its marks goes on, itself included."""
    reach: list[dict[str, int]] = []
    after: dict[str, int] = {}
    for run in reversed(merged):
        after = {kind: after.get(kind, 0) + 1 for kind in run.marks}
        reach.append(after)
    return reach[::-1]


def _signs(kind: str, *, is_within_word: bool) -> tuple[str, str]:
    if kind == "bold":
        return "**", "**"
    if kind == "italic":
        sign = "*" if is_within_word else "_"
        return sign, sign
    address = kind.removeprefix("link ")
    return "[", f"](<{address}>)" if set(address) & set("() ") else f"]({address})"


def _said_by(text: str) -> Iterator[tuple[str, set[str]]]:
    """What Markdown makes of the text: the words with their marks."""
    on: set[str] = set()
    for token in (child for block in to_tokens(text) for child in block.children or []):
        match token.type:
            case "strong_open" | "em_open":
                on = on | {"bold" if token.type == "strong_open" else "italic"}
            case "strong_close" | "em_close":
                on = on - {"bold" if token.type == "strong_close" else "italic"}
            case "link_open":
                on = on | {f"link {token.attrGet('href')}"}
            case "link_close":
                on = {mark for mark in on if not mark.startswith("link ")}
            case _:
                yield token.content, on


def _without_spaces(said: Iterable[tuple[str, set[str]]]) -> list[tuple[str, list[str]]]:
    letters = [("".join(words.split()), sorted(marks)) for words, marks in said]
    spoken = [(words, marks) for words, marks in letters if words]
    return [("".join(words for words, _marks in alike), marks) for marks, alike in groupby(spoken, key=lambda pair: pair[1])]
