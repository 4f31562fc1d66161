"""For programs: a text in the words of schema.org, all texts as a catalogue, feeds of changes, and what may be searched."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from public_site import news
from public_site.answering import answer, for_everyone, of_text
from public_site.describing import as_json, catalogue, described, full, published_by
from public_site.listing import ListedText, published_texts, stamp_of
from public_site.texts import PublicText

JSON_LD, ATOM = "application/ld+json", "application/atom+xml"


@of_text
def text_described(request, found: PublicText):
    return answer(request, found.stamp, lambda: as_json(described(found)), kind=JSON_LD)


@for_everyone
def all_described(request):
    """The catalogue. It says who publishes each text, so that is in the stamp too."""
    texts, publications = published_texts(), published_by()
    by = sorted((row.pk, row.public_from) for rows in publications.values() for row in rows)
    return answer(request, (stamp_of(texts), by), lambda: as_json(catalogue(texts, publications)), keep=False, kind=JSON_LD)


@of_text
def text_feed(request, found: PublicText):
    page = found.text.address("public_text")

    def make() -> str:
        return news.as_atom(found.content.full_title, page, request.path, news.news_of(found))

    return answer(request, found.stamp, make, keep=False, kind=ATOM)


@for_everyone
def feed(request):
    rows = news.all_news()

    def make() -> str:
        return news.as_atom(_("Prestatieafspraken that are public"), reverse("public_index"), request.path, rows)

    return answer(request, rows, make, keep=False, kind=ATOM)


@for_everyone
def sitemap(request):
    """The pages of all texts that a search engine may show."""
    texts = published_texts()
    context = {"pages": [(full(address), row.version.in_force_from) for row in texts for address in _pages_of(row)]}
    return answer(
        request, stamp_of(texts), lambda: render_to_string("public/sitemap.xml", context), keep=False, kind="application/xml"
    )


def _pages_of(row: ListedText) -> list[str]:
    return [row.text.address(page) for page in ("public_text", "public_versions")]


@for_everyone
def robots(request):
    """What is public may be searched; nothing else of the site has anything for a search engine."""
    lines = [
        "User-agent: *",
        f"Allow: {reverse('public_index')}",
        "Allow: /static/",
        "Allow: /over/",
        "Disallow: /",
        f"Sitemap: {full(reverse('public_sitemap'))}",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={24 * 60 * 60}"
    return response
