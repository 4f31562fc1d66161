"""Rounds and extensions: what is refused, with the sentence for the editor."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from monitoring.models import Round
from tests.factories import MeetingFactory, RoundExtensionFactory, RoundFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db

DAYS = ("reference_date", "opens_on", "closes_on")


@pytest.fixture
def planned(cast, at):
    at("2024-09-01 12:00")
    return RoundFactory(agenda=cast.agenda, name="Ronde 1")


def test_a_name_that_mails_carry_leads_to_no_other_site(planned):
    sentence = "«nep.example» reads as a link to another site. Leave it out, or put a space after the full stop."
    assert refusal(planned, name="Ronde 1, nep.example") == {"name": [sentence]}


def test_a_round_that_was_named_so_before_can_still_be_changed(planned):
    Round.objects.filter(pk=planned.pk).update(name="Ronde 1.Opnieuw")
    planned.refresh_from_db()
    planned.instructions = "Kort graag."
    planned.save()


def test_a_window_runs_forwards(planned):
    refused = refusal(planned, closes_on=date(2024, 9, 30))
    assert refused == {"__all__": ["The last day lies before the first day."]}


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2026, 1, 1)])
def test_a_reference_date_lies_in_the_year_or_the_one_after(planned, day):
    refused = refusal(planned, reference_date=day)
    assert refused == {"reference_date": ["The reference date lies in 2024 or in the year after it."]}


def test_a_round_serves_a_meeting_of_its_own_agreement(planned, cast):
    refused = refusal(planned, meeting=MeetingFactory(agreement=cast.other_agreement))
    assert refused == {"meeting": ["This meeting belongs to another agreement."]}


def test_a_year_that_is_closed_gets_no_new_round_and_keeps_those_it_had(planned, cast):
    type(cast.agenda).objects.filter(pk=cast.agenda.pk).update(state="closed", adopted_on=date(2024, 1, 1))
    planned = Round.objects.get(pk=planned.pk)
    planned.instructions = "Kort graag."
    planned.save()
    again = Round(agenda=planned.agenda, name="Ronde 2", **{name: getattr(planned, name) for name in DAYS})
    sentence = "2024 is closed: nothing more is asked about it. Open the year again first."
    assert refusal(again) == {"agenda": [sentence]}


def test_a_name_stands_once_per_agenda(planned, cast):
    RoundFactory(agenda=cast.other_agenda, name="Ronde 1")
    again = Round(agenda=cast.agenda, name="Ronde 1", **{name: getattr(planned, name) for name in DAYS})
    assert refusal(again) == {"__all__": ["There is already a round with this name."]}


def test_what_was_opened_keeps_its_reference_date_and_what_was_closed_its_window(cast):
    closed = RoundFactory(agenda=cast.agenda, closed=True)
    sentence = "The round was opened for this reference date. Plan another round for another date."
    assert refusal(closed, reference_date=date(2024, 8, 31)) == {"reference_date": [sentence]}
    closed.refresh_from_db()
    assert refusal(closed, closes_on=date(2024, 12, 1)) == {"closes_on": ["This round is closed; its window stays as it was."]}


def test_an_extension_is_later_than_the_round_and_for_a_participant(planned, cast):
    row = RoundExtensionFactory(round=planned, party=cast.association)
    refused = refusal(row, until=planned.closes_on)
    assert refused == {"until": ["The extension ends after the last day of the round."]}
    row.refresh_from_db()
    assert refusal(row, party=cast.elsewhere) == {"party": ["This party does not take part in this agreement."]}


def test_of_several_extensions_the_longest_counts_for_that_party_alone(planned, cast):
    for day in (12, 20, 15):
        RoundExtensionFactory(round=planned, party=cast.association, until=date(2024, 11, day))
    window = planned.window
    assert window.last_day_of(cast.association.pk) == date(2024, 11, 20)
    assert window.last_day_of(cast.tenants.pk) == planned.closes_on


def test_a_round_that_was_opened_stays(cast, planned):
    opened = RoundFactory(agenda=cast.agenda, opened=True)
    with pytest.raises(ValidationError):
        opened.delete()
    planned.delete()
    assert list(Round.objects.all()) == [opened]
