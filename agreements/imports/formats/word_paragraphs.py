"""One paragraph of Word: its words, and what its style, list and signs say that it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from agreements import own_files
from agreements.imports.formats.markdown_text import TYPED_BULLET, Line
from agreements.imports.formats.word_numbering import NumberedItem, Numbering, count_in, value_of, w
from agreements.imports.formats.word_runs import Run, to_markdown
from agreements.imports.words.signs import UNKNOWN, letters_in, sign_of
from agreements.imports.words.spelling import LINE_END
from agreements.markdown import may_lead_to
from agreements.own_files import DEEPEST, STEP

MOST_STYLES = 12  # that a style is based on, one after the other
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_GONE = {w("del"), w("moveFrom"), w("instrText"), w("delText"), w("pPr"), w("rPr"), _CHOICE + "Fallback"}
_OFF = {"0", "false", "off", "none"}
_HEADING = re.compile(r"(?:heading|kop|header|titre)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"(?:list|lijst)[a-z ]*?(\d)$", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_COVER = {"title", "subtitle"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says: heading level, bold, (list, depth), depth by name; own is our own style.

    Letters may be struck through or hidden by a style too.
    """

    level: int | None = None
    is_bold: bool = False
    numbered: tuple[str, int] | None = None
    depth: int = 0
    own: str = ""
    is_struck: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph, its heading level and text boxes, and whether a tracked change joins it to the next."""

    line: Line
    level: int | None = None
    boxes: list = field(default_factory=list)
    joins_next: bool = False


class Styles:
    """What the styles of a document say; are_ours: those of our agenda, of_report: those of our report."""

    def __init__(self, root):
        self._styles = {}
        for style in root.iterfind(w("style")) if root is not None else ():
            self._styles[style.get(w("styleId"))] = style
        names = {value_of(style, "name") for style in self._styles.values()}
        self.are_ours = own_files.STANDING in names and bool({own_files.ACTION, own_files.YEAR_ACTION} & names)
        self.of_report = own_files.REPORT in names
        self.lead_ins = {key for key, style in self._styles.items() if value_of(style, "name") == own_files.LEAD_IN}
        self._known: dict[str, Look] = {}

    def of(self, key: str) -> Look:
        if key not in self._known:
            self._known[key] = self._look_up(key)
        return self._known[key]

    def _look_up(self, key: str) -> Look:
        """What the style says itself, else what it is based on says."""
        chain = list(self._chain(key))
        depth = _first(_LIST.match(name) for name, _style in chain)
        return Look(
            _first(_level_of(name, style) for name, style in chain),
            bool(_first(is_on(style.find(w("rPr")), "b") for _name, style in chain)),
            _first(list_of(style.find(w("pPr"))) for _name, style in chain),
            int(depth[1]) - 1 if depth else 0,
            _first(_own_style(name) for name, _style in chain) or "" if self.are_ours else "",
            bool(_first(_is_struck(style.find(w("rPr"))) for _name, style in chain)),
            bool(_first(is_on(style.find(w("rPr")), "vanish") for _name, style in chain)),
        )

    def _chain(self, key: str) -> Iterator[tuple[str, Any]]:
        """The style and those that it is based on, each with its name."""
        seen: set[str] = set()
        while key in self._styles and key not in seen and len(seen) < MOST_STYLES:
            seen.add(key)
            style = self._styles[key]
            yield value_of(style, "name"), style
            key = value_of(style, "basedOn")


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _level_of(name: str, style) -> int | None:
    """The level of the headings that a style is for."""
    if heading := _HEADING.match(name):
        return int(heading[1])
    if name.lower() in {"title", "titel"}:
        return 1
    outline = count_in(value_of(style.find(w("pPr")), "outlineLvl"), 9)
    return outline + 1 if outline < 9 else None


def _own_style(name: str) -> str | None:
    if name.lower() in _COVER:
        return own_files.STANDING
    return name if name in own_files.PARAGRAPH_STYLES else None


def is_on(properties, name: str) -> bool | None:
    """Whether a property of letters is on; None where nothing is said."""
    found = properties.find(w(name)) if properties is not None else None
    return None if found is None else found.get(w("val"), "1") not in _OFF


def _is_struck(properties) -> bool | None:
    single, double = is_on(properties, "strike"), is_on(properties, "dstrike")
    return None if single is None and double is None else bool(single or double)


def list_of(properties) -> tuple[str, int] | None:
    """(list, depth) of a paragraph or style in a list."""
    found = properties.find(w("numPr")) if properties is not None else None
    if found is None:
        return None
    return value_of(found, "numId"), count_in(value_of(found, "ilvl", "0"), 0)


def addresses_in(relations) -> dict[str, str]:
    """Where the links of a document lead, as far as a link may lead there."""
    found = {relation.get("Id"): relation.get("Target", "") for relation in relations} if relations is not None else {}
    return {key: address for key, address in found.items() if may_lead_to(address)}


class Paragraphs:
    """Reads paragraphs in the order of the document, as lists count along.

    notes are those at the foot of the page, by kind and number; passed collects what is not in the lines: hidden words, and signs
    that are not known.
    """

    def __init__(self, styles: Styles, numbering: Numbering, addresses: dict[str, str], notes: dict[tuple[str, str], str]):
        self._styles, self._numbering, self._addresses, self._notes = styles, numbering, addresses, notes
        self._noted: list[str] = []  # notes of the paragraph that is read
        self._count = 0
        self.are_ours = styles.are_ours
        self.passed: dict[str, list[str]] = {"hidden": [], "sign": [], "note": []}

    def read(self, element) -> WordParagraph:
        properties = element.find(w("pPr"))
        style = self._styles.of(value_of(properties, "pStyle"))
        boxes: list = []
        lead_in: list[str] = []
        look = Run("", style.is_bold and not self.are_ours, is_struck=style.is_struck, is_hidden=style.is_hidden)
        self._noted = []
        runs = list(
            self._runs(element, boxes, lead_in, look._replace(is_struck=False, is_hidden=False) if self.are_ours else look)
        )
        joins_next = properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None
        numbered = list_of(properties) or style.numbered
        item = self._numbering.item(*numbered) if numbered else None
        if self.are_ours:
            line = self._own_line(runs, style, item, numbered, lead_in, properties)
        else:
            line = replace(_line(runs, style, item, numbered), notes=tuple(self._noted))
        is_list_item = line.marker == "-" and bool(line.text)  # Word does not join those
        return WordParagraph(line, style.level, boxes, joins_next and not is_list_item)

    def _own_line(self, runs: list[Run], style: Look, item, numbered, lead_in: list[str], properties) -> Line:
        """With nothing to be guessed: every sign that is typed is meant as that sign."""
        heading = (
            3 if style.own == own_files.SMALL_HEADING else style.level if style.own.startswith(own_files.SUBHEADING) else None
        )
        plain = "".join(run.text for run in runs)
        if style.own == own_files.SMALL_HEADING:
            runs = [run._replace(is_bold=False) for run in runs]
        marker, depth = "", None
        if item is not None:
            marker, depth = "-" if item.is_bullet else f"{item.number}.", numbered[1]
        elif (indent := properties.find(w("ind")) if properties is not None else None) is not None:
            left = count_in(indent.get(w("left"), ""), 0)
            depth = min(left // STEP - 1, DEEPEST) if left >= STEP else None
        return Line(
            to_markdown(runs, is_literal=True),
            marker,
            depth,
            is_heading=heading is not None,
            level=heading or 3,
            list_id=numbered[0] if numbered else "",
            style=style.own,
            lead_in="".join(lead_in).strip(),
            plain=plain,
        )

    def _runs(self, element, boxes: list, lead_in: list[str], look_of: Run) -> Iterator[Run]:
        for child in element:
            if child.tag in _GONE or not isinstance(child.tag, str):
                continue
            if child.tag == w("txbxContent"):
                boxes.append(child)
            elif child.tag == w("r"):
                yield from self._run(child, boxes, lead_in, look_of)
            elif child.tag == w("hyperlink"):
                yield from self._runs(child, boxes, lead_in, look_of._replace(link=self._addresses.get(child.get(_RELATION), "")))
            elif (words := self._words_of(child)) is not None:
                yield look_of._replace(text=words)
            else:
                yield from self._runs(child, boxes, lead_in, look_of)

    def _run(self, element, boxes: list, lead_in: list[str], look_of: Run) -> Iterator[Run]:
        """Words that look alike; those in the style of a number or label are set apart."""
        properties = element.find(w("rPr"))
        look_of = self._with_marks(properties, look_of)
        if look_of.is_hidden:
            self.passed["hidden"].append("".join(text.text or "" for text in element.iter(w("t"))))
            return
        bold, italic = is_on(properties, "b"), is_on(properties, "i")
        own = look_of._replace(
            is_bold=look_of.is_bold if bold is None else bold, is_italic=look_of.is_italic if italic is None else italic
        )
        runs = self._runs(element, boxes, lead_in, own)
        if not self.are_ours and properties is not None and (font := _font_of(properties)):
            runs = (run._replace(text=letters_in(font, run.text)) for run in runs)
        if self._styles.lead_ins and value_of(properties, "rStyle") in self._styles.lead_ins:
            lead_in += [run.text for run in runs]
        else:
            yield from runs

    def _with_marks(self, properties, look_of: Run) -> Run:
        """Whether the words are hidden or struck through, by themselves or by the style of these letters."""
        if properties is None:
            return look_of
        hidden = is_on(properties, "vanish")
        if self.are_ours:
            return look_of._replace(is_hidden=bool(hidden))
        struck = _is_struck(properties)
        if name := value_of(properties, "rStyle"):
            style = self._styles.of(name)
            struck = style.is_struck or None if struck is None else struck
            hidden = style.is_hidden or None if hidden is None else hidden
        return look_of._replace(
            is_struck=look_of.is_struck if struck is None else struck, is_hidden=look_of.is_hidden if hidden is None else hidden
        )

    def _note(self, element) -> str:
        """The mark of a note, of which the words come after the paragraph."""
        kind = "footnote" if element.tag == w("footnoteReference") else "endnote"
        words = self._notes.get((kind, element.get(w("id"), "")), "")
        if not words:
            return ""
        if self.are_ours:
            self.passed["note"].append(words)
            return ""
        self._count += 1
        mark = str(self._count).translate(_RAISED)
        self._noted.append(f"{mark} {words}")
        return mark

    def _sign(self, element) -> str:
        font, code = element.get(w("font"), ""), element.get(w("char"), "")
        sign = sign_of(font, code)
        if sign is None:
            self.passed["sign"].append(f"{font} {code}".strip())
        return UNKNOWN if sign is None else sign

    def _words_of(self, element) -> str | None:
        """The words or sign that an element is; None for one that has others in it."""
        if element.tag == w("t"):
            words = element.text or ""
            return words if self.are_ours or "_x000" not in words else LINE_END.sub("\n", words)
        if element.tag in {w("br"), w("cr")}:
            return "\n" if element.get(w("type"), "textWrapping") == "textWrapping" else " "
        if element.tag == w("tab"):
            return "\t" if self.are_ours else " "
        if element.tag in {w("footnoteReference"), w("endnoteReference")}:
            return self._note(element)
        if element.tag == w("sym"):
            return self._sign(element)
        return "-" if element.tag == w("noBreakHyphen") else None


def _font_of(properties) -> str:
    fonts = properties.find(w("rFonts"))
    return "" if fonts is None else fonts.get(w("ascii"), "")


def _line(runs: list[Run], style: Look, item: NumberedItem | None, numbered: tuple[str, int] | None) -> Line:
    """A paragraph of another's document, of which the words that are struck through are apart."""
    live = [run for run in runs if not run.is_struck]
    line = _line_of(live, style, item, numbered)
    if len(live) == len(runs):
        return line
    whole = _line_of([run._replace(is_struck=False) for run in runs], style, item, numbered)
    return replace(line, whole=whole.text) if whole.text.split() != line.text.split() else line


def _line_of(runs: list[Run], style: Look, item: NumberedItem | None, numbered: tuple[str, int] | None) -> Line:
    """Bold or italic as a whole says nothing about its words."""
    spoken = [run for run in runs if run.text.strip()]
    is_strong = bool(spoken) and all(run.is_bold for run in spoken)
    is_slanted = bool(spoken) and all(run.is_italic for run in spoken)
    runs = [run._replace(is_bold=run.is_bold and not is_strong, is_italic=run.is_italic and not is_slanted) for run in runs]
    text = to_markdown(runs)
    is_heading = style.level is not None and bool(text.strip())
    if item is not None and numbered and ((item.is_bullet and text.strip()) or (item.label and not item.is_bullet)):
        return _item_line(text.strip(), style, item, numbered, is_strong=is_strong, is_heading=is_heading)
    if TYPED_BULLET.match(text) and not is_heading:
        return Line(TYPED_BULLET.sub("", text), "-", 0, is_strong)
    return Line(text, is_strong=is_strong, is_heading=is_heading)


def _item_line(
    text: str, style: Look, item: NumberedItem, numbered: tuple[str, int], *, is_strong: bool, is_heading: bool
) -> Line:
    """An item of a list, or a heading that Word counts."""
    if item.is_bullet:
        return Line(text, "-", numbered[1] or style.depth, is_strong)
    if is_heading:
        return Line(f"{item.label} {text}".strip(), is_strong=is_strong, is_heading=True)
    return Line(text, item.label, numbered[1], is_strong, list_id=numbered[0])
