"""What people type ends up in the head of a mail: it adds no line there, and it never holds up the mail of others."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from mailer.models import Message

from parties.mail import deliver, post
from parties.models import Invitation, User

pytestmark = pytest.mark.django_db

TWO_LINES = "Eva\r\nBcc: afluisteraar@test.example"


@pytest.fixture
def queued(settings):
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    settings.MAILER_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_a_name_is_one_line(client, cast):
    client.force_login(cast.officer)
    client.post(reverse("account_name"), {"name": TWO_LINES})
    client.post(
        reverse("invite", args=[cast.municipality.pk]), {"email": "eva@test.example", "role": "reader", "name": TWO_LINES}
    )
    cast.officer.refresh_from_db()
    assert {cast.officer.name, Invitation.objects.get().name} == {"Eva Bcc: afluisteraar@test.example"}


def test_a_name_that_was_stored_with_two_lines_still_gets_its_mail(queued, cast):
    User.objects.filter(pk=cast.officer.pk).update(name=TWO_LINES)
    cast.officer.refresh_from_db()
    post("contact", to=cast.officer, context={"party": cast.municipality, "leads": [cast.lead]}, why="Daarom.")
    deliver()
    (sent,) = mail.outbox
    assert sent.message().get_all("Bcc") is None
    assert sent.recipients() == [f'"Eva Bcc: afluisteraar@test.example" <{cast.officer.email}>']


def test_a_message_that_cannot_be_sent_holds_up_no_other(queued):
    EmailMessage("Onderwerp", "Tekst", to=['"Eva\nBcc: x@test.example" <eva@test.example>']).send()
    EmailMessage("Daarna", "Tekst", to=["noor@test.example"]).send()
    deliver()
    assert [sent.subject for sent in mail.outbox] == ["Daarna"]
    assert Message.objects.deferred().count() == 1, "and it is not lost"
