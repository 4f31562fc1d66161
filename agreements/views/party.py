"""One party: its agreements, what it leads, its people; and the contacts of what it leads."""

from collections.abc import Collection, Iterable
from itertools import chain
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.consent.signers import proposals_of
from agreements.contacts.choosing import colleagues
from agreements.contacts.forms import ContactsForm
from agreements.contacts.handover import choose_contacts, let_go, number_waiting_at, waiting_at, will_be_left_behind
from agreements.contacts.party_page import agendas_asked, agendas_shown, collect_party, leads_of, years_of
from agreements.merging.permissions import why_not_record
from agreements.models import Lead
from agreements.taking_part.page import requests_for
from parties.models import Membership, Party, User
from parties.people.forms import TakesOverForm
from parties.people.names import show_parties
from parties.people.page import people_of
from parties.prepared import Prepared
from parties.row_ids import row_id
from parties.views.outcome import run_and_notify, submit_form
from parties.views.people import coordinated

COMING = "komend"  # in the address: what the party leads in the years that are written


@require_safe
def parties(request):
    """The own parties and their umbrellas; who has one party goes straight to it."""
    own = Party.objects.visible_to(request.user) if request.user.is_superuser else Party.objects.of(request.user)
    found = list(own.select_related("successor"))
    if len(found) == 1:
        return redirect("party", found[0].pk)
    return render(request, "agreements/parties.html", {"parties": found})


@require_safe
def party(request, pk: int):
    """A party over all its agreements, with its people for its own people."""
    found = _seen_by(request.user, pk)
    coming = COMING in request.GET
    asked = {"chosen": row_id(request.GET.get("agenda")), "page": request.GET.get("bladzijde")}
    page = collect_party(found, seen_by=request.user, coming=coming, **asked)
    may_choose = found.pk in request.user.chooses_contacts_for
    context = {
        "page": page,
        "is_coming": coming,
        "party": found,
        "people": people_of(found, seen_by=request.user),
        "requests": requests_for(found, request.user),
        "form": _contacts_form(request, page.leads, [found]) if may_choose else None,
        "may_merge": not found.successor_id and not why_not_record(request.user, found),
        "waiting": number_waiting_at(found, page.umbrellas) if may_choose else 0,
    }
    return render(request, "agreements/party.html", context)


@require_POST
def contacts(request, pk: int):
    """Save who is the contact for what the party leads."""
    found, coming = _with_contacts_of(request.user, pk), COMING in request.GET
    asked, chosen = agendas_asked(years_of(found, seen_by=request.user), coming=coming), row_id(request.GET.get("agenda"))
    agendas = agendas_shown(asked, chosen)
    _save(request, _contacts_form(request, leads_of(found, seen_by=request.user, agendas=agendas), [found]))
    kept = urlencode({name: request.GET[name] for name in (COMING, "agenda") if name in request.GET})
    return redirect(f"{reverse('party', args=[pk])}{f'?{kept}' if kept else ''}")


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, pk: int):
    """The actions whose contact left, until each has another one."""
    found = _with_contacts_of(request.user, pk)
    leads = list(waiting_at(found))
    form = _contacts_form(request, leads, sorted({lead.party for lead in leads}, key=lambda party: party.name))
    if request.method == "POST":
        _save(request, form)
        return redirect("hand_over", pk)
    return render(request, "agreements/hand_over.html", {"party": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk: int, membership_id: int):
    """Let someone of the own party leave, after one question that says what happens."""
    found = coordinated(request.user, pk)
    row = get_object_or_404(Membership.objects.select_related("user", "party"), pk=membership_id, party=found)
    form = TakesOverForm(request.POST if request.method == "POST" else None, row=row)
    left = submit_form(form, let_go, at=None, membership=row, by=request.user)
    if left is not None:
        messages.success(request, _("%(person)s has left %(party)s.") % {"person": row.user, "party": row.party})
        is_away = row.user == request.user
        return redirect(settings.LOGIN_REDIRECT_URL) if is_away else redirect("hand_over" if left else "party", found.pk)
    context = {
        "party": found,
        "row": row,
        "form": form,
        "leads": will_be_left_behind(row),
        "proposals": proposals_of(row),
        "parties": row.user.memberships.count(),
    }
    return render(request, "agreements/leave.html", context, status=422 if form.errors else 200)


def _seen_by(user, pk: int) -> Party:
    """With its successor; a party that the person may not see is a 404."""
    key = row_id(pk)
    found = [] if key is None else _seen.models(key, user.pk, is_superuser=user.is_superuser)
    if not found:
        raise Http404
    return found[0]


@Prepared
def _seen(pk: int, user: int, *, is_superuser: bool) -> QuerySet[Party]:
    visible = Party.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    return visible.filter(pk=pk).select_related("successor")


def _with_contacts_of(user, pk: int) -> Party:
    """The party, for who chooses the contacts of what it leads."""
    found = _seen_by(user, pk)
    if found.pk not in user.chooses_contacts_for:
        raise PermissionDenied(_("Only a coordinator of %(party)s chooses the contacts.") % {"party": found})
    return found


def _contacts_form(request, leads: Collection[Lead], led_by: Iterable[Party]) -> ContactsForm:
    parties = list(led_by) if leads else []
    people = {row.pk: colleagues(row, by=request.user) for row in parties}
    of_several_parties = chain(*(people[row.pk] for row in parties if row.kind == Party.Kind.UMBRELLA))
    show_parties(of_several_parties, seen_by=request.user)
    return ContactsForm(request.POST if request.method == "POST" else None, leads=leads, people=people)


def _save(request, form: ContactsForm) -> None:
    if not form.is_valid():
        messages.error(request, _("Nothing is saved: choose people from the list, and try again."))
        return
    count = run_and_notify(request, choose_contacts, choices=form.choices)
    if count is None:
        return
    told = ngettext("%(count)s action has another contact now.", "%(count)s actions have another contact now.", count)
    messages.success(request, told % {"count": count} if count else _("Nothing has changed."))
