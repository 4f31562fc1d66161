"""PDFs of 29, 100 and 250 goals and imports of 100 and 1,000 rows, against the library alone, in a process of its own.

What is measured is what a worker does between its queries and the bytes; the seconds are those of the processor as well.
"""

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from itertools import cycle, islice
from pathlib import Path

from bench.results import Measured, measured

GOALS, ROWS = (29, 100, 250), (100, 1000)


def main(rounds: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps([asdict(row) for row in (*_pdfs(int(rounds)), *_imports(int(rounds)))]))


def _pdfs(rounds: int) -> Iterator[Measured]:
    from weasyprint import HTML

    from agreements.agenda.collect import collect_agenda
    from agreements.exports.pdf import agenda as pdf
    from agreements.exports.pdf.fetcher import static_fetcher
    from agreements.models import Agenda

    content = collect_agenda(Agenda.objects.filter(state="adopted").select_related("agreement").earliest("agreement_id"))
    for goals in GOALS:
        grown = _grown(content, goals)
        html = pdf.agenda_html(grown)
        jobs = {
            f"PDF of {goals} goals": lambda grown=grown: pdf.render(grown),
            "  WeasyPrint alone": lambda html=html: HTML(string=html, url_fetcher=static_fetcher()).write_pdf(),
        }
        yield from _in_turn(jobs, min(rounds, 3), note=str(goals))


def _grown(content, goals: int):
    """The same agenda with so many goals: its own, over and over."""
    share = -(-goals // len(content.themes))
    themes = [replace(theme, goals=tuple(islice(cycle(theme.all_goals), share)), sections=()) for theme in content.themes]
    themes[-1] = replace(themes[-1], goals=themes[-1].goals[: goals - share * (len(themes) - 1)])
    return replace(content, themes=tuple(themes))


def _imports(rounds: int) -> Iterator[Measured]:
    from agreements.imports.previewing import preview_of
    from agreements.models import Agenda
    from tests.documents import variants

    agenda = Agenda.objects.filter(state="draft").select_related("agreement").earliest("agreement_id")
    with tempfile.TemporaryDirectory() as folder:
        for rows in ROWS:
            for kind, make, alone in (
                ("xlsx", variants.thousand_rows, _openpyxl),
                ("docx", variants.thousand_rows_in_word, _python_docx),
            ):
                path = Path(folder) / f"rijen-{rows}.{kind}"
                path.write_bytes(make(rows))
                jobs = {
                    f"import of {rows} rows, {kind}": lambda path=path: preview_of(
                        path, path.name, agenda, columns={}, answers={}
                    ),
                    "  library alone": lambda path=path, alone=alone: alone(path),
                }
                yield from _in_turn(jobs, rounds, note=f"{rows} {kind}")


def _in_turn(jobs: dict[str, Callable[[], object]], rounds: int, *, note: str) -> Iterator[Measured]:
    """Each job in every round, so that a slow moment hits all; the first round warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    cpu: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds + 1):
        for name, job in jobs.items():
            gc.collect()
            began, computed = time.perf_counter(), time.process_time()
            job()
            seconds[name].append(time.perf_counter() - began)
            cpu[name].append((time.process_time() - computed) * 1000)
    for name in jobs:
        shown = name if not name.startswith("  ") else f"{name}, {note}"
        yield measured("documents", shown, seconds[name][1:], cpu[name][1:])


def _openpyxl(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def _python_docx(path: Path) -> int:
    from docx import Document

    return sum(len(cell.text) for table in Document(str(path)).tables for row in table.rows for cell in row.cells)


if __name__ == "__main__":
    main(*sys.argv[1:])
