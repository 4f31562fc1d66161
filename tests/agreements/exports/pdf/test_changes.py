"""What a draft changes, as PDF: marked for the eye and named for whoever hears it."""

import pytest
from django.urls import reverse

from agreements.exports.pdf.changes import changes_pdf
from tests.agreements.ten_changes import make_ten_changes
from tests.pdf_check import check
from tests.pdf_text import pages_of, words_in_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast) -> bytes:
    return changes_pdf(make_ten_changes(cast))


def test_a_change_is_named_in_the_text_itself(document):
    words = words_in_order(document)
    assert "Let op: 12 wordt 21" in words
    assert "Let op: “niet” vervalt" in words
    for said in ("vervallen: 12 (einde)", "toegevoegd: 21 (einde)", "was De Sleutel (realisatie bouw)", "verplaatst"):
        assert said in words, said


def test_a_screen_reader_can_read_it_as_any_document_of_ours(document):
    assert check(document) == []


def test_what_only_is_numbered_otherwise_stands_last_in_small_letters(document):
    words = " ".join(pages_of(document))
    assert words.index("Anders genummerd") > words.index("Doel 26")
    assert "Thema 4. Zorg: hernummerd (3 → 4)" in words


def test_who_reads_the_agreement_may_have_it_and_nobody_else(cast, client):
    draft = make_ten_changes(cast)
    address = reverse("adoption_changes_pdf", args=[cast.agreement.slug, draft.year])
    statuses = {}
    for person in (cast.tenant, cast.officer, cast.outsider):
        client.force_login(person)
        statuses[person.name] = client.get(address).status_code
    assert statuses == {"Tess Huurder": 200, "Olga Officier": 200, "Bas Buiten": 404}
    assert client.get(reverse("adoption_changes_pdf", args=[cast.agreement.slug, cast.agenda.year])).status_code == 404
