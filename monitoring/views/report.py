"""The form of one action: on its own page, or in its place in the list of my actions."""

from functools import wraps
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from agreements.agenda.leads import with_leads
from agreements.agenda.words import goal_words_of
from agreements.models import Action
from monitoring.figures.forms import FigureForms
from monitoring.figures.recording import FigureRefusedError
from monitoring.models import ProgressUpdate
from monitoring.models.progress import ANSWERS
from monitoring.progress.evidence import check_files
from monitoring.progress.my_actions import collect_my_actions, row_of
from monitoring.progress.my_page import following_of
from monitoring.progress.report_form import ReportForm
from monitoring.progress.report_page import ReportPage, report_on
from monitoring.progress.reporting import EditedElsewhereError, discard_draft, save_draft, submit
from monitoring.progress.story import exceptions_for, standing_of, story_of
from monitoring.progress.waiting import number_waiting
from monitoring.templatetags.progress import in_sentence
from parties.models import User
from parties.prepared import Prepared
from parties.refusals import NotAllowedNowError
from parties.row_ids import row_id


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk: int):
    """What was reported on an action, and for those who may the form of this round; POST submits it."""
    if request.method == "POST":
        return _submit(request, report_for(request, pk, to_send=True))
    found = report_for(request, pk)
    return _shown(request, found, _empty_form(found))


def post_or_form(view):
    """Only POST acts; a GET, as after signing in again, is redirected to the form."""

    @wraps(view)
    def inner(request, pk: int):
        return view(request, pk) if request.method == "POST" else redirect("progress", pk=pk)

    return require_http_methods(["GET", "HEAD", "POST"])(inner)


@post_or_form
def save_report(request, pk: int):
    """Keep the form as a draft: by itself while someone types, or by its button."""
    found = report_for(request, pk)
    demand_party(found)
    form = _form(request, found)
    # What saves by itself may come late, after the form was submitted; the button is pressed on purpose.
    token = token_from(request) if request.htmx else _token_for(request, form.answers)
    try:
        draft = save_draft(**_sent(request, found, form, token), answers=form.answers)
    except EditedElsewhereError as elsewhere:
        return _shown(request, found, form, status=409, template="monitoring/report/saved.html", elsewhere=elsewhere.draft)
    except NotAllowedNowError as refused:
        return _shown(request, found, form, status=409, template="monitoring/report/saved.html", refusal=str(refused))
    if request.htmx:
        return render(request, "monitoring/report/saved.html", {"report": found, "draft": draft, "form": form})
    messages.success(request, _("Your draft was saved."))
    if _figures(request, found).are_filled_in:  # which are no part of a draft, and must not be lost
        return _shown(request, report_for(request, pk), form)
    return redirect(address_of(found, opnieuw=""))


@post_or_form
def discard_report(request, pk: int):
    """Throw a draft away; the words stay in the session so that it can be undone."""
    found = report_for(request, pk)
    demand_party(found)
    if found.draft:
        words = {name: str(getattr(found.draft, name) or "") for name in ANSWERS}
        discard_draft(draft=found.draft, by=request.user)
        request.session["thrown_away"] = {"address": reverse("restore_report", args=[pk]), "answers": words, **_parameters(found)}
    return _go(request, f"{reverse('my_actions')}?{urlencode({'gemeld': found.key})}")


@post_or_form
def restore_report(request, pk: int):
    """Put the draft back that was thrown away last."""
    kept = request.session.pop("thrown_away", {})
    found = report_for(request, pk, kept)
    demand_party(found)
    form = ReportForm({**kept.get("answers", {}), "token": uuid4()}, reference_date=found.round.reference_date)
    form.is_valid()
    try:
        save_draft(**_asked(request, found), token=form.cleaned_data["token"], answers=form.answers)
    except (EditedElsewhereError, NotAllowedNowError) as refused:
        messages.error(request, str(refused))
    return redirect(address_of(found, opnieuw=""))


# -- Steps


def report_for(request: HttpRequest, pk: int, asked: dict | None = None, *, to_send: bool = False) -> ReportPage:
    """The report that the request is about; an action that the person may not see is a 404."""
    asked = _data(request) if asked is None else asked
    key, person = row_id(pk), request.user
    found = [] if key is None else _seen.models(key, person.pk, is_superuser=person.is_superuser)
    if not found:
        raise Http404
    (action,) = with_leads(found)
    keys = {"round_pk": row_id(asked.get("ronde")), "party_pk": row_id(asked.get("partij"))}
    return report_on(action, request.user, **keys, to_send=to_send)


@Prepared
def _seen(pk: int, user: int, *, is_superuser: bool) -> QuerySet[Action]:
    visible = Action.objects.visible_to(User(pk=user, is_superuser=is_superuser)).with_lineage().filter(pk=pk)
    return visible.select_related("agenda__agreement", "goal__theme__agreement", "project")


def demand_party(report: ReportPage) -> None:
    """Continue only for people who may report for a lead, on a round that began, not over another's draft."""
    if report.party is None or report.round is None or report.is_theirs:
        raise PermissionDenied(report.why_not or _("Say for which party you report."))


def token_from(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()


def address_of(report: ReportPage, **more: str) -> str:
    return f"{reverse('progress', args=[report.action.pk])}?{urlencode(_parameters(report) | more)}"


def reported(request: HttpRequest, report: ReportPage, update: ProgressUpdate) -> HttpResponse:
    """Say so where it was done, and go on to what waits next."""
    numbers = number_waiting(request.user)
    waiting = sum(numbers.values())
    if request.htmx and "lijst" in request.POST:
        here = collect_my_actions(request.user, only=report.round.pk)
        if row := row_of(here, report.action, report.round):
            context = {"row": row, "report": report, "update": update, "waiting": waiting, "is_answer": True}
            return render(request, "monitoring/my_actions/row.html", context)
    following = None if report.is_on_behalf else following_of(request.user, report.action, report.round, numbers)
    said = _("Reported: «%(action)s».") % {"action": in_sentence(report.action)}
    messages.success(request, said + _waiting(waiting))
    return _go(request, _address_after(report, following))


def _waiting(count: int) -> str:
    """What still waits, for after another sentence; empty where nothing does."""
    sentence = ngettext("Still waiting for you: %(count)s action.", "Still waiting for you: %(count)s actions.", count)
    return f" {sentence}" % {"count": count} if count else ""


def _address_after(report: ReportPage, following: tuple[int, int] | None) -> str:
    if following:
        action, round = following
        return f"{reverse('progress', args=[action])}?{urlencode({'ronde': round, 'gemeld': report.key})}"
    if report.is_on_behalf:
        return address_of(report, gemeld=report.key)
    return f"{reverse('my_actions')}?{urlencode({'gemeld': report.key})}"


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _data(request: HttpRequest):
    return request.POST if request.method == "POST" else request.GET


def _asked(request: HttpRequest, report: ReportPage) -> dict:
    return {"action": report.action, "round": report.round, "party": report.party, "by": request.user}


def _parameters(report: ReportPage) -> dict[str, int]:
    return {"ronde": report.round.pk, "partij": report.party.pk}


def _form(request: HttpRequest, report: ReportPage) -> ReportForm:
    form = ReportForm(request.POST.copy(), reference_date=report.round.reference_date, auto_id=f"id_{report.key}_%s")
    form.is_valid()
    return form


def _empty_form(report: ReportPage) -> ReportForm | None:
    """The form as one finds it: with the draft in it, or what this party reported before in this round."""
    if report.why_not or report.party is None:
        return None
    start, previous = report.start, report.previous
    initial = {name: getattr(start, name) for name in ANSWERS} if start else {"phase": previous.phase if previous else ""}
    initial |= {"token": uuid4(), "seen": report.draft.revision if report.draft else 0}
    return ReportForm(initial=initial, reference_date=report.round.reference_date, auto_id=f"id_{report.key}_%s")


def _figures(request: HttpRequest, report: ReportPage) -> FigureForms:
    return FigureForms(
        report.indicators,
        party=report.party,
        user=request.user,
        reference_date=report.round.reference_date,
        data=request.POST if request.method == "POST" else None,
    )


def _sent(request: HttpRequest, report: ReportPage, form: ReportForm, token: UUID) -> dict:
    """What goes along with the answers, saved or submitted; the form says which file is refused."""
    attachments, refused = check_files(request.FILES.getlist("evidence"), by=request.user)
    if refused:
        form.add_error("evidence", refused)
    seen = row_id(request.POST.get("keep_mine")) or form.cleaned_data.get("seen", 0)
    return {**_asked(request, report), "token": token, "seen": seen, "attachments": attachments}


def _token_for(request: HttpRequest, answers: dict) -> UUID:
    """The form's own token, or one for these answers when that was submitted with other ones.

    Who goes back in the browser, changes the words and submits again reports anew; who sends the same twice does not.
    """
    token = token_from(request)
    used = ProgressUpdate.objects.counted().filter(token=token).first()
    if used and any(getattr(used, name) != value for name, value in answers.items()):
        return uuid5(token, repr(sorted(answers.items())))
    return token


def _submit(request: HttpRequest, report: ReportPage) -> HttpResponse:
    demand_party(report)
    form, figures = _form(request, report), _figures(request, report)
    answers = form.final_answers
    form.data["token"] = token = _token_for(request, answers)
    sent = _sent(request, report, form, token)
    try:
        if figures.are_valid() and form.is_valid():
            return reported(request, report, submit(**sent, answers=answers, measurements=figures.measurements))
        save_draft(**sent, answers=form.answers)
    except ValidationError as refused:
        form.take(refused)
    except FigureRefusedError as refused:
        figures.take(refused)
    except EditedElsewhereError as elsewhere:
        return _shown(request, report_for(request, report.action.pk), form, status=409, elsewhere=elsewhere.draft)
    except NotAllowedNowError as refused:
        return _shown(request, report_for(request, report.action.pk), form, status=409, refusal=str(refused))
    return _shown(request, report_for(request, report.action.pk), form, status=422, figures=figures)


def _shown(request, report: ReportPage, form, *, status: int = 200, template: str = "monitoring/report/panel.html", **context):
    """The whole page; for htmx the part that it asked for."""
    asked, is_bound = _data(request), form is not None and form.is_bound
    context |= {"report": report, "form": form, "in_list": "lijst" in asked, "again": "opnieuw" in asked or is_bound}
    if (elsewhere := context.get("elsewhere")) and report.is_on_behalf and not elsewhere.is_on_behalf:
        raise PermissionDenied(report_on(report.action, request.user, round_pk=report.round.pk, party_pk=report.party.pk).why_not)
    if elsewhere:
        context["differences"] = form.differences(elsewhere)
    if form is not None:
        context.setdefault("figures", _figures(request, report))
    action = report.action
    context |= {"agreement": action.agenda.agreement, "agenda": action.agenda, "goal": action.goal}
    context["goal_words"] = goal_words_of(action)
    if not request.htmx or (request.method != "POST" and not context["in_list"]):
        context["story"] = story = story_of(report.action, request.user)
        context["standing"] = standing_of(action, story)
        context["exceptions"] = exceptions_for(action)
        return render(request, "monitoring/report.html", context, status=status)
    response = render(request, template, context, status=status)
    if template.endswith("panel.html") and request.method == "POST":
        return reswap(retarget(response, f"#melding-{report.row_key}"), "innerHTML")
    return response
