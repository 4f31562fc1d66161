"""Telling: everyone's mail of the day, and what is told at once because someone did something."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.contacts.choosing import contacts_by_lead
from agreements.models import Lead
from monitoring.calendar import day_of
from monitoring.models import Reminder, ReminderText, Review, Round, RoundExtension
from monitoring.queries import collect_round
from monitoring.reminders.collect import (
    goal_of,
    mails_of,
    my_actions_link,
    name_of,
    progress_link,
    section_for_party,
    waiting_by_person,
)
from monitoring.reminders.mails import Mail, MailItem, Section, enqueue, enqueue_daily, in_dutch, section_of, told, why_for_party
from monitoring.reminders.moments import DueReminder
from monitoring.reminders.texts import Wording
from parties.models import Party, User
from parties.people.names import name_with_party
from parties.working_days import is_working_day

BY_HAND = Reminder.Kind.BY_HAND


def send_reminders(today: date) -> list[User]:
    """Mail everyone what is due, and give the people who were mailed. On a day that is no working day nobody is.

    Each person's mail is a transaction of its own: who runs this again after it died half-way mails the others.
    """
    if not is_working_day(today):
        return []
    with in_dutch():
        return [mail.person for mail in mails_of(today) if enqueue_daily(mail, day=today)]


def remind_by_hand(round: Round, *, by: User, party: Party | None = None, person: User | None = None) -> list[User]:
    """Mail those who have not answered, or those of this party, or this person: at once, one mail each; within a transaction.

    A party whose time is over is not asked for what it can no longer give, and nobody is reminded by hand twice on one day. What
    is told by hand, the daily mail does not repeat.
    """
    now, window = timezone.now(), round.window
    today = day_of(now)
    wording = Wording([round.agenda.agreement_id])
    rows = collect_round(round)
    waiting = waiting_by_person(rows, contacts_by_lead(lead for row in rows for lead in row.leads))
    had = set(round.reminders.filter(kind=BY_HAND, due_on=today).values_list("user", "party"))
    sections: dict[User, list[Section]] = {}
    sender = name_with_party(by, among=round.agenda.agreement.parties.all())
    with in_dutch():
        for (user, lead), actions in waiting.items():
            is_meant = party in {None, lead} and person in {None, user}
            if is_meant and (user.pk, lead.pk) not in had and window.is_open_for(lead.pk, now):
                last_day, moment = window.last_day_of(lead.pk), DueReminder(today, BY_HAND)
                section = section_for_party(round, lead, actions, moment, wording=wording, last_day=last_day)
                signed = replace(
                    section, body="\n\n".join([section.body, _("With kind regards,\n%(person)s") % {"person": sender}])
                )
                sections.setdefault(user, []).append(signed)
        for user, own in sections.items():
            enqueue(Mail(user, tuple(own)), by=by)
    return list(sections)


def tell_extension(extension: RoundExtension) -> list[User]:
    """Tell the people of the party until when they have; within the transaction that gives it."""
    round, party = extension.round, extension.party
    agreement = round.agenda.agreement
    leads = Lead.objects.filter(action__agenda=round.agenda_id, action__dropped_on=None, party=party).select_related("party")
    with in_dutch():
        record = {"due_on": day_of(timezone.now()), "round": round, "party": party}
        section = section_of(
            agreement,
            Wording([agreement.pk]).of(agreement, ReminderText.Kind.EXTENSION),
            round=round,
            party=party,
            last_day=extension.until,
            items=[MailItem(_("Reason: %(reason)s") % {"reason": extension.reason}, "")],
            link=my_actions_link(),
            link_words=_("To my actions"),
            why=why_for_party(party, agreement),
        )
        people = _everyone(contacts_by_lead(leads).values())
        for user in people:
            already = user.reminders.filter(kind=Reminder.Kind.EXTENSION, **record).exists()
            row = () if already else (told(Reminder.Kind.EXTENSION, **record),)
            enqueue(Mail(user, (_with_record(section, row),)), by=extension.by)
    return people


def tell_returned(review: Review) -> list[User]:
    """Tell the reporter, and the people of the party for which it was reported, why it was sent back."""
    update = review.update
    round, party = update.round, update.party
    agreement = round.agenda.agreement
    leads = update.action.leads.filter(party=party).select_related("party")
    sender = name_with_party(review.by, among=agreement.parties.all())
    with in_dutch():
        section = section_of(
            agreement,
            Wording([agreement.pk]).of(agreement, ReminderText.Kind.RETURNED),
            round=round,
            party=party,
            last_day=round.window.last_day_of(party.pk),
            items=[
                MailItem(
                    name_of(update.action),
                    progress_link(update.action),
                    _("%(person)s: %(reason)s") % {"person": sender, "reason": review.reason},
                    goal_of(update.action),
                )
            ],
            link=my_actions_link(),
            link_words=_("To my actions"),
            why=why_for_party(party, agreement),
        )
        people = _everyone([(update.reported_by,), *contacts_by_lead(leads).values()])
        people = [person for person in people if person != review.by]
        for user in people:
            enqueue(Mail(user, (section,)), by=review.by)
    return people


def _everyone(groups: Iterable[Iterable[User]]) -> list[User]:
    """Each active person once."""
    return list({person.pk: person for group in groups for person in group if person.is_active}.values())


def _with_record(section: Section, records: tuple[Reminder, ...]) -> Section:
    return replace(section, told=records)
