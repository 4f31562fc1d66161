"""The state of a text on somebody else's website: the picture, and the line that shows it."""

from django.conf import settings
from django.template.loader import render_to_string

from public_site.answering import answer, answer_text, of_text
from public_site.badge import HEIGHT, WIDTH, badge_of, line_to_copy
from public_site.texts import PublicText


@of_text
def badge(request, found: PublicText):
    """The only address that a page of another website may show within itself."""

    def make() -> str:
        context = {"badge": badge_of(found), "version": found.newest.name, "width": WIDTH, "height": HEIGHT}
        return render_to_string("public/badge.svg", context)

    response = answer(request, found.stamp, make, kind="image/svg+xml")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@of_text
def embed(request, found: PublicText):
    """The line, and how it looks: there the addresses are of this page, whatever name it was asked by."""

    def lines() -> dict:
        site = settings.SITE_URL
        return {"line": line_to_copy(found, site), "example": line_to_copy(found, ""), "site": site}

    return answer_text(request, found, "public/embed.html", lines)
