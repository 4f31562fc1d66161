"""One goal through the years, and one action."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.advice.page import advice_box
from agreements.agenda.leads import with_leads
from agreements.agenda.lineage import lineage_of
from agreements.agenda.paying import paid_per_year
from agreements.agenda.words import goal_words_of, held_words, words_of
from agreements.changes.listing import of_action, of_goal
from agreements.changes.workflow import text_to_change, why_not_write
from agreements.comments.box import agenda_to_comment, comment_box
from agreements.conditions.workflow import may_settle, may_write
from agreements.consent.lock import why_no_draft
from agreements.labels.listing import labels_of
from agreements.models import Action, Agenda, Goal, Indicator, Lead, Target
from agreements.taking_over.listing import goals_elsewhere, with_writer_elsewhere_known
from agreements.writers import with_writer_known
from parties.models import User
from parties.people.names import show_parties
from parties.prepared import Prepared, attach
from parties.row_ids import row_id


def _draft_year(years: dict[int, bool], year: int) -> int | None:
    """The first year from this one on that is still written; of years it is known whether their text stands still."""
    return min((each for each, is_locked in years.items() if each >= year and not is_locked), default=None)


@require_safe
def goal(request, pk: int):
    """A goal with its indicators, and what was agreed for it in every year."""
    found = _goal_for(request.user, pk)
    in_order = _actions_for(found)
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
        "indicators": _indicators_for(found),
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
    found = _action_for(request.user, pk)
    last_change = next(iter(_last_change_of.models(found.pk)), None)
    show_parties([last_change and last_change.history_user], seen_by=request.user)
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


# -- What they show


def _goal_for(user: User, pk: int) -> Goal:
    """With the years of its agreement. Two queries; a goal that the person may not see is a 404."""
    key = row_id(pk)
    rows = [] if key is None else _goals.models(user.pk, key, is_superuser=user.is_superuser)
    if not rows:
        raise Http404
    agreement = rows[0].theme.agreement
    attach([agreement], "agendas", _agendas_of.models(agreement.pk), "agreement")
    return rows[0]


@Prepared
def _goals(user: int, pk: int, *, is_superuser: bool) -> QuerySet[Goal]:
    person = User(pk=user, is_superuser=is_superuser)
    goals = Goal.objects.visible_to(person).filter(pk=pk).select_related("theme__agreement", "theme__parent__agreement")
    return with_writer_elsewhere_known(with_writer_known(goals, person), person)


@Prepared.in_order
def _agendas_of(agreement: int) -> QuerySet[Agenda]:
    return Agenda.objects.filter(agreement=agreement)


def _actions_for(goal: Goal) -> list[Action]:
    """The actions of the goal, the newest year first, with their leads. Two queries."""
    rows = with_leads(_actions_of.models(goal.pk))
    for row in rows:
        row.goal = goal
    return rows


@Prepared.in_order
def _actions_of(goal: int) -> QuerySet[Action]:
    actions = Action.objects.filter(goal=goal).with_lineage()
    return actions.select_related("agenda__agreement", "project", "condition__party").order_by("-agenda__year", "position")


def _indicators_for(goal: Goal) -> list[Indicator]:
    """The indicators of the goal with their targets. At most two queries."""
    rows = _indicators_of.models(goal.pk)
    attach(rows, "targets", _targets_of.models(goal.pk) if rows else (), "indicator")
    for row in rows:
        row.goal = goal
    return rows


@Prepared.in_order
def _indicators_of(goal: int) -> QuerySet[Indicator]:
    return Indicator.objects.filter(goal=goal).select_related("delivered_by")


@Prepared.in_order
def _targets_of(goal: int) -> QuerySet[Target]:
    return Target.objects.filter(indicator__goal=goal)


def _action_for(user: User, pk: int) -> Action:
    """With its leads. Two queries; an action that the person may not see is a 404."""
    key = row_id(pk)
    rows = [] if key is None else _actions.models(user.pk, key, is_superuser=user.is_superuser)
    if not rows:
        raise Http404
    attach(rows, "leads", _leads_with_contact.models(key), "action")
    return rows[0]


@Prepared
def _actions(user: int, pk: int, *, is_superuser: bool) -> QuerySet[Action]:
    person = User(pk=user, is_superuser=is_superuser)
    actions = Action.objects.visible_to(person).filter(pk=pk).with_lineage()
    related = ("agenda__agreement", "goal__theme__agreement", "project", "condition__party")
    return with_writer_known(actions.select_related(*related), person)


@Prepared.in_order
def _leads_with_contact(action: int) -> QuerySet[Lead]:
    return Lead.objects.filter(action=action).with_contact_known().select_related("party", "contact")


@Prepared.in_order
def _last_change_of(action: int) -> QuerySet:
    return Action.history.filter(id=action).select_related("history_user")[:1]
