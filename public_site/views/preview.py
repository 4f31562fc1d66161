"""For who takes part in an agreement: how its text in force will look for everyone. The only page here that asks for a login."""

from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from agreements.views.text import text_for
from public_site.texts import as_if_published
from public_site.views.text import page_of


@require_safe
def preview(request, slug: str, year: int | None = None):
    found = as_if_published(text_for(request.user, slug, year))
    with translation.override("nl"):
        return HttpResponse(page_of(found, is_preview=True))
