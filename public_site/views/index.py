"""All published texts, and finding one by the name of a municipality or party."""

from django.conf import settings
from django.template.loader import render_to_string

from public_site.answering import answer, for_everyone
from public_site.listing import by_place, matching, published_texts, stamp_of

MOST_OF_NAME = 100


@for_everyone
def index(request):
    words = " ".join(request.GET.get("naam", "").replace("\0", "").split())[:MOST_OF_NAME]
    texts = published_texts()
    found = matching(texts, words) if words else texts
    context = {
        "canonical": settings.SITE_URL + request.path,
        "places": by_place(found),
        "words": words,
        "count": len(found),
        "all": len(texts),
    }
    return answer(request, (words, stamp_of(texts)), lambda: render_to_string("public/index.html", context), keep=not words)
