"""Run a command against a PostgreSQL of its own that is thrown away: with_postgresql.py -- pytest -q

The server listens only on a unix socket in a temporary folder, and trades the safety of its data for speed. The command finds it
through DATABASE_URL.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "test"
FAST = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
}


def programs() -> Path:
    """The folder of the newest installed server."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if installed:
        return installed[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise SystemExit("No PostgreSQL server is installed; scripts/setup.sh test installs Debian's package postgresql.")


def unprivileged() -> dict:
    """Arguments for subprocess that leave root behind, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody.")


@contextmanager
def server(settings: dict[str, str] = FAST) -> Iterator[str]:
    """Start a server; gives its DATABASE_URL, written as django-environ wants a unix socket (two slashes)."""
    folder = Path(tempfile.mkdtemp(prefix="driehoek-pg-"))
    drop = unprivileged()
    if drop:
        os.chown(folder, drop["user"], drop["group"])
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def run(program: str, *arguments: str) -> None:
        command = [str(programs() / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, env=environment, cwd=folder, check=True, stdout=subprocess.DEVNULL, **drop)

    options = " ".join([f"-k {folder}", *(f"-c {name}={value}" for name, value in settings.items())])
    try:
        run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-l", str(folder / "log"), "-w", "-o", options, "start")
        try:
            yield f"postgres://{USER}@/{folder}/postgres"
        finally:
            print(f"The server itself: {processor_seconds(folder)} seconds of processor time.", file=sys.stderr)
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restart(folder: Path) -> None:
    """Let the server in this folder begin anew, with the options that it had: nothing is in its memory any more."""
    command = [str(programs() / "pg_ctl"), "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-m", "fast", "restart"]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    subprocess.run(command, env=environment, cwd=folder, check=True, stdout=subprocess.DEVNULL, **unprivileged())


def processor_seconds(folder: Path) -> str:
    """What the server and the connections that are over took; unknown where there is no /proc."""
    try:
        server = (folder / "data/postmaster.pid").read_text().split()[0]
        fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "unknown"
    return f"{sum(map(int, fields[11:15])) / os.sysconf('SC_CLK_TCK'):.0f}"


def main(arguments: list[str]) -> int:
    if "--" not in arguments or arguments[-1] == "--":
        raise SystemExit("Use: with_postgresql.py -- COMMAND …")
    command = arguments[arguments.index("--") + 1 :]
    # So that a terminated run stops its server as well, as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
