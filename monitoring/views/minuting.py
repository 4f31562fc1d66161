"""Minuting a meeting while it is held: by keyboard, with or without a script, and with more people at once."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from monitoring.meetings import minuting
from monitoring.meetings.minuting_forms import (
    DiscussedForm,
    ItemAdditionForm,
    ItemDecisionForm,
    PromiseForm,
    WithdrawDecisionForm,
)
from monitoring.meetings.minuting_page import MinutingPage, joined, others_since
from monitoring.meetings.who_when import possible_at, read_who_when
from monitoring.models import Decision, Item, Meeting
from monitoring.permissions import why_not_minute
from parties.accounts.session_end import asked_by_script
from parties.refusals import NotAllowedNowError
from parties.row_ids import row_id

MINE, THEIRS, BOTH = "mijn", "deze", "samen"  # what one does with two texts


def _meeting_for(user, pk: int) -> Meeting:
    meetings = Meeting.objects.visible_to(user).with_may_minute(user).select_related("agreement", "minuted_by")
    return get_object_or_404(meetings, pk=pk)


def _item_for(user, pk: int) -> Item:
    rows = Item.objects.visible_to(user).select_related("meeting__agreement", "meeting__minuted_by", "action", "goal", "proposal")
    return get_object_or_404(rows, pk=pk)


def address_of(item: Item, **more: str) -> str:
    parameters = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('minuting', args=[item.meeting_id])}?punt={item.pk}{parameters}"


def post_or_screen(view):
    """Only POST acts, for those who minute; a GET, as after signing in again, leads to the screen."""

    @wraps(view)
    def inner(request, pk: int):
        item = _item_for(request.user, pk)
        if request.method != "POST":
            return redirect(address_of(item))
        if reason := why_not_minute(request.user, item.meeting):
            raise PermissionDenied(reason)
        return view(request, item)

    return require_http_methods(["GET", "HEAD", "POST"])(inner)


# -- The screen


@never_cache
@require_safe
def screen(request, pk: int):
    """All items; of one what was said, decided and promised, with the forms for those who minute."""
    meeting = _meeting_for(request.user, pk)
    return _shown(request, _page(request, meeting, row_id(request.GET.get("punt"))))


@never_cache
@asked_by_script
@require_safe
def fresh(request, pk: int):
    """What changed on the screen since the mark that it has, for a script; else nothing. Boxes in which one types stay."""
    page = _page(request, _meeting_for(request.user, pk), row_id(request.GET.get("punt")))
    if request.GET.get("gezien") == page.mark:
        return HttpResponse(status=204)
    seen = row_id(request.GET.get("seen"))
    others = others_since(page.item, seen or 0, request.user) if page.item and "seen" in request.GET else None
    context = {
        "page": page,
        "meeting": page.meeting,
        "others": others,
        "is_fresh": True,
    }
    return render(request, "monitoring/minuting/fresh.html", {**context, "had_form": "seen" in request.GET})


@never_cache
@asked_by_script
@require_safe
def understood(request, pk: int):
    """How «P. Jansen, 1 mei» is read, while it is typed."""
    meeting = _meeting_for(request.user, pk)
    line = request.GET.get("who_when", "").strip()
    context = {"line": line}
    if line:
        try:
            context["promised"] = read_who_when(line, possible_at(meeting), held_on=meeting.held_on)
        except ValidationError as unread:
            context["unread"] = " ".join(unread.messages)
    return render(request, "monitoring/minuting/understood.html", context)


def _page(request: HttpRequest, meeting: Meeting, item: int | None) -> MinutingPage:
    return MinutingPage(meeting, request.user, may_write=meeting.may_minute, item=item)


def _page_of(request: HttpRequest, item: Item) -> MinutingPage:
    return _page(request, _meeting_for(request.user, item.meeting_id), item.pk)


def _shown(request: HttpRequest, page: MinutingPage, *, status: int = 200, **forms) -> HttpResponse:
    """The whole screen; the forms that are not given are as one finds them."""
    item, meeting = page.item, page.meeting
    context = {"page": page, "meeting": meeting, "agreement": meeting.agreement, "mark": page.mark}
    if item is not None and page.may_write and not meeting.is_cancelled:
        if page.is_open:
            context["words"] = DiscussedForm(initial={"discussed": item.discussed, "seen": page.seen})
        else:
            context["addition"] = ItemAdditionForm()
        if not meeting.is_settled:
            context["decide"] = ItemDecisionForm(item=item, standing=page.standing)
        context["promise"] = PromiseForm(meeting=meeting, possible=possible_at(meeting))
    return render(request, "monitoring/minuting/page.html", context | forms, status=status)


# -- What was said


@post_or_screen
def write(request, item: Item):
    """What was said: by itself while one types, by the button, or as one chooses between two texts."""
    form = DiscussedForm(request.POST)
    if not form.is_valid():
        return _refused(request, item, form)
    choice, elders = request.POST.get("keuze", ""), row_id(request.POST.get("elders"))
    if choice and elders == minuting.newest_words(item):
        if choice == THEIRS:
            return redirect(address_of(item, gemeld=f"punt-{item.pk}"))
        if choice == BOTH:
            return _shown(request, _page_of(request, item), words=_both(item, form, elders), is_unsaved=True)
        form.cleaned_data["seen"] = elders
    try:
        written = minuting.write_discussed(item=item, by=request.user, **form.cleaned_data)
    except NotAllowedNowError as refused:
        return _refused(request, item, form, refused)
    if request.htmx:
        context = {"item": written, "at": timezone.now(), "seen": minuting.newest_words(written)}
        return render(request, "monitoring/minuting/saved.html", context)
    messages.success(request, _("Saved."))
    if request.POST.get("los-text", "").strip():  # what is decided was typed and not recorded yet
        decide = ItemDecisionForm(item=written, standing=[], initial=_typed_decision(request))
        return _shown(request, _page_of(request, written), decide=decide)
    return redirect(address_of(item))


def _typed_decision(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(f"los-{name}", "") for name in ("kind", "text", "corrects")}


def _both(item: Item, form: DiscussedForm, elders: int) -> DiscussedForm:
    """The words of both in the box, to be read and saved; what the other wrote counts as read."""
    shown = Item.history.filter(id=item.pk, history_id=form.cleaned_data["seen"]).values_list("discussed", flat=True).first()
    both = joined(shown or "", item.discussed, form.cleaned_data["discussed"])
    return DiscussedForm(initial={"discussed": both, "seen": elders})


def _refused(request: HttpRequest, item: Item, form: DiscussedForm, refused: NotAllowedNowError | None = None, **forms):
    """Nothing was written; what was typed stands there still, beside what others wrote or with the reason."""
    typed = form.data.get("discussed", "").strip()
    is_conflict = isinstance(refused, minuting.WordsChangedError)
    seen = row_id(form.data.get("seen")) or 0
    others = others_since(item, seen, request.user, typed=typed) if is_conflict else None
    context = {"others": others, "refusal": "" if others else str(refused or ""), "is_unsaved": True, **forms}
    status = 422 if refused is None else 409
    if request.htmx:
        context |= {"item": Item.objects.select_related("meeting").get(pk=item.pk), "form": form}
        return render(request, "monitoring/minuting/saved.html", context, status=status)
    page = _page_of(request, item)
    if page.is_open:
        context["words"] = form
        context.setdefault("decide", ItemDecisionForm(item=page.item, standing=page.standing, initial=_typed_decision(request)))
    else:
        context["addition"] = ItemAdditionForm(initial={"discussed": typed})
    return _shown(request, page, status=status, **context)


@post_or_screen
def add(request, item: Item):
    """What was wrong or missing in an item that stands."""
    form = ItemAdditionForm(request.POST)
    if form.is_valid():
        try:
            minuting.add_to_item(item=item, by=request.user, text=form.cleaned_data["discussed"])
        except NotAllowedNowError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The addition is recorded."))
            return redirect(address_of(item, gemeld=f"punt-{item.pk}"))
    return _shown(request, _page_of(request, item), status=422, addition=form)


# -- What was decided


@post_or_screen
def decide(request, item: Item):
    """Record a decision, with the words that stand in the form above it; from then on both stand."""
    page = _page_of(request, item)
    words = DiscussedForm(request.POST)
    form = ItemDecisionForm(request.POST, item=item, standing=page.standing)
    typed = {"words": words} if page.is_open else {}
    if not (words.is_valid() and form.is_valid()):
        return _shown(request, page, status=422, decide=form, is_unsaved=True, **typed)
    said = words.cleaned_data if "discussed" in request.POST else {}
    try:
        minuting.decide_on_item(item=item, by=request.user, **form.cleaned_data, **said)
    except NotAllowedNowError as refused:
        return _refused(request, item, words, refused, decide=form)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _shown(request, page, status=422, decide=form, is_unsaved=True, **typed)
    messages.success(request, _("The decision is recorded. The item stands as it is from now on."))
    return redirect(f"{address_of(item, gemeld=f'punt-{item.pk}')}#besluiten")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk: int):
    """Withdraw a decision, with the reason; its proposal goes with it as long as nobody answered."""
    rows = Decision.objects.visible_to(request.user).select_related("meeting__agreement", "meeting__minuted_by", "item")
    found = get_object_or_404(rows.select_related("action__agenda", "action__goal", "action__project", "goal", "proposal"), pk=pk)
    if reason := why_not_minute(request.user, found.meeting):
        raise PermissionDenied(reason)
    form = WithdrawDecisionForm(request.POST or None)
    before = found.proposal
    if request.method == "POST" and form.is_valid():
        try:
            withdrawn = minuting.withdraw_decision(decision=found, by=request.user, **form.cleaned_data)
        except NotAllowedNowError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The decision is withdrawn. It stays, with the reason."))
            if withdrawn:
                messages.info(request, _("The proposal that was made of it is withdrawn too."))
            elif before and before.is_open:
                messages.warning(request, _("The proposal goes on: it was answered already, or lay on the table before."))
            return redirect(f"{found.meeting.get_absolute_url()}#besluit-{found.pk}")
    context = {"form": form, "decision": found, "meeting": found.meeting, "agreement": found.meeting.agreement}
    return render(request, "monitoring/minuting/withdraw.html", context)


# -- Who does what by when


@post_or_screen
def promise(request, item: Item):
    """An action point of this item."""
    form = PromiseForm(request.POST, meeting=item.meeting, possible=possible_at(item.meeting))
    if form.is_valid():
        try:
            point = minuting.promise(meeting=item.meeting, item=item, by=request.user, **form.promised)
        except NotAllowedNowError as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            words = {"who": point.who, "date": date_format(point.due_on, "j F Y")}
            messages.success(request, _("The action point is recorded: %(who)s, by %(date)s.") % words)
            return redirect(f"{address_of(item)}#actiepunten")
    return _shown(request, _page_of(request, item), status=422, promise=form)
