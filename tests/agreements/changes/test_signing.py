"""A change that parties sign elsewhere: the copy to sign, the file as an answer, and where it is kept."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.agenda.ground import ground_of
from agreements.consent.signing import add_signed_file, answer_with_file
from agreements.exports.pdf.change_to_sign import change_to_sign
from agreements.exports.versions import agenda_document, make_missing_documents
from agreements.models import Goal, Proposal, Version, VersionFile
from agreements.signing.marks import mark_of
from parties.files.making import NotMadeError
from parties.models import Membership
from tests.agreements.changes.conftest import adjust, now
from tests.factories import MembershipFactory, PartyFactory, UserFactory
from tests.pdf_check import check
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db
TEXT = "De 21 flexwoningen zijn opgeleverd."
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def sign(scene, proposal, party, content=SCAN, **more) -> Proposal:
    file = SimpleUploadedFile("getekend.pdf", content, content_type="application/pdf")
    by = scene.signers[party]
    return answer_with_file(
        proposal=proposal,
        party=party,
        by=by,
        signed_on=date(2023, 12, 14),
        signed_file=file,
        seen=proposal.content_sha256,
        **more,
    )


@pytest.fixture
def proposal(scene) -> Proposal:
    added = {
        "kind": "add",
        "about": "goal",
        "becomes": {"theme": scene.cast.theme.pk, "number": "30", "text": "Er komen 10 huizen."},
    }
    return scene.propose(adjust(scene.cast.action, text=TEXT), added)


def test_the_copy_has_the_new_text_what_changes_and_the_mark_on_each_page(scene, proposal):
    before = (Goal.objects.count(), now(scene.cast.action).history.count())
    document = change_to_sign(proposal)
    pages = pages_of(document)
    words = " ".join(" ".join(pages).split())
    assert all(f"kenmerk {mark_of(proposal.content_sha256)}" in page for page in pages)
    assert words.index(TEXT) < words.index("Wat er wijzigt") < words.index(proposal.content_sha256)
    assert "Voorstel tot wijziging van deze tekst" in words
    assert "Er komen 10 huizen." in words
    assert "Woonstichting De Sleutel" in pages[-1]
    assert (Goal.objects.count(), now(scene.cast.action).history.count()) == before
    scene.all_is_well()
    assert check(document) == []


def test_over_another_text_there_is_no_copy(scene, proposal):
    Goal.objects.filter(pk=scene.cast.goal.pk).update(text="Langs alles heen.")
    with pytest.raises(NotMadeError, match="niet meer wat is voorgesteld"):
        change_to_sign(proposal)


def test_the_signed_file_is_the_answer_and_is_kept_with_the_version(scene, proposal):
    document = change_to_sign(proposal)
    assert sign(scene, proposal, scene.cast.association, document, is_joint=True).is_open
    scene.agree(proposal, but=[scene.cast.association])
    assert now(proposal).state == Proposal.State.AGREED
    version = Version.objects.of(scene.agenda()).latest("place")
    kept = VersionFile.objects.get(version=version, kind="signed")
    assert (kept.party, kept.is_joint, kept.carries_mark) == (scene.cast.association, True, True)
    answer = next(row for row in ground_of(version).answers if row.party_id == scene.cast.association.pk)
    assert (answer.signed_sha256, answer.signed_on) == (kept.sha256, date(2023, 12, 14))
    make_missing_documents(scene.agenda())
    assert kept.sha256 in "".join("".join(pages_of(agenda_document(scene.agenda()))).split())
    scene.all_is_well()


def test_a_file_of_another_text_is_refused_and_that_of_the_proposal_comes_in_afterwards(scene, proposal):
    document, before = change_to_sign(proposal), agenda_document(scene.agenda())
    with pytest.raises(ValidationError, match="This file is of another text"):
        sign(scene, proposal, scene.cast.association, before)
    scene.agree(proposal)
    version = Version.objects.of(scene.agenda()).latest("place")
    assert version.content_sha256 != proposal.content_sha256
    file = SimpleUploadedFile("later.pdf", document, content_type="application/pdf")
    person = scene.signers[scene.cast.association]
    row = add_signed_file(
        version=version, party=scene.cast.association, by=person, signed_on=date(2023, 12, 14), signed_file=file
    )
    assert row.carries_mark


def test_who_joins_by_a_change_has_its_signature_in_the_agreement(scene):
    party = PartyFactory(name="Woningstichting Nieuwland", short_name="Nieuwland", kind="housing_association")
    scene.signers[party] = UserFactory(name="Nina Nieuw")
    MembershipFactory(user=scene.signers[party], party=party, role=Membership.Role.READER, may_sign=True)
    before = {row.party: row.signed_on for row in scene.cast.agreement.participations.all()}
    proposal = scene.propose(
        {"kind": "participation", "about": "participation", "becomes": {"party": party.pk, "role": "signatory"}}
    )
    assert party in {row.party for row in proposal.needed.all()}
    assert scene.agree(proposal).state == Proposal.State.AGREED
    rows = {row.party: row for row in scene.cast.agreement.participations.all()}
    assert (rows[party].signed_by, rows[party].signed_on is not None) == ("Nina Nieuw", True)
    assert {row: rows[row].signed_on for row in before} == before
    scene.all_is_well()
