"""Documents that the site makes, as a download: what they are called, and the headers that go with them.

A file that people brought goes out through uploads.download().
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header


@dataclass(frozen=True)
class DownloadFormat:
    """A kind of file: its content type, and the function that makes the bytes."""

    content_type: str
    write: Callable[..., bytes]


def file_name(*parts: object, extension: str) -> str:
    """The name of a download, from large to small, without empty parts; "heumen-2023-2026-cijfers.xlsx"."""
    return "-".join(filter(None, map(str, parts))) + f".{extension}"


def as_download(document: bytes, name: str, content_type: str, **headers: str) -> HttpResponse:
    """The document under this name, for the browser to save and never to show."""
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name), **headers}
    return HttpResponse(document, content_type=content_type, headers=headers)
