"""Rounds: planned, opened, watched and closed by a coordinator; read by everyone who takes part."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agenda, Agreement, parties_in
from monitoring.calendar import day_of
from monitoring.exports.ahead import make_reports_soon
from monitoring.meetings.escalation import escalations
from monitoring.meetings.listing import newest_meetings
from monitoring.models import LeadException, Position, Round, RoundExtension
from monitoring.permissions import coordinates, why_not_coordinate
from monitoring.progress.reviewing import accept_all
from monitoring.rounds.exceptions import except_leads
from monitoring.rounds.forms import ExtensionForm, LeadExceptionForm, RoundForm, next_round
from monitoring.rounds.grid import collect_grid
from monitoring.rounds.reviewers import Unreviewed, sentence_about, unreviewed_in
from monitoring.rounds.workflow import change_round, close_round, extend, open_round, plan_round, remind
from monitoring.story import party_of
from parties.models import Party, User
from parties.prepared import Prepared, attach
from parties.row_ids import row_id
from parties.views.outcome import run_and_notify, submit_form

# Without their content: a list only links to them.
POSITIONS = Prefetch("positions", Position.objects.defer("content"))


def round_for(user, pk: int) -> Round:
    """The round, with who has longer, where leads may change and, once it is closed, its positions; else a 404.

    One query, and one more for each of these that there is.
    """
    key = row_id(pk)
    found = [] if key is None else _visible_round.models(user.pk, key, is_superuser=user.is_superuser)
    if not found:
        raise Http404
    attach(found, "extensions", _extensions_of.models(key) if found[0].is_extended else (), "round")
    attach(found, "lead_exceptions", _exceptions_of.models(key) if found[0].has_exceptions else (), "round")
    if found[0].is_closed:
        attach(found, "positions", _positions_of.models(key), "round")
    return found[0]


@Prepared
def _visible_round(user: int, pk: int, *, is_superuser: bool) -> QuerySet[Round]:
    rounds = Round.objects.visible_to(User(pk=user, is_superuser=is_superuser)).filter(pk=pk)
    parties = {
        name: party_of(name.removesuffix("_party"), "agenda__agreement") for name in ("opened_by_party", "closed_by_party")
    }
    there = {
        "is_extended": Exists(RoundExtension.objects.filter(round=OuterRef("pk"))),
        "has_exceptions": Exists(LeadException.objects.filter(round=OuterRef("pk"))),
    }
    return rounds.select_related("agenda__agreement", "meeting", "opened_by", "closed_by").annotate(**parties, **there)


@Prepared.in_order
def _extensions_of(round: int) -> QuerySet[RoundExtension]:
    return RoundExtension.objects.filter(round=round).select_related("party")


@Prepared.in_order
def _exceptions_of(round: int) -> QuerySet[LeadException]:
    return LeadException.objects.filter(round=round).select_related("action__project", "by")


@Prepared.in_order
def _positions_of(round: int) -> QuerySet[Position]:
    return Position.objects.filter(round=round).defer("content")


def for_coordinator(user, pk: int) -> Round:
    """The round, for someone who may act on it."""
    found = round_for(user, pk)
    if reason := why_not_coordinate(user, found.agenda.agreement):
        raise PermissionDenied(reason)
    return found


@require_safe
def agreement_rounds(request, slug: str):
    """The rounds and meetings of an agreement; its own page, and a part of the page of the agreement."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    rounds = Round.objects.select_related("meeting").prefetch_related(POSITIONS)
    context = {
        "agreement": agreement,
        "agendas": agreement.agendas.prefetch_related(Prefetch("rounds", rounds)),
        "meetings": newest_meetings(agreement, request.user, today=timezone.localdate()),
        "escalations": escalations(agreement),
        "is_coordinator": coordinates(request.user, agreement),
    }
    return render(request, "monitoring/agreement_rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, slug: str, year: int):
    """A new round for the agenda of a year, filled in as it usually is."""
    agenda = Agenda.objects.visible_to(request.user).at(slug, year)
    if reason := why_not_coordinate(request.user, agenda.agreement):
        raise PermissionDenied(reason)
    form = RoundForm(request.POST or None, round=next_round(agenda, day_of(timezone.now())))
    if planned := submit_form(form, plan_round, agenda=agenda, by=request.user):
        messages.success(request, _("The round is planned. Nobody is asked anything until you open it."))
        _warn(request, unreviewed_in(planned))
        return redirect(planned)
    unreviewed = unreviewed_in(Round(agenda=agenda))
    context = {"form": form, "agenda": agenda, "agreement": agenda.agreement, "unreviewed": unreviewed}
    return render(request, "monitoring/round_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    """Another name, window, meeting or instructions."""
    found = for_coordinator(request.user, pk)
    form = RoundForm(request.POST or None, round=found)
    if submit_form(form, change_round, round=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    context = {"form": form, "round": found, "agenda": found.agenda, "agreement": found.agenda.agreement}
    return render(request, "monitoring/round_form.html", context)


@require_safe
def grid(request, pk: int):
    """Party by party where every action stands; for a coordinator with everything there is to do."""
    found = round_for(request.user, pk)
    context = {
        "round": found,
        "grid": collect_grid(found, request.user),
        "agenda": found.agenda,
        "agreement": found.agenda.agreement,
    }
    return render(request, "monitoring/round.html", context)


@require_POST
def open_now(request, pk: int):
    found = for_coordinator(request.user, pk)
    if run_and_notify(request, open_round, _("The round is open. The leads see it in their list."), round=found):
        _warn(request, unreviewed_in(found))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk: int):
    """Asks once, with what will happen; then closes."""
    found = for_coordinator(request.user, pk)
    if request.method == "POST":
        if closed := run_and_notify(request, close_round, _("The round is closed. Its position is settled."), round=found):
            make_reports_soon(closed)
            _warn(request, unreviewed_in(closed))
        return redirect(found)
    context = {
        "round": found,
        "grid": collect_grid(found, request.user),
        "agenda": found.agenda,
        "agreement": found.agenda.agreement,
    }
    return render(request, "monitoring/round_close.html", context)


def _warn(request, unreviewed: tuple[Unreviewed, ...]) -> None:
    if sentence := sentence_about(unreviewed):
        messages.warning(request, sentence)


@require_http_methods(["GET", "HEAD", "POST"])
def lead_exception(request, pk: int):
    """Let the leads of an action change during the round, with the reason, which all of them are told."""
    found = for_coordinator(request.user, pk)
    form = LeadExceptionForm(request.POST or None, round=found, initial={"action": request.GET.get("afspraak")})
    if made := submit_form(form, except_leads, round=found, by=request.user):
        messages.success(request, _("The leads of this action may change until the round is closed. They were told why."))
        return redirect("action", made.action_id)
    context = {"form": form, "round": found, "agenda": found.agenda, "agreement": found.agenda.agreement}
    return render(request, "monitoring/round_exception.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request, pk: int):
    """Longer for one party, with the reason."""
    found = for_coordinator(request.user, pk)
    form = ExtensionForm(request.POST or None, round=found, initial={"party": request.GET.get("partij")})
    if submit_form(form, extend, round=found, by=request.user):
        messages.success(request, _("%(party)s has longer now.") % {"party": form.cleaned_data["party"]})
        return redirect(found)
    context = {"form": form, "round": found, "agenda": found.agenda, "agreement": found.agenda.agreement}
    return render(request, "monitoring/round_extension.html", context)


@require_POST
def send_reminder(request, pk: int):
    """Mail who still has to answer: everyone, the people of one party, or one person."""
    found = for_coordinator(request.user, pk)
    party_id, person_id = row_id(request.POST.get("partij")), row_id(request.POST.get("persoon"))
    parties = parties_in(found.agenda.agreement_id)
    party = None if party_id is None else get_object_or_404(parties, pk=party_id)
    person = None if person_id is None else get_object_or_404(_people_of(parties), pk=person_id)
    people = run_and_notify(request, remind, round=found, party=party, person=person)
    if people:
        names = ", ".join(str(user) for user in people)
        messages.success(request, _("Reminded: %(names)s.") % {"names": names})
    return redirect(f"{found.get_absolute_url()}#partij-{party.pk}" if party else found)


def _people_of(parties: QuerySet[Party]) -> QuerySet[User]:
    """Who can have to answer for these: their own people, and those of the members of a working group; nobody else is here."""
    through_working_group = Q(memberships__party__umbrella_rows__umbrella__in=parties)
    return User.objects.filter(Q(memberships__party__in=parties) | through_working_group).distinct()


@require_POST
def accept_everything(request, pk: int):
    """Accept all that waits for this coordinator; what is one's own amber or red stays for another."""
    found = for_coordinator(request.user, pk)
    updates = collect_grid(found, request.user).acceptable
    answer = run_and_notify(request, accept_all, updates=updates)
    if answer is not None:
        count = len(answer[0])
        messages.success(request, ngettext("%(count)s answer accepted.", "%(count)s answers accepted.", count) % {"count": count})
    return redirect(found)
