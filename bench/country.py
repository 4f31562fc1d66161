"""Every main page and write with the whole country on one server, beside one municipality alone, on PostgreSQL with gunicorn."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import AT_ONCE, Answer, a_second, ask, post
from bench.results import Measured, measured
from bench.site import ROOT, free_port, serve
from scripts.with_postgresql import server

DURABLE = {"listen_addresses": "''"}  # as a server that is not to lose anything; the tests trade that for speed


@dataclass(frozen=True)
class Served:
    """A database that was filled, and the server in front of it."""

    port: int
    plan: dict
    environment: dict
    workers: int  # the process that has the workers as children


def measure_country(options: Namespace) -> list[Measured]:
    """The two sites are asked in turn, so that a slow moment of the machine hits both."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="driehoek-bench-")))
        url = options.database or stack.enter_context(server(DURABLE)).removesuffix("postgres")
        one = stack.enter_context(served_site(folder / "one", f"{url}one", options, only=True))
        national = stack.enter_context(served_site(folder / "national", f"{url}national", options, only=False))
        rows = [] if options.part == "documents" else _measure(one, national, options)
        rows += [] if options.part == "pages" else _measure_documents(one, options)
        print(f"Memory of the workers: {_memory(one)} MB alone, {_memory(national)} MB national", file=sys.stderr)
        return rows


@contextmanager
def served_site(folder: Path, url: str, options: Namespace, *, only: bool, worker: bool = False) -> Iterator[Served]:
    """With a worker what takes longer is made beside the pages, as in production; without one within them."""
    folder.mkdir()
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder), "SITE_URL": f"http://127.0.0.1:{port}"}
    for name in ("DEBUG", "SECRET_KEY", "WORKER"):
        environment.pop(name, None)
    if not options.database:
        _create(url)
        size = [str(options.municipalities), str(options.years), *(["only"] if only else [])]
        run_in(environment, "-m", "bench.fill", *size)
    run_in(environment, "manage.py", "collectstatic", "--noinput", "-v0")
    plan = json.loads(run_in(environment, "-m", "bench.plan"))
    environment |= {"WORKER": "1"} if worker else {}
    with ExitStack() as stack:
        process = stack.enter_context(serve(port, "--workers", "2", application="bench.wsgi", environment=environment))
        if worker:
            stack.enter_context(_working(environment))
        yield Served(port, plan, environment, process)


@contextmanager
def _working(environment: dict) -> Iterator[None]:
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], env=environment, cwd=ROOT)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=40)


def _create(url: str) -> None:
    socket, _slash, name = url.partition("@/")[2].rpartition("/")
    subprocess.run(["psql", "-h", socket, "-U", "test", "-q", "postgres", "-c", f"CREATE DATABASE {name}"], check=True)


def run_in(environment: dict, *arguments: str) -> str:
    """What Python printed with these arguments, in the environment of a site."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def _measure(one: Served, national: Served, options: Namespace) -> list[Measured]:
    empty = national.plan["empty"]
    asked = {("empty", "empty page"): (national, empty["path"], empty["cookie"])}
    for group, site, who in _groups(one, national):
        for name, path in site.plan[who]["pages"].items():
            if who == "officer" or name in OF_PERSON:
                asked[group, name] = (site, path, site.plan[who]["cookie"])
    answers: dict[tuple, list[Answer]] = {key: [] for key in asked}
    for number in range(options.rounds + 2):
        for key, (site, path, cookie) in asked.items():
            found = ask(site.port, path, cookie)
            if number > 1:
                answers[key].append(found)
    rows = []
    for key, (site, path, cookie) in asked.items():
        queries = ask(site.port, path, cookie, count=True).queries
        many = a_second(lambda site=site, path=path, cookie=cookie: ask(site.port, path, cookie), options.at_once * AT_ONCE)
        rows.append(_row(key, answers[key], queries, many))
    return [*rows, *_measure_writes(one, national, options)]


OF_PERSON = (
    *("start", "my agreements", "my actions", "agreements"),
    *("party", "dashboard of the party", "register of the party", "report"),
)


def _groups(one: Served, national: Served) -> list[tuple[str, Served, str]]:
    """The officer of a municipality alone and among all, and who reports for the largest association likewise."""
    return [
        ("one", one, "officer"),
        ("national", national, "officer"),
        ("lead alone", one, "lead"),
        ("largest", national, "lead"),
    ]


def _measure_writes(one: Served, national: Served, options: Namespace) -> list[Measured]:
    answers: dict[tuple, list[Answer]] = {}
    queries = {}
    for number in range(options.rounds // 2 + 2):
        for group, site, who in _groups(one, national):
            for name, write in site.plan[who]["writes"].items():
                found = post(site.port, _anew(write, number), site.plan[who]["cookie"], count=number == 1)
                if number == 1:
                    queries[group, name] = found.queries
                elif number > 1:
                    answers.setdefault((group, name), []).append(found)
    return [_row(key, found, queries[key], 0) for key, found in answers.items()]


def _anew(write: dict, number: int) -> dict:
    """In other words than before: the same report again is found to be there, and writes nothing."""
    said = {name: f"{words} ({number})" for name, words in write["fields"].items() if name in {"done", "text"}}
    return {**write, "fields": write["fields"] | said}


def _measure_documents(site: Served, options: Namespace) -> list[Measured]:
    rounds = str(min(options.rounds, 9))
    return [Measured(**row) for row in json.loads(run_in(site.environment, "-m", "bench.documents", rounds))]


def _row(key: tuple, answers: list[Answer], queries: int, many: float) -> Measured:
    seconds, cpu = [row.seconds for row in answers], [row.cpu for row in answers]
    size = round(statistics.median(row.bytes for row in answers))
    return measured(*key, seconds, cpu, queries=queries, bytes=size, a_second=many)


def _memory(site: Served) -> int:
    """What the workers hold together, of each what is in memory."""
    children = Path(f"/proc/{site.workers}/task/{site.workers}/children")
    if not children.exists():
        return 0
    pages = [int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children.read_text().split()]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") // 2**20


def about(options: Namespace) -> dict:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    size = {"municipalities": options.municipalities, "years": options.years, "rounds": options.rounds}
    return {"commit": commit, "python": platform.python_version(), "processors": os.cpu_count(), **size}
