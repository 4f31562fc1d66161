"""The part of the mail of the day about advice: what is still to be given, to be answered, and that a term is over."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.advice.telling import WHY_ADVISE, WHY_ASKED, people_who_advise, people_who_asked
from agreements.advice.waiting import to_ask
from agreements.consent.telling import WHY_PROPOSED
from agreements.models import Advice, Proposal
from agreements.models.advice_days import TIME_TO_ANSWER
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.texts import ADVICE_NOT_GIVEN, ADVICE_TO_ANSWER, ADVICE_TO_ASK, ADVICE_TO_GIVE, ReminderWords
from parties.models import Membership, User
from parties.working_days import working_day_from

DAYS_BEFORE = (14, 7, 3, 1, 0)  # a day that is no working day has no mail; another of these has
A_DAY = timedelta(days=1)
LONGEST_REST = timedelta(days=7)  # more days without mail there are not


def about_advices(today: date) -> Iterator[tuple[User, Section]]:
    """Who asks, who advises, who answers, and who hears that no advice came. One query for each advice that is due."""
    yield from _to_ask()
    rows = Advice.objects.select_related("agreement", "party", "asking_party").order_by("due_on", "pk")
    ahead = [today + timedelta(days=days) for days in DAYS_BEFORE]
    for advice in rows.running().filter(due_on__in=ahead):
        yield from _sections(advice, people_who_advise(advice), ADVICE_TO_GIVE, advice.due_on, WHY_ADVISE)
    for advice in rows.to_answer().filter(given_on__in=[day - TIME_TO_ANSWER for day in ahead]):
        yield from _sections(advice, people_who_asked(advice), ADVICE_TO_ANSWER, advice.answer_due_on, WHY_ASKED)
    for advice in rows.running().filter(due_on__range=(today - LONGEST_REST, today - A_DAY)):
        if working_day_from(advice.due_on + A_DAY) == today:
            yield from _sections(advice, people_who_asked(advice), ADVICE_NOT_GIVEN, advice.due_on, WHY_ASKED)


def _to_ask() -> Iterator[tuple[User, Section]]:
    """Every day until it is asked: what waits for it waits six weeks longer. The queries of to_ask(), and one more."""
    proposals = Proposal.objects.open().select_related("agreement", "agenda__agreement", "party").order_by("deadline", "pk")
    rows = to_ask(proposals)
    asking = {row.proposal.party_id for row in rows}
    people: dict[int, list[User]] = defaultdict(list)
    for member in Membership.objects.coordinating().filter(party__in=asking).select_related("user") if asking else ():
        people[member.party_id].append(member.user)
    for row in rows:
        address = f"{settings.SITE_URL}{row.address}"
        section = section_of(
            row.proposal.agreement,
            ADVICE_TO_ASK,
            party=row.party,
            items=[MailItem(row.proposal.title, address)],
            link=address,
            link_words=_("Ask for advice"),
            why=str(WHY_PROPOSED),
        )
        for person in people[row.proposal.party_id]:
            yield person, section


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
