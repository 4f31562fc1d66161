"""The pages of signing elsewhere and together."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.consent import adoption, answering
from agreements.models import Ceremony, SignedCopy, VersionFile
from parties.models import Membership
from tests.agreements.changes.conftest import adjust
from tests.factories import MembershipFactory, UserFactory
from tests.pages import words_of
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def signer(cast):
    person = UserFactory(name="Berta Bestuurder")
    MembershipFactory(user=person, party=cast.association, role=Membership.Role.READER, may_sign=True)
    return person


@pytest.fixture
def proposal(cast, signer):
    return adoption.propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=14))


def page(cast, place: str = "") -> str:
    return f"{cast.agenda.get_absolute_url()}vaststellen/{place}"


def bring(client, cast, proposal, content=SCAN, **more):
    form = {
        "party": cast.association.pk,
        "signed_on": timezone.localdate().isoformat(),
        "signed_file": SimpleUploadedFile("getekend.pdf", content, content_type="application/pdf"),
        "seen": proposal.content_sha256,
        **more,
    }
    return client.post(page(cast, "elders/"), form, follow=True)


def test_from_download_to_answer(client, cast, signer, proposal):
    client.force_login(signer)
    assert 'enctype="multipart/form-data"' in client.get(page(cast, "elders/")).content.decode()
    copy = client.get(f"{cast.agenda.get_absolute_url()}agenda.pdf?ondertekening")
    assert "kenmerk" in pages_of(copy.content)[0]
    shown = words_of(bring(client, cast, proposal, copy.content, is_joint="on"))
    assert "The signed file is in, and is the answer of your party." in shown
    assert "No mark of a text" not in shown
    assert "signed together on" in shown
    row = SignedCopy.objects.get()
    assert b"".join(client.get(page(cast, f"elders/{row.pk}/")).streaming_content) == copy.content


def test_a_scan_is_taken_with_a_warning(client, cast, signer, proposal):
    client.force_login(signer)
    assert "No mark of a text can be read in this file" in words_of(bring(client, cast, proposal))


def test_what_is_missing_is_said_at_its_field(client, cast, signer, proposal):
    client.force_login(signer)
    answer = client.post(page(cast, "elders/"), {"party": cast.association.pk})
    assert answer.status_code == 422
    assert "Fill this in." in words_of(answer)


def test_who_answered_or_does_not_sign_has_no_such_page(client, cast, signer, proposal):
    answering.answer(proposal=proposal, party=cast.association, by=signer, answer="agreed")
    for person in (signer, cast.officer):
        client.force_login(person)
        assert client.get(page(cast, "elders/")).status_code == 403


def test_who_confirms_reads_the_file_that_was_brought_in(client, cast, signer):
    client.force_login(cast.officer)
    form = {
        "signed_on": "2024-01-02",
        "deadline": (timezone.localdate() + timedelta(days=14)).isoformat(),
        "signed_file": SimpleUploadedFile("getekend.pdf", SCAN, content_type="application/pdf"),
    }
    shown = words_of(client.post(page(cast, "getekend/"), form, follow=True))
    assert "No mark of a text can be read in this file" in shown
    client.force_login(signer)
    assert b"".join(client.get(page(cast, "getekend/bestand/")).streaming_content) == SCAN
    client.force_login(cast.outsider)
    assert client.get(page(cast, "getekend/bestand/")).status_code == 404


def test_no_file_was_brought_in_with_an_ordinary_proposal(client, cast, proposal):
    client.force_login(cast.officer)
    assert client.get(page(cast, "getekend/bestand/")).status_code == 404


def test_a_coordinator_plans_moves_and_cancels_the_signing(client, cast, proposal):
    client.force_login(cast.officer)
    day = timezone.localdate() + timedelta(days=7)
    form = {"day": day.isoformat(), "hour": "16:00", "place": "gemeentehuis"}
    shown = words_of(client.post(page(cast, "ondertekening/"), form, follow=True))
    assert "The moment is set." in shown
    assert "gemeentehuis" in shown
    assert "gemeentehuis" in words_of(client.get("/"))
    shown = client.get(page(cast, "ondertekening/"))
    assert 'value="16:00"' in shown.content.decode()
    client.post(page(cast, "ondertekening/afzeggen/"))
    assert Ceremony.objects.get().cancelled_at
    assert "gemeentehuis" not in words_of(client.get("/"))


def test_after_adoption_a_file_is_added_and_the_page_lists_it_with_its_hash(client, cast, signer, proposal):
    for person, party in [(cast.executive, cast.municipality), (signer, cast.association), (cast.tenant, cast.tenants)]:
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    client.force_login(signer)
    place = f"{cast.agenda.get_absolute_url()}versies/"
    assert "Add a signed file" in words_of(client.get(place))
    form = {
        "party": cast.association.pk,
        "signed_on": timezone.localdate().isoformat(),
        "signed_file": SimpleUploadedFile("getekend.pdf", SCAN, content_type="application/pdf"),
    }
    shown = words_of(client.post(f"{place}1/getekend/", form, follow=True))
    row = VersionFile.objects.get(kind="signed")
    assert row.sha256 in shown
    assert "No mark of a text can be read in this file" in shown
    client.force_login(cast.officer)
    assert "Add a signed file" in words_of(client.get(place))


# -- A change


@pytest.fixture
def change(scene):
    return scene.propose(adjust(scene.cast.action, text="De 21 flexwoningen zijn opgeleverd."))


def test_a_change_is_signed_elsewhere_from_download_to_answer(client, scene, change):
    party = scene.cast.association
    client.force_login(scene.signers[party])
    address = f"/wijzigingen/{change.pk}/elders/"
    shown = client.get(address)
    assert f'href="/wijzigingen/{change.pk}/ter-ondertekening.pdf"' in shown.content.decode()
    copy = client.get(f"/wijzigingen/{change.pk}/ter-ondertekening.pdf")
    assert (copy["Content-Type"], f"wijziging-{change.pk}-ter-ondertekening.pdf" in copy["Content-Disposition"]) == (
        "application/pdf",
        True,
    )
    form = {
        "party": party.pk,
        "signed_on": timezone.localdate().isoformat(),
        "signed_file": SimpleUploadedFile("getekend.pdf", copy.content, content_type="application/pdf"),
        "seen": change.content_sha256,
    }
    assert "is the answer of your party" in words_of(client.post(address, form, follow=True))
    kept = SignedCopy.objects.get(proposal=change)
    assert kept.carries_mark
    client.force_login(scene.signers[scene.cast.tenants])
    assert client.get(f"{address}{kept.pk}/").getvalue() == copy.content
    scene.agree(change, but=[party, scene.cast.tenants])
    form |= {"party": scene.cast.tenants.pk, "signed_file": SimpleUploadedFile("scan.pdf", SCAN)}
    page = words_of(client.post(address, form, follow=True))
    assert "With it all have agreed: the change is in force." in page
    assert VersionFile.objects.filter(kind="signed", version__proposed_in=change).count() == 2


def test_strangers_and_who_does_not_sign_do_not_get_to_a_change(client, scene, change):
    addresses = [f"/wijzigingen/{change.pk}/{place}" for place in ("elders/", "ter-ondertekening.pdf", "elders/1/")]
    client.force_login(scene.cast.outsider)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    client.force_login(scene.cast.association_officer)
    assert [client.get(address).status_code for address in addresses] == [403, 200, 404]


def test_the_pages_of_an_adoption_are_not_those_of_a_change(client, scene, change):
    """A proposal of changes stands on the same year."""
    client.force_login(scene.signers[scene.cast.association])
    assert client.get(page(scene.cast, "elders/")).status_code == 404
