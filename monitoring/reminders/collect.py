"""What is to be told today, and to whom: read only, so that it can be looked at before anything is sent."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.words import goal_words_of, words_of
from agreements.contacts.choosing import contacts_by_lead
from agreements.models import Action, Agreement, Lead
from monitoring.calendar import day_of, start_of
from monitoring.figures.deliveries import DAYS_AHEAD, DueDelivery, deliveries_due
from monitoring.models import Reminder, Round
from monitoring.queries import ActionProgress, ActionState, collect_round
from monitoring.reminders.action_points import about_action_points
from monitoring.reminders.advices import about_advices
from monitoring.reminders.conditions import about_conditions
from monitoring.reminders.disputes import about_notices
from monitoring.reminders.evaluations import about_evaluations
from monitoring.reminders.legal_steps import about_legal_steps
from monitoring.reminders.mails import Mail, MailItem, Section, section_of, told, why_for_coordinator, why_for_party
from monitoring.reminders.meeting_minutes import about_minutes
from monitoring.reminders.mentions import about_mentions
from monitoring.reminders.moments import DueReminder, Rhythm, latest_due, moments_of_delivery, moments_of_round
from monitoring.reminders.people import coordinators_of
from monitoring.reminders.proposals import about_ceremonies, about_proposals
from monitoring.reminders.requests import about_requests
from monitoring.reminders.texts import UNREACHABLE, Wording
from parties.models import Party, User
from parties.working_days import working_day_from

Kind = Reminder.Kind
A_DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=14)  # what is missing is told within two weeks after the end, or not any more


def mails_of(today: date) -> list[Mail]:
    """Everyone's mail of the day: one for each person to whom there is something to tell, in order of their names."""
    rounds = _rounds(today)
    due = deliveries_due(today)
    agreements = {row.agenda.agreement_id for row in rounds} | {row.indicator.goal.theme.agreement_id for row in due}
    wording = Wording(agreements)
    sections: dict[User, list[Section]] = defaultdict(list)
    for round in rounds:
        for person, section in _about_round(round, today, wording):
            sections[person].append(section)
    for person, section in _about_figures(due, today, wording):
        sections[person].append(section)
    for person, section in about_proposals(today):
        sections[person].append(section)
    for person, section in about_advices(today):
        sections[person].append(section)
    for person, section in about_conditions(today):
        sections[person].append(section)
    for person, section in about_evaluations(today):
        sections[person].append(section)
    for person, section in about_action_points(today):
        sections[person].append(section)
    for person, section in about_minutes(today):
        sections[person].append(section)
    for person, section in about_ceremonies(today):
        sections[person].append(section)
    for person, section in about_mentions(today):
        sections[person].append(section)
    for person, section in about_requests(today):
        sections[person].append(section)
    for person, section in about_notices(today):
        sections[person].append(section)
    for person, section in about_legal_steps(today):
        sections[person].append(section)
    return [Mail(person, tuple(rows)) for person, rows in sorted(sections.items(), key=lambda item: (item[0].name, item[0].pk))]


def _rounds(today: date) -> QuerySet:
    """The rounds that were opened and have begun; closed ones for some days more."""
    is_recent = Q(closed_at__isnull=True) | Q(closed_at__gte=start_of(today - 2 * LOOK_BACK))
    rounds = Round.objects.filter(is_recent, opened_at__isnull=False, opens_on__lte=today)
    return rounds.select_related("agenda__agreement").prefetch_related("extensions")


# -- About a round


def _about_round(round: Round, today: date, wording: Wording) -> Iterator[tuple[User, Section]]:
    rows = collect_round(round)
    people = contacts_by_lead(lead for row in rows for lead in row.leads)
    told_on: dict[tuple[int, int | None, bool], list[date]] = defaultdict(list)
    for user, party, kind, at in round.reminders.values_list("user", "party", "kind", "told_at"):
        told_on[user, party, kind == Kind.CLOSED].append(day_of(at))
    if not round.is_closed:
        yield from _to_leads(round, today, wording, waiting_by_person(rows, people), told_on)
    yield from _to_coordinators(round, today, wording, rows, people, told_on)


def waiting_by_person(
    rows: tuple[ActionProgress, ...], people: dict[int, list[User]]
) -> dict[tuple[User, Party], list[ActionProgress]]:
    """Who has to answer what for which party: no lead answered yet, it is a draft, or the party's own answer was returned."""
    waiting = defaultdict(list)
    for row in rows:
        for lead in row.leads:
            if row.waits_for(lead.party_id):
                for person in people[lead.pk]:
                    waiting[person, lead.party].append(row)
    return waiting


def _to_leads(round: Round, today: date, wording: Wording, waiting, told_on) -> Iterator[tuple[User, Section]]:
    window, opened_on = round.window, _opened_on(round)
    rhythm = Rhythm(round.remind_every, tuple(days for days in (round.remind_first, round.remind_last) if days))
    for (person, party), rows in waiting.items():
        last_day = window.last_day_of(party.pk)
        if today > last_day:
            continue
        moments = moments_of_round(opened_on, last_day, rhythm)
        moment = latest_due(moments, today, told_on[person.pk, party.pk, False])
        if moment:
            yield person, section_for_party(round, party, rows, moment, wording=wording, last_day=last_day)


def section_for_party(
    round: Round, party: Party, rows: list[ActionProgress], moment: DueReminder, *, wording: Wording, last_day: date
) -> Section:
    """What waits for this party in the round, in the words for this moment."""
    agreement = round.agenda.agreement
    kind = Kind.WAITING if moment.kind == Kind.BY_HAND else moment.kind
    return section_of(
        agreement,
        wording.of(agreement, kind),
        round=round,
        party=party,
        last_day=last_day,
        items=[item_of(row, party) for row in rows],
        link=my_actions_link(),
        link_words=_("To my actions"),
        why=why_for_party(party, agreement),
        told=(told(moment.kind, due_on=moment.due_on, round=round, party=party),),
    )


def my_actions_link() -> str:
    return f"{settings.SITE_URL}{reverse('my_actions')}"


def progress_link(action: Action) -> str:
    return f"{settings.SITE_URL}{reverse('progress', args=[action.pk])}"


def item_of(row: ActionProgress, party: Party) -> MailItem:
    """What waits for this party, with what it wrote on it so far."""
    own, note = row.of(party.pk), ""
    if own.state == ActionState.RETURNED:
        note = _("Sent back: %(reason)s") % {"reason": own.update.last_review.reason}
    elif own.state == ActionState.DRAFT:
        note = _("There is a draft that was not submitted yet.")
    return MailItem(name_of(row.action), progress_link(row.action), note, goal_of(row.action))


def name_of(action: Action) -> str:
    """The action in a few words."""
    return str(words_of(action))


def goal_of(action: Action) -> str:
    number = goal_words_of(action).number
    return _("goal %(number)s") % {"number": number} if number else ""


def _to_coordinators(round: Round, today: date, wording: Wording, rows, people, told_on) -> Iterator[tuple[User, Section]]:
    """At the opening who cannot be reached, at the end what is missing."""
    agreement = round.agenda.agreement
    link = {"link": f"{settings.SITE_URL}{round.get_absolute_url()}", "link_words": _("To the round")}
    missing, unreachable = list(_missing(round, rows, today)), list(_unreachable(rows, people))
    ends_on = working_day_from(round.closes_on + A_DAY if not round.is_closed else day_of(round.closed_at))
    is_over = ends_on <= today <= ends_on + LOOK_BACK
    begins_on = working_day_from(_opened_on(round))
    for one in coordinators_of(agreement):
        records = told_on[one.person.pk, None, True], told_on[one.person.pk, None, False]
        if is_over and (missing or unreachable) and not records[0]:
            words, items = wording.of(agreement, Kind.CLOSED), missing + unreachable
            record = told(Kind.CLOSED, due_on=ends_on, round=round)
        elif unreachable and not round.is_closed and begins_on <= today and not any(records):
            words, items = UNREACHABLE, unreachable
            record = told(Kind.UNREACHABLE, due_on=begins_on, round=round)
        else:
            continue
        why = why_for_coordinator(one.parties, agreement)
        yield one.person, section_of(agreement, words, round=round, items=items, why=why, told=(record,), **link)


def _missing(round: Round, rows: tuple[ActionProgress, ...], today: date) -> Iterator[MailItem]:
    """What was not answered, with its leads; behind a lead that has more time, until when."""
    window = round.window

    def named(lead: Lead) -> str:
        until = window.last_day_of(lead.party_id)
        if round.is_closed or until < today:
            return str(lead.party)
        return _("%(party)s (has through %(date)s)") % {"party": lead.party, "date": date_format(until, "j F Y")}

    for row in rows:
        if not row.counts:
            names = ", ".join(named(lead) for lead in row.leads if lead.party_id in row.asked) or _("no lead")
            yield MailItem(name_of(row.action), progress_link(row.action), names, goal_of(row.action))


def _unreachable(rows: tuple[ActionProgress, ...], people: dict[int, list[User]]) -> Iterator[MailItem]:
    """The actions without a lead, and the parties of which nobody can be reached."""
    nobody: dict[Party, list[Lead]] = defaultdict(list)
    for row in rows:
        if not row.leads:
            link = f"{settings.SITE_URL}{row.action.get_absolute_url()}"
            yield MailItem(name_of(row.action), link, _("This action has no lead."), goal_of(row.action))
        for lead in row.leads:
            if not people[lead.pk]:
                nobody[lead.party].append(lead)
    for party, leads in nobody.items():
        note = _("Nobody of this party can be reached; it leads %(count)s of the actions.") % {"count": len(leads)}
        yield MailItem(party.name, "", note)


def _opened_on(round: Round) -> date:
    return max(day_of(round.opened_at), round.opens_on)


# -- About figures


def _about_figures(due: list[DueDelivery], today: date, wording: Wording) -> Iterator[tuple[User, Section]]:
    """The figures that each party owes, in one section per person, party and agreement."""
    told_on: dict[tuple[int, int], list[date]] = defaultdict(list)
    records = Reminder.objects.filter(delivery__in=[row.delivery.pk for row in due])
    for user, delivery, at in records.values_list("user", "delivery", "told_at"):
        told_on[user, delivery].append(day_of(at))
    groups: dict[tuple[User, Party, Agreement], list[tuple[DueDelivery, DueReminder]]] = defaultdict(list)
    for row in due:
        moments = moments_of_delivery(row.delivery.due_on, today, days_ahead=DAYS_AHEAD)
        moment = latest_due(moments, today, told_on[row.person.pk, row.delivery.pk])
        if moment:
            groups[row.person, row.party, row.indicator.goal.theme.agreement].append((row, moment))
    for (person, party, agreement), rows in groups.items():
        records = tuple(told(Kind.DELIVERY, due_on=moment.due_on, delivery=row.delivery, party=party) for row, moment in rows)
        yield (
            person,
            section_of(
                agreement,
                wording.of(agreement, Kind.DELIVERY),
                party=party,
                items=[_figure(row) for row, _moment in rows],
                link=f"{settings.SITE_URL}{reverse('figures', args=[agreement.slug])}",
                link_words=_("To the figures"),
                why=why_for_party(party, agreement),
                told=records,
            ),
        )


def _figure(row: DueDelivery) -> MailItem:
    words = _("%(indicator)s of %(year)s") % {"indicator": row.indicator.name, "year": row.delivery.year}
    note = (_("Was due on %(date)s.") if row.is_late else _("Due on %(date)s.")) % {
        "date": date_format(row.delivery.due_on, "j F Y")
    }
    return MailItem(words, f"{settings.SITE_URL}/indicatoren/{row.indicator.pk}/meting/", note)
