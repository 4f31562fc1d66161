"""/gezond/ says whether the process answers, can work, and asks for care; at the same cost whatever there is."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from operations.watching import health
from parties.heartbeat import beat
from tests.mail_server import letterbox, port, queued  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db
ALL = ["database", "migraties", "tellers", "opslag", "mail", "werker", "schijf", "versies", "verslagen", "back-up"]


def asked(client, page: str) -> tuple[int, list[str]]:
    """The status, and which parts are not well."""
    health.forget()
    response = client.get(f"/gezond/{page}/")
    parts = json.loads(response.content)["onderdelen"]
    return response.status_code, [name for name, said in parts.items() if said != "goed"]


@pytest.fixture(autouse=True)
def well(settings, tmp_path):
    """A site of which a person need not mend anything."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.DISK_LEAST_MB = 0
    for name in ("backup", "check_versions", "check_minutes"):
        beat(name)


def test_the_process_answers_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/gezond/")
    assert (response.status_code, response.content) == (200, b"goed\n")
    assert "no-store" in response["Cache-Control"]


def test_a_site_that_is_well_says_so(client):
    assert asked(client, "klaar") == (200, [])
    assert asked(client, "alles") == (200, [])
    assert list(json.loads(client.get("/gezond/alles/").content)["onderdelen"]) == ALL


def test_it_costs_the_same_whatever_there_is_and_is_used_again(
    client, cast, django_assert_max_num_queries, django_assert_num_queries
):
    health.forget()
    with django_assert_max_num_queries(12):
        client.get("/gezond/alles/")
    with django_assert_num_queries(0):
        client.get("/gezond/alles/")


def test_it_is_asked_on_the_machine_itself_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/gezond/").status_code == 200
    assert client.get("/account/login/").status_code == 301


def test_a_database_that_does_not_answer(client, django_db_blocker, monkeypatch):
    from django.db import OperationalError

    def refuse():
        raise OperationalError("could not connect to server at geheim.example")

    monkeypatch.setitem(health.NEEDED, "database", refuse)
    status, parts = asked(client, "klaar")
    assert (status, parts) == (503, ["database"])
    assert "geheim" not in client.get("/gezond/klaar/").content.decode()


def test_a_migration_that_is_not_applied(client, settings, monkeypatch):
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("agreements.0099", False)])
    assert asked(client, "klaar") == (503, ["migraties"])


def test_a_storage_that_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert asked(client, "klaar") == (503, ["opslag"])


def test_a_disk_that_fills_up(client, settings):
    settings.DISK_LEAST_MB = 10**9
    assert asked(client, "klaar") == (200, [])
    assert asked(client, "alles") == (503, ["schijf"])


def test_versions_that_do_not_fit_or_are_not_checked(client, cast):
    call_command("check_versions")
    assert asked(client, "alles") == (200, [])
    beat("check_versions", is_well=False)
    assert asked(client, "alles") == (503, ["versies"])
    beat("check_versions")
    with time_machine.travel(timezone.now() + timedelta(hours=51), tick=False):
        assert asked(client, "alles") == (503, ["versies", "verslagen", "back-up"])


def test_minutes_that_do_not_fit_or_are_not_checked(client, cast):
    beat("check_minutes", is_well=False)
    assert asked(client, "alles") == (503, ["verslagen"])
    call_command("check_minutes")
    assert asked(client, "alles") == (200, [])


def test_a_backup_that_is_made_elsewhere_is_not_missed(client, settings):
    settings.BACKUP_MAX_HOURS = 0
    with time_machine.travel(timezone.now() + timedelta(hours=27), tick=False):
        assert asked(client, "alles") == (200, [])


def test_a_queue_needs_a_worker(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert asked(client, "alles") == (503, ["werker"])
    beat("worker")
    assert asked(client, "alles") == (200, [])
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert asked(client, "alles") == (200, [])


def test_mail_that_waits_for_long(client, queued):  # noqa: F811
    EmailMessage("Onderwerp", "Tekst", to=["iemand@gemeente.example"]).send()
    assert asked(client, "alles") == (200, [])
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        beat("backup")
        assert asked(client, "alles") == (503, ["mail"])


def test_a_fault_comes_in_the_log_once_and_so_does_its_end(client, settings, log):
    settings.DISK_LEAST_MB = 10**9
    asked(client, "alles")
    told = list(log.of("operations.watching.health"))
    assert [(line["check"], line["level"]) for line in told] == [("schijf", "WARNING")]
    assert told[0]["fault"].endswith("MB free")
    health._memory.answers.clear()
    client.get("/gezond/alles/")
    assert len(log.of("operations.watching.health")) == 1
    assert log.of("django.request") == []
    settings.DISK_LEAST_MB = 0
    health._memory.answers.clear()
    client.get("/gezond/alles/")
    assert [line["level"] for line in log.of("operations.watching.health")] == ["WARNING", "INFO"]
