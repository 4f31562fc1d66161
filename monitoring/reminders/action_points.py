"""The part of the mail of the day about action points: to who does it, when the day comes near and each week once it is over."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Participation
from monitoring.models import ActionPoint
from monitoring.models.action_point import still_there
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.texts import ACTION_POINT_NEAR, ACTION_POINT_OVER
from parties.models import Membership, User
from parties.working_days import working_day_from

DAYS_BEFORE = (7, 1, 0)  # a day that is no working day has no mail; another of these has
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def about_action_points(today: date) -> Iterator[tuple[User, Section]]:
    """Two queries, however many there are. A party that left is not asked any more: the next agenda has what it promised."""
    taking_part = Participation.objects.accepted().going_on().filter(agreement=F("party__participations__agreement"))
    due = Q(due_on__in=[today + timedelta(days=days) for days in DAYS_BEFORE]) | Q(due_on__lt=today)
    rows = ActionPoint.objects.undone().filter(due, party__participations__in=taking_part)
    rows = rows.filter(party__participations__agreement=F("meeting__agreement")).annotate(is_there=still_there())
    in_order = rows.select_related("meeting__agreement", "party", "person").order_by("due_on", "pk")
    points = [row for row in in_order if _is_told(row, today)]
    coordinators = coordinators_by_party({row.party_id for row in points if not row.is_there})
    for row in points:
        for person in [row.person] if row.is_there else coordinators[row.party_id]:
            yield person, _section(row, over=row.due_on < today)


def _is_told(row: ActionPoint, today: date) -> bool:
    """After its day on the first working day, and from then on each week."""
    if row.due_on >= today:
        return True
    first = row.due_on + A_DAY
    weeks = (today - first) // A_WEEK
    return any(working_day_from(first + A_WEEK * number) == today for number in (weeks, weeks - 1) if number >= 0)


def coordinators_by_party(parties: Iterable[int]) -> dict[int, list[User]]:
    """By party its coordinators; of a working group those of its members, and of a party that merged those of its successor."""
    wanted = set(parties)
    found: dict[int, dict[int, User]] = defaultdict(dict)
    if not wanted:
        return {}
    others = ("party__umbrella_rows__umbrella", "party__predecessors", "party__predecessors__predecessors")
    through = Q(party__in=wanted)
    for name in others:
        through |= Q(**{f"{name}__in": wanted})
    keys = {f"other_{place}": F(name) for place, name in enumerate(others)}
    for row in Membership.objects.coordinating().filter(through).annotate(**keys).select_related("user").order_by("user__name"):
        for party in {row.party_id, *(getattr(row, name) for name in keys)} & wanted:
            found[party][row.user_id] = row.user
    return {party: list(found[party].values()) for party in wanted}


def _section(row: ActionPoint, *, over: bool) -> Section:
    agreement, address = row.meeting.agreement, f"{settings.SITE_URL}{row.get_absolute_url()}"
    note = _("%(who)s, by %(date)s; promised at %(meeting)s.") % {
        "who": row.who,
        "date": date_format(row.due_on, "j F Y"),
        "meeting": row.meeting,
    }
    why = _("You get this mail because you do this, or coordinate the party that promised it at a meeting on %(agreement)s.")
    return section_of(
        agreement,
        ACTION_POINT_OVER if over else ACTION_POINT_NEAR,
        party=row.party,
        items=[MailItem(str(row), address, note)],
        last_day=row.due_on,
        link=address,
        link_words=_("To the action point"),
        why=why % {"agreement": agreement},
    )
