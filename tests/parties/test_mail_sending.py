"""Mails through a real mail server: the change is there when the mail is, and a server that is down loses none."""

import pytest
from django.db import transaction
from mailer.models import Message

from parties.mail import deliver, without_mail
from parties.models import Invitation
from parties.people import workflow
from tests.factories import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def invite(cast) -> Invitation:
    return workflow.invite(party=cast.municipality, email="nora@waterhoek.example", name="Nora", role="editor", by=cast.officer)


def test_an_invitation_arrives_as_text_and_as_html(queued, letterbox):
    box = letterbox()
    cast = make_cast()
    invite(cast)
    ((receivers, mail),) = box.mails
    assert receivers == ["nora@waterhoek.example"]
    assert mail["Subject"] == "Olga Officier nodigt u uit voor Driehoek, namens Gemeente Waterhoek"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    token = text.split("/account/uitnodiging/")[1].split("/")[0]
    assert f"http://127.0.0.1:8000/account/uitnodiging/{token}/" in html
    assert workflow.invitation_for(token).party == cast.municipality
    for part in (text, html):
        assert "U krijgt deze mail omdat Olga Officier van Gemeente Waterhoek uw e-mailadres opgaf" in part


def test_while_the_mail_server_is_down_the_invitation_waits_and_goes_afterwards(queued, letterbox):
    cast = make_cast()
    invite(cast)
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)
    box = letterbox()
    Message.objects.retry_deferred()
    deliver()
    assert [receivers for receivers, _mail in box.mails] == [["nora@waterhoek.example"]]
    assert Message.objects.count() == 0


def test_what_is_told_of_the_past_sends_nothing_and_what_comes_after_it_does(queued, letterbox):
    box = letterbox()
    cast = make_cast()
    with without_mail():
        invite(cast)
    assert (Message.objects.count(), box.mails) == (0, [])
    workflow.invite(party=cast.municipality, email="omar@waterhoek.example", name="Omar", role="editor", by=cast.officer)
    assert [receivers for receivers, _mail in box.mails] == [["omar@waterhoek.example"]]


def test_what_is_rolled_back_sends_nothing(queued, letterbox):
    box = letterbox()
    cast = make_cast()
    with transaction.atomic():
        invite(cast)
        transaction.set_rollback(True)
    deliver()
    assert (Invitation.objects.count(), box.mails) == (0, [])
