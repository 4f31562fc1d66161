"""Minutes of a meeting: sent, read, reacted to, answered, adopted and downloaded."""

import base64
import hashlib
import logging
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.agenda.withheld import passages_in
from monitoring.exports.files import minutes_file_name
from monitoring.exports.formats import MINUTES
from monitoring.meetings.forms import AdditionForm
from monitoring.meetings.minutes import (
    add_to_minutes,
    adopt_minutes,
    answer_reaction,
    carry_item_over,
    change_term,
    react,
    reacting_parties,
    send_minutes,
)
from monitoring.meetings.minutes_content import content_of, items_of, minutes_of, reactions_to
from monitoring.meetings.minutes_forms import AdoptionOfMinutesForm, ReactionAnswerForm, ReactionForm, TermForm
from monitoring.meetings.minutes_page import added_since, life_of
from monitoring.models import AdoptedMinutes, Item, Meeting, MinutesReaction, MinutesTamperedError
from monitoring.models.minutes import why_no_reaction
from monitoring.permissions import why_not_keep, why_not_record
from parties.files.downloads import as_download
from parties.files.making import NotMadeError
from parties.views.outcome import run_and_notify, submit_form

logger = logging.getLogger(__name__)


def _meeting_for(user, pk: int) -> Meeting:
    meetings = Meeting.objects.visible_to(user).with_may_minute(user).select_related("agreement", "prepared_by", "minuted_by")
    return get_object_or_404(meetings, pk=pk)


def _for_keeper(user, pk: int) -> Meeting:
    found = _meeting_for(user, pk)
    if reason := why_not_keep(user, found):
        raise PermissionDenied(reason)
    return found


def unless_changed(view):
    """Where the stored minutes are not what was adopted, say so loudly and show nothing of them."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except MinutesTamperedError as error:
            found = error.minutes
            logger.critical("Minutes %s are not what was adopted: content, hash or history was changed.", found.pk)
            context = {"meeting": found.meeting, "agreement": found.meeting.agreement}
            return render(request, "monitoring/minutes/tampered.html", context, status=500)

    return answer


def _form_page(request, found: Meeting, form, name: str, **more):
    context = {"form": form, "meeting": found, "agreement": found.agreement, **more}
    return render(request, f"monitoring/minutes/{name}.html", context)


@require_safe
@unless_changed
def read(request, pk: int):
    """The minutes by item, with reactions and answers, and what the person may do with them now."""
    found = _meeting_for(request.user, pk)
    items, reactions = list(items_of(found)), list(reactions_to(found))
    life = life_of(found, request.user, reactions)
    if not (found.is_settled or life.records):
        raise Http404
    context = {
        "meeting": found,
        "agreement": found.agreement,
        "minutes": minutes_of(found, items=items, reactions=reactions),
        "life": life,
        "reactions": reactions,
        "undecided": [row for row in items if life.keeps and not (row.is_settled or row.is_left_out or row.is_carried_over)],
        "additions": added_since(found, life.adopted) if found.is_settled else (),
    }
    return render(request, "monitoring/minutes/minutes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, pk: int):
    """Mail the minutes as a concept, with the last day to react; from then on they stand as they are."""
    found = _for_keeper(request.user, pk)
    form = TermForm(request.POST or None)
    if submit_form(form, send_minutes, meeting=found, by=request.user) is not None:
        messages.success(request, _("The minutes were sent to everyone who coordinates or signs."))
        return redirect("minutes", found.pk)
    return _form_page(request, found, form, "send")


@require_http_methods(["GET", "HEAD", "POST"])
def term(request, pk: int):
    """Another last day to react."""
    found = _for_keeper(request.user, pk)
    form = TermForm(request.POST or None, meeting=found)
    if submit_form(form, change_term, at="react_until", meeting=found, by=request.user):
        messages.success(request, _("Saved. The parties were told of the new last day."))
        return redirect("minutes", found.pk)
    return _form_page(request, found, form, "term")


@require_http_methods(["GET", "HEAD", "POST"])
def reaction(request, pk: int):
    """React for a party of this meeting."""
    found = _meeting_for(request.user, pk)
    if not reacting_parties(found, request.user).exists():
        raise PermissionDenied(_("Only an editor or coordinator of a party, or who may sign for it, reacts for it."))
    if why := why_no_reaction(found):
        messages.warning(request, why)
        return redirect("minutes" if found.is_settled else "meeting", found.pk)
    form = ReactionForm(request.POST or None, meeting=found, user=request.user, initial={"item": request.GET.get("punt")})
    if submit_form(form, react, meeting=found, by=request.user):
        messages.success(request, _("Your reaction is recorded. Everyone of this meeting reads it."))
        return redirect("minutes", found.pk)
    return _form_page(request, found, form, "react")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk: int):
    """Take a reaction over or not, with a sentence."""
    rows = MinutesReaction.objects.visible_to(request.user).select_related("meeting__agreement", "party", "by", "item")
    found = get_object_or_404(rows, pk=pk)
    if reason := why_not_record(request.user, found.meeting):
        raise PermissionDenied(reason)
    form = ReactionAnswerForm(request.POST or None, reaction=found)
    if submit_form(form, answer_reaction, reaction=found, by=request.user):
        messages.success(request, _("The answer is recorded."))
        return redirect("minutes", found.meeting_id)
    return _form_page(request, found.meeting, form, "answer", reaction=found)


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request, pk: int):
    """Record in which meeting the minutes were adopted; from then on they are fixed, with a hash."""
    found = _for_keeper(request.user, pk)
    form = AdoptionOfMinutesForm(request.POST or None, meeting=found, initial={"adopted_in": request.GET.get("overleg")})
    if submit_form(form, adopt_minutes, meeting=found, by=request.user):
        messages.success(request, _("The minutes are adopted, and fixed from now on."))
        return redirect("minutes", found.pk)
    return _form_page(request, found, form, "adopt", life=life_of(found, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk: int):
    """Say what was wrong or missing in minutes that were sent."""
    found = _for_keeper(request.user, pk)
    form = AdditionForm(request.POST or None)
    if submit_form(form, add_to_minutes, meeting=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("minutes", found.pk)
    return render(request, "monitoring/addition_form.html", {"form": form, "meeting": found, "agreement": found.agreement})


@require_POST
def carry_over(request, pk: int):
    """Put an item on the agenda of the next meeting of its kind as well."""
    rows = Item.objects.visible_to(request.user).select_related("meeting__agreement")
    found = get_object_or_404(rows, pk=pk)
    run_and_notify(request, carry_item_over, _("The item is on the agenda of the next meeting."), item=found)
    return redirect("minutes", found.meeting_id)


@require_safe
@unless_changed
def download(request, pk: int, extension: str):
    """The minutes as PDF or Word: what was adopted, or the concept, which says so."""
    found = _meeting_for(request.user, pk)
    if not found.is_settled and why_not_record(request.user, found):
        raise Http404
    chosen = MINUTES[extension]
    try:
        document = chosen.write(minutes_of(found))
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect("minutes", pk)
    return as_download(document, minutes_file_name(found, extension), chosen.content_type)


@require_safe
@unless_changed
def as_json(request, pk: int):
    """What was adopted, byte for byte: any program computes its SHA-256. Without what is withheld, where anything is."""
    found = _meeting_for(request.user, pk)
    kept = get_object_or_404(AdoptedMinutes.objects.with_witnesses().select_related("meeting__agreement"), meeting=found)
    content = kept.verified_content()
    if passages_in(found.agreement):
        content = content_of(minutes_of(found))
    data = content.encode()
    digest = {"Repr-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"}
    return as_download(data, minutes_file_name(found, "json"), "application/json", **digest)
