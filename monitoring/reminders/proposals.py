"""The part of the mail of the day about texts on which an answer is awaited, in the last week before it is too late."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.consent.ceremony import people_at
from agreements.consent.prepared_answers import prepared_answers
from agreements.consent.telling import people_who_answer
from agreements.models import Ceremony, Proposal
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.texts import TO_ANSWER, TO_SIGN
from parties.models import Membership, User
from parties.working_days import working_days_before

DAYS_BEFORE = (7, 3, 1, 0)  # a day that is no working day has no mail; another of these has


def about_proposals(today: date) -> Iterator[tuple[User, Section]]:
    """Everyone of whom an answer is awaited, with a section for each text. Three queries for each text, and two per person."""
    days = [today + timedelta(days=number) for number in DAYS_BEFORE]
    rows = Proposal.objects.open().filter(deadline__in=days).select_related("agreement", "agenda__agreement", "party")
    for proposal in rows.order_by("deadline", "pk"):
        parties: dict[User, list[Membership]] = {}
        for row in people_who_answer(proposal):
            parties.setdefault(row.user, []).append(row)
        for person, own in parties.items():
            yield person, _section(proposal, own)


def about_ceremonies(today: date) -> Iterator[tuple[User, Section]]:
    """Everyone who is asked to a signing, in the mail of the last working day before it. Two queries for each."""
    for row in Ceremony.objects.coming().select_related("proposal__agreement", "proposal__agenda__agreement", "proposal__party"):
        if working_days_before(timezone.localdate(row.starts_at), 1) == today:
            for person in people_at(row):
                yield person, _signing(row)


def _signing(row: Ceremony) -> Section:
    address = f"{settings.SITE_URL}{row.proposal.get_absolute_url()}"
    return section_of(
        row.proposal.agreement,
        TO_SIGN,
        items=[MailItem(row.proposal.text.title, address, str(row))],
        link=address,
        link_words=_("Look how it stands"),
        why=_("You get this mail because you may sign for your party."),
    )


def _section(proposal: Proposal, own: list[Membership]) -> Section:
    address = f"{settings.SITE_URL}{proposal.get_absolute_url()}"
    prepared = prepared_answers(proposal, [row.party for row in own])
    return section_of(
        proposal.agreement,
        TO_ANSWER,
        items=[
            MailItem(proposal.title, address, ", ".join(row.party.name for row in own)),
            *(MailItem(str(row.said), f"{settings.SITE_URL}{row.address}") for row in prepared),
        ],
        last_day=proposal.deadline,
        link=address,
        link_words=_("Read the change and answer") if proposal.is_change else _("Read the text and answer"),
        why=_("You get this mail because you may sign for your party."),
    )
