"""Who may sign is reminded in the mail of the day as long as an answer is awaited, in the last week."""

from datetime import date, time

import pytest
from django.core import mail

from agreements.consent.adoption import propose
from agreements.consent.answering import answer
from agreements.consent.ceremony import cancel_ceremony, set_ceremony
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


# -- Signing together


def test_the_last_working_day_before_a_signing_reminds_everyone_who_may_sign(cast, proposal, run):
    """On Monday 10 June, told of on Friday the 7th; also to who agreed already."""
    set_ceremony(proposal=proposal, by=cast.officer, day=date(2024, 6, 10), hour=time(16), place="gemeentehuis")
    answer(proposal=proposal, party=cast.tenants, by=cast.tenant, answer="agreed")
    mail.outbox.clear()
    for day, is_told in [("2024-06-06", False), ("2024-06-07", True), ("2024-06-10", False)]:
        run(day)
        told = {message.to[0] for message in mail.outbox if "10 juni 2024, 16.00 uur, gemeentehuis" in words_of(message)}
        assert len(told) == 3 * is_told
        mail.outbox.clear()


def test_nobody_is_reminded_of_a_signing_that_was_cancelled(cast, proposal, run):
    set_ceremony(proposal=proposal, by=cast.officer, day=date(2024, 6, 10), hour=time(16), place="gemeentehuis")
    cancel_ceremony(proposal=proposal, by=cast.officer)
    mail.outbox.clear()
    run("2024-06-07")
    assert not [message for message in mail.outbox if "gemeentehuis" in words_of(message)]
