"""The part of the mail of the day about conditions: to each lead's coordinator, when the day comes near and once it is over."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from agreements.agenda.words import goal_words_of, words_of
from agreements.models import Condition, Lead
from monitoring.reminders.mails import MailItem, Section, section_of, why_for_coordinator
from monitoring.reminders.texts import CONDITION_NEAR, CONDITION_OVER
from parties.models import Membership, User
from parties.working_days import working_day_from

DAYS_BEFORE = (14, 7, 1, 0)  # a day that is no working day has no mail; another of these has
A_DAY = timedelta(days=1)
LONGEST_REST = timedelta(days=7)  # more days without mail there are not


def about_conditions(today: date) -> Iterator[tuple[User, Section]]:
    """Two queries, and two for each condition that is told today."""
    names = ("action__agenda__agreement", "action__goal__theme__agreement", "action__project", "party")
    led = Lead.objects.current().values("action")
    waiting = Condition.objects.waiting().filter(action__in=led).select_related(*names).order_by("until", "pk")
    for row in waiting.filter(until__in=[today + timedelta(days=days) for days in DAYS_BEFORE]):
        yield from _sections(row, over=False)
    for row in waiting.filter(until__range=(today - LONGEST_REST, today - A_DAY)):
        if working_day_from(row.until + A_DAY) == today:
            yield from _sections(row, over=True)


def _sections(row: Condition, *, over: bool) -> Iterator[tuple[User, Section]]:
    action, agreement = row.action, row.action.agenda.agreement
    address = f"{settings.SITE_URL}{action.get_absolute_url()}"
    number = goal_words_of(action).number
    goal = _("goal %(number)s") % {"number": number} if number else ""
    note = f"{row.words} ({row.on_whom})" if row.on_whom else row.words
    for lead in Lead.objects.filter(action=action).select_related("party"):
        section = section_of(
            agreement,
            CONDITION_OVER if over else CONDITION_NEAR,
            party=lead.party,
            items=[MailItem(str(words_of(action)), address, note, goal)],
            last_day=row.until,
            link=address,
            link_words=_("To the action"),
            why=why_for_coordinator([lead.party], agreement),
        )
        for membership in Membership.objects.coordinating().filter(party=lead.party_id).select_related("user"):
            yield membership.user, section
