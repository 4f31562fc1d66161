"""Passwords and addresses by mail, and what nobody learns from it."""

import re
import socket
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from mailer.models import Message, MessageLog

from parties.models import MailCount, User
from tests.factories import UserFactory
from tests.pages import headings_of, words_of

from .signing_in import LOGIN, PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
RESET = "/account/password/reset/"
NEW = "een heel ander wachtwoord"


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """`ask(address)`: ask for a new password, and let the mail go."""

    def ask(email: str, **headers):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(RESET, {"email": email}, headers=headers)

    return ask


@pytest.fixture
def reset(client, link_in):
    """`reset(message)`: follow the link in a mail and choose a password."""

    def reset(message, password: str = NEW):
        response = client.get(link_in(message).removeprefix("http://127.0.0.1:8000"))
        if response.status_code == 302:
            return client.post(response["Location"], {"password1": password, "password2": password})
        return response

    return reset


# -- A new password


def test_someone_who_forgot_the_password_chooses_a_new_one_by_mail(client, tenant, ask, outbox, reset):
    ask(tenant.email)
    assert [message.to for message in outbox] == [[tenant.email]]
    reset(outbox[0])
    assert is_signed_in(client)
    client.post("/account/logout/")
    sign_in(client, tenant.email, NEW)
    assert is_signed_in(client)


def test_someone_without_a_password_sets_the_first_one_the_same_way(client, ask, outbox, reset):
    user = User.objects.create_user("nieuw@waterhoek.example", name="Nieuw")
    assert not user.has_usable_password()
    ask(user.email)
    reset(outbox[0])
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_link_works_once(client, tenant, ask, outbox, reset):
    ask(tenant.email)
    reset(outbox[0])
    client.post("/account/logout/")
    assert headings_of(reset(outbox[0])) == ["h1 This link no longer works"]


def test_the_link_works_for_three_days(tenant, ask, outbox, reset):
    ask(tenant.email)
    assert "De link werkt één keer, 3 dagen lang." in outbox[0].body
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=2)):
        assert headings_of(reset(outbox[0])) == ["h1 This link no longer works"]


def test_a_weak_password_is_refused_at_the_field(tenant, ask, outbox, reset):
    ask(tenant.email)
    page = words_of(reset(outbox[0], "12345678"))
    assert "The password is not set yet" in page
    assert "This password is too short." in page
    assert "This password is entirely numeric." in page


def test_a_new_password_signs_out_everywhere_else(tenant, ask, outbox, reset):
    elsewhere = Client()
    sign_in(elsewhere, tenant.email)
    ask(tenant.email)
    reset(outbox[0])
    assert elsewhere.get("/").status_code == 302


def test_changing_the_password_signs_out_everywhere_but_here(client, tenant):
    elsewhere = Client()
    sign_in(elsewhere, tenant.email)
    sign_in(client, tenant.email)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/account/password/change/", fields).status_code == 302
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


# -- Who has an account


def test_asking_for_an_unknown_address_answers_the_same_and_mails_nobody(client, tenant, ask, outbox):
    def answer(email: str) -> tuple:
        response = ask(email)
        return response.status_code, response["Location"], words_of(client.get(response["Location"]))

    assert answer(tenant.email) == answer("niemand@huurdersraad.example")
    assert [message.to for message in outbox] == [[tenant.email]]


def test_an_address_that_still_waits_to_be_confirmed_gets_no_link(tenant, ask, outbox):
    """Where it was typed wrong, a stranger reads the mail and would choose the password."""
    tenant.emailaddress_set.create(email="tes@huurdersraad.example", verified=False)
    ask("tes@huurdersraad.example")
    assert outbox == []
    ask(tenant.email.upper())
    assert len(outbox) == 1


def test_someone_who_left_gets_no_link(cast, ask, outbox):
    User.objects.filter(pk=cast.tenant.pk).update(is_active=False)
    ask(cast.tenant.email)
    assert outbox == []


def test_the_mail_is_made_when_the_visitor_has_the_answer(rf, tenant, outbox, django_capture_on_commit_callbacks):
    """Making it takes longer than answering, so a stranger could read from the time that there is an account."""
    handler = BaseHandler()
    handler.load_middleware()
    request = rf.post(RESET, {"email": tenant.email})
    request._dont_enforce_csrf_checks = True
    with CaptureQueriesContext(connection) as until_the_answer:
        response = handler.get_response(request)
    assert (response.status_code, outbox) == (302, [])
    written = {MailCount._meta.db_table, Message._meta.db_table}
    assert not [query["sql"] for query in until_the_answer if any(table in query["sql"] for table in written)]
    request_finished.disconnect(close_old_connections)  # as the test client does: the test goes on with this connection
    try:
        with django_capture_on_commit_callbacks(execute=True):
            response.close()
    finally:
        request_finished.connect(close_old_connections)
    assert [message.to for message in outbox] == [[tenant.email]]


def test_nobody_signs_up(client):
    assert headings_of(client.get("/account/signup/")) == ["h1 You have no account here yet"]
    client.post("/account/signup/", {"email": "indringer@elders.example", "password1": NEW, "password2": NEW})
    assert not User.objects.filter(email="indringer@elders.example").exists()


def test_a_mailbox_is_not_flooded(client, tenant, ask, outbox):
    statuses = [ask(tenant.email).status_code for _ in range(7)]
    assert statuses == [302] * 5 + [429] * 2
    assert len(outbox) == 5
    assert headings_of(ask(tenant.email)) == ["h1 Too often"]


# -- Where links lead


def test_a_link_leads_to_the_site_whatever_host_the_browser_names(tenant, ask, outbox, link_in):
    for headers in ({"host": "localhost"}, {"x-forwarded-host": "elders.example"}):
        ask(tenant.email, **headers)
    assert {link_in(message).split("/account/")[0] for message in outbox} == {"http://127.0.0.1:8000"}


def test_another_host_is_refused(client, tenant, outbox):
    assert client.post(RESET, {"email": tenant.email}, headers={"host": "elders.example"}).status_code == 400
    assert not Message.objects.exists()


# -- Another address


def change_address(client, email: str, capture):
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    with capture(execute=True):
        return client.post("/account/email/", {"email": email, "action_add": ""})


def test_an_address_changes_when_its_owner_confirms_it(client, tenant, outbox, link_in, django_capture_on_commit_callbacks):
    sign_in(client, tenant.email)
    change_address(client, "Tess@Nieuw.example", django_capture_on_commit_callbacks)
    assert outbox[0].to == ["tess@nieuw.example"]
    tenant.refresh_from_db()
    assert tenant.email == "tess@huurdersraad.example", "not before it is confirmed"
    assert words_of(client.get("/account/email/")).count("A mail is on its way to tess@nieuw.example") == 1
    address = link_in(outbox[0]).removeprefix("http://127.0.0.1:8000")
    assert headings_of(client.get(address)) == ["h1 Confirm e-mail address"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    tenant.refresh_from_db()
    assert tenant.email == "tess@nieuw.example"
    assert outbox[1].to == ["tess@huurdersraad.example"], "the old address is told"
    rows = EmailAddress.objects.filter(user=tenant)
    assert [(row.email, row.primary, row.verified) for row in rows] == [("tess@nieuw.example", True, True)]


def test_the_address_of_someone_else_cannot_be_taken(client, cast, tenant, outbox, django_capture_on_commit_callbacks):
    sign_in(client, tenant.email)
    change_address(client, cast.officer.email, django_capture_on_commit_callbacks)
    for message in outbox:
        for link in re.findall(r"http://\S+/confirm-email/\S+", message.body):
            client.post(link.removeprefix("http://127.0.0.1:8000"))
    tenant.refresh_from_db()
    cast.officer.refresh_from_db()
    assert (tenant.email, cast.officer.email) == ("tess@huurdersraad.example", "olga@waterhoek.example")
    client.post("/account/logout/")
    sign_in(client, cast.officer.email)
    assert not is_signed_in(client), "nor does the own password open the account of that address"


def test_changing_the_address_asks_who_it_is_first(client, tenant):
    client.force_login(tenant)
    response = client.post("/account/email/", {"email": "tess@nieuw.example", "action_add": ""})
    assert response["Location"].startswith("/account/reauthenticate/")


def test_a_superuser_who_changes_an_address_takes_the_old_one_away(tenant):
    tenant.email = "tess@nieuw.example"
    tenant.save()
    rows = EmailAddress.objects.filter(user=tenant)
    assert [(row.email, row.primary, row.verified) for row in rows] == [("tess@nieuw.example", True, True)]


def test_everyone_has_an_address_that_counts_as_verified():
    user = UserFactory()
    assert [(row.email, row.primary, row.verified) for row in user.emailaddress_set.all()] == [(user.email, True, True)]


# -- The mails


def test_a_mail_is_dutch_in_text_and_html_and_says_why(client, tenant, ask, outbox):
    ask(tenant.email)
    message = outbox[0]
    assert message.subject == "Kies uw wachtwoord voor Driehoek"
    why = "U krijgt deze mail omdat in Driehoek voor dit e-mailadres een nieuw wachtwoord is gevraagd."
    html, kind = message.alternatives[0]
    assert why in message.body
    assert why in html
    assert kind == "text/html"


@pytest.mark.parametrize(
    ("path", "fields", "subject"),
    [
        (
            "/account/password/change/",
            {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
            "Uw wachtwoord is gewijzigd",
        ),
    ],
)
def test_a_change_is_told_by_mail(client, tenant, outbox, django_capture_on_commit_callbacks, path, fields, subject):
    sign_in(client, tenant.email)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, fields)
    assert [message.subject for message in outbox] == [subject]
    assert "vanaf adres 127.0.0.1" in outbox[0].body
    assert "U krijgt deze mail omdat er iets is veranderd in hoe u bij Driehoek inlogt." in outbox[0].body


def test_what_was_sent_is_not_kept(tenant, ask, outbox):
    ask(tenant.email)
    assert not Message.objects.exists()
    assert [row.message_data for row in MessageLog.objects.all()] == [None]


def test_a_mail_server_that_is_down_loses_no_mail_and_gets_it_later(tenant, settings, queue, ask):
    """A real server, over SMTP."""

    class Mailbox:
        def __init__(self):
            self.received = []

        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            self.received.append(envelope)
            return "250 OK"

    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    receiver = Controller(mailbox, hostname="127.0.0.1", port=port)
    receiver.start()
    try:
        settings.MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
        assert ask(tenant.email).status_code == 302
        assert Message.objects.count() == 1
        settings.EMAIL_PORT = port
        call_command("retry_deferred")
        call_command("send_mail")
    finally:
        receiver.stop()
    assert [envelope.rcpt_tos for envelope in mailbox.received] == [[tenant.email]]
    assert b"/account/password/reset/key/" in mailbox.received[0].content.replace(b"=\r\n", b"")
    assert not Message.objects.exists()


# -- The session


def test_signing_in_gives_the_session_another_name(client, tenant, settings):
    """A session that someone else planted is not the one that is signed in."""
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client, tenant.email)
    assert is_signed_in(client)
    assert client.session.session_key != session.session_key
    assert not Client(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}).session.get("_auth_user_id")


def test_signing_out_needs_the_token_of_the_page(tenant):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(tenant)
    assert strict.post("/account/logout/").status_code == 403
    assert is_signed_in(strict)


@pytest.mark.parametrize(
    "elsewhere", ["https://elders.example/", "//elders.example/", "/\\elders.example", "javascript:alert(1)"]
)
def test_no_way_of_signing_in_or_out_leads_to_another_site(client, tenant, elsewhere):
    sign_in(client, tenant.email)
    assert "elders" not in client.post("/account/reauthenticate/", {"password": PASSWORD, "next": elsewhere})["Location"]
    assert "elders" not in client.post("/account/logout/", {"next": elsewhere})["Location"]
    assert "elders" not in sign_in(client, tenant.email, next=elsewhere)["Location"]
