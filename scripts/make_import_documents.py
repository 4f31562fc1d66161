"""Make the documents that the tests of the import read, once, with LibreOffice: tests/documents/import/.

They look as the real documents do: columns, chapter headings, a head above every table, leads word for word, bullets and the
names of projects within a cell. Two more are agendas that the site itself exported, saved anew by LibreOffice.
The tests need no LibreOffice. Run: .venv/bin/python scripts/make_import_documents.py
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests" / "documents" / "import"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
STYLES = """
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Sub" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.4cm"/></text:list-level-style-bullet>
<text:list-level-style-bullet text:level="2" text:bullet-char="◦"/></text:list-style>
"""


def words(text: str) -> str:
    """Text as OpenDocument writes it, with double spaces and line breaks kept."""
    text = re.sub(r"  +", lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', escape(text))
    return text.replace("\n", "<text:line-break/>")


def paragraph(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words(text)}</text:p>'


def heading(text: str, level: int = 1) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{words(text)}</text:h>'


def rich(markdown: str) -> str:
    """Markdown as paragraphs, bullets and bold names of projects ("### ")."""
    parts = []
    for block in markdown.split("\n\n"):
        lines = block.split("\n")
        if all(re.match(r"\s*- ", line) for line in lines):
            parts.append('<text:list text:style-name="Bullets">')
            for line in lines:
                item = f"<text:list-item>{paragraph(line.strip()[2:])}</text:list-item>"
                if line.startswith("  - "):
                    item = f"<text:list-item><text:list>{item}</text:list></text:list-item>"
                parts.append(item)
            parts.append("</text:list>")
        elif block.startswith("### "):
            parts.append(paragraph(block[4:], "Sub"))
        else:
            parts.append(paragraph(block))
    return "".join(parts)


def cell(content: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}>{content}</table:table-cell>'


def table(head: list[str], rows: list[list[str]], name: str = "Tabel") -> str:
    """rows are cells of ready OpenDocument."""
    top = "".join(cell(paragraph(word, "Sub")) for word in head)
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return (
        f'<table:table table:name="{escape(name)}"><table:table-column table:number-columns-repeated="{len(head)}"/>'
        f"<table:table-header-rows><table:table-row>{top}</table:table-row></table:table-header-rows>{body}</table:table>"
    )


def text_document(body: str, *, head: str = "", foot: str = "", changes: str = "") -> str:
    marks = "".join(
        f"<style:{part}>{paragraph(content)}</style:{part}>" for part, content in (("header", head), ("footer", foot)) if content
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>{STYLES}'
        '<style:page-layout style:name="pm"><style:page-layout-properties/><style:header-style/><style:footer-style/>'
        f'</style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="pm">{marks}</style:master-page></office:master-styles>'
        f"<office:body><office:text>{changes}{body}</office:text></office:body></office:document>"
    )


def sheet_document(sheets: dict[str, list[list[str]]]) -> str:
    tables = []
    for name, rows in sheets.items():
        lines = "".join(
            "<table:table-row>"
            + "".join(
                cell("".join(paragraph(line) for line in value.split("\n"))) if value else "<table:table-cell/>" for value in row
            )
            + "</table:table-row>"
            for row in rows
        )
        tables.append(f'<table:table table:name="{escape(name)}">{lines}</table:table>')
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document>"
    )


def convert(content: str, name: str) -> None:
    """Let LibreOffice save the flat document under this name, in the format of its ending."""
    source = Path(name).stem + (".fodt" if name.endswith((".docx", ".odt")) else ".fods")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / source).write_text(content, encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
        subprocess.run([*command, name.rpartition(".")[2], "--outdir", folder, f"{folder}/{source}"], check=True, timeout=180)
        (TARGET / name).write_bytes((Path(folder) / name).read_bytes())
    print(TARGET / name)


class Fixture:
    """The rows of one of the fixtures, as the document prints them."""

    def __init__(self, name: str):
        self.rows = json.loads((ROOT / "fixtures" / name).read_text(encoding="utf-8"))
        self.year = self.of("agenda")[0]["year"]

    def of(self, model: str) -> list[dict]:
        return [row["fields"] for row in self.rows if row["model"].endswith(f".{model}")]

    def goals_of(self, theme: dict) -> list[dict]:
        key = [theme["number"], theme["title"]]
        return [goal for goal in self.of("goal") if goal["theme"][1:] == key]

    def actions_of(self, goal: dict) -> list[dict]:
        return [action for action in self.of("action") if action["goal"] == [*goal["theme"], goal["number"]]]

    def lead_line(self, action: dict) -> str:
        leads = [
            lead for lead in self.of("lead") if lead["action"] == [*action["agenda"], *action["goal"][1:], action["position"]]
        ]
        named = [lead["party"][0] + (f" ({lead['task']})" if lead.get("task") else "") for lead in leads]
        return action.get("lead_text") or " en ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def heumen() -> tuple[str, str]:
    """The agenda of Heumen as a text with a table per chapter, and as one sheet."""
    fixture = Fixture("heumen.json")
    agenda = fixture.of("agenda")[0]
    head = ["", "Doel meerjarige prestatieafspraken", f"Afspraak voor {fixture.year}", "Trekker"]
    body = paragraph(agenda["title"], "Title") + paragraph(agenda["introduction_title"], "Sub")
    body += rich(agenda["introduction"].replace("## ", "### "))
    lines = [[agenda["title"]]]
    for theme in fixture.of("theme"):
        chapter = f"Hoofdstuk {theme['number']}: {theme['title']}" if theme["number"] else theme["title"]
        body += paragraph(chapter, "Sub")
        lines += [[], [chapter], head]
        rows = []
        for goal in fixture.goals_of(theme):
            actions = fixture.actions_of(goal)
            texts = [(f"### {row['project'][1]}\n\n" if row.get("project") else "") + row["text"] for row in actions]
            number = goal["number"] if goal["number"] == "29" else f"{goal['number']}."
            lead = fixture.lead_line(actions[0])
            rows.append(
                [cell(paragraph(number)), cell(rich(goal["text"])), cell(rich("\n\n".join(texts))), cell(paragraph(lead))]
            )
            in_sheet = "\n\n".join(texts).replace("### ", "").replace("\n\n", "\n").replace("\n- ", "\n• ")
            lines.append([number, goal["text"].replace("\n\n", "\n"), re.sub(r"^- ", "• ", in_sheet), lead])
        body += table(head, rows, chapter[:12]) + paragraph("")
    return text_document(body, foot="Uitvoeringsagenda 2024"), sheet_document({"Uitvoeringsagenda 2024": lines})


def heeze_leende() -> str:
    """The agreements of Heeze-Leende as numbered text, with the head and foot of its pages."""
    fixture = Fixture("heeze_leende.json")
    agreement = fixture.of("agreement")[0]
    body = rich(agreement["introduction"])
    for theme in fixture.of("theme"):
        if theme.get("parent"):
            body += paragraph(f"{theme['number']} {theme['title']}", "Sub")
        else:
            body += heading(f"Pijler {theme['number']}. {theme['title']}")
        body += rich(theme["introduction"]) if theme.get("introduction") else ""
        for goal in fixture.goals_of(theme):
            space = " " if goal["number"] in {"2.1.2", "4.2.2", "4.3.2"} else ""
            body += rich(f"{space}{goal['number']} {goal['text']}")
            for action in fixture.actions_of(goal):
                space = " " if goal["number"] in {"1.1.3", "1.2.4", "3.2.3", "5.3.1"} else ""
                body += rich(f"{space}Prestatie {fixture.year}: {action['text']}")
            body += paragraph("")
    return text_document(body, head="Meerjarenprestatieafspraken 2024 – 2027 en prestaties 2024", foot="Pagina 6")


def own_exports() -> None:
    """The agendas as the site exports them to Word, opened and saved by LibreOffice as a colleague would."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder}

        def manage(*arguments: str) -> None:
            subprocess.run([sys.executable, "manage.py", *arguments], check=True, cwd=ROOT, env=environment, timeout=180)

        manage("migrate", "--verbosity", "0")
        manage("load_demo", "--verbosity", "0")
        for agreement, year, name in (
            ("heumen-2023-2026", "2024", "heumen-bewaard.docx"),
            ("heeze-leende-2024-2027", "2024", "heeze-leende-bewaard.docx"),
        ):
            exported = f"{folder}/{name}"
            manage("export_agenda", agreement, year, "--format", "docx", "--output", exported)
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx"]
            subprocess.run([*command, "--outdir", str(TARGET), exported], check=True, timeout=180)


def main() -> int:
    TARGET.mkdir(parents=True, exist_ok=True)
    text, sheet = heumen()
    convert(text, "heumen.docx")
    convert(sheet, "heumen.xlsx")
    convert(sheet, "heumen.ods")
    convert(heeze_leende(), "heeze-leende.docx")
    own_exports()
    return 0


if __name__ == "__main__":
    sys.exit(main())
