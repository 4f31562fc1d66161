"""The part of the mail of the day about written notices: their four weeks begin, end in a week, and end.

The mail of the notice itself goes out at once (monitoring/disputes/workflow.py). A day that is no working day has no mail: what
begins is told on the next one, what ends on the last one before it, so that nobody hears of an end that has passed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from monitoring.disputes.people import addressed_by, speakers_of
from monitoring.models import DisputeNotice
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.texts import NOTICE_LAST, NOTICE_RUNS, NOTICE_SOON, ReminderWords
from parties.models import User
from parties.working_days import working_day_from, working_day_until

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


def about_notices(today: date) -> Iterator[tuple[User, Section]]:
    """Who coordinates or signs for the party that gave it and those that got it. Two queries for each notice that is told of."""
    rows = DisputeNotice.objects.running(today).select_related("agreement", "party").order_by("given_on", "pk")
    for notice in rows:
        if words := words_on(notice, today):
            people = speakers_of([notice.party_id, *addressed_by(notice)]).values()
            for person in {person.pk: person for rows in people for person in rows}.values():
                yield person, _section(notice, words)


def words_on(notice: DisputeNotice, today: date) -> ReminderWords | None:
    """What is told of it on this working day; nothing on most."""
    if today == working_day_until(notice.ends_on):
        return NOTICE_LAST
    if today == working_day_until(notice.ends_on - A_WEEK):
        return NOTICE_SOON
    return NOTICE_RUNS if today == working_day_from(notice.given_on + A_DAY) else None


def _section(notice: DisputeNotice, words: ReminderWords) -> Section:
    address = f"{settings.SITE_URL}{notice.get_absolute_url()}"
    return section_of(
        notice.agreement,
        words,
        party=notice.party,
        items=[MailItem(str(notice), address)],
        last_day=notice.ends_on,
        link=address,
        link_words=_("To the notice"),
        why=_("You get this mail because you coordinate or sign for a party that gave or got this notice."),
    )
