"""Where a goal came from and where it went, for who may read both, with what the words say otherwise."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from agreements.agenda.words import words_of
from agreements.models import Agenda, Agreement, Goal, GoalLink
from parties.history.changes import FieldChange
from parties.models import User
from parties.prepared import Prepared


def drafts_for(goal: Goal, user: User) -> QuerySet[Agenda]:
    """The drafts that this person writes, of other agreements than that of the goal."""
    drafts = Agenda.objects.editable_by(user).filter(state=Agenda.State.DRAFT).exclude(agreement=goal.theme.agreement_id)
    return drafts.order_by("agreement__title", "year") if not user.is_superuser else drafts.none()


def with_writer_elsewhere_known(goals: QuerySet[Goal], user: User) -> QuerySet[Goal]:
    """Each with may_take_over: whether there are any of drafts_for() it. No query more."""
    drafts = Agenda.objects.editable_by(user).filter(state=Agenda.State.DRAFT).exclude(agreement=OuterRef("theme__agreement"))
    return goals.annotate(may_take_over=Value(value=False) if user.is_superuser else Exists(drafts))


@dataclass(frozen=True, slots=True)
class GoalElsewhere:
    """The other goal; is_origin says that this one was taken over from it. changes are from the origin to the copy."""

    goal: Goal
    agreement: Agreement
    number: str
    is_origin: bool
    changes: tuple[FieldChange, ...] = ()


def goals_elsewhere(goal: Goal, user: User) -> tuple[GoalElsewhere, ...]:
    """Those that this person may read. One query where there are none, and none more for each."""
    return tuple(_elsewhere(link, goal) for link in _links_of.models(user.pk, goal.pk, is_superuser=user.is_superuser))


@Prepared.in_order
def _links_of(user: int, goal: int, *, is_superuser: bool) -> QuerySet[GoalLink]:
    readable = Goal.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    rows = GoalLink.objects.filter(Q(copy=goal, origin__in=readable) | Q(origin=goal, copy__in=readable))
    return rows.select_related("origin__theme__agreement", "copy__theme__agreement").order_by("pk")


def _elsewhere(link: GoalLink, goal: Goal) -> GoalElsewhere:
    is_origin = link.copy_id == goal.pk
    other = link.origin if is_origin else link.copy
    agreement = other.theme.agreement
    was, becomes = (words_of(each, each.theme.agreement.year_in_front) for each in (link.origin, link.copy))
    changes = (
        FieldChange(_("Text"), was.text, becomes.text, is_text=True),
        FieldChange(_("Commitment"), was.commitment, becomes.commitment),
        FieldChange(_("References"), was.references, becomes.references),
    )
    number = (was if is_origin else becomes).number
    return GoalElsewhere(other, agreement, number, is_origin, tuple(each for each in changes if each.was != each.becomes))
