"""One goal through the years, and one action."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.advice.page import advice_box
from agreements.agenda.lineage import lineage_of
from agreements.agenda.paying import paid_per_year
from agreements.agenda.words import goal_words_of, held_words, words_of
from agreements.changes.listing import of_action, of_goal
from agreements.changes.workflow import text_to_change, why_not_write
from agreements.comments.box import agenda_to_comment, comment_box
from agreements.conditions.workflow import may_settle, may_write
from agreements.consent.lock import why_no_draft
from agreements.labels.listing import labels_of
from agreements.models import Action, Goal, Lead
from agreements.taking_over.listing import goals_elsewhere, with_writer_elsewhere_known
from agreements.writers import with_writer_known
from parties.models import Party
from parties.people.names import show_parties

LEADS = Prefetch("leads", Lead.objects.select_related("party"))
LEADS_WITH_CONTACT = Prefetch("leads", Lead.objects.with_contact_known().select_related("party", "contact"))


def _draft_year(years: dict[int, bool], year: int) -> int | None:
    """The first year from this one on that is still written; of years it is known whether their text stands still."""
    return min((each for each, is_locked in years.items() if each >= year and not is_locked), default=None)


@require_safe
def goal(request, pk: int):
    """A goal with its indicators, and what was agreed for it in every year."""
    goals = Goal.objects.visible_to(request.user).select_related("theme__agreement", "theme__parent__agreement")
    goals = with_writer_elsewhere_known(with_writer_known(goals, request.user), request.user)
    found = get_object_or_404(goals.prefetch_related("theme__agreement__agendas"), pk=pk)
    actions = (
        found.actions.with_lineage().select_related("agenda__agreement", "project", "condition__party").prefetch_related(LEADS)
    )
    in_order = list(actions.order_by("-agenda__year", "position"))
    year = found.theme.agreement.year_in_front
    years = {each.year: bool(why_no_draft(each)) for each in found.theme.agreement.agendas.all()}
    said_in = agenda_to_comment(found.theme.agreement, request.GET.get("jaar", ""))
    context = {
        "goal": found,
        "then_what": f"doel-{found.pk}",
        "year": year,
        "words": words_of(found, year),
        "held": held_words(found),
        "agreement": found.theme.agreement,
        "actions": in_order,
        "lineage": lineage_of(in_order, seen_by=request.user),
        "labels": labels_of(found),
        "choose_labels": reverse("labels_of_goal", args=[found.pk]) if found.is_written else "",
        "paid": paid_per_year(in_order),
        "elsewhere": goals_elsewhere(found, request.user),
        "may_take_over": found.may_take_over,
        "indicators": found.indicators.select_related("delivered_by").prefetch_related("targets"),
        "advice_box": advice_box(found, seen_by=request.user),
        "comment_box": comment_box(found, agenda=said_in, seen_by=request.user),
        "proposed": of_goal(found),
        "write_year": _draft_year(years, year) if found.is_written else None,
        "propose_at": text_to_change(found.theme.agreement, request.user, goal=found),
    }
    return render(request, "agreements/goal.html", context)


@require_safe
def action(request, pk: int):
    """An action with its leads and dates, its goal, and the same action in other years."""
    actions = (
        Action.objects.visible_to(request.user)
        .with_lineage()
        .select_related("agenda__agreement", "goal__theme__agreement", "project", "condition__party")
    )
    found = get_object_or_404(with_writer_known(actions, request.user).prefetch_related(LEADS_WITH_CONTACT), pk=pk)
    last_change = found.history.select_related("history_user").first()
    show_parties([last_change and last_change.history_user], among=Party.objects.visible_to(request.user))
    context = {
        "action": found,
        "agenda": found.agenda,
        "agreement": found.agenda.agreement,
        "words": words_of(found),
        "goal": found.goal,
        "goal_words": goal_words_of(found),
        "origin": lineage_of([found], seen_by=request.user).of(found),
        "advice_box": advice_box(found, seen_by=request.user),
        "comment_box": comment_box(found, agenda=found.agenda, seen_by=request.user),
        "proposed": of_action(found),
        "propose_at": None if found.is_dropped or why_not_write(found.agenda, request.user) else found.agenda,
        "writes_here": found.is_written and not why_no_draft(found.agenda),
        "last_change": last_change,
        "labels": labels_of(found),
        "choose_labels": reverse("labels_of_action", args=[found.pk]) if found.is_written else "",
        "may_write": may_write(request.user, found),
        "may_settle": may_settle(request.user, found),
    }
    return render(request, "agreements/action.html", context)
