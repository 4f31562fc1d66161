"""Metrics for Prometheus: requests, counted by all processes of this machine together; and what health sees, when asked.

With METRICS_TOKEN set each process counts in a file of its own below PROMETHEUS_MULTIPROC_DIR, which the library adds up.
"""

import os
import shutil
from collections.abc import Iterator

from django.conf import settings
from prometheus_client import CollectorRegistry, Histogram, Summary, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from operations.watching.health import oldest_mail, waiting_mails, whole_health
from parties.heartbeat import last_beat

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)
BEATS = ("backup", "check_minutes", "check_versions", "worker")
_requests = CollectorRegistry()
REQUESTS = Histogram("driehoek_request_seconds", "Time of a request.", ["method", "status"], buckets=SECONDS, registry=_requests)
VIEWS = Summary("driehoek_view_seconds", "Time of the requests of a page, by its name.", ["view"], registry=_requests)


def count_request(*, method: str, view: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method, f"{status // 100}xx").observe(seconds)
    VIEWS.labels(view or "none").observe(seconds)


def metrics_text() -> bytes:
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(_requests)
    registry.register(Now())
    return generate_latest(registry)


class Now:
    """What is asked at the moment that the metrics are."""

    def collect(self) -> Iterator[Metric]:
        checks = GaugeMetricFamily("driehoek_check_ok", "1 when this part is well, as /gezond/alles/ says it.", labels=["check"])
        for check in whole_health():
            checks.add_metric([check.name], float(check.is_well))
        yield checks
        yield GaugeMetricFamily("driehoek_mails_waiting", "Mails that wait to be sent.", value=waiting_mails())
        yield GaugeMetricFamily("driehoek_mail_oldest_seconds", "How long the oldest of them waits.", value=oldest_mail())
        free = shutil.disk_usage(settings.DATA_DIR).free
        yield GaugeMetricFamily("driehoek_disk_free_bytes", "Free on the disk of DATA_DIR.", value=free)
        beats = GaugeMetricFamily("driehoek_last_run_timestamp_seconds", "When it last ran.", labels=["name"])
        for name in BEATS:
            if found := last_beat(name):
                beats.add_metric([name], found.at.timestamp())
        yield beats
