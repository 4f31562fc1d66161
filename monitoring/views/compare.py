"""Two texts of an agreement beside each other: was and becomes, as a page and to send round."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from monitoring.comparing.comparison import Compared, compare_chosen
from monitoring.comparing.forms import CompareForm
from monitoring.comparing.sides import Texts
from monitoring.exports.comparison import FORMATS, comparison_file_name
from monitoring.views.dashboard import unless_tampered
from parties.files.downloads import as_download
from parties.files.making import NotMadeError


def _asked(request, slug: str) -> CompareForm:
    """What the address asks, or what one asks for most."""
    texts = Texts(request.user, slug)
    if "was" in request.GET or "wordt" in request.GET:
        return CompareForm(request.GET, texts=texts)
    suggested = texts.suggested()
    return CompareForm(dict(zip(("was", "wordt"), suggested, strict=True)) if suggested else None, texts=texts)


@require_safe
@unless_tampered
def compare(request, slug: str):
    """What changed, chapter by chapter; or the whole text with the changes in it."""
    form = _asked(request, slug)
    found = compare_chosen(form) if form.is_valid() else None
    context = {
        "agreement": form.texts.agreement,
        "form": form,
        "found": found,
        "compared": found if isinstance(found, Compared) else None,
        "whole_text": request.GET.get("toon") == "tekst",
        "query": form.as_query() if found else "",
    }
    return render(request, "monitoring/compare.html", context, status=422 if form.errors else 200)


@require_safe
@unless_tampered
def compare_file(request, slug: str, extension: str):
    """The comparison as PDF/UA, or in Word with its tracked changes."""
    form = _asked(request, slug)
    if not form.is_valid():
        raise Http404
    with translation.override("nl"):  # it is sent round
        found = compare_chosen(form)
    if not isinstance(found, Compared):
        raise Http404
    try:
        document = FORMATS[extension].write(found)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('compare', args=[slug])}?{form.as_query()}")
    return as_download(document, comparison_file_name(found, extension), FORMATS[extension].content_type)
