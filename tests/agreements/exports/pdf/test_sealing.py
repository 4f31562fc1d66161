"""The seal: it validates after a round trip, leaves the document as it was, and shows every later change."""

import datetime as dt
import io
import re

import pikepdf
import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from agreements.agenda.collect import collect_text
from agreements.agenda.ground import Ground
from agreements.exports.health import tell_administrators, troubles
from agreements.exports.pdf.agenda import render
from agreements.exports.pdf.sealing import SealError, check_seal, sealed, what_to_know
from agreements.exports.pdf.signing_page import page_to_sign
from agreements.exports.versions import agenda_document, make_missing_documents
from agreements.models import Agenda, VersionFile
from agreements.versions.recording import record_version
from tests.factories import UserFactory
from tests.pdf_check import check
from tests.pdf_text import text_of
from tests.seals import make_certificate, timestamp_server, write_seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def root():
    return make_certificate("Test root", use="authority", start_days_ago=1000, days=9000)


@pytest.fixture(scope="session")
def certificate(root):
    return make_certificate("Zegel Duinstad", issuer=root)


@pytest.fixture(scope="session")
def stamping(root):
    return make_certificate("Test TSA", issuer=root, use="timestamps", days=4000)


def use(settings, files: dict[str, str], **more):
    for name, value in {**files, **more}.items():
        setattr(settings, name, value)


@pytest.fixture
def seal(settings, tmp_path, certificate, root):
    """The site has a certificate to seal with."""
    use(settings, write_seal(tmp_path / "seal", certificate, root))


@pytest.fixture
def plain(agenda) -> bytes:
    content = collect_text(agenda)
    return render(content, signing=page_to_sign(content, "3f" * 32))


def _is_element(item) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"


def facts(document: bytes) -> dict:
    """What a seal could spoil: tags, metadata, colours, attachments, words."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return {
            "tags": pdf.Root.StructTreeRoot.unparse(resolved=False),
            "elements": sum(_is_element(item) for item in pdf.objects),
            "metadata": pdf.Root.Metadata.read_bytes(),
            "info": {str(key): str(value) for key, value in pdf.docinfo.items()},
            "marked": bool(pdf.Root.MarkInfo.Marked),
            "colours": "/OutputIntents" in pdf.Root,
            "pages": len(pdf.pages),
            "words": text_of(document),
        }


def test_nothing_is_sealed_until_a_certificate_is_named(plain):
    assert sealed(plain) == plain
    assert what_to_know() == ""


def test_a_seal_validates_and_leaves_the_document_as_it_was(seal, plain):
    document = sealed(plain)
    assert document.startswith(plain)
    assert check_seal(document).fault == ""
    assert check(document) == check(plain) == []
    assert facts(document) == facts(plain)


def test_there_is_one_signature_and_nothing_is_drawn(seal, plain):
    with pikepdf.open(io.BytesIO(sealed(plain))) as pdf:
        [field] = pdf.Root.AcroForm.Fields
        assert (field.FT, "/AP" in field, int(field.F) & 4) == ("/Sig", False, 4)
        box, paper = [float(n) for n in field.Rect], [float(n) for n in pdf.pages[0].MediaBox]
        assert box[2] < paper[0]  # outside the page
        assert not re.search("qualified|gekwalificeerd", str(field.V.Reason), re.IGNORECASE)


def test_with_a_server_for_timestamps_the_moment_is_proved(settings, seal, plain, stamping):
    with timestamp_server(stamping) as url:
        settings.SEAL_TIMESTAMP_URL = url
        found = check_seal(sealed(plain))
    assert found.fault == ""
    assert abs(found.stamped_at - timezone.now()) < dt.timedelta(minutes=1)


def test_one_changed_byte_is_found(seal, plain):
    document = bytearray(sealed(plain))
    document[len(plain) // 2] ^= 1
    assert "changed" in check_seal(bytes(document)).fault


def turned(document: bytes) -> bytes:
    """A page turned behind the seal, as an editor adds a change."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.pdf_name("/Rotate")] = generic.NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("add", [turned, lambda document: document + b"\n% een opmerking\n"], ids=["a change", "bytes"])
def test_what_is_added_afterwards_is_found(seal, plain, add):
    assert "added" in check_seal(add(sealed(plain))).fault


def test_a_seal_that_was_taken_off_or_doubled_is_found(seal, plain):
    assert "0 signatures" in check_seal(plain).fault


def test_the_seal_of_a_stranger_is_not_trusted(settings, seal, plain, tmp_path):
    roots = settings.SEAL_ROOTS
    stranger = make_certificate("Vreemde", use="authority"), make_certificate("Vreemde 2", use="authority")
    use(settings, write_seal(tmp_path / "other", make_certificate("Vreemd zegel", issuer=stranger[0]), stranger[0]))
    document = sealed(plain)
    settings.SEAL_ROOTS = roots
    assert "trusted" in check_seal(document).fault


def test_a_file_that_is_no_pdf_is_said_to_have_no_seal(seal):
    assert "cannot be read" in check_seal(b"geen pdf").fault


# -- What does not work now


@pytest.fixture
def version(agenda):
    return record_version(agenda, kind="adoption", in_force_from=dt.date(2024, 12, 14), ground=Ground("earlier"))


def later(time_machine, **delta):
    time_machine.move_to(timezone.now() + dt.timedelta(**delta))


def test_a_certificate_that_ran_out_seals_nothing(settings, tmp_path, root, plain, version):
    old = make_certificate("Oud zegel", issuer=root, start_days_ago=400)
    use(settings, write_seal(tmp_path / "old", old, root))
    with pytest.raises(SealError, match="was valid until"):
        sealed(plain)
    assert make_missing_documents() == []
    assert "was valid until" in " ".join(troubles())


def test_the_administrator_is_told_in_time_that_it_will_run_out(settings, tmp_path, root):
    use(settings, write_seal(tmp_path / "short", make_certificate("Kort zegel", issuer=root, days=30), root))
    assert "ask for a new one" in what_to_know()


def test_without_the_timestamp_there_is_no_document_until_it_is_tried_again(
    settings, seal, version, stamping, time_machine, client
):
    admin = UserFactory(is_superuser=True)
    with timestamp_server() as url:
        settings.SEAL_TIMESTAMP_URL = url
        assert make_missing_documents() == []
        assert not VersionFile.objects.exists()
    later(time_machine, minutes=11)
    assert "has no document yet" in " ".join(troubles())
    assert tell_administrators() == [admin]
    assert tell_administrators() == []  # once a day
    [letter] = [message for message in mail.outbox if admin.email in message.to[0]]
    assert "heeft nog geen document" in letter.body
    with pytest.raises(CommandError):
        call_command("check_versions")
    with timestamp_server(stamping) as url:
        settings.SEAL_TIMESTAMP_URL = url
        call_command("make_documents")
    [row] = VersionFile.objects.all()
    assert row.is_sealed
    assert list(troubles()) == []


def test_stored_seals_are_checked(seal, version, agenda, capsys):
    make_missing_documents()
    row = VersionFile.objects.get()
    with row.file.open() as file:
        document = file.read()
    assert check_seal(document).fault == ""
    with row.file.storage.open(row.file.name, "wb") as file:
        file.write(document + b" ")
    with pytest.raises(CommandError):
        call_command("check_versions")
    assert "something was added after it was sealed" in capsys.readouterr().err


def test_the_stored_document_is_given_and_never_sealed_again(seal, agenda, version):
    Agenda.objects.filter(pk=agenda.pk).update(state="adopted", adopted_on=dt.date(2024, 12, 14), version=1)
    agenda.refresh_from_db()
    first = agenda_document(agenda)
    assert first == agenda_document(agenda)
    assert check_seal(first).fault == ""
