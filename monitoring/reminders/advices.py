"""The part of the mail of the day about advice: what is still to be given, to be answered, and that a term is over."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.advice.telling import WHY_ADVISE, WHY_ASKED, people_who_advise, people_who_asked
from agreements.models import Advice
from agreements.models.advice_days import TIME_TO_ANSWER
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.texts import ADVICE_NOT_GIVEN, ADVICE_TO_ANSWER, ADVICE_TO_GIVE, ReminderWords
from parties.models import User
from parties.working_days import working_day_from

DAYS_BEFORE = (14, 7, 3, 1, 0)  # a day that is no working day has no mail; another of these has
A_DAY = timedelta(days=1)
LONGEST_REST = timedelta(days=7)  # more days without mail there are not


def about_advices(today: date) -> Iterator[tuple[User, Section]]:
    """Who advises, who answers, and who hears that no advice came. Three queries, and one for each advice that is due."""
    rows = Advice.objects.select_related("agreement", "party", "asking_party").order_by("due_on", "pk")
    ahead = [today + timedelta(days=days) for days in DAYS_BEFORE]
    for advice in rows.running().filter(due_on__in=ahead):
        yield from _sections(advice, people_who_advise(advice), ADVICE_TO_GIVE, advice.due_on, WHY_ADVISE)
    for advice in rows.to_answer().filter(given_on__in=[day - TIME_TO_ANSWER for day in ahead]):
        yield from _sections(advice, people_who_asked(advice), ADVICE_TO_ANSWER, advice.answer_due_on, WHY_ASKED)
    for advice in rows.running().filter(due_on__range=(today - LONGEST_REST, today - A_DAY)):
        if working_day_from(advice.due_on + A_DAY) == today:
            yield from _sections(advice, people_who_asked(advice), ADVICE_NOT_GIVEN, advice.due_on, WHY_ASKED)


def _sections(
    advice: Advice, people: QuerySet[User], words: ReminderWords, last_day: date, why
) -> Iterator[tuple[User, Section]]:
    address = f"{settings.SITE_URL}{advice.get_absolute_url()}"
    section = section_of(
        advice.agreement,
        words,
        party=advice.party,
        items=[MailItem(advice.subject, address)],
        last_day=last_day,
        link=address,
        link_words=_("To the advice"),
        why=str(why),
    )
    for person in people:
        yield person, section
