"""The right to sign that waits for a second person: looked at, confirmed, refused."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parties.models import Membership, Party
from parties.people import signing
from parties.views.outcome import run_and_notify


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, pk: int, membership_id: int):
    """Who asks for the right and for whom; then a second person gives it with one press."""
    row = _find_membership(request.user, pk, membership_id)
    why_not = signing.why_not_confirm(row, request.user)
    if request.method == "POST":
        if why_not:
            raise PermissionDenied(why_not)
        sentence = _("%(row)s may sign for %(party)s from now on.") % {"row": row.user, "party": row.party}
        run_and_notify(request, signing.confirm_signing, sentence, membership=row)
        return redirect(row.party)
    return render(request, "parties/signing.html", {"party": row.party, "row": row, "why_not": why_not})


@require_POST
def refuse(request, pk: int, membership_id: int):
    """Let nothing come of it."""
    row = _find_membership(request.user, pk, membership_id)
    sentence = _("%(row)s does not get the right to sign.") % {"row": row.user}
    run_and_notify(request, signing.refuse_signing, sentence, membership=row)
    return redirect(row.party)


def _find_membership(user, pk: int, membership_id: int) -> Membership:
    """The membership; 404 for people who may not see the party, 403 for those who may not answer."""
    party = get_object_or_404(Party.objects.visible_to(user), pk=pk)
    rows = Membership.objects.select_related("user", "party", "signing_asked_by")
    is_own = user.is_superuser or Party.objects.own_of(user).filter(pk=pk).exists()
    row = get_object_or_404(rows, pk=membership_id, party=party) if is_own else None
    if row is None:
        raise PermissionDenied(signing.NOT_YOURS.format(party=party))
    if why := signing.why_not_refuse(row, user):
        raise PermissionDenied(why)
    return row
