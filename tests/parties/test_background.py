"""What pages put in the queue is done by a worker, also when the one before it died; without a worker it is done at once."""

import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from mailer.models import Message

from parties import background
from parties.heartbeat import last_beat
from parties.mail import deliver_waiting
from parties.management.commands.work import Command
from parties.people import workflow
from tests.factories import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def worker(settings):
    """A site with a worker; calling it lets the worker do what waits."""
    settings.TASKS = DATABASE
    return lambda number=1: call_command("work", until_empty=True, number=number)


def invite(cast, name: str = "nora"):
    workflow.invite(party=cast.municipality, email=f"{name}@waterhoek.example", name=name, role="editor", by=cast.officer)


def test_with_a_worker_no_page_waits_for_the_mail_server(worker, queued, letterbox):
    box = letterbox()
    cast = make_cast()
    invite(cast)
    invite(cast, "omar")
    assert (box.mails, Message.objects.count(), DBTaskResult.objects.count()) == ([], 2, 1)
    worker()
    assert sorted(receivers[0] for receivers, _mail in box.mails) == ["nora@waterhoek.example", "omar@waterhoek.example"]
    assert Message.objects.count() == 0


def test_without_a_worker_the_mail_goes_at_once(queued, letterbox):
    box = letterbox()
    invite(make_cast())
    assert len(box.mails) == 1
    assert not DBTaskResult.objects.exists()


def test_what_a_dead_worker_had_in_hand_is_done_by_its_successor(worker, queued, letterbox):
    box = letterbox()
    invite(make_cast())
    row = DBTaskResult.objects.get()
    row.claim(background.worker_name())
    worker()
    row.refresh_from_db()
    assert (row.status, len(row.worker_ids), len(box.mails)) == ("SUCCESSFUL", 2, 1)


def test_what_another_worker_has_in_hand_is_left_alone_until_it_must_be_dead(worker, queued, letterbox):
    box = letterbox()
    invite(make_cast())
    row = DBTaskResult.objects.get()
    row.claim(background.worker_name(2))
    worker()
    assert box.mails == []
    DBTaskResult.objects.update(started_at=timezone.now() - background.LONGEST_TASK - timedelta(seconds=1))
    worker()
    assert len(box.mails) == 1


def test_a_task_that_fails_is_kept_with_its_reason_and_holds_up_no_other(worker, settings):
    from agreements.exports.ahead import make_documents_of

    settings.TASKS = DATABASE
    make_documents_of.enqueue(agreement=0)
    deliver_waiting.enqueue()
    worker()
    assert list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_a_worker_tells_that_it_lives(worker):
    before = timezone.now()
    worker()
    beat = last_beat("worker")
    assert beat is not None
    assert (beat.at >= before, beat.is_well) == (True, True)


def test_a_worker_without_a_queue_says_what_to_set():
    with pytest.raises(CommandError, match="WORKER=1"):
        call_command("work")


def test_cleaning_up_keeps_what_is_new_and_what_waits(worker):
    for _number in range(2):
        deliver_waiting.enqueue()
    worker()
    DBTaskResult.objects.filter(pk=DBTaskResult.objects.first().pk).update(finished_at=timezone.now() - timedelta(days=31))
    deliver_waiting.enqueue()
    call_command("clean_up")
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]


def test_from_the_command_line_it_takes_of_the_processor_what_pages_leave(monkeypatch):
    given = []
    monkeypatch.setattr(os, "nice", given.append)
    monkeypatch.setattr(Command, "handle", lambda self, **options: None)
    Command().run_from_argv(["manage.py", "work"])
    assert given == [10]
