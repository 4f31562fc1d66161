"""What PDF/UA asks and WeasyPrint 70 leaves out; the names of the rules are those of the Matterhorn protocol.

- every header cell says whether it heads a column or a row (15-003), and every cell names all headers above and beside it;
- the ids of header cells can be looked up in an IDTree;
- running heads and feet are artifacts: a screen reader does not read them on every page (01-004);
- the metadata say that this is PDF/UA (06-002).

tests/pdf_check.py checks a finished PDF for these and more. Only a validator such as veraPDF or PAC may pronounce it conformant.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pydyf

PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
"""
# PDF/A allows properties outside its own schemas only when the file describes them.
PDF_UA_SCHEMA = b"""<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

Reference = bytes
Elements = dict[Reference, pydyf.Dictionary]


def make_accessible(document: Any, pdf: pydyf.PDF) -> None:
    """The finisher for WeasyPrint's write_pdf(): changes a tagged PDF/A just before it is written."""
    objects = {item.reference: item for item in pdf.objects if isinstance(item, pydyf.Dictionary)}
    root = objects[pdf.catalog["StructTreeRoot"]]
    elements = dict(_reachable(root, objects))
    for element in elements.values():
        if element["S"] == "/Table":
            _complete_headers(element, elements)
    _add_id_tree(pdf, root, elements)
    _mark_running_content(pdf, objects, root, elements)
    _claim_pdf_ua(pdf)


def _reachable(root: pydyf.Dictionary, objects: dict) -> Iterator[tuple[Reference, pydyf.Dictionary]]:
    """The structure elements of the document in reading order, without running heads and feet."""
    waiting = list(reversed(root["K"]))
    while waiting:
        reference = waiting.pop()
        element = objects.get(reference)
        if element is not None and element.get("Type") == "/StructElem":
            yield reference, element
            waiting.extend(kid for kid in reversed(element["K"]) if isinstance(kid, Reference))


def _kids(element: pydyf.Dictionary, elements: Elements, *kinds: str) -> list[pydyf.Dictionary]:
    kids = (elements.get(kid) for kid in element["K"] if isinstance(kid, Reference))
    return [kid for kid in kids if kid is not None and kid["S"] in kinds]


def _complete_headers(table: pydyf.Dictionary, elements: Elements) -> None:
    """Give header cells their scope, and data cells the ids of all their headers, also over columns."""
    above: dict[int, list] = defaultdict(list)
    for group in _kids(table, elements, "/THead", "/TBody"):
        scope = "/Column" if group["S"] == "/THead" else "/Row"
        for row in _kids(group, elements, "/TR"):
            beside: list = []
            column = 0
            for cell in _kids(row, elements, "/TH", "/TD"):
                columns = range(column, column + cell["A"].get("ColSpan", 1))
                column = columns.stop
                if cell["S"] == "/TD":
                    cell["A"]["Headers"] = pydyf.Array([*beside, *(key for place in columns for key in above[place])])
                    continue
                cell["A"]["Scope"] = scope
                if scope == "/Row":
                    beside.append(cell["ID"])
                else:
                    for place in columns:
                        above[place].append(cell["ID"])


def _add_id_tree(pdf: pydyf.PDF, root: pydyf.Dictionary, elements: Elements) -> None:
    ids = sorted((element["ID"].string, reference) for reference, element in elements.items() if "ID" in element)
    if ids:
        names = pydyf.Array()
        for key, reference in ids:
            names += [pydyf.String(key), reference]
        tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference


def _mark_running_content(pdf: pydyf.PDF, objects: dict, root: pydyf.Dictionary, elements: Elements) -> None:
    """Turn the marked content of each page that hangs outside the tree into pagination artifacts."""
    numbers = objects[root["ParentTree"]]["Nums"]
    parents_by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    streams = {item.reference: item for item in pdf.objects if isinstance(item, pydyf.Stream)}
    pagination = pydyf.Dictionary({"Type": "/Pagination"})
    for page_reference in pdf.page_references:
        page = objects[page_reference]
        parents = parents_by_page[page["StructParents"]]
        running = {number for number, reference in enumerate(parents) if reference not in elements}
        content = streams[page["Contents"]].stream
        for place, item in enumerate(content):
            if isinstance(item, dict) and item.get("MCID") in running:
                content[place - 1 : place + 1] = [b"/Artifact", pagination]
        for number in running:
            parents[number] = b"null"


def _claim_pdf_ua(pdf: pydyf.PDF) -> None:
    metadata = next(item for item in pdf.objects if item.reference == pdf.catalog["Metadata"])
    [packet] = metadata.stream
    metadata.stream = [packet.replace(b"</rdf:RDF>", PDF_UA + PDF_UA_SCHEMA + b"</rdf:RDF>", 1)]
