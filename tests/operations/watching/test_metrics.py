"""Metrics behind a token: what all processes counted together, without anything of a person."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as our_settings

TOKEN = "t" * 40
pytestmark = pytest.mark.django_db


def asked(client, given: str):
    return client.get("/gezond/metrics/", headers={"Authorization": given})


@pytest.mark.parametrize(
    ("token", "given"),
    [("", ""), ("", "Bearer "), (TOKEN, ""), (TOKEN, "Bearer " + "u" * 40), (TOKEN, TOKEN), (TOKEN, "Bearer é")],
)
def test_without_the_token_there_is_nothing(client, settings, token, given):
    settings.METRICS_TOKEN = token
    assert asked(client, given).status_code == 404


def test_requests_are_counted_by_page_and_status(client, cast, settings):
    settings.METRICS_TOKEN = TOKEN
    client.force_login(cast.officer)
    before = asked(client, f"Bearer {TOKEN}").content.decode()
    client.get("/account/")
    client.get("/bestaat-niet/")
    text = asked(client, f"Bearer {TOKEN}").content.decode()

    def count(text: str, line: str) -> float:
        return sum(float(row.rpartition(" ")[2]) for row in text.splitlines() if row.startswith(line))

    for line in ('driehoek_view_seconds_count{view="account"}', 'driehoek_request_seconds_count{method="GET",status="4xx"}'):
        assert count(text, line) == count(before, line) + 1
    assert 'driehoek_check_ok{check="database"} 1.0' in text
    assert "driehoek_mails_waiting 0.0" in text
    assert "bestaat-niet" not in text


def test_a_token_that_can_be_guessed_stops_the_start(tmp_path):
    done = started(tmp_path, "import config.settings", METRICS_TOKEN="kort")
    assert "METRICS_TOKEN can be guessed" in done.stderr


TWO_WORKERS = """
import os, django
django.setup()
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from operations.watching.metrics import count_request
for _worker in range(2):
    if not os.fork():
        count_request(method="GET", view="overview", status=200, seconds=0.1)
        os._exit(0)
    os.wait()
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_processes_count_together(tmp_path):
    """Each in a file of its own, which whoever is asked adds up; the workers of a site are copies of one process too."""
    assert 'driehoek_view_seconds_count{view="overview"} 2.0' in started(tmp_path, TWO_WORKERS, METRICS_TOKEN=TOKEN).stdout


def started(tmp_path, program: str, **environment) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=our_settings.BASE_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
