"""Comments: written, answered, resolved and listed. What one may not read does not exist."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.agenda.collect import collect_agenda
from agreements.comments import workflow
from agreements.comments.box import agenda_to_comment
from agreements.comments.forms import AnswerForm, ChapterCommentForm, CommentFilterForm, CommentForm, RewordForm
from agreements.comments.listing import chapters_of, filtered, headings_of
from agreements.comments.mentions import place_of
from agreements.comments.readers import readers_of
from agreements.comments.threads import deleted_of, may_bring_back, threads_of
from agreements.models import Action, Agenda, Agreement, Comment, Goal, Mention
from agreements.models.comment import own_parties_in
from parties.history.put_back import last_of
from parties.models import Party
from parties.prepared import Year
from parties.views.outcome import run_and_notify, submit_form

PLACES = ("agreement", "party", "by", "answers_to", "agenda", "theme__agreement", "goal__theme__agreement", "action__project")


@require_safe
def comments(request, slug: str, year: int):
    """Everything that was said in this year, chapter by chapter; and a place to say something about a chapter."""
    agenda = Agenda.objects.visible_to(request.user).at(slug, year)
    content = collect_agenda(agenda)
    headings = headings_of(content)
    chosen_form = CommentFilterForm(request.GET, theme_label=content.agreement.theme_label, chapters=headings)
    chosen, parties = chosen_form.chosen, own_parties_in(request.user, agenda.agreement_id)
    rows = filtered(Comment.objects.said_in(agenda), chosen, seen_by=request.user)
    threads = threads_of(rows, seen_by=request.user, parties=parties)
    titles = {"introduction": agenda.introduction_title or _("Introduction"), "elsewhere": _("Elsewhere")}
    readers = readers_of(agenda.agreement) if parties else ()
    about = {"about": chosen.get("theme")}
    context = {
        "agenda": agenda,
        "agreement": agenda.agreement,
        "filter_form": chosen_form,
        "chapters": chapters_of(threads, content, agenda, theme=chosen.get("theme"), **titles),
        "form": ChapterCommentForm(agenda=agenda, chapters=headings, parties=parties, initial=about) if parties else None,
        "readers": readers,
        "deleted": deleted_of(
            {"agreement": agenda.agreement_id, "year": Year(agenda.year), "goal": None, "action": None},
            seen_by=request.user,
            parties=parties,
        ),
    }
    return render(request, "agreements/comments/list.html", context)


@require_POST
def comment_on_chapter(request, slug: str, year: int):
    agenda = Agenda.objects.visible_to(request.user).at(slug, year)
    headings = headings_of(collect_agenda(agenda))
    fields = {"agenda": agenda, "chapters": headings, **_people(request, agenda.agreement)}
    return _written(request, ChapterCommentForm(request.POST, **fields), agenda, about=agenda)


@require_POST
def comment_on_action(request, pk: int):
    actions = Action.objects.visible_to(request.user).select_related("agenda__agreement", "project")
    about = get_object_or_404(actions, pk=pk)
    form = CommentForm(request.POST, **_people(request, about.agenda.agreement))
    return _written(request, form, about.agenda, about=about, subject=about)


@require_POST
def comment_on_goal(request, pk: int):
    about = get_object_or_404(Goal.objects.visible_to(request.user).select_related("theme__agreement"), pk=pk)
    agreement = about.theme.agreement
    form = CommentForm(request.POST, **_people(request, agreement))
    return _written(request, form, agenda_to_comment(agreement, request.GET.get("jaar", "")), about=about, subject=about)


def _people(request, agreement: Agreement) -> dict:
    """For whom the person may say something, and who reads it."""
    if not (parties := own_parties_in(request.user, agreement.pk)):
        raise PermissionDenied(_("A comment is of a party that takes part, and you belong to none."))
    return {"parties": parties, "readers": readers_of(agreement)}


def _written(request, form: CommentForm, agenda: Agenda | None, *, about, **subject):
    if said := submit_form(form, workflow.comment, agenda=agenda, by=request.user, **subject):
        told = (
            _("The comment is saved. Only %(party)s sees it.") if said.is_own else _("The comment is saved. All parties see it.")
        )
        messages.success(request, told % {"party": said.party})
        return _back(request, said)
    page = {"form": form, "title": _("Write a comment"), "readers": form.readers}
    row = Comment.about(about, year=agenda.year if agenda else 0)
    return _form_page(request, page, row, f"{_page_of(request, row)}#opmerkingen")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def comment(request, pk: int):
    """Change the text of a comment that nobody answered yet."""
    found = _comment_for(request.user, pk, Comment.objects.editable_by(request.user))
    if why := found.why_it_stays():
        messages.error(request, why)
        return _back(request, found)
    readers = readers_of(found.agreement)
    form = RewordForm(request.POST or None, readers=readers, instance=found)
    if form.is_valid():
        workflow.reword(row=found, by=request.user)
        messages.success(request, _("The comment is saved."))
        return _back(request, found)
    page = {"form": form, "title": _("Change a comment"), "readers": readers, "row": found}
    return _form_page(request, page, found, found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk: int):
    """Answer a comment; its page shows what was said."""
    found = _comment_for(request.user, pk).thread
    people = _people(request, found.agreement)
    if found.is_own:
        people["parties"] = [party for party in people["parties"] if party == found.party]
    form = AnswerForm(request.POST if request.method == "POST" else None, to=found, **people)
    if said := submit_form(form, workflow.answer, to=found, by=request.user):
        messages.success(request, _("Your answer is saved."))
        return _back(request, said)
    threads = threads_of(Comment.objects.filter(pk=found.pk), seen_by=request.user, parties=())
    page = {"form": form, "title": _("Answer a comment"), "readers": form.readers, "threads": threads, "row": found}
    return _form_page(request, page, found, found.get_absolute_url())


def _form_page(request, page: dict, row: Comment, back: str):
    """The page with one form, about what the comment is about."""
    context = {**page, "agreement": row.agreement, "place": place_of(row), "back": back}
    return render(request, "agreements/comments/form.html", context, status=422 if page["form"].errors else 200)


@require_POST
def resolve(request, pk: int):
    found = _comment_for(request.user, pk)
    run_and_notify(request, workflow.resolve, _("The comment is resolved. You can open it again."), row=found)
    return _back(request, found)


@require_POST
def reopen(request, pk: int):
    found = _comment_for(request.user, pk)
    run_and_notify(request, workflow.reopen, _("The comment is open again."), row=found)
    return _back(request, found)


@require_POST
def see(request, pk: int):
    """What one was named in waits no longer."""
    mention = get_object_or_404(Mention.objects.of(request.user).select_related("comment__agreement"), comment__pk=pk)
    workflow.see(mention=mention, by=request.user)
    return _back(request, mention.comment)


@require_POST
def delete(request, pk: int):
    """Take a comment away; it can be put back from where it stood."""
    found = _comment_for(request.user, pk, Comment.objects.editable_by(request.user))
    back = _back(request, found, anchor="opmerkingen")
    run_and_notify(request, workflow.take_away, _("The comment is deleted. You can undo this below the comments."), row=found)
    return back


@require_POST
def undo(request, pk: int):
    """Put back a comment of one's own that was deleted."""
    record = last_of(Comment, pk)
    own = set(Party.objects.own_of(request.user).values_list("pk", flat=True))
    if record is None or not may_bring_back(record, request.user, own):
        raise Http404
    get_object_or_404(Agreement.objects.visible_to(request.user), pk=record.agreement_id)
    gone = record.instance
    get_object_or_404(Comment._meta.get_field(gone.subject_kind).related_model, pk=getattr(gone, f"{gone.subject_kind}_id"))
    run_and_notify(request, workflow.bring_back, _("The comment is back."), record=record)
    return _back(request, gone)


def _comment_for(user, pk: int, among=None) -> Comment:
    rows = Comment.objects.visible_to(user) if among is None else among
    return get_object_or_404(rows.select_related(*PLACES), pk=pk)


def _back(request, row: Comment, *, anchor: str = ""):
    """To where the person was, if that is a page of ours, else to where the comment stands."""
    return redirect(f"{_page_of(request, row)}#{anchor or row.get_absolute_url().partition('#')[2]}")


def _page_of(request, row: Comment) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked.partition("#")[0]
    return row.get_absolute_url().partition("#")[0]
