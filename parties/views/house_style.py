"""How the public pages of a party look, chosen by its coordinator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parties.house_style import HouseStyleForm, set_house_style
from parties.views.outcome import submit_form
from parties.views.people import coordinated


@require_http_methods(["GET", "HEAD", "POST"])
def house_style(request, pk: int):
    party = coordinated(request.user, pk)
    form = HouseStyleForm(request.POST or None, request.FILES or None, party=party)
    if submit_form(form, set_house_style, at="colour", party=party, by=request.user):
        messages.success(request, _("Saved: your public pages look like this from now on."))
        return redirect(party)
    context = {"party": party, "form": form}
    return render(request, "parties/house_style.html", context, status=422 if form.errors else 200)
