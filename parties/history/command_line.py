"""Who runs a command: what it writes without a person says so in the history."""

import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext as _

_command: ContextVar[str] = ContextVar("command", default="")
SERVES = {"runserver", "testserver"}  # whose writes are those of a request


@contextmanager
def run_from_command_line(arguments: Sequence[str]) -> Iterator[None]:
    """arguments are those of the command line, the program first."""
    name = arguments[1] if len(arguments) > 1 else ""
    token = _command.set("" if name in SERVES else name)
    try:
        yield
    finally:
        _command.reset(token)


def who_runs() -> str:
    """The command and the account of the machine that runs it, in words; empty where there is no command."""
    name = _command.get()
    return _("command %(command)s, run by %(account)s") % {"command": name, "account": _account()} if name else ""


def _account() -> str:
    """Who typed it, also where that account borrowed another one's rights."""
    return os.environ.get("SUDO_USER") or getpass.getuser()
