"""What a PDF may fetch while it is made: our own static files, and nothing else."""

import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

STATIC_ROOT = Path(settings.STATICFILES_DIRS[0]).resolve()
SCHEME = "static:"


@cache
def static_fetcher() -> Any:
    """The fetcher to give to WeasyPrint. It opens no connection and reads no file outside the static files.

    Every other address than static:… is refused; WeasyPrint goes on without it.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(SCHEME):
                return super().fetch(url, headers)  # raises: no protocol is allowed
            path = static_path(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticFetcher()


def static_path(url: str) -> Path:
    """The file behind a static: address; raises ValueError for a path that leaves the static files."""
    path = (STATIC_ROOT / url.removeprefix(SCHEME).lstrip("/")).resolve()
    if not path.is_relative_to(STATIC_ROOT):
        raise ValueError(f"Outside the static files: {url}")
    return path
