"""The statements on accessibility and privacy, below /openbaar/ as everything for everyone: without a cookie."""

from django.conf import settings
from django.template.loader import render_to_string

from agreements.markdown import to_html
from public_site.answering import answer, for_everyone
from public_site.site_texts import divided, filled_in, text_of


@for_everyone
def site_text(request, page: str):
    words = filled_in(text_of(page, "nl"))
    title, body = divided(words)
    context = {"title": title, "words": to_html(body, 2), "canonical": settings.SITE_URL + request.path}
    return answer(request, words, lambda: render_to_string("public/site_text.html", context), keep=False)
