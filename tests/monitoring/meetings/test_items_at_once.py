"""Two people who work on one agenda at the same moment."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from monitoring.meetings.items import leave_out, make_agenda
from monitoring.meetings.workflow import record_decision
from monitoring.models import Decision, Item, Meeting
from parties.refusals import NotAllowedNowError
from tests.factories import ItemFactory, MeetingFactory, make_cast
from tests.races import needs_postgresql, race, staggers

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]


def _meeting(cast, name: str) -> Meeting:
    return MeetingFactory(agreement=cast.agreement, title=name, kind="thematic", held_on=timezone.localdate() + timedelta(days=9))


def _make(pk: int, cast) -> int:
    return len(make_agenda(meeting=Meeting.objects.get(pk=pk), by=cast.officer))


def test_two_who_make_the_agenda_at_once_make_one():
    cast = make_cast()
    for stagger in staggers(0.02):
        row = _meeting(cast, f"Na {stagger}")
        race(partial(_make, row.pk, cast), partial(_make, row.pk, cast), stagger=stagger)
        origins = [item.origin for item in row.items.all()]
        assert len(origins) == len(set(origins)) == 3


def _leave_out(pk: int, cast) -> bool:
    return bool(leave_out(item=Item.objects.get(pk=pk), reason="Geen tijd.", by=cast.officer))


def _decide(pk: int, cast) -> bool:
    item = Item.objects.get(pk=pk)
    return bool(record_decision(meeting=item.meeting, item=item, kind=Decision.Kind.OTHER, text="Akkoord.", by=cast.officer))


def test_what_is_left_out_while_it_is_decided_about_is_one_of_both():
    cast = make_cast()
    for stagger in staggers(0.02):
        item = ItemFactory(meeting=_meeting(cast, f"Na {stagger}"))
        calls = [partial(call, item.pk, cast) for call in (_leave_out, _decide)]
        race(*calls, refusals=(ValidationError, NotAllowedNowError), stagger=stagger)
        item.refresh_from_db()
        assert item.is_left_out != item.is_settled
        assert item.decisions.exists() == item.is_settled
