"""The colour and the logo of a party, for the pages of its published texts."""

from django.http import Http404, HttpResponse

from agreements.models import Participation
from parties.contrast import GROUND, darker, is_colour
from parties.files.uploads import KINDS, ending_of
from parties.models import Party
from public_site.answering import ALWAYS_ASK, answer, for_everyone


def _published_party(pk: int) -> Party:
    # By its pk and not as party: SQLite then knows a number that is too large for a key.
    row = Participation.objects.published().filter(party__pk=pk).select_related("party").first()
    if row is None:
        raise Http404
    return row.party


@for_everyone
def style(request, pk: int):
    """A stylesheet of one rule: a page may hold no styles of its own."""
    colour = _published_party(pk).colour
    if not is_colour(colour):  # what stands there may be older than the rules
        raise Http404
    rule = f":root {{ --accent: {colour}; --accent-deep: {darker(colour)}; --accent-wash: {GROUND}; }}\n"
    return answer(request, colour, lambda: rule, keep=False, kind="text/css")


@for_everyone
def logo(request, pk: int):
    file = _published_party(pk).logo
    try:
        with file.open() as opened:
            response = HttpResponse(opened.read(), content_type=KINDS[ending_of(file.name)])
    except (ValueError, FileNotFoundError) as missing:
        raise Http404 from missing
    response.headers["Cache-Control"] = ALWAYS_ASK
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
