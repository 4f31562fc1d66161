"""The part of the mail of the day about steps of the year that the law asks: to the coordinators of the parties they concern."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Agreement, Participation
from monitoring.calendar import day_of
from monitoring.legal_steps.steps import StepOfYear, coming_steps
from monitoring.models import Reminder
from monitoring.reminders.mails import MailItem, Section, section_of, told, why_for_coordinator
from monitoring.reminders.moments import DueReminder, latest_due, moments_of_step
from monitoring.reminders.texts import Wording
from parties.models import Membership, Party, User

DAYS_BEFORE = (30, 7)
Kind = Reminder.Kind
Key = tuple[int, int, str, date]


def about_legal_steps(today: date) -> Iterator[tuple[User, Section]]:
    """What comes within thirty days and is not done: told once, and once more a week before. Five queries."""
    ahead = today + timedelta(days=max(DAYS_BEFORE))
    steps = [step for step in coming_steps(_agreements(today, ahead), today, ahead) if step.is_law and step.concerns]
    if not steps:
        return
    agreements = {step.row.agreement_id: step.row.agreement for step in steps}
    wording, told_on = Wording(agreements), _told_on(steps)
    people = _coordinators(agreements)
    for agreement in agreements.values():
        own = [step for step in steps if step.row.agreement_id == agreement.pk]
        for person, party in people[agreement.pk]:
            rows = list(_due(own, party, person, today, told_on))
            if rows:
                yield person, _section(agreement, party, rows, wording)


def _agreements(first: date, last: date) -> list[Agreement]:
    """Those for which something is done in these years, and that were not revoked or closed."""
    rows = Agreement.objects.filter(start_year__lte=last.year + 1, end_year__gte=first.year).order_by("pk")
    return [row for row in rows if not (row.is_revoked or row.is_closed)]


def _told_on(steps: Iterable[StepOfYear]) -> dict[Key, list[date]]:
    found: dict[Key, list[date]] = defaultdict(list)
    rows = Reminder.objects.filter(kind=Kind.LEGAL_STEP, step_on__in={step.row.due_on for step in steps})
    for user, agreement, step, step_on, at in rows.values_list("user", "agreement", "step", "step_on", "told_at"):
        found[user, agreement, step, step_on].append(day_of(at))
    return found


def _coordinators(agreements: Iterable[int]) -> dict[int, list[tuple[User, Party]]]:
    """Of every party that takes part, by agreement and name."""
    parts = Participation.objects.accepted().going_on().filter(agreement__in=list(agreements)).order_by("position", "pk")
    parties = list(parts.values_list("agreement", "party"))
    members: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.coordinating().filter(party__in={party for _agreement, party in parties})
    for row in rows.select_related("user", "party").order_by("user__name", "pk"):
        members[row.party_id].append(row)
    found: dict[int, list[tuple[User, Party]]] = defaultdict(list)
    for agreement, party in parties:
        found[agreement] += [(row.user, row.party) for row in members[party]]
    return found


def _due(steps, party: Party, person: User, today: date, told_on) -> Iterator[tuple[StepOfYear, DueReminder]]:
    for step in steps:
        if party.kind not in step.concerns:
            continue
        key = (person.pk, step.row.agreement_id, step.row.kind, step.row.due_on)
        moment = latest_due(moments_of_step(step.row.due_on, days_before=DAYS_BEFORE), today, told_on[key])
        if moment:
            told_on[key].append(today)  # who is coordinator of two such parties is told once
            yield step, moment


def _section(agreement: Agreement, party: Party, rows: list[tuple[StepOfYear, DueReminder]], wording: Wording) -> Section:
    last = max(step.row.due_on for step, _moment in rows)
    return section_of(
        agreement,
        wording.of(agreement, Kind.LEGAL_STEP),
        party=party,
        items=[_item(step) for step, _moment in rows],
        last_day=last,
        link=f"{settings.SITE_URL}{reverse('year_calendar', args=[agreement.slug])}?jaar={last.year}",
        link_words=_("To the calendar"),
        why=why_for_coordinator([party], agreement),
        told=tuple(
            told(Kind.LEGAL_STEP, due_on=moment.due_on, agreement=agreement, step=step.row.kind, step_on=step.row.due_on)
            for step, moment in rows
        ),
    )


def _item(step: StepOfYear) -> MailItem:
    words = {"date": date_format(step.row.due_on, "j F Y"), "basis": step.row.basis}
    note = _("By %(date)s at the latest; %(basis)s.") if step.row.basis else _("By %(date)s at the latest.")
    return MailItem(str(step.row), f"{settings.SITE_URL}{step.row.get_absolute_url()}", note % words)
