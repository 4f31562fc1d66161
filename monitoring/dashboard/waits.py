"""Of what kinds anything is there for a person: one query that is written once, so that the start page asks for no other."""

from datetime import date, datetime

from django.db.models import Exists, QuerySet
from django.utils import timezone

from agreements.advice.waiting import proposed_by
from agreements.changes.listing import LATELY, to_take_up
from agreements.comments.mentions import waiting_for
from agreements.consent.signers import short_rows_for
from agreements.models import Advice, Agreement, Ceremony, Participation, Proposal
from agreements.models.ceremony import LASTS
from agreements.taking_part.page import A_WEEK, unanswered
from monitoring.dashboard.own import all_without_agenda
from monitoring.evaluation.waiting import under_way
from monitoring.meetings.minutes_waiting import may_wait_for
from monitoring.models import ActionPoint, Meeting, Round
from parties.models import User
from parties.prepared import Prepared


def kinds_there(user: User, *, now: datetime, today: date, has_few_years: bool) -> frozenset[str]:
    """The names of the parts of an Overview in which there may be something. One query.

    Agreements without an agenda stand on the page only of who has_few_years.
    """
    clock, which = timezone.now(), {"is_superuser": user.is_superuser, "has_few_years": has_few_years}
    moments = (now - A_WEEK, clock - LATELY, clock - LASTS)
    (found,) = _there.rows(user.pk, today, timezone.localdate(), *moments, **which)
    return frozenset(name for name, is_there in zip(_KINDS, found, strict=True) if is_there)


@Prepared
def _there(
    user: int,
    today: date,
    day: date,
    week_ago: datetime,
    lately: datetime,
    an_hour_ago: datetime,
    *,
    is_superuser: bool,
    has_few_years: bool,
) -> QuerySet:
    person = User(pk=user, is_superuser=is_superuser)
    kinds = {
        "to_answer": Proposal.objects.answered_by(person),
        "short": short_rows_for(person),
        "advice_to_answer": Advice.objects.answered_by(person),
        "advice_to_ask": proposed_by(person),
        "to_close": Round.objects.coordinated_by(person).filter(opened_at__isnull=False, closed_at=None),
        "minutes": Meeting.objects.filter(pk__in=may_wait_for.keys(user, today, is_superuser=is_superuser)),
        "promised": ActionPoint.objects.visible_to(person).undone().owned_by(person),
        "named": waiting_for(person),
        "requests": Participation.objects.asked_of(person),
        "without_agenda": all_without_agenda(person) if has_few_years else Agreement.objects.none(),
        "to_advise": Advice.objects.asked_of(person, on=day),
        "came_back": to_take_up(person, since=lately),
        "evaluations": under_way(person, today),
        "unanswered": unanswered(asked_before=week_ago).filter(asked_by=user),
        "signing": Ceremony.objects.visible_to(person).coming(after=an_hour_ago),
    }
    return User.objects.filter(pk=user).values_list(*(Exists(kinds[name]) for name in _KINDS))


_KINDS = (
    *("to_answer", "short", "advice_to_answer", "advice_to_ask", "to_close", "minutes", "promised", "named", "requests"),
    *("without_agenda", "to_advise", "came_back", "evaluations", "unanswered", "signing"),
)
