"""Every main page at its worst: statistics that call every table empty, and nothing of it in memory.

Before each page the server of the database starts anew and the files that the system holds in memory are let go (as root only),
so the first answer reads the disk; the second is with the same statistics, and warm.
"""

import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from bench.client import ask
from bench.country import DURABLE, Served, served_site
from scripts.with_postgresql import restart, server

LONGEST = 2.0  # seconds
# As when the tables were analysed while they were empty, and filled since.
NOTHING_KNOWN = (
    "ALTER SYSTEM SET autovacuum = off",
    "SELECT pg_reload_conf()",
    "DELETE FROM pg_statistic",
    "UPDATE pg_class SET reltuples = 0, relpages = 0 WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace",
)
KNOWN_AGAIN = ("ALTER SYSTEM RESET autovacuum", "SELECT pg_reload_conf()", "ANALYZE")
ROWS_OF_HISTORY = """
    SELECT sum((xpath('/row/c/text()', counted))[1]::text::bigint)
    FROM pg_class, query_to_xml(format('SELECT count(*) AS c FROM %I', relname), false, true, '') AS counted
    WHERE relkind = 'r' AND relname LIKE '%\\_historical%'"""
KEPT_BY_SYSTEM = Path("/proc/sys/vm/drop_caches")


def measure_cold(options: Namespace) -> int:
    """Print what each page took; the exit status, 1 when one took longer than it may."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="driehoek-bench-")))
        url = options.database or stack.enter_context(server(DURABLE)).removesuffix("postgres")
        site = stack.enter_context(served_site(folder / "national", f"{url}national", options, only=False))
        socket = Path(url.partition("@/")[2])
        print(f"{_psql(socket, ROWS_OF_HISTORY)} rows of history; {'' if _is_let_go() else 'NOT '}let go by the system")
        for statement in NOTHING_KNOWN:
            _psql(socket, statement)
        try:
            slow = list(_ask_all(site, socket))
        finally:
            for statement in KNOWN_AGAIN:
                _psql(socket, statement)
    print(*(f"NOT WITHIN ITS BOUND  {name}: {seconds:.1f} seconds, at most {LONGEST:g}" for name, seconds in slow), sep="\n")
    return 1 if slow else 0


def _ask_all(site: Served, socket: Path):
    """The names and seconds of those that took longer than they may."""
    print(f"{'':36}{'cold':>9}{'warm':>9}  milliseconds")
    for who in ("officer", "lead"):
        cookie = site.plan[who]["cookie"]
        for name, path in site.plan[who]["pages"].items():
            restart(socket)
            _wait_for_database(site)
            _is_let_go()
            cold, warm = (ask(site.port, path, cookie).seconds for _again in range(2))
            print(f"{who:9}{name:27}{cold * 1000:9.0f}{warm * 1000:9.0f}", flush=True)
            if cold > LONGEST:
                yield f"{who}, {name}", cold


def _wait_for_database(site: Served) -> None:
    """Both workers meet the new server on a page without content; what it reads is let go again."""
    for _number in range(50):
        try:
            for _worker in range(6):
                ask(site.port, site.plan["empty"]["path"], site.plan["empty"]["cookie"])
        except SystemExit:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The site does not find its database again.")


def _is_let_go() -> bool:
    """Whether the system could be made to forget the files that it read."""
    subprocess.run(["sync"], check=True)
    try:
        KEPT_BY_SYSTEM.write_text("3")
    except OSError:
        return False
    return True


def _psql(socket: Path, statement: str) -> str:
    command = ["psql", "-h", str(socket), "-U", "test", "-d", "national", "-qtA", "-v", "ON_ERROR_STOP=1", "-c", statement]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, stderr=sys.stderr).stdout.strip()
