"""For who takes part in an agreement: how its text in force will look for everyone. The only page here that asks for a login."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from agreements.views.text import text_for
from public_site.reading import reading_of
from public_site.texts import as_if_published


@require_safe
def preview(request, slug: str, year: int | None = None):
    found = as_if_published(text_for(request.user, slug, year))
    with translation.override("nl"):
        context = {"public": found, "text": found.text, "content": found.content, **reading_of(found, is_preview=True)}
        return HttpResponse(render_to_string("public/text.html", context))
