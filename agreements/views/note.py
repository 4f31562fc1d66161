"""Notes that a party keeps for itself, at an action or a goal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from agreements.agenda.words import words_of
from agreements.models import Action, Goal, Note
from agreements.notes.forms import NoteForm
from parties.history.put_back import last_of, put_back
from parties.models import Party
from parties.views.outcome import run_and_notify

SAVED = gettext_lazy("The note is saved. Only your own party sees it.")

ABOUT = ("party", "action__project", "goal__theme__agreement")


@require_POST
def write_about_action(request, pk: int):
    return _write(request, get_object_or_404(Action.objects.visible_to(request.user), pk=pk), "action")


@require_POST
def write_about_goal(request, pk: int):
    return _write(request, get_object_or_404(Goal.objects.visible_to(request.user), pk=pk), "goal")


def _write(request, about: Action | Goal, field: str):
    parties = Party.objects.own_of(request.user)
    if not parties:
        raise PermissionDenied(_("A note is of a party, and you belong to none."))
    form = NoteForm(request.POST, parties=parties, instance=Note(**{field: about}, author=request.user))
    if not form.is_valid():
        return _page(request, form, about, status=422)
    form.save()
    messages.success(request, SAVED)
    return _back(about)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def note(request, pk: int):
    """Change a note of the own party."""
    found = _note_for(request.user, pk)
    form = NoteForm(request.POST or None, parties=[found.party], instance=found)
    if form.is_valid():
        form.save()
        messages.success(request, SAVED)
        return _back(found.about)
    return _page(request, form, found.about)


@require_POST
def delete(request, pk: int):
    """Take a note away; it can be put back from the box in which it stood."""
    found = _note_for(request.user, pk)
    about = found.about
    found.delete()
    messages.success(request, _("The note is deleted. You can undo this below the notes."))
    return _back(about)


@require_POST
def undo(request, pk: int):
    """Put back a note of the own party that was deleted."""
    record = last_of(Note, pk)
    if record is None:
        raise Http404
    get_object_or_404(Party.objects.own_of(request.user), pk=record.party_id)
    about = _about(request.user, record)
    run_and_notify(request, put_back, _("The note is back."), record=record)
    return _back(about)


def _page(request, form: NoteForm, about: Action | Goal, status: int = 200):
    year = None if isinstance(about, Action) else about.theme.agreement.year_in_front
    context = {"form": form, "about": about, "words": words_of(about, year)}
    return render(request, "agreements/note.html", context, status=status)


def _note_for(user, pk: int) -> Note:
    found = get_object_or_404(Note.objects.editable_by(user).select_related(*ABOUT), pk=pk)
    _about(user, found)
    return found


def _about(user, row) -> Action | Goal:
    """What the note is about, if the person may (still) see it."""
    model, pk = (Action, row.action_id) if row.action_id else (Goal, row.goal_id)
    return get_object_or_404(model.objects.visible_to(user), pk=pk)


def _back(about: Action | Goal):
    return redirect(f"{about.get_absolute_url()}#notities")
