"""From HTML to an accessible, archivable PDF (PDF/A-3a, tagged for PDF/UA), made once for each HTML."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pydyf
from django.conf import settings

from agreements.exports.pdf.accessibility import make_accessible
from agreements.exports.pdf.fetcher import static_fetcher
from agreements.exports.pdf.fonts import give_plain_texts, only_our_fonts
from parties.files.keeping import keep, kept
from parties.files.making import within_render_time

LIBRARIES = ("django", "markdown-it-py", "nh3", "pydyf", "weasyprint")
# What decides how a page looks, apart from its HTML.
LOOK = ("agreements/exports/pdf/*.py", "agreements/exports/pdf/fonts.conf", "static/css/*.css", "static/vendor/SHA256SUMS")


def pdf_of(html: str) -> tuple[str, bytes]:
    """The PDF of this HTML, stored under a hash of the HTML and of the look, with its key.

    So a stored document is never another one than was asked for, whatever happened to the database meanwhile.
    """
    key = "pdf-" + hashlib.sha256((look_version(LOOK) + html).encode()).hexdigest()
    document = kept(key)
    if document is None:
        document = html_to_pdf(html)
        keep(key, document)
    return key, document


def html_to_pdf(html: str) -> bytes:
    """The HTML as PDF; equal HTML gives equal bytes, on every machine.

    The HTML names its language and title and skips no heading level; its stylesheets and fonts have static: addresses.
    Raises NotMadeError when it takes too long.
    """
    import weasyprint  # noqa: F401  (loaded before the clock runs)

    return _write(html)


@within_render_time
def _write(html: str) -> bytes:
    from weasyprint import HTML

    document = HTML(string=html, url_fetcher=static_fetcher())
    return document.write_pdf(pdf_variant="pdf/a-3a", font_config=only_our_fonts(), finisher=_finish)


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    make_accessible(document, pdf)
    give_plain_texts(pdf)


@cache
def look_version(patterns: tuple[str, ...]) -> str:
    """A hash of everything but the content that decides how a document looks: these files and the libraries.

    Computed once per process. A kept document goes by it: a change in one of these makes every kept one unused.
    Raises FileNotFoundError for a pattern that matches no file: a file that was moved would silently no longer count.
    """
    digest = hashlib.sha256(repr([version(library) for library in LIBRARIES]).encode())
    for pattern in patterns:
        paths = sorted(Path(settings.BASE_DIR).glob(pattern))
        if not paths:
            raise FileNotFoundError(f"No file of this look matches {pattern}.")
        for path in paths:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
