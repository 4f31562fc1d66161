"""A mail server that listens, and the queue that sends to it, as on a real site."""

import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller


class Letterbox:
    """What the mail server received; while it is full it refuses."""

    def __init__(self):
        self.mails, self.is_full = [], False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.is_full:
            return "452 Try again later"
        self.mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def queued(settings, port):
    """Mail as on a real site: stored first, then sent to this port."""
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    settings.MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@pytest.fixture
def letterbox(port):
    """`letterbox()`: the mail server goes up and gives what it receives."""
    started = []

    def letterbox() -> Letterbox:
        box = Letterbox()
        started.append(Controller(box, hostname="127.0.0.1", port=port))
        started[-1].start()
        return box

    yield letterbox
    for controller in started:
        controller.stop()
