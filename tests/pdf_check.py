"""What PDF/UA-1 and PDF/A-3a ask of our documents, as far as a program can see it.

The numbers are those of the Matterhorn protocol.

    python -m tests.pdf_check FILE…

Finding nothing is no verdict of conformance: only a validator such as veraPDF or PAC gives that.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.dom.minidom import parseString
from xml.parsers.expat import ExpatError

import pikepdf

PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "Tj", "TJ", "'", '"'}
# Where an element may stand; what is not named may stand anywhere.
PARENTS = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/Lbl": {"/LI"},
    "/Caption": {"/Table", "/Figure", "/L"},
}
FONT_FILES = {"/FontFile", "/FontFile2", "/FontFile3"}


def check(document: bytes) -> list[str]:
    """Everything that is wrong with the PDF, in words; empty when nothing was found."""
    with pikepdf.open(BytesIO(document)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["01-005 the document is not tagged"]
        elements = dict(_elements(pdf.Root.StructTreeRoot))
        return [
            *_check_catalog(pdf.Root),
            *_check_metadata(pdf.Root),
            *_check_structure(pdf.Root.StructTreeRoot, elements),
            *_check_pages(pdf, elements),
            *_check_fonts(pdf),
        ]


def _elements(root) -> Iterator[tuple[tuple[int, int], tuple[pikepdf.Dictionary, str]]]:
    """Every structure element of the tree in reading order, by its number, with the kind of its parent."""
    waiting = [(root.K, "")]
    while waiting:
        item, parent = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting.extend((kid, parent) for kid in reversed(list(item)))
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            yield item.objgen, (item, parent)
            waiting.append((item.get("/K", pikepdf.Array()), str(item.S)))


def _check_catalog(catalog) -> Iterator[str]:
    if not str(catalog.get("/Lang", "")).strip():
        yield "11-006 the document has no language"
    if not catalog.get("/MarkInfo", {}).get("/Marked"):
        yield "06-001 the document is not marked as tagged"
    if not catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-001 the window shows the file name, not the title"
    if "/Outlines" not in catalog:
        yield "there are no bookmarks"
    if "/OutputIntents" not in catalog:
        yield "PDF/A: there is no output intent"
    if "/EmbeddedFiles" in catalog.get("/Names", {}):
        yield "there are attachments"


def _check_metadata(catalog) -> Iterator[str]:
    if "/Metadata" not in catalog:
        yield "06-001 there are no metadata"
        return
    packet = catalog.Metadata.read_bytes().decode()
    try:
        parseString(packet.encode())
    except ExpatError as error:
        yield f"06-001 the metadata are no XML: {error}"
    if packet.count("<rdf:RDF") != 1:
        yield "the metadata have not exactly one rdf:RDF"
    for found, fault in (
        ('pdfuaid:part="1"', "06-002 the metadata do not say PDF/UA-1"),
        ("<pdfaSchema:prefix>pdfuaid<", "PDF/A: the schema of the PDF/UA identifier is not described"),
        ('pdfaid:part="3"', "PDF/A: the metadata do not say part 3"),
        ('pdfaid:conformance="A"', "PDF/A: the metadata do not say level A"),
        ("<dc:title", "06-003 the metadata have no title"),
    ):
        if found not in packet:
            yield fault


def _check_structure(root, elements: dict) -> Iterator[str]:
    ids = []
    for element, parent in elements.values():
        kind = str(element.S)
        if parent not in PARENTS.get(kind, {parent}):
            yield f"09-004 {kind} stands in {parent}"
        if kind == "/TH" and "/Scope" not in element.get("/A", {}):
            yield "15-003 a header cell has no scope"
        if kind == "/TD" and not len(element.get("/A", {}).get("/Headers", [])):
            yield "15-003 a cell has no headers"
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "13-004 a figure has no alternative text"
        if "/ID" in element:
            ids.append(bytes(element.ID))
    if len(ids) != len(set(ids)):
        yield "two elements have the same id"
    if ids and [bytes(key) for key in list(root.get("/IDTree", {}).get("/Names", []))[::2]] != sorted(ids):
        yield "the ids are not all, and in order, in the IDTree"
    levels = [int(str(element.S)[2]) for element, _parent in elements.values() if re.fullmatch(r"/H[1-6]", str(element.S))]
    if levels[:1] != [1]:
        yield "14-002 the first heading is not the highest"
    yield from (f"14-003 a heading skips from {a} to {b}" for a, b in pairwise(levels) if b > a + 1)


def _check_pages(pdf: pikepdf.Pdf, elements: dict) -> Iterator[str]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents_by_number = {int(number): parents for number, parents in zip(numbers[::2], numbers[1::2], strict=True)}
    for page in pdf.pages:
        if page.get("/Tabs") != "/S":
            yield "28-004 the tab key does not follow the structure"
        yield from _check_content(page, parents_by_number.get(int(page.get("/StructParents", -1)), []), elements)
        for annotation in page.get("/Annots", []):
            if annotation.Subtype == "/Widget":
                yield from _check_field(page, annotation)
                continue
            if "/Contents" not in annotation:
                yield "28-012 a link has no description"
            if "/StructParent" not in annotation:
                yield "28-010 a link is outside the structure"


def _check_field(page, field) -> Iterator[str]:
    """A field that is not drawn: outside the page it needs no place in the structure, but a name and the flag Print."""
    flags, box = int(field.get("/F", 0)), [float(n) for n in page.get("/CropBox", page.MediaBox)]
    left, bottom, right, top = (float(n) for n in field.Rect)
    is_outside = right < box[0] or top < box[1] or left > box[2] or bottom > box[3]
    if not is_outside and "/StructParent" not in field:
        yield "28-010 a field on the page is outside the structure"
    if not str(field.get("/TU", "")):
        yield "28-005 a field has no name"
    if not flags & 4 or flags & (1 | 2 | 32 | 256):
        yield "PDF/A a field is hidden or not printed"


def _check_content(page, parents, elements: dict) -> Iterator[str]:
    """All that is painted is either in the structure tree or an artifact."""
    open_marks: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC" | "BDC":
                properties = operands[1] if len(operands) > 1 else {}
                is_tagged = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
                open_marks.append(is_tagged or str(operands[0]) == "/Artifact")
                if is_tagged and not _is_in_tree(int(properties.MCID), parents, elements):
                    yield "01-004 tagged content hangs outside the structure"
            case "EMC":
                open_marks.pop()
            case operation if operation in PAINTING and not any(open_marks):
                yield "01-003 content is neither tagged nor an artifact"


def _is_in_tree(number: int, parents, elements: dict) -> bool:
    parent = parents[number] if number < len(parents) else None
    return isinstance(parent, pikepdf.Dictionary) and parent.objgen in elements


def _check_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font":
            continue
        if item.get("/Subtype") == "/Type0" and "/ToUnicode" not in item:
            yield "10-001 a font does not say which letters its glyphs are"
        if item.get("/Subtype") != "/Type0" and not FONT_FILES & set(item.get("/FontDescriptor", {}).keys()):
            yield f"31-009 font {item.get('/BaseFont')} is not embedded"


if __name__ == "__main__":
    faults = [f"{name}: {fault}" for name in sys.argv[1:] for fault in dict.fromkeys(check(Path(name).read_bytes()))]
    print("\n".join(faults) or "Nothing found.")
    sys.exit(bool(faults))
