"""The part of the mail of the day about minutes: who has not reacted, which reactions have no answer, and what can be adopted."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.meetings.attending import parties_at
from monitoring.meetings.minutes import minutes_to_adopt, why_not_adopted
from monitoring.models import Meeting, MinutesReaction
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.people import coordinators_of
from monitoring.reminders.texts import MINUTES_TO_ADOPT, MINUTES_TO_ANSWER, MINUTES_TO_REACT, ReminderWords
from parties.models import Membership, Party, User
from parties.working_days import working_day_from, working_days_before

DAYS_BEFORE = (3, 1)  # working days before the last day
A_DAY = timedelta(days=1)
LONGEST_REST = timedelta(days=7)  # more days without mail there are not


def about_minutes(today: date) -> Iterator[tuple[User, Section]]:
    """A few queries for each meeting of which the term ends or just ended, or that was just held."""
    sent = Meeting.objects.filter(minutes_sent_at__isnull=False, adopted=None).select_related("agreement", "minuted_by")
    for row in sent.filter(react_until__range=(today, today + 2 * LONGEST_REST)).order_by("react_until", "pk"):
        if today in {working_days_before(row.react_until, count) for count in DAYS_BEFORE}:
            yield from _to_react(row)
    just_over = (today - LONGEST_REST, today - A_DAY)
    for row in sent.filter(react_until__range=just_over, reactions__answer=None, reactions__isnull=False).distinct():
        if working_day_from(row.react_until + A_DAY) == today:
            yield from _told(_keepers(row), row, MINUTES_TO_ANSWER)
    held = Meeting.objects.taking_place().filter(held_on__range=just_over, quorum_missed=False).select_related("agreement")
    for meeting in held.order_by("held_on", "pk"):
        if working_day_from(meeting.held_on + A_DAY) == today:
            for row in minutes_to_adopt(meeting):
                if not why_not_adopted(row):
                    yield from _told(_keepers(row), row, MINUTES_TO_ADOPT)


def _to_react(meeting: Meeting) -> Iterator[tuple[User, Section]]:
    """Who coordinates or signs for a party that did not react."""
    told = MinutesReaction.objects.filter(meeting=meeting).values("party")
    silent = parties_at(meeting).exclude(pk__in=told).order_by()
    speaks = Q(role=Membership.Role.COORDINATOR) | Q(may_sign=True)
    rows = Membership.objects.filter(speaks, party__in=silent.values("pk"), user__is_active=True)
    seen = set()
    for row in rows.select_related("user", "party").order_by("user__name", "pk"):
        if row.user_id not in seen:
            seen.add(row.user_id)
            yield row.user, _section(meeting, MINUTES_TO_REACT, row.party)


def _keepers(meeting: Meeting) -> list[User]:
    """Its coordinators: of the party that minutes, where that signs; else of every party that does and sees the meeting."""
    rows = coordinators_of(meeting.agreement)
    own = [row.person for row in rows if meeting.minuted_by in row.parties]
    sees = Meeting.objects.filter(pk=meeting.pk)
    return own or [row.person for row in rows if sees.visible_to(row.person).exists()]


def _told(people: Iterable[User], meeting: Meeting, words: ReminderWords) -> Iterator[tuple[User, Section]]:
    for person in people:
        yield person, _section(meeting, words)


def _section(meeting: Meeting, words: ReminderWords, party: Party | None = None) -> Section:
    address = f"{settings.SITE_URL}{reverse('minutes', args=[meeting.pk])}"
    why = _("You get this mail because your party takes part in %(agreement)s.") % {"agreement": meeting.agreement}
    return section_of(
        meeting.agreement,
        words,
        party=party,
        items=[MailItem(_("Minutes of %(meeting)s") % {"meeting": meeting}, address)],
        last_day=meeting.react_until,
        link=address,
        link_words=_("To the minutes"),
        why=why,
    )
