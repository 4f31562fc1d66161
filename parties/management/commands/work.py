"""The worker of the site: does what pages put in the queue, one thing at a time."""

import logging
import os
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_tasks_db.management.commands.db_worker import Worker

from parties.background import BEATS_EVERY, give_back_abandoned, has_worker, worker_name
from parties.heartbeat import beat

LIBRARY = "django_tasks_db"
BEHIND = 10  # of 19: pages come first


class Command(BaseCommand):
    help = "Doet het werk dat pagina's in de wachtrij zetten, tot SIGTERM; wat een gestorven worker liet liggen, gaat terug."

    def add_arguments(self, parser):
        parser.add_argument("--number", type=int, default=1, help="de hoeveelste worker op deze machine")
        parser.add_argument("--interval", type=float, default=1.0, help="seconden tussen twee keer kijken")
        parser.add_argument("--until-empty", action="store_true", help="stop als de rij leeg is")

    def run_from_argv(self, argv: list[str]) -> None:
        """Somebody waits for a page: the worker, and what it starts, takes of the processor what pages leave."""
        os.nice(BEHIND)
        super().run_from_argv(argv)

    def handle(self, *, number: int, interval: float, until_empty: bool, **options) -> None:
        if not has_worker():
            raise CommandError("WORKER staat niet aan: er is geen wachtrij. Zet WORKER=1, voor de website en voor de worker.")
        # It tells of every look at an empty queue.
        logging.getLogger(LIBRARY).setLevel(logging.WARNING)
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_name(number),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        if given_back := give_back_abandoned(worker.worker_id):
            self.stdout.write(f"Terug in de rij: {given_back}.")
        self.stdout.write(f"Worker {worker.worker_id} werkt, op {settings.SITE_URL}.")
        self._work(worker, until_empty)

    def _work(self, worker: Worker, until_empty: bool) -> None:
        next_beat = 0.0
        while worker.running:
            if time.monotonic() >= next_beat:
                beat("worker")
                give_back_abandoned("")
                next_beat = time.monotonic() + BEATS_EVERY
            worker.run()
            if until_empty:
                return
            if worker.running:
                time.sleep(worker.interval)
