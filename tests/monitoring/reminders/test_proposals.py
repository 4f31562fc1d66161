"""Who may sign is reminded in the mail of the day as long as an answer is awaited, in the last week."""

from datetime import date

import pytest
from django.core import mail

from agreements.consent.adoption import propose
from agreements.consent.answering import answer
from tests.factories import MembershipFactory, UserFactory
from tests.monitoring.reminders.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cast, at):
    """Of Monday 3 June 2024, to be answered by Friday the 14th."""
    at("2024-06-03 09:00")
    person = UserFactory(name="Berta Bestuurder", email="berta@desleutel.example")
    MembershipFactory(user=person, party=cast.association, may_sign=True)
    found = propose(text=cast.agenda, by=cast.officer, deadline=date(2024, 6, 14))
    mail.outbox.clear()
    return found


def test_a_week_three_days_one_day_before_and_on_the_day_itself(proposal, run):
    days = [day for day in range(4, 18) if run(f"2024-06-{day:02}")]
    assert days == [7, 11, 13, 14]


def test_it_names_the_text_the_day_and_the_way(cast, proposal, run):
    assert run("2024-06-13") == ["Berta Bestuurder", "Tess Huurder", "Wies Wethouder"]
    (message,) = [message for message in mail.outbox if "tess@" in message.to[0]]
    assert message.subject == "Uw antwoord op een tekst wordt verwacht"
    words = words_of(message)
    assert "14 juni 2024" in words
    assert "Uitvoeringsagenda 2024" in words
    assert f"http://127.0.0.1:8000{cast.agenda.get_absolute_url()}vaststellen/" in words


def test_someone_who_answered_hears_no_more(cast, proposal, run):
    answer(proposal=proposal, party=cast.tenants, by=cast.tenant, answer="agreed")
    assert run("2024-06-13") == ["Berta Bestuurder", "Wies Wethouder"]
