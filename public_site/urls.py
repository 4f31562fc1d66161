"""Addresses of what everyone may read. public_site/middleware.py answers all that begins with /openbaar/."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, path

import agreements.urls  # noqa: F401  (knows what a year is)
from public_site.views import documents, embed, house, index, machines, party, preview, progress, site_texts, text, versions

# Of a year, and of the agreement as a whole.
TEXT = (
    ("", text.text, "text"),
    ("doelen/<int:pk>/", text.goal, "goal"),
    ("tekst.pdf", documents.text_as_pdf, "pdf"),
    ("factsheet.pdf", documents.factsheet, "factsheet"),
    ("gegevens.jsonld", machines.text_described, "described"),
    ("wijzigingen.atom", machines.text_feed, "text_feed"),
    ("stand.svg", embed.badge, "badge"),
    ("voor-uw-website/", embed.embed, "embed"),
    ("versies/", versions.versions, "versions"),
    ("versies/<int:number>/", versions.version, "version"),
    ("versies/<int:number>/inhoud.json", documents.content, "content"),
    ("versies/<int:number>/verschil/", versions.changes, "changes"),
    ("versies/<int:number>/bestand/<int:pk>/", documents.signed_file, "file"),
)
YEAR = "openbaar/<slug:slug>/<year:year>/"


def of_every_text(place: str, view: Callable, name: str) -> Iterator[URLPattern]:
    """The address below the year, and that below the agreement: Adoptable.address() knows both."""
    yield path(f"{YEAR}{place}", view, name=f"public_{name}")
    yield path(f"openbaar/<slug:slug>/{place}", view, name=f"agreement_public_{name}")


urlpatterns = [
    path("openbaar/", index.index, name="public_index"),
    path("openbaar/catalogus.jsonld", machines.all_described, name="public_catalogue"),
    path("openbaar/wijzigingen.atom", machines.feed, name="public_feed"),
    path("openbaar/sitemap.xml", machines.sitemap, name="public_sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("openbaar/toegankelijkheid/", site_texts.site_text, {"page": "toegankelijkheid"}, name="public_accessibility"),
    path("openbaar/privacy/", site_texts.site_text, {"page": "privacy"}, name="public_privacy"),
    path("openbaar/partijen/<int:pk>/", party.party, name="public_party"),
    path("openbaar/partijen/<int:pk>/huisstijl.css", house.style, name="public_house_style"),
    path("openbaar/partijen/<int:pk>/logo", house.logo, name="public_logo"),
    *(at for place in TEXT for at in of_every_text(*place)),
    path(f"{YEAR}acties/<int:pk>/", text.action, name="public_action"),
    path(f"{YEAR}voortgang/", progress.progress, name="public_progress"),
    path("afspraken/<slug:slug>/<year:year>/openbaar/voorbeeld/", preview.preview, name="public_preview"),
    path("afspraken/<slug:slug>/openbaar/voorbeeld/", preview.preview, name="agreement_public_preview"),
]
