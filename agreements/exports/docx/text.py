"""Agreed text as paragraphs of Word: the one parser of Markdown, its tokens as runs, lists and headings.

The elements are made directly: python-docx looks up the style of every paragraph by name, which is slow.
"""

from collections.abc import Callable

from agreements.exports.docx.tracking import Reworded, Tracking
from agreements.markdown import may_lead_to, to_tokens
from agreements.own_files import DEEPEST, LEAD_IN, SMALL_HEADING, STEP, SUBHEADING
from parties.tables.sheet import plain

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class WordText:
    """Writes text into one document; `add` puts a paragraph in its place, such as the append of a cell."""

    def __init__(self, document):
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.element, self.qn = OxmlElement, qn
        self.part = document.part
        self.numbering = DocumentLists(document)
        self.links: dict[str, str] = {}
        self.tracking: Tracking | None = None  # where a text may say what it was

    def paragraph(self, add: Callable, style: str, *, level: int | None = None, list_id: int | None = None):
        """An empty paragraph in the style; in a list with a list_id, only indented with just a level."""
        paragraph = self.element("w:p")
        properties = self.child(paragraph, "w:pPr")
        self.child(properties, "w:pStyle", _id_of(style))
        if list_id is not None:
            number = self.child(properties, "w:numPr")
            self.child(number, "w:ilvl", str(level))
            self.child(number, "w:numId", str(list_id))
        elif level is not None:
            self.child(properties, "w:ind").set(self.qn("w:left"), str(STEP * (level + 1)))
        add(paragraph)
        return paragraph

    def run(self, parent, text: str, *, bold=False, italic=False, struck=False, style="", colour="") -> None:
        """The text with the line ends and tabs of Word; colour is six hexadecimals, style that of letters."""
        if self.tracking and isinstance(text, Reworded):
            self.run(parent, str(text), bold=bold, italic=italic, struck=struck, style=style, colour=colour)
            self.tracking.write_into([parent], text)
            return
        run = self.child(parent, "w:r")
        if bold or italic or struck or style or colour:
            properties = self.child(run, "w:rPr")
            if style:
                self.child(properties, "w:rStyle", _id_of(style))
            for tag, is_on in (("w:b", bold), ("w:i", italic), ("w:strike", struck)):
                if is_on:
                    self.child(properties, tag)
            if colour:
                self.child(properties, "w:color", colour)
        for number, line in enumerate(plain(text).split("\n")):
            if number:
                self.child(run, "w:br")
            for place, piece in enumerate(line.split("\t")):
                if place:
                    self.child(run, "w:tab")
                if piece:
                    words = self.child(run, "w:t")
                    words.text = piece
                    words.set(_SPACE, "preserve")

    def text(
        self,
        add: Callable,
        text: str,
        style: str,
        *,
        further: str = "",
        heading_level: int | None = None,
        lead_in: str = "",
        struck: bool = False,
        marked: bool = False,
    ) -> None:
        """Agreed text in the style; lead_in comes before it in bold, in the same paragraph where it begins with one;
        paragraphs after the first have the style `further`, or the same.

        heading_level (1-6) is the level of its highest heading; None sets headings as bold paragraphs. marked says that an
        import finds where the text begins by its style, so that a text that begins with a list has an empty paragraph above it.
        """
        if self.tracking and isinstance(text, Reworded):
            look = {"further": further, "heading_level": heading_level, "lead_in": lead_in, "struck": struck, "marked": marked}
            self._tracked(self.tracking, add, text, style, **look)
            return
        level = None if heading_level is None else heading_level + 1  # a page has its h1 above what Word has as 1
        tokens = to_tokens(text, level)
        lists: list[int] = []
        is_first_in_item = False
        if (lead_in or marked) and not (tokens and tokens[0].type == "paragraph_open"):
            self.lead_in(self.paragraph(add, style), lead_in.rstrip())
            lead_in = ""
        heading = ""
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    lists.append(self._list(token, depth=len(lists)))
                case "bullet_list_close" | "ordered_list_close":
                    lists.pop()
                case "list_item_open":
                    is_first_in_item = True
                case "heading_open":
                    heading = f"{SUBHEADING} {int(token.tag[1:]) - 1}" if token.tag != "p" else SMALL_HEADING
                case "inline":
                    paragraph = self._paragraph_in(add, heading, style, lists, is_item=is_first_in_item)
                    self.lead_in(paragraph, lead_in)
                    self._inline(paragraph, token.children or [], struck=struck)
                    is_first_in_item, heading, lead_in = False, "", ""
                    style = further or style

    def _tracked(self, tracking: Tracking, add: Callable, text: Reworded, style: str, **look) -> None:
        made: list = []

        def add_to(paragraph) -> None:
            add(paragraph)
            made.append(paragraph)

        self.text(add_to, str(text), style, **look)
        with_words = [paragraph for paragraph in made if tracking.runs_of(paragraph)]
        tracking.write_into(with_words or made or [self.paragraph(add, style)], text)

    def _list(self, token, *, depth: int) -> int:
        """The list of Word that begins with the token."""
        if token.type == "bullet_list_open":
            return self.numbering.bullets
        return self.numbering.numbered(level=min(depth, DEEPEST), start=int(token.attrGet("start") or 1))

    def _paragraph_in(self, add: Callable, heading: str, style: str, lists: list[int], *, is_item: bool):
        """A paragraph within the lists that are open; only the first one of an item has its sign."""
        if not lists:
            return self.paragraph(add, heading or style)
        level = min(len(lists) - 1, DEEPEST)
        return self.paragraph(add, heading or "ListParagraph", level=level, list_id=lists[-1] if is_item else None)

    def lead_in(self, paragraph, words: str) -> None:
        """The number or label before the words of a paragraph; nothing where it has none."""
        if words:
            self.run(paragraph, words, style=LEAD_IN)

    def _inline(self, paragraph, tokens, *, struck: bool) -> None:
        bold = italic = 0
        parent = paragraph
        for token in tokens:
            match token.type:
                case "strong_open" | "strong_close":
                    bold += token.nesting
                case "em_open" | "em_close":
                    italic += token.nesting
                case "link_open":
                    parent = self._hyperlink(paragraph, str(token.attrGet("href") or ""))
                case "link_close":
                    parent = paragraph
                case "softbreak" | "hardbreak":
                    self.run(parent, "\n")
                case _ if token.content:
                    linked = "Hyperlink" if parent is not paragraph else ""
                    self.run(parent, token.content, bold=bold > 0, italic=italic > 0, struck=struck, style=linked)

    def _hyperlink(self, paragraph, address: str):
        """A link to the address, or the paragraph itself where a link may not lead there."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        if not may_lead_to(address):
            return paragraph
        if address not in self.links:
            self.links[address] = self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = self.child(paragraph, "w:hyperlink")
        link.set(_ID, self.links[address])
        return link

    def child(self, parent, tag: str, value: str | None = None):
        child = self.element(tag)
        if value is not None:
            child.set(self.qn("w:val"), value)
        parent.append(child)
        return child


def _id_of(style: str) -> str:
    """The id of the style with this name, as python-docx makes it."""
    return style.replace(" ", "")


class DocumentLists:
    """The lists of a document: one for bullets, and a new one for each numbered list, to restart it."""

    def __init__(self, document):
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.parse, self.namespaces = parse_xml, nsdecls("w")
        self.root = document.part.numbering_part.element
        for child in list(self.root):
            self.root.remove(child)
        self.root.append(self._kind(0, [("bullet", "•"), ("bullet", "–")] * 3))
        self.root.append(self._kind(1, [("decimal", "%{}."), ("lowerLetter", "%{}."), ("lowerRoman", "%{}.")] * 2))
        self.bullets = 1
        self.last = 1
        self.root.append(self.parse(f'<w:num {self.namespaces} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))

    def _kind(self, number: int, signs: list[tuple[str, str]]):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{sign.format(level + 1)}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
            for level, (kind, sign) in enumerate(signs)
        )
        return self.parse(
            f'<w:abstractNum {self.namespaces} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )

    def numbered(self, *, level: int, start: int) -> int:
        """A new numbered list that begins at start."""
        self.last += 1
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        numbered = f'<w:num {self.namespaces} w:numId="{self.last}"><w:abstractNumId w:val="1"/>{override}</w:num>'
        self.root.append(self.parse(numbered))
        return self.last
