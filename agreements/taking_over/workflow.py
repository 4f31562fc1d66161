"""A goal of one agreement taken over into the draft of another one; it keeps the link with where it came from."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from agreements.agenda.words import goal_row, words_of
from agreements.models import Action, Agenda, Goal, GoalLink, Lead
from agreements.writing.places import row_at
from agreements.writing.steps import StepWriter, step
from agreements.writing.workflow import put_among
from parties.models import User


def take_over(*, goal: Goal, agenda: Agenda, theme: int, with_actions: bool, by: User) -> Goal:
    """A goal with the same words in that theme of the draft, linked to this one; gives the new goal.

    with_actions brings along what its agreement does for it in the year in front, with the leads that take part over there.
    PermissionDenied and NotAllowedNowError as each step of writing; ValidationError where the theme is not there any more.
    """
    if not Goal.objects.visible_to(by).filter(pk=goal.pk).exists():
        raise PermissionDenied(_("You cannot read this goal."))
    told = _("Taken over: %(goal)s") % {"goal": goal.theme.agreement.title}
    with step(agenda, by=by, what=told) as writer:
        place = row_at(writer.agenda, "thema", theme)
        if place is None:
            raise ValidationError(_("Where this was to go is not there any more. Choose another place."))
        words = goal_row(goal, goal.theme.agreement.year_in_front)
        new = Goal(theme=place, text=words.text, references=words.references, commitment=words.commitment)
        put_among(writer, new)
        writer.save(GoalLink(origin=goal, copy=new))
        if with_actions:
            for action in actions_to_take(goal):
                _take_action(writer, action, new)
    return new


def actions_to_take(goal: Goal) -> list[Action]:
    """What is done for the goal in the year in front, without what was dropped."""
    rows = goal.actions.filter(agenda__year=goal.theme.agreement.year_in_front, dropped_on=None)
    return list(rows.select_related("agenda", "goal__theme__agreement", "project").order_by("position", "pk"))


def _take_action(writer: StepWriter, action: Action, goal: Goal) -> None:
    """Its words, kind and rhythm; no date, money or project, which are of the other agreement."""
    new = Action(agenda=writer.agenda, goal=goal, text=words_of(action).text, kind=action.kind, recurrence=action.recurrence)
    put_among(writer, new)
    for lead in action.leads.select_related("party").order_by("position", "pk"):
        along = Lead(action=new, party=lead.party, task=lead.task, position=lead.position)
        if _takes_part(along, writer.agenda):
            writer.save(along)


def _takes_part(lead: Lead, agenda: Agenda) -> bool:
    try:
        lead.refuse_absent(agenda)
    except ValidationError:
        return False
    return True
