"""The draft of next year takes nothing away: whoever comes for this year finds the same, and one line that names the draft."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.factories import (
    ActionFactory,
    AgendaFactory,
    GoalFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

MOMENTS = {
    "in the autumn": datetime(2024, 10, 14, 9, tzinfo=UTC),
    "on new year's day": datetime(2025, 1, 1, 9, tzinfo=UTC),
    "in the spring": datetime(2025, 4, 1, 9, tzinfo=UTC),
}
PEOPLE = ("officer", "association_officer", "tenant", "executive", "admin")
SECRET = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|\bhx-headers=\'[^\']+\'|nonce="[^"]+"')
NAMES_DRAFT = re.compile(r'<p class="next-year.*?</p>', flags=re.DOTALL)


@pytest.fixture
def running(cast):
    """2024 is adopted, with a closed round and one that is open."""
    with time_machine.travel(datetime(2024, 9, 2, 9, tzinfo=UTC)):
        other = ActionFactory(
            goal=GoalFactory(theme=cast.theme, number="18"), agenda=cast.agenda, due_on="2024-12-31", due_precision="year"
        )
        LeadFactory(action=other, party=cast.tenants)
        cast.agenda.state, cast.agenda.adopted_on = "adopted", date(2023, 12, 14)
        cast.agenda.save()
        first = RoundFactory(agenda=cast.agenda, name="Ronde 1", reference_date="2024-06-30", closed=True)
        ProgressUpdateFactory(action=cast.action, round=first, amber=True)
        RoundFactory(agenda=cast.agenda, name="Ronde 2", reference_date="2024-09-30", opened=True, closes_on="2025-05-01")
        MeetingFactory(agreement=cast.agreement, held_on="2025-05-08")
    return cast


def pages_of(cast, visit, moment: datetime) -> dict[tuple[str, str], str]:
    addresses = {
        "start": "/",
        "dashboard": f"{cast.agenda.get_absolute_url()}dashboard/",
        "my actions": "/mijn-acties/",
        "party": f"/partijen/{cast.association.pk}/",
        "party dashboard": f"/partijen/{cast.association.pk}/dashboard/",
    }
    with time_machine.travel(moment, tick=False):
        return {
            (person, name): SECRET.sub("", visit(getattr(cast, person), address).content.decode())
            for person in PEOPLE
            for name, address in addresses.items()
        }


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_five_people_find_the_same_and_the_name_of_the_draft(running, visit, moment):
    with time_machine.travel(moment, tick=False):
        for person in PEOPLE:
            visit(getattr(running, person), "/")  # a first visit tells no news
    before = pages_of(running, visit, moment)
    with time_machine.travel(datetime(2024, 10, 3, 9, tzinfo=UTC)):
        draft = AgendaFactory(agreement=running.agreement, year=2025, title="Uitvoeringsagenda 2025")
        again = ActionFactory(
            goal=running.goal, agenda=draft, carried_from=running.action, due_on="2025-06-30", due_precision="quarter"
        )
        LeadFactory(action=again, party=running.association, contact=running.association_officer)
        LeadFactory(action=ActionFactory(goal=running.goal, agenda=draft), party=running.tenants)
    after = pages_of(running, visit, moment)
    assert {place: NAMES_DRAFT.sub("", page).split() for place, page in after.items()} == {
        place: page.split() for place, page in before.items()
    }
    named = {name for (_person, name), page in after.items() if "Uitvoeringsagenda 2025" in page}
    assert named == {"start", "dashboard", "party", "party dashboard"}


def test_once_the_next_year_is_adopted_and_has_begun_it_stands_in_front_beside_an_open_round(running, visit):
    AgendaFactory(agreement=running.agreement, year=2025, title="Agenda 2025", state="adopted", adopted_on=date(2024, 12, 14))
    january = pages_of(running, visit, MOMENTS["on new year's day"])["officer", "start"]
    assert ("Agenda 2025" in january, running.agenda.title in january) == (True, True)
