"""Signing together on a date: set, moved and cancelled, each with a mail that carries it into the calendar.

It decides nothing: answers count whenever they are given, and the last one puts the text in force.
"""

from datetime import date, datetime, time

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.consent.answerers import demand_coordinator, locked
from agreements.models import Ceremony, Proposal
from agreements.signing.calendar_file import calendar_file
from parties.history.records import change_set, refuse
from parties.history.write_rules import Act, act
from parties.mail import MailFile, post
from parties.models import Membership, User
from parties.refusals import NotAllowedNowError

WHY = gettext_lazy("You get this mail because you may sign for your party.")


@transaction.atomic
@act(Act.TAKE_EFFECT)
def set_ceremony(*, proposal: Proposal, by: User, day: date, hour: time, place: str) -> Ceremony:
    """Plan the signing together, or move it: everyone who may sign for a party that is asked is mailed."""
    text = locked(proposal.text)
    current = Proposal.objects.get(pk=proposal.pk)
    demand_coordinator(text, by)
    if not current.is_open:
        raise NotAllowedNowError(_("This proposal no longer waits for answers, so there is nothing to sign together."))
    starts_at = timezone.make_aware(datetime.combine(day, hour))
    _demand_moment(current, starts_at)
    row = ceremony_of(proposal) or Ceremony(proposal=proposal)
    is_new = row.pk is None
    if not is_new and row.cancelled_at is None and (row.starts_at, row.place) == (starts_at, place):
        return row
    row.starts_at, row.place, row.set_by = starts_at, place, by
    row.cancelled_at, row.changed_at = None, timezone.now()
    row.moves += not is_new
    with change_set(reason=_("Signing ceremony planned") if is_new else _("Signing ceremony moved"), user=by):
        row.save()
    _tell(row, "ceremony_set" if is_new else "ceremony_moved", by=by)
    return row


@transaction.atomic
@act(Act.TAKE_EFFECT)
def cancel_ceremony(*, proposal: Proposal, by: User) -> Ceremony:
    """It does not take place: everyone who was asked is told, and it goes out of their calendars."""
    text = locked(proposal.text)
    demand_coordinator(text, by)
    row = ceremony_of(proposal)
    if row is None or not row.is_coming:
        raise NotAllowedNowError(_("No signing is planned."))
    return _cancel(row, by=by)


def cancel_with(proposal: Proposal) -> None:
    """A proposal that ended without an agreement takes its ceremony along. Within the transaction that ends it."""
    row = ceremony_of(proposal)
    if row is not None and row.is_coming:
        _cancel(row, by=None)


def ceremony_of(proposal: Proposal) -> Ceremony | None:
    return Ceremony.objects.filter(proposal=proposal).select_related("proposal__agreement", "proposal__agenda__agreement").first()


def coming_ceremony(proposal: Proposal | None) -> Ceremony | None:
    """What is still ahead; the proposal may have come with it."""
    try:
        row = proposal.ceremony if proposal else None
    except ObjectDoesNotExist:
        return None
    return row if row and row.is_coming else None


def people_at(ceremony: Ceremony) -> list[User]:
    """Everyone who may sign for a party that was asked, or for the one that proposed, answered or not. One query."""
    proposal = ceremony.proposal
    parties = [*proposal.needed.values_list("party", flat=True), proposal.party_id]
    signing = Membership.objects.filter(party__in=parties, may_sign=True).values("user")
    return list(User.objects.filter(pk__in=signing, is_active=True).order_by("pk"))


def _demand_moment(proposal: Proposal, starts_at: datetime) -> None:
    if starts_at <= timezone.now():
        refuse(day=_("This moment is over; choose a later one."))
    if timezone.localdate(starts_at) > proposal.deadline:
        sentence = _(
            "Answers are awaited until %(day)s; then the proposal expires. Give more time first, or choose an earlier day."
        )
        refuse(day=sentence % {"day": date_format(proposal.deadline, "j F Y")})


def _cancel(row: Ceremony, *, by: User | None) -> Ceremony:
    row.cancelled_at = row.changed_at = timezone.now()
    row.moves += 1
    with change_set(reason=_("Signing ceremony cancelled"), user=by):
        row.save()
    _tell(row, "ceremony_cancelled", by=by)
    return row


def _tell(row: Ceremony, template: str, *, by: User | None) -> None:
    attachment = MailFile("ondertekening.ics", calendar_file(row), "text/calendar; method=PUBLISH")
    for person in people_at(row):
        context = {"ceremony": row, "proposal": row.proposal}
        post(template, to=person, context=context, why=WHY, by=by, attachments=(attachment,))
