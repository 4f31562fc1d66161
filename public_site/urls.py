"""Addresses of what everyone may read. public_site/middleware.py answers all that begins with /openbaar/."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, path

import agreements.urls  # noqa: F401  (knows what a year is)
from public_site.views import index, party, preview, text


def of_every_text(place: str, view: Callable, name: str) -> Iterator[URLPattern]:
    """The address below the year, and that of the agreement as a whole: Adoptable.address() knows both."""
    yield path(f"openbaar/<slug:slug>/<year:year>/{place}", view, name=f"public_{name}")
    yield path(f"openbaar/<slug:slug>/{place}", view, name=f"agreement_public_{name}")


TEXT = (("", text.text, "text"),)

urlpatterns = [
    path("openbaar/", index.index, name="public_index"),
    path("openbaar/partijen/<int:pk>/", party.party, name="public_party"),
    *(at for place in TEXT for at in of_every_text(*place)),
    path("afspraken/<slug:slug>/<year:year>/openbaar/voorbeeld/", preview.preview, name="public_preview"),
    path("afspraken/<slug:slug>/openbaar/voorbeeld/", preview.preview, name="agreement_public_preview"),
]
