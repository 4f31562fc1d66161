"""With the queue and a mail server as on a real site: down or up, one process or two, everyone gets one mail."""

import os
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from mailer.models import Message, MessageLog

from monitoring.models import Digest, Reminder
from monitoring.reminders.sending import send_reminders
from tests.factories import LeadFactory, RoundFactory, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2024, 10, 1)


@pytest.fixture
def two_people(at):
    """The people of De Sleutel and of the municipality have something to report."""
    cast = make_cast()
    LeadFactory(action=cast.action, party=cast.municipality)
    at("2024-10-01 09:00")
    RoundFactory(agenda=cast.agenda, name="Ronde 1", opened=True, opened_by=cast.officer)
    return cast


def test_a_server_that_is_down_loses_no_mail_and_sends_none_twice(queued, letterbox, two_people):
    assert len(send_reminders(DAY)) == 2
    assert Message.objects.count() == 2, "the server is down: they wait"
    box = letterbox()
    assert send_reminders(DAY) == []
    for _ in range(2):
        call_command("retry_deferred")
        call_command("send_mail")
    assert sorted(to for to, _ in box.mails) == [["abel@desleutel.example"], ["olga@waterhoek.example"]]
    assert Message.objects.count() == 0


def test_a_server_that_refuses_for_now_gets_them_later(queued, letterbox, two_people):
    box = letterbox()
    box.is_full = True
    send_reminders(DAY)
    box.is_full = False
    call_command("retry_deferred")
    call_command("send_mail")
    assert len(box.mails) == 2


def test_the_mail_arrives_as_text_and_html_with_links_that_survive_the_login(queued, letterbox, two_people, client):
    box = letterbox()
    send_reminders(DAY)
    _, message = next(row for row in box.mails if row[0] == ["abel@desleutel.example"])
    assert message["To"] == "Abel Bouwer <abel@desleutel.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    path = f"/acties/{two_people.action.pk}/voortgang/"
    for part in (text, html):
        assert f"http://127.0.0.1:8000{path}" in part
    to_login = client.get(path)
    assert to_login["Location"] == f"/account/login/?next={path}"


ONE_PROCESS = """
import sys, time
from datetime import date
from pathlib import Path
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"], ready = sys.argv[1], Path(sys.argv[2])
django.setup()
from monitoring.reminders import sending
collect = sending.mails_of
def both_have_read(today):
    mails = collect(today)
    (ready / sys.argv[3]).touch()
    while len(list(ready.iterdir())) < 2:
        time.sleep(0.01)
    return mails
sending.mails_of = both_have_read
print(len(sending.send_reminders(date(2024, 10, 1))))
"""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one process write at a time by itself")
def test_two_processes_that_both_saw_the_same_send_everyone_one_mail(two_people, tmp_path):
    command = [sys.executable, "-c", ONE_PROCESS, connection.settings_dict["NAME"], str(tmp_path)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    both = [
        subprocess.Popen([*command, name], cwd=project.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in ("one", "other")
    ]
    answers = [process.communicate(timeout=90) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert sum(int(out.split()[-1]) for out, _ in answers) == 2
    assert (Digest.objects.count(), Reminder.objects.count()) == (2, 2)
    assert {digest.user.name for digest in Digest.objects.select_related("user")} == {"Abel Bouwer", "Olga Officier"}
    assert MessageLog.objects.count() == 2
