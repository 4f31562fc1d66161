"""Files of a published text: its PDF, what was hashed, and the files that the parties signed."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response

from agreements.agenda.stored import content_of, read_content
from agreements.agenda.withheld import masked, passages_in
from agreements.consent.withholding import masks_of
from agreements.exports.files import agenda_file_name
from agreements.exports.pdf.agenda import agenda_html
from agreements.exports.pdf.writing import pdf_of
from agreements.models import VersionFile
from parties.files.downloads import as_download, file_name
from parties.files.making import NotMadeError
from parties.files.uploads import download
from public_site.answering import ALWAYS_ASK, always_asked, answer, etag_of, of_text
from public_site.factsheet import factsheet_pdf
from public_site.texts import PublicText


@of_text
def text_as_pdf(request, found: PublicText):
    """The newest version as PDF/UA. Where who signed is not shown, it is the same text without its page of signatures."""
    return _answer_pdf(request, found, _pdf_of, agenda_file_name(found.text, "pdf"))


@of_text
def factsheet(request, found: PublicText):
    """What was agreed, on one page."""
    name = file_name(found.agreement.slug, str(found.text.year or "afspraken"), "in-het-kort", extension="pdf")
    return _answer_pdf(request, found, factsheet_pdf, name)


def _answer_pdf(request, found: PublicText, make: Callable[[PublicText], bytes], name: str) -> HttpResponse:
    etag = etag_of(request, found.stamp)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = as_download(make(found), name, "application/pdf")
        except NotMadeError as error:
            return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return always_asked(response, etag)


def _pdf_of(found: PublicText) -> bytes:
    """The document of the version itself where everyone may see who signed, else one that is made without."""
    documents = VersionFile.objects.published().filter(version=found.newest, kind=VersionFile.Kind.DOCUMENT)
    if kept := documents.filter(masks=masks_of(found.newest)).first():
        with kept.file.open() as file:
            return file.read()
    _key, document = pdf_of(agenda_html(found.content))
    return document


@of_text
def content(request, found: PublicText, number: int):
    """What was hashed, so that anyone can compute the hash anew; without what is withheld, where anything is."""
    version = found.numbered(number)
    passages = passages_in(found.agreement)

    def make() -> str:
        return content_of(masked(read_content(version.content), passages)) if passages else version.content

    response = answer(request, found.stamp, make, keep=False, kind="application/json")
    name = file_name(found.agreement.slug, str(found.text.year or "afspraken"), f"versie-{number}", extension="json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@of_text
def signed_file(request, found: PublicText, number: int, pk: int):
    """What the parties signed, byte for byte; there is no such page where not all agreed to show it, or it is withheld."""
    rows = VersionFile.objects.published().filter(version=found.numbered(number))
    row = get_object_or_404(rows, pk=pk)
    response = download(row.file, row.file_name)
    response.headers["Cache-Control"] = ALWAYS_ASK
    return response
