"""The signature page: a block for each party, in the order of the agreement, that says who signed, in which right and how."""

from datetime import UTC, date, datetime

import pytest

from agreements.agenda.ground import Ground, GroundAnswer
from agreements.agenda.stored import content_of_version
from agreements.exports.pdf.agenda import render
from agreements.exports.pdf.signing_page import page_of_version
from agreements.signing.marks import mark_of
from agreements.versions.recording import record_version
from parties.models import Party
from tests.pdf_check import check
from tests.pdf_text import pages_of, words_over_each_other

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 14, 15, 2, tzinfo=UTC)


def answer(name: str, by: str, **fields) -> GroundAnswer:
    party = Party.objects.get(name=name)
    return GroundAnswer(
        party.pk, name, by, **{"capacity": "wethouder", "mandate": "B&W 1 december", "on": AT.date(), "at": AT, **fields}
    )


def document_of(agenda, *answers: GroundAnswer, **ground) -> tuple[bytes, str]:
    """The document of a version with this ground, and the hash of its content."""
    version = record_version(agenda, kind="adoption", in_force_from=AT.date(), ground=Ground(answers=answers, **ground))
    content = content_of_version(version)
    return render(content, signing=page_of_version(version, content)), version.content_sha256


def test_in_driehoek_each_person_with_capacity_mandate_and_moment(agenda):
    document, content_sha256 = document_of(
        agenda,
        answer("Stichting Zee", "Łukasz Doğan", capacity="bestuurder", mandate="RvC 3 december"),
        answer("Gemeente Duinstad", "Ilse Związek"),
        answer("Gemeente Duinstad", "Bram Tweede", capacity="secretaris"),
        kind="assents",
    )
    pages = pages_of(document)
    for words in ("Łukasz Doğan", "Ilse Związek", "Bram Tweede", "bestuurder", "RvC 3 december", "14 december 2026 om 16.02 uur"):
        assert words in pages[-1]
    assert pages[-1].index("Gemeente Duinstad") < pages[-1].index("Stichting Zee")
    assert content_sha256 in pages[-1].replace(" ", "")
    assert all(mark_of(content_sha256) in page for page in pages)
    assert "gekwalificeerd" not in " ".join(pages).lower()
    assert check(document) == []
    assert words_over_each_other(document) == []


def test_on_paper_the_day_who_brought_it_in_and_who_confirmed(agenda):
    document, _hash = document_of(
        agenda,
        answer("Stichting Zee", "Łukasz Doğan"),
        kind="paper",
        proposed_by="Gemeente Duinstad",
        brought_in_by="Ilse Związek",
        signed_on=date(2026, 12, 10),
        signed_sha256="ab" * 32,
    )
    page = pages_of(document)[-1]
    for words in (
        "Op papier getekend op 10 december 2026.",
        "Ingebracht in Driehoek door Ilse Związek.",
        "Bevestigd in Driehoek op 14 december 2026 om 16.02",
    ):
        assert all(word in page for word in words.split())
    assert words_over_each_other(document) == []


def test_signed_elsewhere_the_day_and_the_hash_of_the_file(agenda):
    signed = {"signed_on": date(2026, 12, 9), "signed_sha256": "cd" * 32}
    document, _hash = document_of(agenda, answer("Stichting Zee", "Łukasz Doğan", **signed), kind="assents")
    page = pages_of(document)[-1]
    assert "9 december 2026" in page
    assert "niets bekend" in page  # of the other party
    assert words_over_each_other(document) == []


def test_from_before_versions_only_the_day(agenda):
    document, _hash = document_of(agenda, answer("Stichting Zee", "Łukasz Doğan", at=None), kind="earlier")
    assert "Ondertekend op 14 december 2026." in pages_of(document)[-1]
