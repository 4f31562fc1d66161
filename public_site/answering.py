"""How a public page is answered: made once, known by its ETag, kept by anyone and always asked for anew.

docs/decisions/0045-public-page.md says why nobody may show it without asking.
"""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from agreements.exports.pdf.writing import look_version

LOOK = (
    "public_site/**/*.py",
    "agreements/**/*.py",
    "monitoring/**/*.py",
    "templates/public/**/*",
    "locale/*/LC_MESSAGES/*.mo",
    "static/css/*.css",
)
ALWAYS_ASK = "public, no-cache"  # anyone may keep it, and asks each time whether it still is so


def answer(request, stamp: object, make: Callable[[], str], *, keep: bool = True, kind: str = "text/html") -> HttpResponse:
    """The page that make() gives, or 304 to who has it already; one that is kept is made once for each stamp of what it says."""
    key = hashlib.sha256(repr((request.path, stamp, look_version(LOOK))).encode()).hexdigest()
    etag = f'"{key[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_kept(key, make) if keep else make(), content_type=f"{kind}; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = ALWAYS_ASK
    return response


def _kept(key: str, make: Callable[[], str]) -> str:
    found = caches["public"].get(key)
    if found is None:
        found = make()
        caches["public"].set(key, found)
    return found
