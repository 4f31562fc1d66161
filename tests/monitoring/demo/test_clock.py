"""The clock of the demonstration: Django's time, everywhere, for as long as something is told."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from agreements.models import Comment
from monitoring.calendar import AMSTERDAM
from monitoring.demo.clock import Clock
from tests.factories import CommentFactory

TOLD = datetime(2025, 11, 17, 14, 0, tzinfo=AMSTERDAM)


def test_the_clock_says_what_it_was_set_to_and_the_real_time_afterwards():
    before = timezone.now()
    with Clock(TOLD) as clock:
        assert (timezone.now(), timezone.now().tzinfo, timezone.localdate()) == (TOLD, UTC, date(2025, 11, 17))
        clock.moment = datetime(2026, 1, 1, 0, 30, tzinfo=AMSTERDAM)
        assert timezone.localdate() == date(2026, 1, 1), "in the Netherlands, where UTC is still in the year before"
    assert timezone.now() >= before


def test_an_error_lets_the_real_time_come_back_as_well():
    with pytest.raises(ZeroDivisionError), Clock(TOLD):
        1 / 0  # noqa: B018
    assert timezone.now().year > 2025


@pytest.mark.django_db
def test_defaults_of_fields_and_the_history_have_that_time_too(cast):
    with Clock(TOLD):
        row = CommentFactory(goal=cast.goal, party=cast.association, by=cast.association_officer)
    stored = Comment.objects.get(pk=row.pk)
    assert (stored.written_at, stored.history.get().history_date) == (TOLD, TOLD)


def test_a_value_stays_a_moment_for_who_asks_for_its_kind():
    """Templates ask it so, before they show a moment in the time of the Netherlands."""
    with Clock(TOLD):
        assert timezone.template_localtime(datetime(2025, 1, 1, 12, tzinfo=UTC)).hour == 13
