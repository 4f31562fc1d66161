"""Who coordinates a party that was asked to take part is reminded once, a week after; who asked sees that it waits."""

import pytest
from django.core import mail

from agreements.models import Participation
from agreements.taking_part import workflow
from tests.factories import AgreementFactory, MembershipFactory, ParticipationFactory, UserFactory
from tests.monitoring.reminders.conftest import words_of
from tests.pages import words_of as words_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast, at) -> Participation:
    """On Monday 3 June 2024 the municipality asks the housing association, in an agreement of its own."""
    at("2024-06-03 09:00")
    MembershipFactory(
        user=UserFactory(name="Coby Coördinator", email="coby@desleutel.example"), party=cast.association, role="coordinator"
    )
    agreement = AgreementFactory(title="Nieuwe afspraken")
    ParticipationFactory(agreement=agreement, party=cast.municipality)
    row = ParticipationFactory(asked=True, agreement=agreement, party=cast.association, asked_by=cast.officer)
    mail.outbox.clear()
    return row


def test_once_a_week_after_the_day(asked, run):
    days = [day for day in range(4, 30) if run(f"2024-06-{day:02}")]
    assert days == [11], "the first morning on which a whole week has gone"
    asked.refresh_from_db()
    assert asked.reminded_at is not None


def test_on_the_next_working_day_and_also_when_a_morning_was_missed(asked, run):
    assert run("2024-06-15") == [], "a Saturday"
    assert run("2024-06-17") == ["Coby Coördinator"]
    assert run("2024-06-18") == []


def test_the_mail_says_what_is_asked_and_leads_to_the_answer(asked, run):
    run("2024-06-11")
    (message,) = mail.outbox
    assert message.subject == "De Sleutel is gevraagd om mee te doen"
    words = words_of(message)
    assert "Nieuwe afspraken" in words
    assert f"http://127.0.0.1:8000/verzoeken/{asked.pk}/ja/" in words


@pytest.mark.parametrize("answer", [workflow.say_yes, workflow.say_no])
def test_who_answered_is_not_reminded(asked, run, answer):
    answer(asked, by=asked.party.memberships.get(role="coordinator").user)
    mail.outbox.clear()
    assert run("2024-06-11") == []


def test_whoever_is_asked_anew_is_reminded_anew(cast, asked, run, at):
    run("2024-06-11")
    person = asked.party.memberships.get(role="coordinator").user
    workflow.say_no(asked, by=person)
    at("2024-07-01 09:00")
    workflow.ask_party(agreement=asked.agreement, party=cast.association, role="signatory", by=cast.officer)
    assert run("2024-07-08") == []
    assert run("2024-07-09") == ["Coby Coördinator"]


def test_who_asked_sees_it_on_the_start_page_and_at_the_agreement(client, cast, asked, run, at):
    def shown(address: str) -> str:
        client.force_login(cast.officer)
        return words_on(client.get(address))

    at("2024-06-05 09:00")
    assert "heeft nog niet geantwoord" not in shown("/")
    run("2024-06-11")
    at("2024-06-12 09:00")
    assert "Woonstichting De Sleutel heeft nog niet geantwoord of zij meedoet" in shown("/")
    assert "gevraagd op 3 juni 2024, herinnerd op 11 juni 2024" in shown("/").replace(" ,", ",")
    assert "Haar coördinatoren zijn herinnerd op 11 juni 2024." in shown(asked.agreement.get_absolute_url())
    client.force_login(cast.executive)
    assert "heeft nog niet geantwoord" not in words_on(client.get("/"))
