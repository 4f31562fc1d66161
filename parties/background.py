"""Work behind the pages: what the worker of the site does beside the tasks themselves.

A task is a function that may be done twice, and that a nightly or hourly command does too: a queue that is lost costs time, never
content. Tasks stand in `ahead.py` of the room that makes the thing.
"""

import socket
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

BEATS_EVERY = 30.0  # seconds
LONGEST_TASK = timedelta(minutes=15)  # a task that runs longer than this is of a worker that died


def has_worker() -> bool:
    """Whether work waits for a worker; without one it is done where it is asked for, and nothing is made ahead."""
    return settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db.")


def is_asked_for(task: Task) -> bool:
    """Whether it stands in the queue, and nobody began with it."""
    return DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY).exists()


def worker_name(number: int = 1) -> str:
    """The same after a restart, so that it finds what its predecessor left."""
    return f"{socket.gethostname()[:50]}-{number}"


def give_back_abandoned(name: str) -> int:
    """Put back what a worker had in hand when it died: of this name, or for too long; how many.

    Only for who is the one worker of that name.
    """
    given_back = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        is_mine = row.worker_ids and row.worker_ids[-1] == name
        if is_mine or row.started_at is None or row.started_at < timezone.now() - LONGEST_TASK:
            running = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING)
            given_back += running.update(status=TaskResultStatus.READY)
    return given_back
