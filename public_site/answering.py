"""How a public page is answered: made once, known by its ETag, kept by anyone and always asked for anew.

docs/decisions/0045-public-page.md says why nobody may show it without asking.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agreements.exports.pdf.writing import look_version
from public_site.texts import PublicText, public_text

LOOK = (
    "public_site/**/*.py",
    "agreements/**/*.py",
    "monitoring/**/*.py",
    "templates/public/**/*.*",
    "templates/monitoring/charts/*.html",
    "locale/*/LC_MESSAGES/*.mo",
    "static/css/*.css",
)
ALWAYS_ASK = "public, no-cache"  # anyone may keep it, and asks each time whether it still is so


def for_everyone(view):
    """A page without a login, that is only read."""
    return login_not_required(require_safe(view))


def of_text(view):
    """A page for everyone about a published text, which the view gets in place of its address."""

    @wraps(view)
    def found_first(request, slug: str, year: int | None = None, **more):
        return view(request, public_text(slug, year), **more)

    return for_everyone(found_first)


def etag_of(request, stamp: object) -> str:
    """By what it is known what this address says; it differs when the stamp or what makes the page does."""
    return '"' + hashlib.sha256(repr((request.path, stamp, look_version(LOOK))).encode()).hexdigest()[:40] + '"'


def always_asked(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = ALWAYS_ASK
    return response


def answer(request, stamp: object, make: Callable[[], str], *, keep: bool = True, kind: str = "text/html") -> HttpResponse:
    """The page that make() gives, or 304 to who has it already; one that is kept is made once for each stamp of what it says."""
    etag = etag_of(request, stamp)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_kept(etag, make) if keep else make(), content_type=f"{kind}; charset=utf-8")
    return always_asked(response, etag)


def _kept(etag: str, make: Callable[[], str]) -> str:
    found = caches["public"].get(etag)
    if found is None:
        found = make()
        caches["public"].set(etag, found)
    return found


def answer_text(request, found: PublicText, template: str, collect: Callable[[], dict], *, keep: bool = False) -> HttpResponse:
    """A page about a text. What it shows is collected only when the page must be made."""

    def make() -> str:
        canonical = settings.SITE_URL + request.path
        context = {
            "public": found,
            "text": found.text,
            "content": found.content,
            "canonical": canonical,
            "house": found.house,
            **collect(),
        }
        return render_to_string(template, context)

    return answer(request, found.stamp, make, keep=keep)
