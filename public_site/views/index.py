"""All published texts, and finding one by the name of a municipality or party."""

from django.contrib.auth.decorators import login_not_required
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from public_site.answering import answer
from public_site.listing import matching, published_texts

MOST_OF_NAME = 100


@login_not_required
@require_safe
def index(request):
    words = request.GET.get("naam", "").strip()[:MOST_OF_NAME]
    texts = published_texts()
    found = matching(texts, words) if words else texts
    context = {"texts": found, "words": words, "count": len(texts)}
    stamp = [(row.version.pk, row.text.title, row.text.state, row.parties) for row in found]
    return answer(request, (words, stamp), lambda: render_to_string("public/index.html", context), keep=False)
