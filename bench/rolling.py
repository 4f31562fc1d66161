"""A rolling restart while people read and write: is a request dropped, and how long does one wait?

.venv/bin/python -m bench.rolling          10 restarts
"""

import http.client
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.kills import point_django_at, wait_until_back
from bench.services import Site, whole_site
from bench.turns import make_turn, post

BETWEEN = 1.0  # seconds between a server that is back and the next restart


class Loop(threading.Thread):
    """Ask again and again until told to stop; counts what went wrong and how long each took."""

    def __init__(self, ask: Callable[[], bool]):
        super().__init__(daemon=True)
        self.ask, self.ends = ask, threading.Event()
        self.seconds: list[float] = []
        self.failed = 0

    def run(self) -> None:
        from django.db import connections

        while not self.ends.is_set():
            begin = time.monotonic()
            self.failed += not self.ask()
            self.seconds.append(time.monotonic() - begin)
        connections.close_all()


def read(site: Site) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    try:
        connection.request("GET", "/account/login/")
        response = connection.getresponse()
        return response.status == 200 and len(response.read()) > 1000
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def restart(site: Site) -> None:
    """As systemd does: end it in peace, start it when it is gone."""
    before = site.web.service.process
    before.terminate()
    while site.web.service.process is before:
        time.sleep(0.05)
    wait_until_back(site)


def run(restarts: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="driehoek-rolling-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with whole_site(folder) as site:
            point_django_at(site)
            wait_until_back(site)
            from agreements.models import Comment

            turn = make_turn(1)
            path = f"/acties/{turn.action.pk}/opmerkingen/"
            numbers = iter(range(10**6))
            write = lambda: post(site, turn.officer, path, text=f"Opmerking {next(numbers)}", audience="all")  # noqa: E731
            loops = {"reads": Loop(lambda: read(site)), "writes": Loop(write)}
            for loop in loops.values():
                loop.start()
            for _ in range(restarts):
                time.sleep(BETWEEN)
                restart(site)
            for loop in loops.values():
                loop.ends.set()
            for loop in loops.values():
                loop.join(90)
            found = {name: (len(loop.seconds), loop.failed, max(loop.seconds)) for name, loop in loops.items()}
            kept = Comment.objects.filter(agreement=turn.agreement).count()
            return {**found, "restarts": restarts, "kept": kept}


def main(arguments: list[str]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    found = run(int(arguments[0]) if arguments else 10)
    for name in ("reads", "writes"):
        count, failed, longest = found[name]
        print(f"{name}: {count} during {found['restarts']} restarts, {failed} failed, the longest took {longest:.1f} s")
    print(f"Rows kept: {found['kept']} of {found['writes'][0]}.")


if __name__ == "__main__":
    main(sys.argv[1:])
