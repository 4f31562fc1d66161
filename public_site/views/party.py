"""All published texts of one party: the address that satisfies article 44a, paragraph 2, of the Woningwet."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from public_site.answering import answer
from public_site.listing import of_party, published_texts


@login_not_required
@require_safe
def party(request, pk: int):
    texts = of_party(published_texts(), pk)
    if not texts:
        raise Http404
    found = next(party for party in texts[0].parties if party.pk == pk)
    context = {
        "party": found,
        "in_force": [row for row in texts if row.is_in_force],
        "ended": [row for row in texts if not row.is_in_force],
    }
    stamp = [(row.version.pk, row.text.title, row.text.state, row.parties) for row in texts]
    return answer(request, stamp, lambda: render_to_string("public/party.html", context), keep=False)
