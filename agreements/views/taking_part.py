"""A party is asked to take part; its coordinator answers; who asked may take the request back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.models import Agreement, Participation
from agreements.taking_part import permissions, workflow
from agreements.taking_part.forms import AskForm, FirstCoordinatorForm
from parties.models.party import OWN_PARTIES
from parties.views.outcome import run_and_notify, submit_form


def _demand(why_not: str) -> None:
    if why_not:
        raise PermissionDenied(why_not)


def request_for(user, pk: int) -> Participation:
    """The request, for who sees the agreement and for the people who are asked; nobody else knows that it exists."""
    seen = Q(pk__in=Participation.objects.visible_to(user).values("pk"))
    own = Q(party__in=OWN_PARTIES.keys(user.pk))
    rows = Participation.objects.filter(seen | own).select_related("agreement", "party", "asked_by")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug: str):
    """Ask one more party, beside those that were asked already."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    _demand(permissions.why_not_ask(request.user, agreement))
    form = AskForm(request.POST or None, agreement=agreement, by=request.user)
    if row := submit_form(form, workflow.ask_party, at="party", agreement=agreement, by=request.user):
        messages.success(request, _("%(party)s has been asked to take part.") % {"party": row.party})
        if row.from_year:
            sentence = _("It takes part from %(year)s on: the text of the years before stands still.")
            messages.info(request, sentence % {"year": row.from_year})
        needs_first = row.is_asked and not row.party.memberships.coordinating().exists()
        return redirect("first_coordinator", row.pk) if needs_first else redirect(agreement)
    return render(request, "agreements/taking_part/ask.html", {"agreement": agreement, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, pk: int):
    """What saying yes means, and yes."""
    row = request_for(request.user, pk)
    _demand(permissions.why_not_answer(request.user, row))
    if request.method == "POST":
        sentence = _("%(party)s takes part in %(agreement)s.") % {"party": row.party, "agreement": row.agreement}
        done = run_and_notify(request, workflow.say_yes, sentence, participation=row)
        return redirect(row.agreement if done else row.party)
    return render(request, "agreements/taking_part/accept.html", _about(row))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, pk: int):
    """What saying no means, and no."""
    row = request_for(request.user, pk)
    _demand(permissions.why_not_answer(request.user, row))
    if request.method == "POST":
        sentence = _("You said no: %(party)s does not take part in %(agreement)s.")
        words = {"party": row.party, "agreement": row.agreement}
        run_and_notify(request, workflow.say_no, sentence % words, participation=row)
        return redirect(row.party)
    return render(request, "agreements/taking_part/decline.html", _about(row))


def _about(row: Participation) -> dict:
    return {"row": row, "party": row.party, "asker": workflow.asker_of(row)}


@require_POST
def withdraw(request, pk: int):
    """Take the request back, as long as there is no answer."""
    row = request_for(request.user, pk)
    _demand(permissions.why_not_withdraw(request.user, row))
    sentence = _("%(party)s is no longer asked.") % {"party": row.party}
    run_and_notify(request, workflow.withdraw_request, sentence, participation=row)
    return redirect(row.agreement)


@require_http_methods(["GET", "HEAD", "POST"])
def first_coordinator(request, pk: int):
    """Invite the first coordinator of a party that has nobody in Driehoek yet."""
    row = request_for(request.user, pk)
    _demand(permissions.why_not_withdraw(request.user, row))
    why_not = permissions.why_not_invite_first(row, request.user)
    form = FirstCoordinatorForm(request.POST or None)
    if not why_not and (
        sent := submit_form(form, workflow.invite_first_coordinator, at="email", participation=row, by=request.user)
    ):
        messages.success(request, _("The invitation to %(email)s has been sent.") % {"email": sent.email})
        return redirect(row.agreement)
    context = {"row": row, "agreement": row.agreement, "form": form, "why_not": why_not, "sent": workflow.invitations_of(row)}
    return render(request, "agreements/taking_part/first_coordinator.html", context)
