"""Signing together on a date: everyone who may sign is told, in the mail and in the calendar, and nothing is decided by it."""

import re
from datetime import UTC, date, datetime, time

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from icalendar import Calendar

from agreements.consent import adoption, answering
from agreements.consent.ceremony import cancel_ceremony, set_ceremony
from agreements.models import Ceremony
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 14)


@pytest.fixture
def proposal(cast, time_machine):
    """Of Monday 3 June 2024, to be answered by Friday the 21st."""
    time_machine.move_to(datetime(2024, 6, 3, 7, tzinfo=UTC), tick=False)
    person = UserFactory(name="Berta Bestuurder", email="berta@desleutel.example")
    MembershipFactory(user=person, party=cast.association, may_sign=True)
    found = adoption.propose(text=cast.agenda, by=cast.officer, deadline=date(2024, 6, 21))
    mail.outbox.clear()
    return found


def plan(proposal, by, **changes):
    return set_ceremony(proposal=proposal, by=by, **{"day": DAY, "hour": time(16), "place": "gemeentehuis", **changes})


def invitations() -> list:
    """The events in the mails, of which everyone gets the same."""
    files = {content for message in mail.outbox for _name, content, _kind in message.attachments}
    mail.outbox.clear()
    return [event for content in files for event in Calendar.from_ical(content).walk("VEVENT")]


def test_everyone_who_may_sign_is_mailed_with_the_moment_for_the_calendar(cast, proposal):
    row = plan(proposal, cast.officer)
    assert str(row) == "Ondertekening op 14 juni 2024, 16.00 uur, gemeentehuis"
    assert len(mail.outbox) == 3
    words = re.sub(r"\s+", " ", mail.outbox[0].body)
    assert "Ondertekening op 14 juni 2024, 16.00 uur, gemeentehuis" in words
    [event] = invitations()
    assert (event["uid"], event["sequence"], event["status"]) == (f"ondertekening-{row.pk}@127.0.0.1", 0, "CONFIRMED")
    assert event.decoded("dtstart").isoformat() == "2024-06-14T16:00:00+02:00"
    assert str(event["location"]) == "gemeentehuis"


def test_moved_and_cancelled_change_the_same_event(cast, proposal):
    plan(proposal, cast.officer)
    [first] = invitations()
    plan(proposal, cast.officer, hour=time(15, 30))
    [moved] = invitations()
    assert (moved["uid"], moved["sequence"]) == (first["uid"], 1)
    assert "T15:30" in moved.decoded("dtstart").isoformat()
    cancel_ceremony(proposal=proposal, by=cast.officer)
    [cancelled] = invitations()
    assert (cancelled["uid"], cancelled["sequence"], cancelled["status"]) == (first["uid"], 2, "CANCELLED")
    with pytest.raises(NotAllowedNowError, match="geen ondertekening gepland"):
        cancel_ceremony(proposal=proposal, by=cast.officer)
    plan(proposal, cast.officer)
    [again] = invitations()
    assert (again["uid"], again["sequence"], again["status"]) == (first["uid"], 3, "CONFIRMED")


def test_the_same_moment_again_mails_nobody(cast, proposal):
    plan(proposal, cast.officer)
    mail.outbox.clear()
    plan(proposal, cast.officer)
    assert mail.outbox == []


def test_a_proposal_that_ends_takes_it_along(cast, proposal):
    plan(proposal, cast.officer)
    mail.outbox.clear()
    answering.withdraw(proposal=proposal, by=cast.officer)
    assert {str(event["status"]) for event in invitations()} == {"CANCELLED"}
    assert not Ceremony.objects.coming().exists()


def test_it_decides_nothing_and_stays_when_all_agreed_before(cast, proposal):
    plan(proposal, cast.officer)
    berta = Membership.objects.get(party=cast.association, may_sign=True).user
    for person, party in [(cast.executive, cast.municipality), (berta, cast.association), (cast.tenant, cast.tenants)]:
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    cast.agenda.refresh_from_db()
    assert (cast.agenda.is_adopted, cast.agenda.adopted_on) == (True, date(2024, 6, 3))
    assert Ceremony.objects.coming().exists()


def test_not_after_the_day_to_answer_nor_in_the_past(cast, proposal):
    with pytest.raises(ValidationError, match="Geef eerst meer tijd"):
        plan(proposal, cast.officer, day=date(2024, 6, 22))
    with pytest.raises(ValidationError, match="voorbij"):
        plan(proposal, cast.officer, day=date(2024, 6, 2))


@pytest.mark.parametrize("person", ["tenant", "executive", "outsider", "admin"])
def test_only_a_coordinator_plans_or_cancels_it(cast, proposal, person):
    with pytest.raises(PermissionDenied):
        plan(proposal, getattr(cast, person))
    plan(proposal, cast.officer)
    with pytest.raises(PermissionDenied):
        cancel_ceremony(proposal=proposal, by=getattr(cast, person))
