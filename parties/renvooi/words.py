"""The words of a text as they are printed: bold, list and heading are marks on a word and no words of their own."""

from collections.abc import Iterable, Iterator
from re import Pattern
from typing import NamedTuple

from markdown_it.token import Token

from parties.markdown import PARSER
from parties.renvooi.weights import key_of, pattern_of

BREAK = "¶"
MOST_MARKDOWN = 40_000  # characters; in what is longer the signs of Markdown are words, so that reading it takes a bounded time
NO_MARKS: frozenset[str] = frozenset()
Changes = list[tuple[int, frozenset[str]]]  # from which place on a text has which marks


class PrintedWord(NamedTuple):
    """A word, or the sign with which a paragraph begins.

    key is what is compared, lead the white space before the word, weight its kind in weights.KINDS or "name", or nothing.
    block is set on the sign alone: "p", "h3", "ul1" or "ol2" for an item at that depth; its text is what stands before the item.
    """

    text: str
    key: str
    lead: str = ""
    weight: str = ""
    marks: frozenset[str] = NO_MARKS
    block: str = ""


def printed_words(markdown: str, names: tuple[str, ...] = (), *, as_typed: bool = False) -> list[PrintedWord]:
    """The words of the text in order; names are those of parties, which are one word each. as_typed reads no Markdown."""
    pattern = pattern_of(names)
    found: list[PrintedWord] = []
    if as_typed:
        return [PrintedWord("", BREAK, block="p"), *_words_in(markdown, [], pattern)]
    for block, marker, children in _paragraphs(PARSER.parse(markdown)):
        found.append(PrintedWord(marker, BREAK, block=block))
        found.extend(_words_of(children, pattern))
    return found


def _paragraphs(tokens: Iterable[Token]) -> Iterator[tuple[str, str, list[Token]]]:
    """Each paragraph with its block and the sign that stands before it."""
    lists: list[str] = []
    block = marker = waiting = ""
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append("ul" if token.type.startswith("b") else "ol")
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                waiting = f"{token.info}." if lists[-1] == "ol" else "•"
            case "paragraph_open" | "heading_open":
                block = token.tag if token.type == "heading_open" else f"{lists[-1]}{len(lists)}" if lists else "p"
                marker, waiting = waiting, ""
            case "inline":
                yield block, marker, token.children or []


def _words_of(children: Iterable[Token], pattern: Pattern[str]) -> Iterator[PrintedWord]:
    yield from _words_in(*_flatten(children), pattern)


def _words_in(text: str, changes: Changes, pattern: Pattern[str]) -> Iterator[PrintedWord]:
    marks, lead, following = NO_MARKS, "", 0
    for match in pattern.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            lead = "\n" if "\n" in match[0] else " "
            continue
        while following < len(changes) and changes[following][0] <= match.start():
            marks, following = changes[following][1], following + 1
        weight = "" if kind == "word" else kind
        yield PrintedWord(match[0], key_of(match[0], weight), lead, weight, marks)
        lead = ""


def _flatten(children: Iterable[Token]) -> tuple[str, Changes]:
    """The text of a paragraph, and from which place on it has which marks."""
    parts: list[str] = []
    changes: Changes = []
    length, on = 0, NO_MARKS
    for child in children:
        kind = child.tag
        if child.nesting:
            mark = f"a {child.attrGet('href')}" if kind == "a" and child.nesting > 0 else kind
            on = on | {mark} if child.nesting > 0 else frozenset(each for each in on if each.split(" ")[0] != kind)
            changes.append((length, on))
            continue
        part = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        parts.append(part)
        length += len(part)
    return "".join(parts), changes
