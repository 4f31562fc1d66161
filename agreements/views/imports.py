"""Reading an agenda in from a file: choose it, look at what it would do, take it over, undo it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from agreements.consent.lock import why_not_change
from agreements.imports.applying import NotAppliedError, apply_import
from agreements.imports.choosing import discard, keep_choices
from agreements.imports.formats.safety import MOST_BYTES, refuse_size
from agreements.imports.formats.source import UnreadableError
from agreements.imports.forms import ChoicesForm, UploadForm
from agreements.imports.planning.obstacles import obstacles_of
from agreements.imports.planning.plan import Status
from agreements.imports.previewing import Preview, other_year, preview
from agreements.imports.showing import LONGEST_LIST, choose_rows, left_columns, sentence_of
from agreements.imports.undoing import undo_import
from agreements.imports.uploading import keep_upload
from agreements.models import Agenda, AgendaImport
from parties.files.uploads import download
from parties.people.names import show_parties
from parties.views.outcome import run_and_notify

BESIDE_THE_FILE = 64 * 1024  # bytes of a form beside its file
FILTERS = {
    "onduidelijk": Status.UNCLEAR,
    "nieuw": Status.NEW,
    "gewijzigd": Status.CHANGED,
    "hetzelfde": Status.SAME,
    "weggelaten": Status.LEFT_OUT,
}


def _agenda_for(user, slug: str, year: int, *, to_write: bool = False) -> Agenda:
    """The agenda with its agreement: 404 for who may not see it, 403 for who may not edit it."""
    agenda = Agenda.objects.visible_to(user).at(slug, year)
    if not Agenda.objects.editable_by(user).filter(pk=agenda.pk).exists():
        raise PermissionDenied(_("Only editors and coordinators of the parties read an agenda in."))
    if to_write and user.is_superuser:
        raise PermissionDenied(_("A superuser reads along here. Use import_agenda, or sign in as an editor of a party."))
    return agenda


def _import_for(user, slug: str, year: int, pk: int, *, to_write: bool = False) -> AgendaImport:
    agenda = _agenda_for(user, slug, year, to_write=to_write)
    found = get_object_or_404(AgendaImport.objects.select_related("uploaded_by"), agenda=agenda, pk=pk)
    found.agenda = agenda
    show_parties([found.uploaded_by], seen_by=user)
    return found


@require_safe
def imports(request, slug: str, year: int):
    """What was read in before, and the form for a new file."""
    return _list(request, _agenda_for(request.user, slug, year), UploadForm())


def _list(request, agenda: Agenda, form: UploadForm, *, status: int = 200):
    found = list(agenda.imports.select_related("uploaded_by"))
    show_parties([row.uploaded_by for row in found], seen_by=request.user)
    context = {
        "agenda": agenda,
        "agreement": agenda.agreement,
        "form": form,
        "imports": found,
        "locked": why_not_change(agenda),
        "may_write": not request.user.is_superuser,
    }
    return render(request, "agreements/imports/list.html", context, status=status)


@csrf_exempt  # not really: _upload checks it, once the size is known to be bearable
@require_POST
def upload(request, slug: str, year: int):
    """Take a file in. One that is far too large is refused by what the request says of itself, before it is read."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > MOST_BYTES + BESIDE_THE_FILE:
        form = UploadForm({})
        form.is_valid()
        return _refused(request, slug, year, form, size)
    return _upload(request, slug, year)


def _refused(request, slug: str, year: int, form: UploadForm, size: int):
    try:
        refuse_size(size)
    except UnreadableError as error:
        form.errors["file"] = form.error_class([str(error)])
    return _list(request, _agenda_for(request.user, slug, year, to_write=True), form, status=413)


@csrf_protect
def _upload(request, slug: str, year: int):
    agenda = _agenda_for(request.user, slug, year, to_write=True)
    form = UploadForm(request.POST, request.FILES)
    if why := why_not_change(agenda):
        messages.error(request, why)
        return redirect("agenda_imports", slug, year)
    if form.is_valid():
        try:
            return redirect(keep_upload(form.cleaned_data["file"], agenda=agenda, by=request.user))
        except UnreadableError as error:
            form.add_error("file", str(error))
    return _list(request, agenda, form, status=422)


@require_safe
def agenda_import(request, slug: str, year: int, pk: int):
    """What the import would do, or what it did."""
    found = _import_for(request.user, slug, year, pk)
    if not found.is_waiting:
        context = {"import": found, "agenda": found.agenda, "agreement": found.agenda.agreement}
        context["locked"] = why_not_change(found.agenda)
        return render(request, "agreements/imports/result.html", context)
    try:
        looked = preview(found)
    except UnreadableError as error:
        context = {"import": found, "agenda": found.agenda, "agreement": found.agenda.agreement, "reason": str(error)}
        return render(request, "agreements/imports/unreadable.html", context)
    return _preview(request, found, looked, ChoicesForm(preview=looked))


def _preview(request, found: AgendaImport, looked: Preview, form: ChoicesForm, *, status: int = 200):
    chosen = FILTERS.get(request.GET.get("toon", ""))
    locked = why_not_change(found.agenda)
    left = left_columns(looked.columns)
    context = {
        "import": found,
        "agenda": found.agenda,
        "agreement": found.agenda.agreement,
        "plan": looked.plan,
        "form": form,
        "sentence": sentence_of(looked.plan, looked.columns),
        "left": left,
        "other_year": other_year(looked, found.agenda),
        "obstacles": obstacles_of(looked.plan),
        "filters": [(name, status, looked.plan.counts.get(status, looked.plan.left_out)) for name, status in FILTERS.items()],
        "chosen": chosen,
        "shown": choose_rows(looked.plan, chosen, request.GET.get("bladzijde", "1")),
        "longest_list": LONGEST_LIST,
        "locked": locked,
        "may_write": not request.user.is_superuser and not locked,
    }
    return render(request, "agreements/imports/preview.html", context, status=status)


def _back(found: AgendaImport, anchor: str = ""):
    """To the page of the import, or to the list when somebody threw it away."""
    if AgendaImport.objects.filter(pk=found.pk).exists():
        return redirect(f"{found.get_absolute_url()}{anchor}")
    return redirect("agenda_imports", found.agenda.agreement.slug, found.agenda.year)


@require_POST
def choices(request, slug: str, year: int, pk: int):
    """Keep what people take the columns for and what they answered, and show the preview anew."""
    found = _import_for(request.user, slug, year, pk, to_write=True)
    try:
        looked = preview(found)
        form = ChoicesForm(request.POST, preview=looked)
        if not form.is_valid():
            return _preview(request, found, looked, form, status=422)
        keep_choices(found, columns=found.columns | form.chosen_columns, answers=form.chosen_answers, by=request.user)
        messages.success(request, _("Your choices are kept. Below is what the import does now."))
    except (NotAppliedError, UnreadableError) as error:
        messages.error(request, str(error))
    return _back(found, "#stand")


@require_POST
def apply(request, slug: str, year: int, pk: int):
    """Take the import over, as the person saw it."""
    found = _import_for(request.user, slug, year, pk, to_write=True)
    sentence, seen = _("The file has been taken over in the agenda."), request.POST.get("gezien", "")
    run_and_notify(request, apply_import, sentence, agenda_import=found, seen=seen)
    return _back(found)


@require_POST
def undo(request, slug: str, year: int, pk: int):
    """Undo the whole import."""
    found = _import_for(request.user, slug, year, pk, to_write=True)
    run_and_notify(request, undo_import, _("The import has been undone. The agenda is as it was before."), agenda_import=found)
    return _back(found)


@require_POST
def throw_away(request, slug: str, year: int, pk: int):
    """Throw away a file that was never taken over."""
    found = _import_for(request.user, slug, year, pk, to_write=True)
    sentence = _("«%(file)s» has been thrown away. The agenda is as it was.") % {"file": found.file_name}
    run_and_notify(request, discard, sentence, agenda_import=found)
    return _back(found)


@require_safe
def original(request, slug: str, year: int, pk: int):
    """The file as it was sent in, always as a download."""
    found = _import_for(request.user, slug, year, pk)
    return download(found.file, found.file_name)
