"""How long an import of a thousand rows takes to preview, against the library alone on the same file."""

import gc
import tempfile
import time
from pathlib import Path

ROUNDS = 9


def measure_imports(line) -> list:
    """line makes a line of the table; the seconds are those of the processor."""
    from agreements.imports.previewing import preview_of
    from agreements.models import Agenda
    from tests.documents import variants

    agenda = Agenda.objects.select_related("agreement").get(agreement__slug="heumen-2023-2026", year=2024)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for name, content, alone in (
            ("duizend.xlsx", variants.thousand_rows(), _openpyxl),
            ("duizend.docx", variants.thousand_rows_in_word(), _python_docx),
        ):
            path = Path(folder) / name
            path.write_bytes(content)
            bare, ours = [], []
            for _ in range(ROUNDS + 1):  # in turn, so that a slow moment of the machine hits both; the first warms up
                bare.append(_processor_seconds(lambda path=path, alone=alone: alone(path)))
                ours.append(_processor_seconds(lambda path=path: preview_of(path, path.name, agenda, columns={}, answers={})))
            base = sorted(bare[1:])[ROUNDS // 2]
            library = "openpyxl" if name.endswith("xlsx") else "python-docx"
            lines.append(line(f"{library} alone, 1,000 rows", base))
            lines.append(
                line(f"preview of an import, 1,000 rows ({path.suffix})", sorted(ours[1:])[ROUNDS // 2], base, library, 5)
            )
    return lines


def _processor_seconds(job) -> float:
    """What the job itself costs: another process on the machine does not count."""
    gc.collect()
    start = time.process_time()
    job()
    return time.process_time() - start


def _openpyxl(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def _python_docx(path: Path) -> int:
    from docx import Document

    return sum(len(cell.text) for table in Document(str(path)).tables for row in table.rows for cell in row.cells)
