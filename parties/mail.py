"""Mail: rendered from templates, stored with the change it tells of, and sent after the commit.

The queue is django-mailer's, in the database. A message is stored in the transaction that gives rise to it: it is there exactly
when the change is. Sending is for the worker, where there is one; it may fail, and is tried again
by `manage.py retry_deferred` and `manage.py send_mail`.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import formataddr, make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django_tasks import task

from parties.background import has_worker, is_asked_for
from parties.mail_budget import count_mail
from parties.models import User

logger = logging.getLogger(__name__)
_waiting: ContextVar[tuple[Callable[[], None], ...]] = ContextVar("waits_for_the_answer", default=())  # in this request
_is_held_back: ContextVar[bool] = ContextVar("mail_is_held_back", default=False)


@contextmanager
def without_mail() -> Iterator[None]:
    """Nothing is mailed within: the demonstration tells of what was mailed to invented people long ago."""
    token = _is_held_back.set(True)
    try:
        yield
    finally:
        _is_held_back.reset(token)


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that goes along with a mail."""

    name: str
    content: bytes
    kind: str


def post(
    template: str,
    *,
    to: User | str,
    context: dict,
    why: str | Promise,
    by: User | None = None,
    attachments: tuple[MailFile, ...] = (),
) -> None:
    """Store a mail, to be sent once the transaction is committed.

    template is a name in templates/mail/: `<template>_subject.txt`, `<template>_message.txt` and `<template>_message.html`, which
    extend `mail/base.txt` and `mail/base.html`. to is a person or an address. why is the whole sentence that tells the receiver
    why this mail comes; it stands at the foot. Someone who left gets no mail.

    by is the person who causes the mail: it is counted, and NotAllowedNowError says that there have been too many. What the
    program sends of itself once a day, and what tells that an account or a party changed, has no by.
    """
    if _is_held_back.get() or (isinstance(to, User) and not to.is_active):
        return
    if by is not None:
        count_mail(to=to.email if isinstance(to, User) else to, by=by)
    address = formataddr((" ".join(to.name.split()), to.email)) if isinstance(to, User) else to
    with translation.override(settings.LANGUAGE_CODE):
        words = {**context, "receiver": to, "why": str(why), "site_url": settings.SITE_URL}
        subject = " ".join(render_to_string(f"mail/{template}_subject.txt", words).split())
        message = EmailMultiAlternatives(
            subject,
            render_to_string(f"mail/{template}_message.txt", words).strip() + "\n",
            to=[address],
            # Given here and kept with the message: a mail that is sent twice after a crash arrives as one.
            headers={"Message-ID": make_msgid(domain=settings.SITE_HOST), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"mail/{template}_message.html", words), "text/html")
    for row in attachments:
        message.attach(row.name, row.content.decode() if row.kind.startswith("text/") else row.content, row.kind)
    message.send()
    transaction.on_commit(deliver_soon)


def after_answer(work: Callable[[], None]) -> None:
    """Do this when the visitor has the page already: how long the page takes then does not tell that there was work."""
    _waiting.set((*_waiting.get(), work))


@receiver(request_finished)
def work_after_answer(sender, **kwargs) -> None:
    waiting = _waiting.get()
    _waiting.set(())
    for work in waiting:
        work()


def set_aside(connection, message, error: Exception) -> tuple[None, str]:
    """What the queue does with a message that cannot be sent: set it aside, and go on with the others.

    MAILER_ERROR_HANDLER. Without it one message that cannot be written down as a mail would hold up all that come after it.
    """
    from mailer.models import RESULT_FAILURE, MessageLog

    if isinstance(error, DatabaseError):
        raise error
    message.defer()
    MessageLog.objects.log(message, RESULT_FAILURE, log_message=str(error))
    logger.error("Mail %s cannot be sent now and is set aside: %s", message.pk, error)
    return None, "deferred"


def deliver_soon() -> None:
    """Let the worker send what waits, so that no page waits for a mail server; without a worker send it now."""
    if not has_worker():
        deliver()
    elif not is_asked_for(deliver_waiting):  # one that waits finds this message too: that is committed
        deliver_waiting.enqueue()


@task()
def deliver_waiting() -> None:
    deliver()


def deliver() -> None:
    """Send what waits, now; the rest stays and is tried again. Never raises because of the mail server."""
    from mailer.engine import send_all

    try:
        send_all()
    except OSError:  # smtplib's errors are OSErrors too
        logger.warning("The mail server cannot be reached; the mails wait.", exc_info=True)
