"""All published texts of one party: the address that satisfies article 44a, paragraph 2, of the Woningwet."""

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string

from public_site.answering import answer, for_everyone
from public_site.listing import by_place, of_party, published_texts, stamp_of


@for_everyone
def party(request, pk: int):
    texts = of_party(published_texts(), pk)
    if not texts:
        raise Http404
    found = next(party for party in texts[0].parties if party.pk == pk)
    context = {
        "house": found,
        "canonical": settings.SITE_URL + request.path,
        "party": found,
        "in_force": by_place([row for row in texts if row.is_in_force]),
        "ended": by_place([row for row in texts if not row.is_in_force]),
    }
    return answer(
        request,
        (stamp_of(texts), found.colour, found.logo.name),
        lambda: render_to_string("public/party.html", context),
        keep=False,
    )
