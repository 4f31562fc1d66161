"""A published text, as its newest version prints it."""

from django.contrib.auth.decorators import login_not_required
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from public_site.answering import answer
from public_site.texts import PublicText, public_text


def page_of(found: PublicText, **more) -> str:
    context = {"public": found, "text": found.text, "content": found.content, "version": found.newest, **more}
    return render_to_string("public/text.html", context)


@login_not_required
@require_safe
def text(request, slug: str, year: int | None = None):
    found = public_text(slug, year)
    return answer(request, found.stamp, lambda: page_of(found))
