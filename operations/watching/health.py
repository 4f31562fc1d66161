"""Whether the site can work, and whether something asks for care: a few questions that cost the same however much there is.

What makes an answer "not ready" is what no page can do without. The rest (mail, worker, disk, versions, backup) is for a
person to mend, while people go on working. An answer is used again for ten seconds, whoever asks.
"""

import logging
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from mailer.models import RESULT_SUCCESS, Message, MessageLog

from parties.heartbeat import last_beat

logger = logging.getLogger(__name__)

USED_AGAIN = 10  # seconds
MAIL_MAY_WAIT = timedelta(minutes=30)
WORKER_MAY_BE_SILENT = timedelta(minutes=5)
MAY_BE_UNCHECKED = timedelta(hours=50)  # a nightly job that failed once, and a night longer
MEGABYTE = 1024 * 1024
NO_QUEUE = ("", "ImmediateBackend", "DummyBackend")
PROBES = "health"


@dataclass(frozen=True, slots=True)
class Health:
    """One part of the site; fault says what is wrong, for the log."""

    name: str
    fault: str = ""

    @property
    def is_well(self) -> bool:
        return not self.fault


class _Memory:
    """What this process knows: the last answers, which migrations are applied, and what was wrong when it was told."""

    def __init__(self):
        self.answers: dict[tuple[str, ...], tuple[float, list[Health]]] = {}
        self.is_migrated = False
        self.told: dict[str, bool] = {}


_memory = _Memory()


def forget() -> None:
    """Ask everything anew."""
    _memory.__init__()


def ready() -> list[Health]:
    """What every page needs."""
    return _answers(NEEDED)


def whole_health() -> list[Health]:
    """That, and what somebody must mend."""
    return _answers({**NEEDED, **CARE})


def _answers(questions: dict[str, Callable[[], str]]) -> list[Health]:
    key, now = tuple(questions), time.monotonic()
    at, found = _memory.answers.get(key, (float("-inf"), []))
    if now - at >= USED_AGAIN:
        found = [Health(name, _asked(name, question)) for name, question in questions.items()]
        _memory.answers[key] = (now, found)
    return found


def _asked(name: str, question: Callable[[], str]) -> str:
    """The fault, told to the log once when it comes and once when it goes."""
    try:
        fault = question()
    except (DatabaseError, OSError) as error:
        fault = type(error).__name__
    if bool(fault) != _memory.told.get(name, False):
        _memory.told[name] = bool(fault)
        data = {"check": name, "fault": fault}
        if fault:
            logger.warning("A part of the site is not well", extra={"data": data})
        else:
            logger.info("A part of the site is well again", extra={"data": data})
    return fault


# -- What every page needs


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else "no answer"


def _migrations() -> str:
    """Until they are all there; after that they do not go away while this process lives."""
    if not _memory.is_migrated:
        executor = MigrationExecutor(connection)
        _memory.is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "" if _memory.is_migrated else "not all applied"


def _storage() -> str:
    """A file goes in, comes out and goes away."""
    word = uuid.uuid4().hex
    name = default_storage.save(f"{PROBES}/{word}", ContentFile(word.encode()))
    try:
        with default_storage.open(name) as file:
            return "" if file.read() == word.encode() else "not what was written"
    finally:
        default_storage.delete(name)


# -- What asks for care


def _mail() -> str:
    """Mail waits for long, and nothing was sent since it came: one address that refuses is no fault of the server."""
    first = Message.objects.order_by("when_added").values_list("when_added", flat=True).first()
    if first is None or timezone.now() - first < MAIL_MAY_WAIT:
        return ""
    is_sending = MessageLog.objects.filter(result=RESULT_SUCCESS, when_attempted__gt=first).exists()
    return "" if is_sending else "mail waits"


def waiting_mails() -> int:
    return Message.objects.count()


def oldest_mail() -> float:
    """How many seconds it waits; 0 when none does."""
    first = Message.objects.order_by("when_added").values_list("when_added", flat=True).first()
    return max((timezone.now() - first).total_seconds(), 0) if first else 0


def _worker() -> str:
    """Where tasks wait in a queue, somebody must take them out."""
    backend = getattr(settings, "TASKS", {}).get("default", {}).get("BACKEND", "")
    return "" if backend.rpartition(".")[2] in NO_QUEUE else _recent("worker", WORKER_MAY_BE_SILENT)


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free // MEGABYTE
    return "" if free >= settings.DISK_LEAST_MB else f"{free} MB free"


def _versions() -> str:
    return _recent("check_versions", MAY_BE_UNCHECKED)


def _minutes() -> str:
    return _recent("check_minutes", MAY_BE_UNCHECKED)


def _backup() -> str:
    hours = settings.BACKUP_MAX_HOURS
    return _recent("backup", timedelta(hours=hours)) if hours else ""


def _cache() -> str:
    """Where wrong passwords are counted: without it nobody can sign in."""
    word = uuid.uuid4().hex
    cache.set("health", word, 60)
    return "" if cache.get("health") else "nothing is kept"


def _recent(name: str, most: timedelta) -> str:
    found = last_beat(name)
    if found is None:
        return "never ran"
    if not found.is_well:
        return "found faults"
    return "" if timezone.now() - found.at <= most else "did not run lately"


NEEDED = {"database": _database, "migraties": _migrations, "tellers": _cache, "opslag": _storage}
CARE = {
    "mail": _mail,
    "werker": _worker,
    "schijf": _disk,
    "versies": _versions,
    "verslagen": _minutes,
    "back-up": _backup,
}
