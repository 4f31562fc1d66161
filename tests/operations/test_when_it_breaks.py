"""A full and a read-only disk, a mail server that hangs, a clock that jumps: what happens is clear, and nothing is lost."""

import os
import resource
import shutil
import signal
import socket
import tempfile
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from mailer.models import Message

from agreements.agenda.ground import Ground
from agreements.exports.pdf.agenda import agenda_pdf
from agreements.models import Agenda, Appendix
from agreements.versions.checking import faults
from agreements.versions.recording import record_version
from operations.watching import health
from parties.files.keeping import keep, kept
from parties.mail import deliver
from parties.models import Invitation
from parties.people import workflow
from tests.factories import make_cast
from tests.mail_server import letterbox, port, queued  # noqa: F401 (fixtures)
from tests.pdf_text import text_of

ROOM = 2000  # bytes
RANDOM = os.urandom(3 * ROOM)  # which cannot be packed smaller
NOBODY = 65534


@contextmanager
def full_disk():
    """No file may become larger than ROOM: the system refuses as it does where a disk or a quota is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.fixture
def folder():
    """A folder that everyone of this machine may enter."""
    found = Path(tempfile.mkdtemp(prefix="driehoek-disk-"))
    found.chmod(0o755)
    yield found
    shutil.rmtree(found)


@contextmanager
def read_only(folder: Path):
    """A folder in which this process may write nothing."""
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def documents(settings, folder):
    """Documents in files, as on a real site."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {**settings.CACHES, "documents": {"BACKEND": backend, "LOCATION": folder / "documents"}}
    (folder / "documents").mkdir()
    return folder / "documents"


def read(cast) -> str:
    words = text_of(agenda_pdf(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)))
    return " ".join(words.split())


@pytest.mark.django_db
def test_on_a_full_disk_a_document_goes_unkept_and_an_upload_leaves_no_row(cast, documents, settings, folder, log):
    settings.MEDIA_ROOT = folder / "uploads"
    with full_disk():
        keep("a-document", RANDOM)
        with pytest.raises(OSError, match="File too large"), transaction.atomic():
            Appendix.objects.create(
                agreement=cast.agreement, title="Bijlage", file=ContentFile(b"%PDF-1.4 " + b"x" * 3 * ROOM, name="bijlage.pdf")
            )
    assert not Appendix.objects.exists()
    assert "What was made cannot be kept; it will be made anew." in {line["message"] for line in log.lines}
    assert kept("a-document") is None
    keep("a-document", RANDOM)
    assert kept("a-document") == RANDOM


@pytest.mark.django_db
def test_on_a_read_only_disk_a_document_is_given_and_health_says_so(cast, documents, settings, folder):
    settings.MEDIA_ROOT = folder / "uploads"
    health.forget()
    read(cast)  # what Python and WeasyPrint load the first time, they load as this user
    for path in documents.iterdir():
        path.unlink()
    documents.chmod(0o555)
    with read_only(folder):
        assert "flexwoningen" in read(cast)
        assert list(documents.iterdir()) == []
        assert [part.name for part in health.ready() if not part.is_well] == ["opslag"]
    health.forget()
    assert [part.name for part in health.ready() if not part.is_well] == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_hangs_holds_nobody_up_for_long_and_loses_no_mail(settings, queued, port, letterbox):  # noqa: F811
    settings.EMAIL_TIMEOUT = 1
    cast = make_cast()
    with socket.create_server(("127.0.0.1", port)):  # accepts, and says nothing
        began = time.monotonic()
        workflow.invite(party=cast.municipality, email="nora@waterhoek.example", name="Nora", role="editor", by=cast.officer)
        assert time.monotonic() - began < 5
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)
    waiting = Message.objects.get().email.extra_headers["Message-ID"]
    box = letterbox()
    Message.objects.retry_deferred()
    deliver()
    assert [mail["Message-ID"] for _receivers, mail in box.mails] == [waiting]


@pytest.mark.django_db
def test_a_clock_that_goes_back_shows_no_old_document_and_breaks_no_chain(cast):
    def write(words: str) -> None:
        action = Agenda.objects.get(pk=cast.agenda.pk).actions.order_by("pk").first()
        action.lead_text = words
        action.save()

    write("Trekker van vandaag")
    assert "Trekker van vandaag" in read(cast)
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        write("Trekker van eergisteren")
        assert "Trekker van eergisteren" in read(cast)
    record_version(cast.agenda, kind="adoption", in_force_from=date(2024, 1, 1), ground=Ground("earlier"))
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        record_version(cast.agenda, kind="change", in_force_from=date(2024, 1, 2), ground=Ground("earlier"))
        assert list(faults(cast.agreement)) == []
    assert "Trekker van eergisteren" in read(cast)
    assert list(faults(cast.agreement)) == []


@pytest.mark.django_db
def test_a_clock_that_goes_forward_and_back_leaves_health_as_it_was(cast, settings):
    from parties.heartbeat import beat

    settings.DISK_LEAST_MB = 0
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        for name in ("backup", "check_versions", "check_minutes"):
            beat(name)
    health.forget()
    assert [part.name for part in health.whole_health() if not part.is_well] == []
