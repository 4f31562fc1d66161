"""The words of the reminders: read, tried out and changed by the coordinators of an agreement."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement
from monitoring.models import ReminderText
from monitoring.models.reminder import PLACEHOLDERS
from monitoring.permissions import why_not_coordinate
from monitoring.reminders.editing import example_of, keep_text, restore_usual, send_example, text_of, texts_of
from monitoring.reminders.forms import ReminderTextForm
from parties.views.outcome import run_and_notify


def _agreement_for(user, slug: str) -> Agreement:
    found = Agreement.objects.visible_to(user).at(slug)
    if reason := why_not_coordinate(user, found):
        raise PermissionDenied(reason)
    return found


def _text_for(user, slug: str, kind: str) -> ReminderText:
    agreement = _agreement_for(user, slug)
    if kind not in ReminderText.Kind:
        raise Http404
    return text_of(agreement, kind)


def _page(request, form: ReminderTextForm):
    """The form beside the mail as it would arrive, or while the form has mistakes as it was saved last."""
    text = form.instance
    shown = text if form.is_valid() or not form.is_bound else text_of(text.agreement, text.kind)
    context = {
        "form": form,
        "text": text,
        "agreement": text.agreement,
        "example": example_of(shown),
        "placeholders": {f"{{{name}}}": words for name, words in PLACEHOLDERS.items()},
    }
    return render(request, "monitoring/reminders/text.html", context)


@require_safe
def texts(request, slug: str):
    """Every kind of mail with the words it has now."""
    agreement = _agreement_for(request.user, slug)
    return render(request, "monitoring/reminders/texts.html", {"agreement": agreement, "texts": texts_of(agreement)})


@require_http_methods(["GET", "HEAD", "POST"])
def text(request, slug: str, kind: str):
    """The words of one kind of mail."""
    form = ReminderTextForm(request.POST or None, instance=_text_for(request.user, slug, kind))
    if request.method == "POST" and form.is_valid():
        keep_text(text=form.instance, by=request.user)
        messages.success(request, _("Saved. The next mails have these words."))
        return redirect("reminder_texts", slug)
    return _page(request, form)


@require_POST
def preview(request, slug: str, kind: str):
    """The mail with what is typed now, without keeping it."""
    return _page(request, ReminderTextForm(request.POST, instance=_text_for(request.user, slug, kind)))


@require_POST
def test_mail(request, slug: str, kind: str):
    """What is typed now, mailed to the person alone; the page stays, so that nothing typed is lost."""
    form = ReminderTextForm(request.POST, instance=_text_for(request.user, slug, kind))
    if form.is_valid():
        sentence = _("A test mail is on its way to %(address)s.") % {"address": request.user.email}
        run_and_notify(request, send_example, sentence, text=form.instance)
    return _page(request, form)


@require_POST
def restore(request, slug: str, kind: str):
    """The usual words again."""
    found = _text_for(request.user, slug, kind)
    restore_usual(agreement=found.agreement, kind=kind, by=request.user)
    messages.success(request, _("The usual words are back."))
    return redirect("reminder_text", slug, kind)
