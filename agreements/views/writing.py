"""The agenda on the page where it is written: the page, each part with its form, several rows at once, and undoing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from agreements.models import Agenda
from agreements.views.text import of_text
from agreements.writing import goals, rearranging, workflow
from agreements.writing.act_forms import form_of
from agreements.writing.forms import AS, ONCE, PROPOSES, SEEN, WRITES, FieldsForm, WritingForm
from agreements.writing.fresh import mark_of_page
from agreements.writing.looks import look_at
from agreements.writing.page import Open, agenda_written, collect_page, content_written, mode_of
from agreements.writing.places import WritingPlace, anchor_of, name_of, place_at, place_named
from agreements.writing.proposing import address_of, is_proposed_here, propose_part
from agreements.writing.several import SeveralForm
from agreements.writing.shown import conflict_changes, part_shown
from agreements.writing.steps import ConflictError, GoneError, MadeBeforeError, OtherwiseError, refuse_twice
from agreements.writing.undoing import undo as undo_last
from agreements.writing.values import marks_of
from agreements.writing.when import readings
from parties.accounts.session_end import asked_by_script
from parties.refusals import NotAllowedNowError

AT_HOME = {"writing", "writing_fresh"}  # the pages that stand at the address of the page
OPEN = "deel"  # in the address: the part of which the form stands open
JOINED = "samen"  # the button that puts both texts in the box
DONE = "driehoek:done"  # what a script hears when something was written, with what is said, and at which row
OPERATIONS: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(
        ("thema-erbij", "paragraaf-erbij", "doel-erbij", "actie-erbij", "cijfer-erbij", "bijlage-erbij"), workflow.add_row
    ),
    "omhoog": partial(workflow.shift, down=False),
    "omlaag": partial(workflow.shift, down=True),
    "verplaatsen": workflow.move,
    "splitsen": rearranging.split,
    "samenvoegen": rearranging.merge,
    "vervallen": workflow.drop,
    "herstellen": workflow.restore,
    "kopie": workflow.copy_row,
    "weg": workflow.delete,
    "terug": workflow.bring_back,
}
OF_GOAL: dict[str, Callable[..., Any]] = {"splitsen": goals.split_goal, "samenvoegen": goals.merge_goals}


def _agenda_for(request, slug: str, year: int) -> tuple[Agenda, str, str]:
    """The agenda, and whether this person writes or proposes in it: 404 for who may not see it, 403 for who only reads.

    It comes from agenda_written().
    """
    user = request.user
    agenda = agenda_written(user, slug, year)
    if agenda is None:
        raise Http404
    if not agenda.may_write:
        raise PermissionDenied(_("Only editors and coordinators of the parties that sign or advise write this."))
    return agenda, *mode_of(agenda, user)


# -- The page


@require_safe
def writing(request, slug: str, year: int):
    """The agenda as it is printed, each part with its way to be written; one form stands open where the address asks it."""
    agenda, mode, why = _agenda_for(request, slug, year)
    opened = None
    place = place_named(agenda, request.GET.get(OPEN, "")) if mode else None
    if place is not None and _is_for(place, mode):
        opened = _opened(request, place, mode)
    return _page(request, agenda, mode, why, opened)


@never_cache
@asked_by_script
@require_safe
def fresh(request, slug: str, year: int):
    """The same page for a script that has it open, when it reads otherwise than the one with that mark; else nothing."""
    agenda, mode, why = _agenda_for(request, slug, year)
    if request.GET.get("gezien") == mark_of_page(agenda, mode):
        return HttpResponse(status=204)
    return _page(request, agenda, mode, why)


def _is_for(place: WritingPlace, mode: str) -> bool:
    is_here = mode == WRITES or place.part.is_look or is_proposed_here(place.kind, place.part.fields)
    return place.row is not None and is_here


def _opened(request, place: WritingPlace, mode: str) -> Open:
    """The form of the part, or what one looks at there."""
    if not place.part.is_look:
        return Open(_form(request, place, mode))
    return Open(look=look_at(place, request.user, mode, lambda: content_written(place.agenda)))


def _page(request, agenda: Agenda, mode: str, why: str, opened: Open | None = None, status: int = 200):
    mark = mark_of_page(agenda, mode)  # before the rows are read: what comes between the two shows the next time
    home = "" if request.resolver_match.url_name in AT_HOME else agenda.address("writing")
    page = collect_page(agenda, request.user, mode, why, opened, home=home)
    return render(
        request,
        "agreements/writing/page.html",
        {**of_text(agenda), "page": page, "content": page.content, "open": opened, "mark": mark},
        status=status,
    )


# -- A part


@require_http_methods(["GET", "HEAD", "POST"])
def part(request, slug: str, year: int, kind: str, pk: int, name: str):
    """The form of a part of a row: alone for a script, else in its place on the page; and what comes of it."""
    agenda, mode, why = _agenda_for(request, slug, year)
    place = place_at(agenda, kind, pk, name)
    if mode == PROPOSES and (elsewhere := address_of(agenda, kind, pk, name)):
        return redirect(elsewhere)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"]) if place.part.is_look else _post(request, place, mode, why)
    if place.row is None:
        if _is_script(request):
            return _refused_now(workflow.gone_sentence(place))
        messages.error(request, workflow.gone_sentence(place))
        return redirect(place.back)
    if not _is_script(request):
        return redirect(place.opened)
    if "tonen" in request.GET:
        return _shown(request, place)
    return _fragment(request, _opened(request, place, mode)) if mode and _is_for(place, mode) else _refused_now(why)


def _is_script(request) -> bool:
    return request.headers.get("HX-Request") == "true"


def _refused_now(why: str) -> HttpResponse:
    return HttpResponse(why, status=409, content_type="text/plain; charset=utf-8")


def _form(request, place: WritingPlace, mode: str) -> WritingForm:
    kind = form_of(place) if place.part.is_act else FieldsForm
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return kind(*typed, place=place, user=request.user, mode=mode)


def _post(request, place: WritingPlace, mode: str, why: str):
    form = _form(request, place, mode)
    if place.row is None and place.part.name == "weg":
        return _act_done(request, place, "")
    if place.row is None and place.part.name != "terug":
        form.add_error(None, workflow.gone_sentence(place))
        return _again(request, Open(form), mode, why, status=409)
    if not mode:
        form.add_error(None, why)
        return _again(request, Open(form), mode, why, status=409)
    if form.was_of_another_mode():
        form.add_error(None, _of_another_mode(mode, why))
        form.show_anew(**{AS: mode})
        return _again(request, Open(form), mode, why, status=409)
    if JOINED in request.POST and isinstance(form, FieldsForm):
        form.show_anew(**_joined(form))
        return _again(request, Open(form), mode, why)
    try:
        done = _do(form, mode)
    except ConflictError as refused:
        form.add_error(None, str(refused))
        form.show_anew(**{SEEN: _seen_now(form)})
        return _again(request, Open(form, conflict_changes(form, refused.now)), mode, why, status=409)
    except GoneError as refused:
        form.add_error(None, str(refused))
        return _again(request, Open(form), mode, why, status=409)
    except MadeBeforeError as before:
        return _act_done(request, place, before.at or (place.anchor if place.row is not None else ""))
    if form.errors:
        return _again(request, Open(form), mode, why, status=422)
    return _done(request, place, done, mode)


def _of_another_mode(mode: str, why: str) -> str:
    if mode == PROPOSES:
        return _("%(why)s What you typed is still here. Save again to put it in a proposal.") % {"why": why}
    return _("This text is a draft again. What you typed is still here. Save again to write it.")


def _do(form: WritingForm, mode: str) -> Any:
    """What the operation gives; the form says why where it was refused."""
    place, by = replace(form.place, once=form.once), form.user
    try:
        refuse_twice(place.once, by)
        if not form.is_valid():
            return None
        if mode == PROPOSES:
            return propose_part(place=place, by=by, values=form.values())
        operation = _operation(place) if place.part.is_act else workflow.write_part
        return operation(place=place, by=by, **form.arguments())
    except (ConflictError, GoneError, MadeBeforeError):
        raise
    except OtherwiseError as refused:
        form.add_error(None, str(refused))
        form.show_anew(**{ONCE: str(uuid4())})
    except NotAllowedNowError as refused:
        form.add_error(None, str(refused))
    except ValidationError as refused:
        form.refuse(refused)
    return None


def _operation(place: WritingPlace) -> Callable[..., Any]:
    return (OF_GOAL if place.kind == "doel" else OPERATIONS).get(place.part.name) or OPERATIONS[place.part.name]


def _seen_now(form: FieldsForm) -> str:
    """The versions as they are now, so that saving again is a choice."""
    current = FieldsForm(place=place_at(form.agenda, form.place.kind, form.place.pk, form.place.part.name), user=form.user)
    return marks_of(current.was)


def _joined(form: FieldsForm) -> dict[str, str]:
    """Both texts below one another, theirs first, in each box of text where they differ."""
    texts = {name: (form.was[name], form.data.get(name, "").strip()) for name in form.names if name in form.data}
    differing = {name: both for name, both in texts.items() if isinstance(both[0], str) and both[0].strip() != both[1]}
    return {name: f"{now.rstrip()}\n\n{typed}" for name, (now, typed) in differing.items()}


def _again(request, opened: Open, mode: str, why: str, *, status: int = 200):
    """The form once more, in its place, with what was typed."""
    if _is_script(request):
        return _fragment(request, opened, status=status)
    return _page(request, opened.form.agenda, mode, why, opened, status=status)


def _fragment(request, opened: Open, *, status: int = 200):
    context = {"open": opened, "form": opened.form, "look": opened.look, "place": opened.place}
    return render(request, f"agreements/writing/{'look' if opened.look else 'form'}.html", context, status=status)


def _done(request, place: WritingPlace, done: Any, mode: str):
    if mode == PROPOSES:
        sentence = _("It stands in the proposal “%(proposal)s”. Nothing changes until all parties have agreed.")
        messages.success(request, sentence % {"proposal": done})
        return _led_on(request, done.get_absolute_url())
    if place.part.is_act:
        return _act_done(request, place, "" if done is None else anchor_of(done), done)
    sentence = _("Saved: %(part)s of %(row)s.") % {"part": place.part.label, "row": name_of(done, place.agenda.year)}
    sentence = workflow.with_warning(sentence, done if "number" in place.part.fields else None)
    if _is_script(request):
        return trigger_client_event(_shown(request, place), DONE, {"said": sentence, "at": place.anchor})
    messages.success(request, sentence)
    return redirect(place.back)


def _led_on(request, address: str):
    """To another place; a script is told to go there."""
    if not _is_script(request):
        return redirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _told(request, sentence: str, address: str, at: str = ""):
    """Say so on the page where one goes on; a script says it itself."""
    if _is_script(request):
        return trigger_client_event(HttpResponse(status=204), DONE, {"said": sentence, "at": at})
    messages.success(request, sentence)
    return redirect(address)


def _act_done(request, place: WritingPlace, at: str, row: Any = None):
    """at is where one goes on: the row that came, or the one that stands there; empty where it went."""
    sentence = _("%(what)s: done. You can undo it.") % {"what": capfirst(str(place.part.label))}
    sentence = workflow.with_warning(sentence, row if place.part.name == "doel-erbij" else None)
    return _told(request, sentence, f"{place.agenda.address('writing')}{at and '#'}{at}", at)


def _shown(request, place: WritingPlace):
    """The part as it is printed now, for a script that puts it in its place."""
    name, context = part_shown(place_at(place.agenda, place.kind, place.pk, place.part.name))
    return render(request, name, {**context, "page": None, "open": None})


# -- More


@require_POST
def undo(request, slug: str, year: int):
    """Undo what this person did last here."""
    agenda, _mode, _why = _agenda_for(request, slug, year)
    try:
        done = undo_last(agenda=agenda, by=request.user)
    except NotAllowedNowError as refused:
        if _is_script(request):
            return _refused_now(str(refused))
        messages.add_message(request, refused.level, str(refused))
        return redirect("writing", slug, year)
    return _told(request, _("Undone: %(what)s") % {"what": done}, agenda.address("writing"))


@require_http_methods(["GET", "HEAD", "POST"])
def several(request, slug: str, year: int):
    """Leads, date or chapter of several rows at once."""
    agenda, mode, why = _agenda_for(request, slug, year)
    if mode != WRITES:
        raise PermissionDenied(why)
    form = SeveralForm(request.POST if request.method == "POST" else None, agenda=agenda, user=request.user, asked=request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            number = rearranging.write_several(agenda=agenda, by=request.user, **form.arguments())
        except NotAllowedNowError as refused:
            form.add_error(None, str(refused))
            form.mark_anew()
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            sentence = _("Written in %(number)s rows. You can undo it.") % {"number": number}
            return _told(request, sentence, agenda.address("writing"))
    name = "several_form" if _is_script(request) else "several"
    context = {**of_text(agenda), "form": form}
    return render(request, f"agreements/writing/{name}.html", context, status=422 if form.errors else 200)


@require_safe
def understood(request, slug: str, year: int):
    """How a date is understood, while it is typed: one line for each reading."""
    agenda, _mode, _why = _agenda_for(request, slug, year)
    found = readings(request.GET.get("when", "")[:200], agenda.year)
    return render(request, "agreements/writing/understood.html", {"readings": found})
