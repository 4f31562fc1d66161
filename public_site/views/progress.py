"""How a published year stands, where all parties agreed to show that: lights, homes and figures."""

from django.http import Http404

from public_site.answering import answer_text, of_text
from public_site.progress import progress_of
from public_site.texts import PublicText


@of_text
def progress(request, found: PublicText):
    if not found.shows_progress:
        raise Http404
    return answer_text(
        request, found, "public/progress.html", lambda: {"here": "progress", "progress": progress_of(found)}, keep=True
    )
