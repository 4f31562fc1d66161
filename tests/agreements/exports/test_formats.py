"""The same agenda in every kind of file."""

from datetime import UTC, datetime

import pytest
import time_machine

from agreements.exports.formats import FORMATS
from agreements.models import Agenda
from tests.factories import AgendaFactory, ParticipationFactory


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("layout", ["table", "document"])
def test_a_chapter_a_party_and_an_agenda_of_a_later_year_leave_every_file_as_it_was(agenda, add_goal, kind, layout):
    agenda.agreement.layout = layout
    agenda.agreement.save()
    add_goal("Wonen voor iedereen", ("Zee bouwt tien woningen", "Zee"))

    def written() -> bytes:
        with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
            return FORMATS[kind].write(Agenda.objects.select_related("agreement").get(pk=agenda.pk))

    before = written()
    later = AgendaFactory(agreement=agenda.agreement, year=2026)
    goal = add_goal("Langer thuis", theme="Wonen met zorg", number="95", start_year=2026)
    goal.theme.introduction = "Nieuw in 2026."
    goal.theme.save()
    ParticipationFactory(agreement=agenda.agreement, from_year=2026)
    assert written() == before
    assert FORMATS[kind].write(later) != before
