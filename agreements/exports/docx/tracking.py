"""Tracked changes in Word: what a text was is written into the paragraphs of what it becomes, as Word itself would have it.

A word that went stands in w:del, one that came in w:ins; a paragraph that came or went carries that on its mark. An import reads
the text as it becomes. What was folded (a space, "12%") and what only looks otherwise stands as it will be.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count, groupby
from typing import Any

from agreements.own_files import LEAD_IN
from parties.renvooi.pieces import NOTHING_KNOWN, Known, word_changes
from parties.renvooi.words import PrintedWord

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TAGS = {"new": "w:ins", "gone": "w:del"}
AUTHOR = 100  # characters that Word shows of who changed something
CLOCK = "%Y-%m-%dT%H:%M:%S"  # Word shows the time as it is written, and so that of the Netherlands


class Reworded(str):
    """A text of a row, with what it was. is_plain is for a value that is no Markdown."""

    was: str
    known: Known
    is_plain: bool

    def __new__(cls, becomes: str, was: str, known: Known = NOTHING_KNOWN, *, is_plain: bool = False) -> "Reworded":
        found = super().__new__(cls, becomes)
        found.was, found.known, found.is_plain = was, known, is_plain
        return found


@dataclass
class _Paragraph:
    """kind is what became of the paragraph as such; words are its own in order, each with what became of it."""

    kind: str
    words: list[tuple[str, PrintedWord]] = field(default_factory=list)

    @property
    def is_gone(self) -> bool:
        return self.kind == "gone" and all(kind == "gone" for kind, _word in self.words)

    @property
    def is_new(self) -> bool:
        return self.kind == "new" and all(kind == "new" for kind, _word in self.words)


class Tracking:
    """Writes changes into one document, numbered through the whole of it."""

    def __init__(self, *, author: str, at: datetime):
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.element, self.qn = OxmlElement, qn
        self.author, self.date = author[:AUTHOR], at.strftime(CLOCK)
        self._ids = count(1)

    # -- What came or went as a whole

    def mark_row(self, row, kind: str) -> None:
        """A row of a table, with all that is in it."""
        properties = row.find(self.qn("w:trPr"))
        if properties is None:
            properties = self.element("w:trPr")
            row.insert(0, properties)
        properties.append(self._change(kind))
        self.mark_words(row, kind)

    def mark_all(self, paragraphs: Iterable[Any], kind: str) -> None:
        """Paragraphs, with their marks."""
        for paragraph in paragraphs:
            self.mark_words(paragraph, kind)
            self._mark(paragraph, kind)

    def mark_words(self, element, kind: str) -> None:
        """All words in it, and not the paragraphs in which they stand."""
        tags = {self.qn(tag) for tag in TAGS.values()}
        for run in list(element.iter(self.qn("w:r"))):
            if run.getparent().tag not in tags:
                self._wrap(run, kind)

    def comment(self, document, run, words: str) -> None:
        """Beside this run, of the same author and moment as the changes."""
        from docx.text.run import Run

        found = document.add_comment(Run(run, document), words, author=self.author, initials="")
        found._comment_elm.set(self.qn("w:date"), self.date)

    # -- Word by word

    def write_into(self, paragraphs: list[Any], text: Reworded) -> None:
        """Into the paragraphs in which the text stands as it becomes; of one that is empty now into its only, empty one."""
        now, above = iter(paragraphs), None
        for each in _joined(_paragraphs(text)):
            if each.is_gone:
                above = self._put_gone(each, above, paragraphs[0])
                continue
            paragraph = next(now)
            self._write(paragraph, each)
            if each.is_new:
                self._mark(paragraph, "new")
            elif each.kind == "new" and above is not None:
                self._mark(above, "new")
            above = paragraph

    def _put_gone(self, gone: _Paragraph, above, first):
        """A paragraph that went, behind the one above it or before all."""
        model = above if above is not None else first
        paragraph = self.element("w:p")
        if (properties := model.find(self.qn("w:pPr"))) is not None:
            paragraph.append(deepcopy(properties))
            for old in paragraph.iter(self.qn("w:numPr"), self.qn("w:rPr")):
                old.getparent().remove(old)
        if above is None:
            first.addprevious(paragraph)
        else:
            above.addnext(paragraph)
        for _kind, word in gone.words:
            self._deleted(paragraph.append, [word])
        if above is not None and above.getnext() is paragraph and paragraph.getnext() is None:
            self._mark(above, "gone")  # the last mark of a cell cannot go: what is above it joins it
        else:
            self._mark(paragraph, "gone")
        return paragraph

    def _write(self, paragraph, found: _Paragraph) -> None:
        """The runs anew, cut where a change begins or ends."""
        letters = [(kind, bool(word.weight)) for kind, word in found.words if kind != "gone" for _ in _letters(word.text)]
        gone = _gone_at(found.words)
        stops, place = sorted(gone), 0
        for run in self.runs_of(paragraph):
            parts = []
            for letter in self._units(run):
                look = letters[place] if place < len(letters) else ("same", False)
                parts.append((letter, look, place, bisect_right(stops, place)))
                place += letter is not None and bool(letter.strip())
            self._cut(run, parts, gone)
        for at in sorted(gone):
            self._deleted(paragraph.append, gone[at])

    def runs_of(self, paragraph) -> list[Any]:
        """Those with the words of the text, without the number or label in front of it."""
        return [run for run in paragraph.iter(self.qn("w:r")) if not self._is_label(run)]

    def _is_label(self, run) -> bool:
        style = run.find(f"{self.qn('w:rPr')}/{self.qn('w:rStyle')}")
        return style is not None and style.get(self.qn("w:val")) == LEAD_IN.replace(" ", "")

    def _units(self, run) -> Iterator[str | None]:
        """Its letters; None for an end of line or a tab."""
        for child in run:
            if child.tag == self.qn("w:t"):
                yield from child.text or ""
            elif child.tag in {self.qn("w:br"), self.qn("w:tab")}:
                yield None

    def _cut(self, run, parts: list, gone: dict[int, list[PrintedWord]]) -> None:
        """In the place of the run a run for each stretch of one kind, with what went before it."""
        breaks = [child for child in run if child.tag in {self.qn("w:br"), self.qn("w:tab")}]
        for ((kind, is_weighty), _stops), stretch in groupby(parts, key=lambda part: (part[1], part[3])):
            found = list(stretch)
            if words := gone.pop(found[0][2], None):
                self._deleted(run.addprevious, words)
            letters = [letter for letter, *_more in found]
            piece = self._like(run, letters, breaks, is_weighty=is_weighty and kind == "new")
            run.addprevious(piece)
            if kind == "new":
                self._wrap(piece, "new")
        run.getparent().remove(run)

    def _like(self, run, letters: list[str | None], breaks: list, *, is_weighty: bool):
        piece = self.element("w:r")
        if (properties := run.find(self.qn("w:rPr"))) is not None:
            piece.append(deepcopy(properties))
        for is_words, group in groupby(letters, key=lambda letter: letter is not None):
            if is_words:
                piece.append(self._text("w:t", "".join(letter or "" for letter in group)))
            else:
                piece.extend(deepcopy(breaks.pop(0)) for _ in group)
        if is_weighty:
            self._highlight(piece)
        return piece

    def _deleted(self, add, words: list[PrintedWord]) -> None:
        for is_weighty, group in groupby(words, key=lambda word: bool(word.weight)):
            run = self.element("w:r")
            run.append(self._text("w:t", "".join((word.lead and " ") + word.text for word in group)))
            if is_weighty:
                self._highlight(run)
            add(run)
            self._wrap(run, "gone")

    # -- Elements

    def _text(self, tag: str, words: str):
        found = self.element(tag)
        found.text = words
        found.set(_SPACE, "preserve")
        return found

    def _highlight(self, run) -> None:
        """What nobody may overlook; it is taken out with the change."""
        properties = run.find(self.qn("w:rPr"))
        if properties is None:
            properties = self.element("w:rPr")
            run.insert(0, properties)
        colour = self.element("w:highlight")
        colour.set(self.qn("w:val"), "yellow")
        properties.append(colour)

    def _wrap(self, run, kind: str) -> None:
        change = self._change(kind)
        run.addprevious(change)
        change.append(run)
        if kind == "gone":
            for text in run.iter(self.qn("w:t")):
                text.tag = self.qn("w:delText")

    def _mark(self, paragraph, kind: str) -> None:
        """The mark at the end of the paragraph."""
        properties = paragraph.find(self.qn("w:pPr"))
        if properties is None:
            properties = self.element("w:pPr")
            paragraph.insert(0, properties)
        mark = properties.find(self.qn("w:rPr"))
        if mark is None:
            mark = self.element("w:rPr")
            properties.append(mark)
        if mark.find(self.qn(TAGS[kind])) is None:
            mark.insert(0, self._change(kind))

    def _change(self, kind: str):
        found = self.element(TAGS[kind])
        for name, value in (("w:id", str(next(self._ids))), ("w:author", self.author), ("w:date", self.date)):
            found.set(self.qn(name), value)
        return found


def _paragraphs(text: Reworded) -> Iterator[_Paragraph]:
    found: _Paragraph | None = None
    for kind, word in word_changes(text.was, text, text.known, as_typed=text.is_plain):
        if word.block:
            if found is not None:
                yield found
            found = _Paragraph(kind)
        elif found is None:
            found = _Paragraph("same", [(kind, word)])
        else:
            found.words.append((kind, word))
    if found is not None:
        yield found


def _joined(paragraphs: Iterable[_Paragraph]) -> list[_Paragraph]:
    """One of which the sign went and words stayed goes on in the one above it."""
    found: list[_Paragraph] = []
    for each in paragraphs:
        above = next((place for place in reversed(range(len(found))) if not found[place].is_gone), None)
        if each.kind == "gone" and not each.is_gone and above is not None:
            for row in (*found[above + 1 :], each):
                found[above].words += [("gone", PrintedWord("¶", "¶", " ")), *row.words]
            del found[above + 1 :]
        else:
            found.append(each if each.is_gone or each.kind != "gone" else replace(each, kind="same"))
    return found


def _letters(text: str) -> list[str]:
    return [letter for letter in text if letter.strip()]


def _gone_at(words: list[tuple[str, PrintedWord]]) -> dict[int, list[PrintedWord]]:
    """What went, by how many letters of what is there now stand before it."""
    place = 0
    found: dict[int, list[PrintedWord]] = {}
    for kind, word in words:
        if kind == "gone":
            found.setdefault(place, []).append(word)
        else:
            place += len(_letters(word.text))
    return found
