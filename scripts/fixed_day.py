"""A server on which it is always the same moment: gunicorn --config python:scripts.fixed_day"""

from datetime import datetime
from zoneinfo import ZoneInfo

NOW = datetime(2026, 5, 19, 11, tzinfo=ZoneInfo("Europe/Amsterdam"))


def post_fork(server, worker) -> None:
    import time_machine

    time_machine.travel(NOW).start()
