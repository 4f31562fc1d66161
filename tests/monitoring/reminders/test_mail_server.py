"""With the queue and a mail server as on a real site: down or up, one process or two, everyone gets one mail."""

from datetime import date

import pytest
from django.core.management import call_command
from mailer.models import Message, MessageLog

from monitoring.models import Digest, Reminder
from monitoring.reminders import sending
from monitoring.reminders.sending import send_reminders
from tests.factories import LeadFactory, RoundFactory, make_cast
from tests.races import meeting_point, needs_postgresql, race

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


@needs_postgresql
def test_two_processes_that_both_saw_the_same_send_everyone_one_mail(two_people, monkeypatch, queued, settings):
    settings.MAILER_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    collect, both_have_read = sending.mails_of, meeting_point(2)

    def mails_of(today):
        mails = collect(today)
        both_have_read.wait()
        return mails

    monkeypatch.setattr(sending, "mails_of", mails_of)
    outcomes = race(*[lambda: len(send_reminders(DAY))] * 2)
    assert sum(outcome.value for outcome in outcomes) == 2
    assert (Digest.objects.count(), Reminder.objects.count()) == (2, 2)
    assert {digest.user.name for digest in Digest.objects.select_related("user")} == {"Abel Bouwer", "Olga Officier"}
    assert MessageLog.objects.count() == 2
