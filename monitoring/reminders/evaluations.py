"""The part of the mail of the day about evaluations: who has not answered; and for coordinators that the time is over."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from monitoring.calendar import A_DAY, day_of
from monitoring.evaluation.permissions import people_asked
from monitoring.models import Evaluation, EvaluationAnswer
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.people import coordinators_of
from monitoring.reminders.texts import EVALUATION_OPEN, EVALUATION_OVER, EVALUATION_SOON, ReminderWords
from parties.models import Party, User
from parties.working_days import working_day_from, working_day_until, working_days_before

DAYS_BEFORE = (7, 3, 1)  # working days before the last day of each party, and on that day


def about_evaluations(today: date) -> Iterator[tuple[User, Section]]:
    """Whoever may answer, when it opens by itself and before the end; the coordinators once its time is over.

    A few queries for each evaluation that is open, of which an agreement has one or two in a year.
    """
    rows = Evaluation.objects.filter(opened_at__isnull=False, closed_at=None, opens_on__lte=today)
    for evaluation in rows.select_related("agenda__agreement").prefetch_related("extensions").order_by("closes_on", "pk"):
        yield from _to_answer(evaluation, today)
        if working_day_from(evaluation.closes_on + A_DAY) == today:
            yield from _to_close(evaluation)


def _to_answer(evaluation: Evaluation, today: date) -> Iterator[tuple[User, Section]]:
    """One mail for each person and party that did not answer and still can, in the words of the moment."""
    window = evaluation.window
    words = {party: _words_for(evaluation, window.last_day_of(party.pk), today) for party in evaluation.parties_asked}
    asked = [party for party, said in words.items() if said]
    if not asked:
        return
    answered = set(EvaluationAnswer.objects.submitted().filter(evaluation=evaluation).values_list("party", "user"))
    for row in people_asked(evaluation, asked):
        if not {(row.party_id, None), (row.party_id, row.user_id)} & answered:
            said = words[row.party]
            yield row.user, _section(evaluation, row.party, said, last_day=window.last_day_of(row.party_id))


def _words_for(evaluation: Evaluation, last_day: date, today: date) -> ReminderWords | None:
    """What is said today to a party with this last day; who opened it on its first day or later told everyone at once."""
    if today > last_day:
        return None
    opened = day_of(evaluation.opened_at)
    if opened < evaluation.opens_on and working_day_from(evaluation.opens_on) == today:
        return EVALUATION_OPEN
    ahead = {working_days_before(last_day, count) for count in DAYS_BEFORE} | {working_day_until(last_day)}
    return EVALUATION_SOON if today in ahead and today > opened else None


def _section(evaluation: Evaluation, party: Party, words: ReminderWords, *, last_day: date) -> Section:
    address = f"{settings.SITE_URL}{evaluation.get_absolute_url()}"
    agreement = evaluation.agenda.agreement
    return section_of(
        agreement,
        words,
        party=party,
        items=[MailItem(str(evaluation), address)],
        last_day=last_day,
        link=address,
        link_words=_("Give your answer"),
        why=_("You get this mail because your party takes part in %(agreement)s.") % {"agreement": agreement},
    )


def _to_close(evaluation: Evaluation) -> Iterator[tuple[User, Section]]:
    answered = set(EvaluationAnswer.objects.submitted().filter(evaluation=evaluation).values_list("party", flat=True))
    missing = [MailItem(party.name, "") for party in evaluation.parties_asked if party.pk not in answered]
    agreement = evaluation.agenda.agreement
    for one in coordinators_of(agreement):
        yield (
            one.person,
            section_of(
                agreement,
                EVALUATION_OVER,
                items=missing,
                last_day=evaluation.closes_on,
                link=f"{settings.SITE_URL}{evaluation.get_absolute_url()}",
                link_words=_("To the evaluation"),
                why=_("You get this mail because your party takes part in %(agreement)s.") % {"agreement": agreement},
            ),
        )
