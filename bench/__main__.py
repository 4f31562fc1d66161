"""Pages and PDFs of both documents against an empty page of the same server, in one run.

Every round asks each page once, so that a slow moment of the machine hits all alike; the median counts. The exit status is 1
when a bound is broken.
"""

import gc
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass

from bench import site
from bench.imports import measure_imports
from bench.past import measure_past
from bench.renvooi import measure_renvooi

ROUNDS = 60
PDF_ROUNDS = 7
HEUMEN = ("heumen-2023-2026", 2024)
HEEZE = ("heeze-leende-2024-2027", 2024)


@dataclass(frozen=True)
class Line:
    """One line of the table: median seconds, what it is compared with, and the bounds that hold."""

    name: str
    seconds: float
    base: float | None = None
    base_name: str = ""
    most_times: float | None = None
    most_seconds: float | None = None

    @property
    def is_good(self) -> bool:
        too_often = self.most_times is not None and self.seconds > self.most_times * self.base
        return not too_often and (self.most_seconds is None or self.seconds < self.most_seconds)

    def __str__(self) -> str:
        ratio = f"{self.seconds / self.base:6.2f} x {self.base_name}" if self.base else ""
        bounds = [f"at most {self.most_times:g} x"] if self.most_times else []
        bounds += [f"under {self.most_seconds * 1000:g} ms"] if self.most_seconds else []
        verdict = "" if not bounds else f"{'ok' if self.is_good else 'TOO SLOW':9}{', '.join(bounds)}"
        return f"{self.name:44}{self.seconds * 1000:9.1f} ms  {ratio:26}{verdict}"


def main() -> int:
    if sys.argv[1:] not in ([], ["imports"], ["renvooi"], ["past"]):
        raise SystemExit("Use: python -m bench, or python -m bench imports (or renvooi, or past) for one thing alone.")
    if sys.argv[1:] == ["past"]:
        return _print(measure_past(Line))
    if sys.argv[1:] == ["renvooi"]:
        return _print(measure_renvooi(Line, _timed))
    with tempfile.TemporaryDirectory() as data_dir:
        port = site.prepare(data_dir)
        lines = measure_imports(Line)
        if not sys.argv[1:]:
            with site.serve(port):
                lines = [*measure_pages(port), *measure_pdf(), *lines, *measure_renvooi(Line, _timed)]
    print(f"Median of {ROUNDS} rounds (pages), {PDF_ROUNDS} (PDF) and 9 (imports), gunicorn with one worker, SQLite\n")
    return _print(lines)


def _print(lines: list[Line]) -> int:
    print(*lines, sep="\n")
    return 0 if all(line.is_good for line in lines) else 1


def measure_pages(port: int) -> list[Line]:
    """Time the pages in turn, the kept PDF among them."""
    from agreements.models import Action, Goal
    from parties.models import User

    heumen = site.signed_in(User.objects.get(email="tineke@woonbelang.example"))
    heeze = site.signed_in(User.objects.get(email="gerda@depan.example"))
    newcomer = site.signed_in(User.objects.create_user("niemand@demo.example", name="Niemand", is_fictitious=True))
    goal = Goal.objects.filter(theme__agreement__slug=HEUMEN[0], number="1").get()
    action = Action.objects.filter(goal=goal).first()
    paths = {
        "empty": ("/afspraken/", newcomer),
        "heumen": (f"/afspraken/{HEUMEN[0]}/{HEUMEN[1]}/", heumen),
        "heeze": (f"/afspraken/{HEEZE[0]}/{HEEZE[1]}/", heeze),
        "goal": (goal.get_absolute_url(), heumen),
        "action": (action.get_absolute_url(), heumen),
        "pdf": (f"/afspraken/{HEUMEN[0]}/{HEUMEN[1]}/agenda.pdf", heumen),
    }
    for path, cookie in paths.values():
        for _ in range(3):
            site.fetch(port, path, cookie)
    times = {name: [] for name in paths}
    for _ in range(ROUNDS):
        for name, (path, cookie) in paths.items():
            times[name].append(site.fetch(port, path, cookie))
    median = {name: statistics.median(values) for name, values in times.items()}
    compared = {"base": median["empty"], "base_name": "empty page"}
    return [
        Line("empty page (agreements of a newcomer)", median["empty"]),
        Line("agenda page, Heumen", median["heumen"], **compared, most_times=6, most_seconds=0.110),
        Line("agenda page, Heeze-Leende", median["heeze"], **compared),
        Line("goal page", median["goal"], **compared),
        Line("action page", median["action"], **compared),
        Line("PDF of Heumen again, unchanged", median["pdf"], **compared, most_times=2),
    ]


def measure_pdf() -> list[Line]:
    """Time a PDF from query to bytes in this warm process, against WeasyPrint alone on the same HTML."""
    from weasyprint import HTML

    from agreements.agenda.collect import collect_agenda
    from agreements.exports.pdf import agenda as pdf
    from agreements.exports.pdf.fetcher import static_fetcher
    from agreements.models import Agenda

    lines = []
    for name, (slug, year), bound in (("Heumen", HEUMEN, 1.0), ("Heeze-Leende", HEEZE, None)):
        agenda = Agenda.objects.select_related("agreement").get(agreement__slug=slug, year=year)
        html = pdf.agenda_html(collect_agenda(agenda))
        bare, ours = [], []
        for _ in range(PDF_ROUNDS + 1):
            bare.append(_timed(lambda html=html: HTML(string=html, url_fetcher=static_fetcher()).write_pdf()))
            ours.append(_timed(lambda agenda=agenda: pdf.render(collect_agenda(agenda))))
        base = statistics.median(bare[1:])
        lines.append(Line(f"bare WeasyPrint on the same HTML, {name}", base))
        lines.append(
            Line(f"PDF of {name}, first time", statistics.median(ours[1:]), base, "bare WeasyPrint", 1.25, bound),
        )
    return lines


def _timed(job) -> float:
    gc.collect()  # so that nobody clears away what another one left
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
