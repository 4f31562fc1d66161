"""Signing elsewhere: the signed file is the answer of a party, or is added to the version afterwards."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from agreements.agenda.ground import ground_of
from agreements.consent import adoption, answering
from agreements.consent.signing import add_signed_file, answer_with_file
from agreements.exports.versions import agenda_document, make_missing_documents
from agreements.models import SignedCopy, Version, VersionFile
from agreements.signing.marks import mark_of, marks_in
from agreements.versions.checking import faults
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory, UserFactory
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(params=["agenda", "agreement"])
def text(cast, request):
    return getattr(cast, request.param)


@pytest.fixture
def signers(cast) -> dict:
    found = {}
    for row in cast.agreement.participations.filter(role="signatory").select_related("party"):
        person = UserFactory()
        MembershipFactory(user=person, party=row.party, role=Membership.Role.READER, may_sign=True)
        found[row.party] = person
    return found


@pytest.fixture
def coordinator(cast):
    person = UserFactory(name="Łukasz Doğan")
    MembershipFactory(user=person, party=cast.municipality, role=Membership.Role.COORDINATOR)
    return person


@pytest.fixture
def proposal(text, coordinator, signers):
    return adoption.propose(text=text, by=coordinator, deadline=timezone.localdate() + timedelta(days=14))


def now(row):
    row.refresh_from_db()
    return row


def upload(content: bytes = SCAN, name: str = "getekend.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def copy_to_sign(text) -> bytes:
    return agenda_document(now(text), with_signatures=True)


def sign(proposal, party, signers, content=SCAN, **more):
    fields = {"signed_on": date(2023, 12, 14), "signed_file": upload(content), **more}
    return answer_with_file(proposal=proposal, party=party, by=signers[party], **fields)


def agree(proposal, signers, *, but=()):
    for party, person in signers.items():
        if party not in but:
            answering.answer(proposal=proposal, party=party, by=person, answer="agreed")


# -- The copy to sign


def test_every_page_of_the_copy_to_sign_carries_the_mark_and_the_last_the_whole_hash(text, proposal):
    pages = pages_of(copy_to_sign(text))
    assert all(f"kenmerk {mark_of(proposal.content_sha256)}" in page for page in pages)
    assert proposal.content_sha256 in pages[-1].replace(" ", "")


def test_a_draft_has_no_mark_because_nobody_signs_it(cast):
    assert "kenmerk" not in " ".join(pages_of(copy_to_sign(cast.agenda)))


def test_the_mark_is_read_back_from_the_copy(text, proposal):
    assert marks_in(upload(copy_to_sign(text))) == {mark_of(proposal.content_sha256)}


# -- The file as an answer


def test_the_signed_file_is_the_answer_of_the_party(cast, text, proposal, signers):
    party = cast.association
    document = copy_to_sign(text)
    sign(proposal, party, signers, document, capacity="bestuurder", mandate="RvC 3 december")
    row = proposal.needed.get(party=party)
    assert [(answer.by, answer.answer, answer.capacity) for answer in row.answers] == [(signers[party], "agreed", "bestuurder")]
    copy = SignedCopy.objects.get()
    assert (copy.party, copy.carries_mark, copy.is_joint) == (party, True, False)
    assert now(text).state == "proposed"


def test_the_last_signed_file_puts_the_text_in_force_today_and_is_a_document_of_the_version(cast, text, proposal, signers):
    agree(proposal, signers, but=[cast.association])
    sign(proposal, cast.association, signers, copy_to_sign(text))
    version = Version.objects.get()
    assert version.in_force_from == timezone.localdate()
    [file] = version.files.filter(kind="signed")
    assert (file.party, file.carries_mark, file.signed_on) == (cast.association, True, date(2023, 12, 14))
    [answer] = [row for row in ground_of(version).answers if row.party_id == cast.association.pk]
    assert (answer.signed_sha256, answer.signed_on) == (file.sha256, date(2023, 12, 14))
    assert list(faults(cast.agreement)) == []


def test_a_file_of_another_text_is_refused(cast, text, proposal, signers, coordinator):
    document = copy_to_sign(text)
    answering.withdraw(proposal=proposal, by=coordinator)
    type(text).objects.filter(pk=text.pk).update(introduction="Een andere inleiding.")
    anew = adoption.propose(text=now(text), by=coordinator, deadline=timezone.localdate() + timedelta(days=14))
    assert anew.content_sha256 != proposal.content_sha256
    with pytest.raises(ValidationError, match="of another text"):
        sign(anew, cast.association, signers, document)
    assert not SignedCopy.objects.exists()


def test_a_scan_is_taken_and_remembered_as_one_without_a_mark(cast, proposal, signers):
    sign(proposal, cast.association, signers)
    assert SignedCopy.objects.get().carries_mark is False


def test_one_file_is_brought_in_once_and_the_others_confirm_it(cast, proposal, signers):
    sign(proposal, cast.association, signers, is_joint=True)
    with pytest.raises(ValidationError, match="brought in already"):
        sign(proposal, cast.municipality, signers, is_joint=True)
    agree(proposal, signers, but=[cast.association])
    [file] = Version.objects.get().files.filter(kind="signed")
    assert file.is_joint


def test_nobody_brings_a_file_for_a_party_for_which_the_person_may_not_sign(cast, proposal, signers):
    with pytest.raises(PermissionDenied):
        answer_with_file(
            proposal=proposal,
            party=cast.association,
            by=signers[cast.municipality],
            signed_on=date(2023, 12, 14),
            signed_file=upload(),
        )
    assert not SignedCopy.objects.exists()


def test_not_when_the_day_lies_ahead_nor_when_the_party_answered(cast, proposal, signers):
    with pytest.raises(ValidationError, match="lies ahead"):
        sign(proposal, cast.association, signers, signed_on=timezone.localdate() + timedelta(days=1))
    agree(proposal, signers, but=[party for party in signers if party != cast.association])
    if now(proposal).is_open:
        with pytest.raises(NotAllowedNowError, match="has agreed already"):
            sign(proposal, cast.association, signers)
    assert not SignedCopy.objects.exists()


def test_only_a_pdf_or_a_picture_is_a_signed_file(cast, proposal, signers):
    with pytest.raises(ValidationError, match="Choose the signed document"):
        sign(proposal, cast.association, signers, signed_file=upload(b"getekend", "getekend.txt"))


def test_what_was_brought_in_as_signed_is_confirmed_and_not_signed_again(cast, text, coordinator, signers):
    proposal = adoption.bring_in(
        text=text,
        by=coordinator,
        signed_on=date(2023, 12, 14),
        signed_file=upload(),
        deadline=timezone.localdate() + timedelta(days=14),
    )
    with pytest.raises(NotAllowedNowError, match="brought in already"):
        sign(proposal, cast.association, signers)


def test_bringing_in_the_file_of_another_text_is_refused(cast, text, coordinator, proposal):
    document = copy_to_sign(text)
    answering.withdraw(proposal=proposal, by=coordinator)
    type(text).objects.filter(pk=text.pk).update(introduction="Een andere inleiding.")
    with pytest.raises(ValidationError, match="of another text"):
        adoption.bring_in(
            text=now(text),
            by=coordinator,
            signed_on=date(2023, 12, 14),
            signed_file=upload(document),
            deadline=timezone.localdate() + timedelta(days=14),
        )
    assert now(text).state == "draft"


# -- Afterwards


@pytest.fixture
def version(text, proposal, signers):
    agree(proposal, signers)
    return Version.objects.get()


def add(version, party, person, content=SCAN, **more):
    fields = {"signed_on": timezone.localdate(), "signed_file": upload(content), **more}
    return add_signed_file(version=version, party=party, by=person, **fields)


def test_a_signed_file_is_added_to_the_version_and_stays(cast, version, signers):
    before = version.sha256
    row = add(version, cast.association, signers[cast.association])
    assert (row.kind, row.carries_mark, row.added_by) == (VersionFile.Kind.SIGNED, False, signers[cast.association])
    assert now(version).sha256 == before
    with pytest.raises(ValidationError, match="stay as they are"):
        row.delete()
    with pytest.raises(ValidationError, match="belongs to the version already"):
        add(version, cast.association, signers[cast.association])
    assert list(faults(cast.agreement)) == []


@pytest.mark.parametrize("person", ["outsider", "admin", "tenant"])
def test_only_people_of_the_party_add_its_file(cast, version, person):
    with pytest.raises(PermissionDenied):
        add(version, cast.association, getattr(cast, person))


def test_a_coordinator_adds_it_too(cast, version, coordinator):
    assert add(version, cast.municipality, coordinator, is_joint=True).is_joint


def test_a_file_of_another_version_is_refused(cast, text, version, signers):
    make_missing_documents()
    with version.files.get(kind="document").file.open() as file:
        document = file.read()
    assert marks_in(upload(document)) == {mark_of(version.content_sha256)}
    assert add(version, cast.association, signers[cast.association], document + b"\n").carries_mark
    other = Version.objects.get(pk=version.pk)
    other.content_sha256, other.proposed_in = "0" * 64, None
    with pytest.raises(ValidationError, match="of another text"):
        add(other, cast.association, signers[cast.association], io.BytesIO(document).getvalue())
