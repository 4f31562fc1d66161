"""A whole site on this machine: PostgreSQL, web, worker and a mail server, each started again when it dies, as systemd does.

The web server gets an open socket, as from systemd: who knocks while it is away waits.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.with_postgresql import programs, unprivileged

ROOT = Path(__file__).resolve().parent.parent
LONGEST_START = 60.0  # seconds
# The tables as the models say, in seconds instead of minutes; tests/test_migrations.py holds that both are the same. What is no
# table of a model, the notes of agreements that were touched, as the migrations make it. And the static files without their
# compressed copies.
MAKE_SITE = """
from importlib import import_module
from pathlib import Path
import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from config.static_files import StaticFilesOfRelease
django.setup()
settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
for path in sorted(Path().glob("*/migrations/*.py")):
    if "def note_what_is_touched(" in path.read_text():
        with connection.schema_editor(atomic=False) as editor:
            import_module(".".join(path.with_suffix("").parts)).note_what_is_touched(apps, editor)
call_command("createcachetable", "cache", verbosity=0)
StaticFilesOfRelease.post_process_with_compression = lambda self, files: files
call_command("collectstatic", interactive=False, verbosity=0)
"""
# gunicorn takes the socket that systemd gives: number 3, with two variables that say so.
WITH_SOCKET = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.set_inheritable(3, True)  # also where it was 3 already
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "scripts/deploy/gunicorn.conf.py", "config.wsgi"])
"""


class Letterbox:
    """What the mail server received: (receivers, Message-ID, subject)."""

    def __init__(self):
        self.mails: list[tuple[tuple[str, ...], str, str]] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        import email
        from email import policy

        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((tuple(envelope.rcpt_tos), mail["Message-ID"], mail["Subject"]))
        return "250 OK"


class Service:
    """A program in a process group of its own that comes back by itself."""

    def __init__(self, start: Callable[[], subprocess.Popen]):
        self._start, self._ends = start, threading.Event()
        self.process = start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self._ends.is_set():
            self.process.wait()
            if not self._ends.wait(0.2):
                self.process = self._start()

    def kill(self) -> None:
        """kill -9 of the program and of all its processes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        self._ends.set()
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=40)
        self.kill()


class Database:
    """A PostgreSQL that keeps what it acknowledged, in a folder of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir()
        self.drop = unprivileged()
        if self.drop:
            os.chown(folder, self.drop["user"], self.drop["group"])
        self._run("initdb", "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.url = f"postgres://test@/{folder}/postgres"
        self.service = Service(self._start)
        try:
            self.wait()
        except SystemExit:
            self.end()
            raise

    def _run(self, program: str, *arguments: str) -> int:
        command = [str(programs() / program), "-D", str(self.folder / "data"), *arguments]
        return subprocess.run(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.drop
        ).returncode

    def _start(self) -> subprocess.Popen:
        """Until the processes of a server that was killed are gone, a new one refuses and is tried again."""
        command = [
            str(programs() / "postgres"),
            "-D",
            str(self.folder / "data"),
            "-k",
            str(self.folder),
            "-c",
            "listen_addresses=",
        ]
        with (self.folder.parent / "postgresql.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **self.drop)

    def kill(self) -> None:
        """kill -9 of the server and its connections: each of them is a group of its own."""
        server = self.service.process.pid
        children = Path(f"/proc/{server}/task/{server}/children")
        found = [server, *map(int, children.read_text().split())] if children.exists() else [server]
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def wait(self) -> None:
        last = time.monotonic() + LONGEST_START
        while self._ready() != 0:
            if time.monotonic() > last:
                raise SystemExit("PostgreSQL does not come back.")
            time.sleep(0.1)

    def _ready(self) -> int:
        return subprocess.run(
            [str(programs() / "pg_isready"), "-q", "-h", str(self.folder)], cwd="/", env={"PATH": "/usr/bin:/bin"}
        ).returncode

    def end(self) -> None:
        self.service._ends.set()
        self._run("pg_ctl", "-m", "immediate", "-w", "stop")


class Web:
    """gunicorn with the settings of production, on a socket that stays open."""

    def __init__(self, environment: dict[str, str], listener: socket.socket, log: Path):
        self.environment, self.listener, self.log = environment, listener, log
        self.service = Service(self.start)

    def start(self) -> subprocess.Popen:
        number = self.listener.fileno()
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", WITH_SOCKET, str(number)],
                cwd=ROOT,
                env={**self.environment, "WEB_WORKERS": "2"},
                pass_fds=[number],
                start_new_session=True,
                stdout=log,
                stderr=log,
            )


class Site:
    """Everything; environment is that of its programs."""

    def __init__(self, folder: Path):
        from aiosmtpd.controller import Controller

        self.folder = folder
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port = self.listener.getsockname()[1]
        self.box = Letterbox()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            mail_port = free.getsockname()[1]
        self.mail = Controller(self.box, hostname="127.0.0.1", port=mail_port)
        self.mail.start()
        self.database = Database(folder / "database")
        ours = {"DATABASE_URL": self.database.url, "DATA_DIR": str(folder / "data"), "SITE_URL": f"http://127.0.0.1:{self.port}"}
        ours |= {"EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "WORKER": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {**kept, **ours, "MAIL_PER_SITE": "100000/1000000", "CONN_MAX_AGE": "60"}
        self.services: list[Service] = []

    def start(self) -> None:
        self._run(sys.executable, "-c", MAKE_SITE)
        self.web = Web(self.environment, self.listener, self.folder / "web.log")
        self.worker = Service(self._work)
        self.services = [self.web.service, self.worker]

    def manage(self, *arguments: str) -> str:
        return self._run(sys.executable, "manage.py", *arguments)

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{command[1:]} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    def _work(self) -> subprocess.Popen:
        with (self.folder / "worker.log").open("ab") as log:
            command = [sys.executable, "manage.py", "work", "--interval", "0.2"]
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log)

    def end(self) -> None:
        for service in self.services:
            service.end()
        self.mail.stop()
        self.database.end()
        self.listener.close()


@contextmanager
def whole_site(folder: Path) -> Iterator[Site]:
    site = Site(folder)
    try:
        site.start()
        yield site
    finally:
        site.end()
