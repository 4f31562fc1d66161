"""A production server of its own, on a free port, with the whole demonstration."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def prepare(data_dir: str, *options: str) -> int:
    """Point Django at data_dir, fill it (with these options of load_demo), and return the port that the server will use."""
    port = free_port()
    for name in ("DATABASE_URL", "DEBUG", "SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ.update(DATA_DIR=data_dir, SITE_URL=f"http://127.0.0.1:{port}", DJANGO_SETTINGS_MODULE="config.settings")

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with Path(os.devnull).open("w") as nowhere:
        call_command("load_demo", *options, stdout=nowhere)
    return port


@contextmanager
def serve(port: int, *options: str, application: str = "config.wsgi", environment: dict | None = None) -> Iterator[int]:
    """Run gunicorn with one worker, as in production, until the block ends; with these options of gunicorn as well."""
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--no-control-socket", "--log-level", "warning", *options]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start within 30 seconds.")


def signed_in(user) -> str:
    """The cookie header of a fresh session of the user."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def fetch(port: int, path: str, cookie: str) -> float:
    """Seconds from request to last byte of one page; anything but a 200 ends the benchmark."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read()
    seconds = time.perf_counter() - start
    connection.close()
    if response.status != 200:
        raise SystemExit(f"{path} answered {response.status}")
    return seconds
