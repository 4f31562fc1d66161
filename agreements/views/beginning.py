"""A new agreement, step by step; and the first agenda of one that has none."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.beginning import workflow
from agreements.beginning.handing_over import all_handed_over, prepared_for, waits_already
from agreements.beginning.permissions import may_begin, why_not_begin
from agreements.beginning.sitting import BEGIN, STEPS, Sitting
from agreements.beginning.text_forms import FirstAgendaForm, TextForm
from agreements.models import Agreement, AgreementDraft
from parties.views.outcome import run_and_notify, submit_form

ORDER = list(STEPS)


def _demand_beginner(user) -> None:
    if why := why_not_begin(user):
        raise PermissionDenied(why)


def _sitting(user) -> tuple[Sitting, AgreementDraft | None]:
    draft = AgreementDraft.objects.filter(person=user).first()
    return Sitting(draft.content if draft else {}, user=user, today=timezone.localdate()), draft


@require_safe
def new_agreement(request):
    """Where one left off; else what was handed over, or the first step."""
    _demand_beginner(request.user)
    offered = list(AgreementDraft.objects.offered_to(request.user))
    own = next((draft for draft in offered if draft.person_id), None)
    if own:
        return redirect("new_agreement_step", own.step if own.step in STEPS else ORDER[0])
    sitting, _draft = _sitting(request.user)
    return _page(request, sitting, ORDER[0], sitting.form(ORDER[0]), handed_over=prepared_for(offered))


@require_safe
def handed_over(request):
    """For a superuser: what was handed over, to whom, and whether somebody took it up."""
    if not request.user.is_superuser:
        raise PermissionDenied(_("Only the administrator of Driehoek sees what was handed over."))
    return render(request, "agreements/beginning/handed_over_list.html", {"rows": all_handed_over(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, step: str):
    """One step: what was typed is kept, right or not; «naar» is another step to which one goes without its being right."""
    _demand_beginner(request.user)
    if step not in STEPS:
        raise Http404
    sitting, draft = _sitting(request.user)
    if request.method != "POST":
        form = sitting.form(step, shows_errors="fouten" in request.GET)
        return _page(request, sitting, step, form, draft=draft)
    sent = {name: request.POST[name] for name in sitting.form(step, request.POST).fields if name in request.POST}
    goes_to = request.POST.get("naar", "")
    draft = workflow.keep(step=step, sent=sent, goes_to=goes_to if goes_to in STEPS else step, by=request.user)
    if goes_to in STEPS:
        return redirect("new_agreement_step", goes_to)
    sitting = Sitting(draft.content, user=request.user, today=timezone.localdate())
    form = sitting.form(step, sent)
    if step == BEGIN:
        return _last_step(request, sitting, form, draft)
    if not form.is_valid():
        return _page(request, sitting, step, form, draft=draft, status=422)
    return redirect("new_agreement_step", ORDER[ORDER.index(step) + 1])


def _last_step(request, sitting: Sitting, form, draft: AgreementDraft):
    """The agreement begins, or goes to the municipality for which it was put together."""
    if sitting.problems or not form.is_valid():
        return _page(request, sitting, BEGIN, form, draft=draft, status=422)
    done = submit_form(form, workflow.hand_over if sitting.hands_over else workflow.begin, sitting=sitting, by=request.user)
    if done is None:
        return _page(request, sitting, BEGIN, form, draft=draft, status=422)
    if sitting.hands_over:
        sentence = _(
            "%(party)s goes on with these agreements: its coordinator gets a mail with a link, and then asks the other parties"
            " and invites the people whom you wrote down. You have no hand in them any more."
        )
        messages.success(request, sentence % {"party": done})
        return redirect("new_agreement_handed_over")
    messages.success(request, _("The agreements have begun. Each party is asked to take part."))
    return _to_the_text(request, done.agenda, done.how)


def _to_the_text(request, agenda, how: str):
    """The page on which the text of the first year comes in."""
    slug, year = agenda.agreement.slug, agenda.year
    if how == TextForm.TYPED:
        return redirect("writing", slug, year)
    if how == TextForm.SIGNED:
        sentence = _("First read in the text that was signed. Then choose «Signed on paper» on the page of the adoption.")
        messages.info(request, sentence)
    return redirect("agenda_imports", slug, year)


def _page(request, sitting: Sitting, step: str, form, *, status: int = 200, **context):
    place = ORDER.index(step)
    context |= {
        "form": form,
        "title": _("What you typed is kept, but this is not right yet"),
        "sitting": sitting,
        "step": step,
        "steps": sitting.steps.items(),
        "waits_already": waits_already(sitting),
        "number": place + 1,
        "of": len(ORDER),
        "name": sitting.steps[step],
        "back_to": ORDER[place - 1] if place else "",
        "address": reverse("new_agreement_step", args=[step]),
    }
    return render(request, f"agreements/beginning/{step}.html", context, status=status)


@require_POST
def throw_away(request):
    """Forget what one typed."""
    _demand_beginner(request.user)
    workflow.throw_away(by=request.user)
    messages.success(request, _("What you typed of new agreements is thrown away."))
    return redirect("agreements")


@require_POST
def take_up(request, pk: int):
    """Go on with what was handed over to the own party."""
    _demand_beginner(request.user)
    draft = get_object_or_404(AgreementDraft.objects.offered_to(request.user), pk=pk)
    run_and_notify(request, workflow.take_up, draft=draft)
    return redirect("new_agreement")


@require_http_methods(["GET", "HEAD", "POST"])
def first_agenda(request, slug: str):
    """The first year of an agreement that has none."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    if request.user.is_superuser or not Agreement.objects.editable_by(request.user).filter(pk=agreement.pk).exists():
        raise PermissionDenied(_("Only editors and coordinators of the parties that sign or advise begin an agenda."))
    if found := agreement.agendas.first():
        return redirect(found)
    form = FirstAgendaForm(request.POST or None, years=(agreement.start_year, agreement.end_year))
    how = form.data.get("how", "")
    if agenda := submit_form(form, workflow.begin_first_agenda, at="year", agreement=agreement, by=request.user):
        return _to_the_text(request, agenda, how)
    context = {"agreement": agreement, "form": form, "may_begin": may_begin(request.user)}
    return render(request, "agreements/beginning/first_agenda.html", context, status=422 if form.errors else 200)
