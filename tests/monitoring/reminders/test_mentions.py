"""Someone who is named in a comment reads so in the one mail of the day, once, and never what was said."""

from datetime import date

import pytest
from django.core import mail

from agreements.comments.workflow import comment, resolve, see
from agreements.models import Mention
from monitoring.models import Digest
from tests.monitoring.reminders.conftest import words_of

pytestmark = pytest.mark.django_db

SECRET = "kwartelkoning"


@pytest.fixture
def say(cast, at):
    """`say(by, party, text)`: on the goal, on Monday 3 June 2024."""

    def say(by, party, text: str, **fields):
        at("2024-06-03 15:00")
        return comment(cast.goal, agenda=cast.agenda, by=by, party=party, text=f"{text} {SECRET}", **fields)

    return say


def test_someone_who_is_named_is_told_where_by_whom_and_never_what(cast, say, run):
    said = say(cast.tenant, cast.tenants, "@Olga Officier en @Abel Bouwer")
    assert run("2024-06-04") == ["Abel Bouwer", "Olga Officier"]
    (message,) = [message for message in mail.outbox if "olga@" in message.to[0]]
    assert message.subject == "U bent genoemd in een opmerking"
    words = words_of(message)
    assert "doel 17 De sociale voorraad groeit met 75 woningen." in words
    assert "Tess Huurder, Huurdersraad Waterhoek" in words
    assert f"http://127.0.0.1:8000/doelen/{cast.goal.pk}/#opmerking-{said.pk}" in words
    assert "http://127.0.0.1:8000/afspraken/waterhoek-2023-2026/2024/opmerkingen/?toon=genoemd" in words
    assert "omdat iemand u noemt in een opmerking bij Prestatieafspraken Waterhoek" in words
    assert not any(SECRET in text for text in (message.subject, message.body, message.alternatives[0].content))


def test_once_and_not_again_after_other_words(cast, say, run):
    say(cast.tenant, cast.tenants, "@Olga Officier")
    assert [run(day) for day in ("2024-06-04", "2024-06-04", "2024-06-05")] == [["Olga Officier"], [], []]
    assert Mention.objects.get().told_at.date() == date(2024, 6, 4)
    assert Mention.objects.get().history.first().history_user is None
    say(cast.tenant, cast.tenants, "Nog eens @Olga Officier")
    assert run("2024-06-06") == ["Olga Officier"]


def test_it_is_one_mail_with_all_else_of_that_day(cast, asked, at, run):
    at("2024-10-01 08:00")
    comment(cast.goal, agenda=cast.agenda, by=cast.tenant, party=cast.tenants, text="@Abel Bouwer")
    assert run("2024-10-01") == ["Abel Bouwer"]
    (message,) = mail.outbox
    assert message.subject == "Driehoek: 2 onderwerpen wachten op u"
    assert Digest.objects.count() == 1


def test_someone_who_saw_it_already_or_whose_thread_is_resolved_is_not_told(cast, say, run):
    seen = say(cast.tenant, cast.tenants, "@Olga Officier")
    see(mention=seen.mentions.get(), by=cast.officer)
    resolve(row=say(cast.tenant, cast.tenants, "@Olga Officier"), by=cast.tenant)
    assert run("2024-06-04") == []


def test_someone_who_reads_it_no_longer_is_not_told_of_it(cast, say, run):
    say(cast.officer, cast.municipality, "@Wies Wethouder", own_only=True)
    cast.executive.memberships.get().delete()
    assert run("2024-06-04") == []
    say(cast.officer, cast.municipality, "@Tess Huurder")
    cast.tenant.is_active = False
    cast.tenant.save(update_fields=["is_active"])
    assert run("2024-06-05") == []


def test_what_is_for_one_party_goes_to_its_own_people_and_says_so(cast, say, run):
    say(cast.officer, cast.municipality, "@Wies Wethouder en @Tess Huurder", own_only=True)
    assert run("2024-06-04") == ["Wies Wethouder"]
    assert "Olga Officier, alleen voor Gemeente Waterhoek" in words_of(mail.outbox[0])


def test_what_is_weeks_old_is_told_no_more(cast, say, run):
    say(cast.tenant, cast.tenants, "@Olga Officier")
    assert run("2024-06-24") == []
