"""An appendix brought in through the form of the admin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Appendix
from tests.agreements.admin.posting import address, save, sentences
from tests.factories import AppendixFactory
from tests.parties.files.test_uploads import PDF, office


@pytest.fixture
def appendix(cast, without_agenda):
    row = AppendixFactory(agreement=cast.agreement, title="Begroting")
    yield row
    Appendix.objects.get(pk=row.pk).file.delete(save=False)


@pytest.mark.parametrize("in_memory", [2_500_000, 10])
def test_a_file_comes_in_small_or_large_and_is_shown_by_its_own_name(officer, appendix, settings, in_memory):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = in_memory
    assert save(officer, appendix, file=SimpleUploadedFile("Begroting 2024.docx", office("docx"))).status_code == 302
    appendix.refresh_from_db()
    assert appendix.file_name == "Begroting 2024.docx"
    assert appendix.file.name.startswith("appendices/")
    page = officer.get(address(appendix)).content.decode()
    assert f'<a href="/bijlagen/{appendix.pk}/">Begroting 2024.docx</a>' in page
    assert officer.get(f"/bijlagen/{appendix.pk}/").getvalue() == appendix.file.open().read()


def test_what_is_not_what_it_says_is_refused_at_the_field(officer, appendix):
    page = save(officer, appendix, file=SimpleUploadedFile("plan.pdf", b"<script>alert(1)</script>", "application/pdf"))
    (sentence,) = sentences(page)["file"]
    assert sentence.startswith("The content of this file does not fit")
    page = save(officer, appendix, file=SimpleUploadedFile("<img src=x onerror=alert(1)>.svg", PDF))
    assert "<img src=x" not in page.content.decode()
    appendix.refresh_from_db()
    assert not appendix.file
